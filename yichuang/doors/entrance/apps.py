from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.doors.entrance"
    label = "entrance"

    def ready(self) -> None:
        from yichuang.doors.entrance import signals  # noqa: F401
