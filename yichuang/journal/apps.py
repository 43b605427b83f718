from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.journal"
    label = "journal"
