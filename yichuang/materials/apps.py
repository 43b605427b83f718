from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.materials"
    label = "materials"
