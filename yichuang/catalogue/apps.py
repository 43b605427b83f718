from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.catalogue"
    label = "catalogue"
