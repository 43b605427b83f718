from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.clock"
    label = "clock"
