from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.exchange"
    label = "exchange"
