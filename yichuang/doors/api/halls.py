"""Halls: where an application is received."""

from datetime import time
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yichuang.halls.models import Hall

router = Router()


class HallRow(Schema):
    """A hall of the key's region; `hall` is what a filing names."""

    hall: int
    name: str
    level: str
    address: str
    phone: str
    opens: time
    closes: time


@router.get("", response=list[HallRow], summary="大厅")
def listed(request: HttpRequest) -> list[dict[str, Any]]:
    """List the halls that receive applications."""
    found = Hall.objects.filter(region=request.actor.region).order_by("pk")  # type: ignore[attr-defined]
    names = ("name", "level", "address", "phone", "opens", "closes")
    return [{"hall": hall.pk, **{name: getattr(hall, name) for name in names}} for hall in found]
