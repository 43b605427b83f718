from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.doors.apply"
    label = "apply"
