"""The trace: chained entries, errands, daily bills; the base of everything that has a chain."""

from datetime import datetime
from typing import Any, cast

from django.db import models

from yichuang.ground.ids import uuid7

REGION = 12


class RegionOf(models.CharField):  # type: ignore[type-arg]
    """The region of a row that hangs from another one: taken from that when the row is written (settled.md)."""

    def __init__(self, parent: str = "", **options: Any) -> None:
        self.parent = parent
        super().__init__(**{"max_length": REGION, "editable": False} | options)

    def deconstruct(self) -> Any:
        """Tell the migrations what they need to make the field again."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"parent": self.parent}

    def pre_save(self, row: models.Model, add: bool) -> str:
        """Return the region; rows written in bulk bring it along."""
        if not getattr(row, self.attname):
            setattr(row, self.attname, getattr(row, self.parent).region)
        return str(getattr(row, self.attname))


class Chained(models.Model):
    """Something whose every change is an entry: it carries the head of its own chain.

    `STANDS` names columns that the last entry of each act seals, so that no hand can change them beside the chain. `LATER`
    names columns that came after the first release: sealed where they hold something, so that older seals stand.
    """

    STANDS: tuple[str, ...] = ()
    LATER: tuple[str, ...] = ()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        abstract = True


class Register(Chained):
    """A book of the office whose changes are chained as one: people, halls, entrustments, local numbers."""

    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="register_once")]


class Entry(models.Model):
    """One act: who, at which post, when, what; its digest seals all its columns and the entry before it."""

    pk = models.CompositePrimaryKey("subject", "seq")
    subject = models.UUIDField()
    seq = models.PositiveIntegerField()
    region = models.CharField(max_length=REGION)
    act = models.CharField(max_length=60)
    by_person = models.BigIntegerField(null=True)
    by_post = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_index=True)
    payload = models.TextField()
    private = models.TextField(default="", blank=True)
    idem = models.CharField(max_length=64, null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["subject", "seq"]
        # `unique=True` would bring a second index for beginnings on PostgreSQL, which nobody looks up.
        constraints = [models.UniqueConstraint(fields=["idem"], name="entry_idem")]


class ErrandState(models.TextChoices):
    WAITING = "waiting", "等待发出"
    SENT = "sent", "已发出"
    CONFIRMED = "confirmed", "已确认"
    FAILED = "failed", "没发出，会再试"
    GIVEN_UP = "given_up", "多次没发出，已停"


UNENDED = ("waiting", "failed", "sent", "given_up")
UNENDED_SQL = ", ".join(f"'{state}'" for state in UNENDED)
UNENDED_COLUMN = '"journal_errand"."state"'


class ErrandRows(models.QuerySet["Errand"]):
    def unended(self) -> "ErrandRows":
        """Errands that are not confirmed. Written out as the index has it, else SQLite does not use the index."""
        found = self.extra(where=[f"{UNENDED_COLUMN} IN ({UNENDED_SQL})"])
        return cast("ErrandRows", found)

    def due(self, at: datetime) -> "ErrandRows":
        """Errands whose time has come."""
        return self.unended().filter(state__in=[ErrandState.WAITING, ErrandState.FAILED], not_before__lte=at)

    def stuck(self, before: datetime) -> "ErrandRows":
        """Errands older than `before` that are neither confirmed nor given up: the age alarm."""
        return self.unended().filter(made_at__lt=before).exclude(state=ErrandState.GIVEN_UP)


class Errand(models.Model):
    """What must happen outside or later, written in the same transaction as the act that asks for it."""

    region = models.CharField(max_length=REGION)
    subject = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    args = models.TextField(default="{}")
    owner = models.CharField(max_length=60, default="office")
    state = models.CharField(max_length=10, choices=ErrandState, default=ErrandState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, default="", blank=True)

    objects = ErrandRows.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="errand_due",
                condition=models.Q(state__in=UNENDED),
            )
        ]


class Bill(models.Model):
    """The daily bill: the heads of all chains that moved on a day, chained to the bill before and signed."""

    region = models.CharField(max_length=REGION)
    day = models.DateField()
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    heads = models.CharField(max_length=64)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=40)
    signature = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["region", "day"], name="bill_once_a_day"),
            models.UniqueConstraint(fields=["region", "number"], name="bill_number_once"),
        ]


class Heartbeat(models.Model):
    """When a sweep last began and last ended well, so that one that is set up but never runs is seen."""

    name = models.CharField(max_length=60, primary_key=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    runs = models.PositiveBigIntegerField(default=0)
    trouble = models.CharField(max_length=300, default="", blank=True)


class Serial(models.Model):
    """The last number given in a scope, such as a hall's day."""

    scope = models.CharField(max_length=80, primary_key=True)
    value = models.PositiveIntegerField()


class Stamp(models.Model):
    """How often the rules of the house changed; what is cached in memory holds for one value only."""

    name = models.CharField(max_length=20, primary_key=True)
    value = models.PositiveBigIntegerField(default=1)


class Look(models.Model):
    """A member of staff looked at a person or a case: who, for what, when. Appended in batches, outside the chain."""

    region = models.CharField(max_length=REGION)
    person = models.BigIntegerField()
    post = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=40)
    subject = models.UUIDField(null=True, db_index=True)
    holder_index = models.CharField(max_length=64, default="", blank=True, db_index=True)
    at = models.DateTimeField()
