"""What happens when somebody comes in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from yichuang.doors import citizen
from yichuang.doors.entrance import seen
from yichuang.ground import now


@receiver(user_logged_in)
def entered(sender: Any, request: Any, **more: Any) -> None:
    """Begin to count the idle time; a citizen of the same browser is out, so that powers never mix."""
    if request is not None and hasattr(request, "session"):
        for name in [name for name, _ in request.session.items() if name.startswith(citizen.ACCOUNT)]:
            del request.session[name]
        seen.enter(request, now.now())
