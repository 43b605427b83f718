"""Halls: where an application is received."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from yichuang.halls.models import Hall

router = Router()


class HallRow(Schema):
    """A hall of the key's region; `hall` is what a filing names."""

    hall: int
    name: str
    level: str
    address: str
    phone: str
    opens: str = Field(examples=["09:00"], description="HH:MM in Shanghai")
    closes: str = Field(examples=["17:00"], description="HH:MM in Shanghai")


@router.get("", response=list[HallRow], summary="大厅")
def listed(request: HttpRequest) -> list[dict[str, Any]]:
    """List the halls that receive applications."""
    found = Hall.objects.filter(region=request.actor.region).order_by("pk")  # type: ignore[attr-defined]
    return [
        {
            "hall": hall.pk, "name": hall.name, "level": hall.level, "address": hall.address, "phone": hall.phone,
            "opens": f"{hall.opens:%H:%M}", "closes": f"{hall.closes:%H:%M}",
        }
        for hall in found
    ]  # fmt: skip
