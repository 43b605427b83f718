from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.figures"
    label = "figures"
