from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.asking"
    label = "asking"
