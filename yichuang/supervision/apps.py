from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Let what happens to cards be told to the outer system that supervises, from the first act on."""
        from yichuang.supervision import feeding

        feeding.register()
