from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.doors.me"
    label = "me"
