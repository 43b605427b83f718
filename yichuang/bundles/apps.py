from django.apps import AppConfig


class Room(AppConfig):
    name = "yichuang.bundles"
    label = "bundles"

    def ready(self) -> None:
        """Follow what happens to the cases of a thing, from the first act on."""
        from yichuang.bundles import following

        following.register()
