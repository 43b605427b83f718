from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.ratings"
    label = "ratings"

    def ready(self) -> None:
        from yichuang.ratings import inviting

        inviting.begin()
