from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.licences"
    label = "licences"
