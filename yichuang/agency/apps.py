from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.agency"
    label = "agency"
