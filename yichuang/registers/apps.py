from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.registers"
    label = "registers"
