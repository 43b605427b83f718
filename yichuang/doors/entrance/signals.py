"""What happens when somebody comes in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from yichuang.doors.entrance import seen
from yichuang.ground import now


@receiver(user_logged_in)
def entered(sender: Any, request: Any, **more: Any) -> None:
    """Begin to count the idle time."""
    if request is not None and hasattr(request, "session"):
        seen.enter(request, now.now())
