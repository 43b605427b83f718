from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.ground"
    label = "ground"
