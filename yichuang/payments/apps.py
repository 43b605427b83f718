from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.payments"
    label = "payments"

    def ready(self) -> None:
        """Let the issue desk ask whether the fee is paid, from the first request on."""
        from yichuang.payments import holds

        holds.register()
