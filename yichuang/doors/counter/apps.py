from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.doors.counter"
    label = "counter"
