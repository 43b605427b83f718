"""What every page knows: the site's name, theme, size and contrast of the reader."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

SIZES = ("m", "l", "xl")
COOKIE = "yc_display"


def read_display(request: HttpRequest) -> dict[str, Any]:
    """Return the reader's choices from the cookie `size[.hc][.elder][.hant]`; anything else in it is ignored."""
    size, *flags = request.COOKIES.get(COOKIE, "m").split(".")
    contrast = "hc" in flags
    return {
        "size": size if size in SIZES else "m",
        "theme": "hc" if contrast else settings.DEPLOYMENT.theme,
        "contrast": contrast,
        "elder": "elder" in flags,
        "traditional": "hant" in flags,
    }


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the display choices kept in the cookie and the brand slots of the deployment."""
    return {"site": settings.DEPLOYMENT, "display": read_display(request)}
