from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.supervision"
    label = "supervision"
