from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.drafts"
    label = "drafts"
