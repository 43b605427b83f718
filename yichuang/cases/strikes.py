"""Forced stop (强制停止违规要求): a demand outside the published list is struck from the one-time notice, by two persons."""

import json
from typing import Any
from uuid import UUID

from django.db import models

from yichuang.ground.ids import uuid7
from yichuang.journal.models import REGION

STATES = (("asked", "等第二人确认"), ("struck", "已停止"), ("dropped", "不停止"))


class Asked(models.Model):
    """One supervisor asks that lines of a notice be void; a second person confirms or refuses. `card` is the card behind it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    round = models.PositiveSmallIntegerField()
    lines = models.TextField()
    why = models.CharField(max_length=300)
    card = models.UUIDField(null=True)
    state = models.CharField(max_length=7, choices=STATES, default="asked")
    asked_by = models.BigIntegerField(null=True)
    asked_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_name = models.CharField(max_length=120, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        abstract = True

    def told(self) -> list[dict[str, Any]]:
        """The lines as they stood in the notice, each with its place in it."""
        return json.loads(self.lines)  # type: ignore[no-any-return]


class Strike(Asked):
    """Of the notice of one case."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="strikes")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_strike_asked", condition=models.Q(state="asked")
            )
        ]


def struck_of(case: UUID) -> list[dict[str, Any]]:
    """Return the lines of a case's notices that are void, each with the reason and the day."""
    found = Strike.objects.filter(case=case, state="struck").order_by("decided_at")
    return [line | {"why": one.why, "at": one.decided_at} for one in found for line in one.told()]
