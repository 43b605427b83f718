from django.apps import AppConfig


class Doors(AppConfig):
    name = "yichuang.doors"
    label = "doors"
