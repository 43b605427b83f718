from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.citizens"
    label = "citizens"
