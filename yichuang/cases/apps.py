from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.cases"
    label = "cases"
