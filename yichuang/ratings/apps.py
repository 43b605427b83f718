from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.ratings"
    label = "ratings"
