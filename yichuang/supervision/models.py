"""The card (监察牌): one for a subject and a rule, on the hop that caused it, with its derivation."""

import json
from typing import Any, Self

from django.db import models

from yichuang.cases.models import STAFF_OF_DEPARTMENT, STAFF_OF_HALL, STAFF_OF_REGION, Case
from yichuang.halls.models import Hall, Window
from yichuang.journal.actor import Actor
from yichuang.journal.models import Chained
from yichuang.law.conduct.cards import LEVELS, STANDING, STATES
from yichuang.people.models import Organisation


class Cards(models.QuerySet["Card"]):
    def visible_to(self, actor: Actor) -> Self:
        """The one predicate: a department sees what lands on it, a hall's people theirs, supervisor and government all."""
        mine = self.filter(region=actor.region)
        if actor.kind in STAFF_OF_DEPARTMENT:
            return mine.filter(department__in=actor.organisations)
        if actor.kind in STAFF_OF_HALL and actor.hall is not None:
            return mine.filter(hall=actor.hall)
        if actor.kind in STAFF_OF_REGION or actor.kind == "system":
            return mine
        return self.none()

    def standing(self) -> Self:
        """Those that hold: issued and not withdrawn."""
        return self.filter(state__in=STANDING)


class Card(Chained):
    """A yellow or red card: what rule, since which day, who caused it, why; answered, appealed, upheld or withdrawn.

    `on` is the first civil day on which it holds, whenever it was found. It lands on a department or on a hall, never on
    both. `evidence` is canonical JSON: the derivation, the calendar's version, the places of the entries in the chain.
    """

    subject = models.UUIDField()
    about = models.CharField("说的是什么", max_length=12)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="cards")
    rule = models.CharField("规则", max_length=30)
    level = models.CharField(max_length=6, choices=LEVELS)
    on = models.DateField("哪天起")
    issued_at = models.DateTimeField()
    hop = models.CharField("哪一环", max_length=40)
    department = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="cards", db_index=False
    )
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="cards", db_index=False)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.BigIntegerField(null=True)
    evidence = models.TextField(default="{}")
    derived = models.CharField("推导的摘要", max_length=64)
    state = models.CharField(max_length=10, choices=STATES, default="issued")
    appeal_due_on = models.DateField()
    answer = models.CharField(max_length=500, default="", blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    appeal = models.CharField(max_length=500, default="", blank=True)
    appealed_by = models.BigIntegerField(null=True)
    appealed_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_why = models.CharField(max_length=500, default="", blank=True)

    objects = Cards.as_manager()
    STANDS = (
        "subject", "about", "case_id", "rule", "level", "on", "hop", "department_id", "hall_id", "window_id", "person", "evidence",
        "derived", "state", "appeal_due_on", "answer", "answered_by", "appeal", "appealed_by", "decided_by", "decision_why",
    )  # fmt: skip

    class Meta:
        constraints = [
            # What a recount made wrong and the system took back does not stand in the way of the next one.
            models.UniqueConstraint(
                fields=["subject", "rule"],
                name="card_once",
                condition=~models.Q(state="withdrawn") | models.Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(
                condition=models.Q(department__isnull=True) | models.Q(hall__isnull=True),
                name="card_lands_once",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "on", "id"], name="card_region"),
            models.Index(fields=["department", "on", "id"], name="card_department"),
            models.Index(fields=["hall", "on", "id"], name="card_hall"),
            models.Index(
                fields=["region", "rule", "id"],
                name="card_undecided",
                condition=models.Q(state__in=["issued", "answered", "appealed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}·{self.rule}"

    @property
    def why(self) -> dict[str, Any]:
        """The derivation as a mapping."""
        return json.loads(self.evidence)  # type: ignore[no-any-return]


class Reach(models.Model):
    """How far the sweep has come: the last entry it looked at, the last civil day it began, and where its first round is."""

    name = models.CharField(max_length=20, primary_key=True)
    recorded_at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    subject = models.UUIDField(null=True)


from yichuang.supervision.boards import SavedView as SavedView  # noqa: E402
from yichuang.supervision.boards import WeeklyLetter as WeeklyLetter  # noqa: E402
from yichuang.supervision.orders import Order as Order  # noqa: E402  (the order knows the card)
from yichuang.supervision.orders import OrderCase as OrderCase  # noqa: E402
from yichuang.supervision.orders import OrderPaper as OrderPaper  # noqa: E402
