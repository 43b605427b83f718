from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.halls"
    label = "halls"
