from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.complaints"
    label = "complaints"
