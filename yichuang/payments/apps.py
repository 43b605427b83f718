from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.payments"
    label = "payments"
