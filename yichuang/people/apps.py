from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.people"
    label = "people"
