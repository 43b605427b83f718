from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.inspections"
    label = "inspections"
