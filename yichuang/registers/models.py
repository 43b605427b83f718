"""Which provider answers for a register, what the demo's provider knows, consents, and the evidence of every asking."""

import json
from typing import cast

from django.db import models

from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.journal.models import REGION
from yichuang.law import sources

NAMES = tuple(sources.REGISTERS.items())
OUTCOMES = (
    (sources.FOUND, "查到"),
    (sources.NONE, "没有记录"),
    (sources.DOWN, "查不到"),
    (sources.REFUSED, "没有同意"),
)


class Connection(models.Model):
    """Who answers for a register from a day on (接通): dated, journalled; an empty provider disconnects it."""

    region = models.CharField(max_length=REGION)
    register = models.CharField(max_length=14, choices=NAMES)
    provider = models.CharField(max_length=40, blank=True)
    hours = models.PositiveSmallIntegerField("结果管几小时", default=24)
    basis = models.CharField(max_length=200)
    starts_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["region", "register", "starts_on"], name="connection_of_register")]


class Record(models.Model):
    """A record of the local register table from which the provider `local` answers: found by keyed index, locked."""

    region = models.CharField(max_length=REGION)
    register = models.CharField(max_length=14, choices=NAMES)
    holder_index = models.CharField(max_length=32)
    content = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "register", "holder_index"], name="record_once")
        ]

    def opened(self) -> dict[str, str]:
        """The facts in clear."""
        return cast("dict[str, str]", json.loads(vault.unlock(self.content)))


class Consent(models.Model):
    """Somebody agreed, or did not, that this is retrieved for this matter (同意调取): the words they saw, when, who."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    holder_index = models.CharField(max_length=32, db_index=True)
    item = models.CharField(max_length=80)
    things = models.TextField("调取的内容", default="[]")
    shown = models.TextField()
    digest = models.CharField(max_length=64)
    given = models.BooleanField()
    account = models.UUIDField(null=True)
    by_person = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=10)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class Evidence(models.Model):
    """One asking (查询存证): of which register, for whom, what for, what came back. The content is locked.

    Kept until `valid_until` for asking again, and for good as the evidence of what a case rests on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    register = models.CharField(max_length=14, choices=NAMES)
    holder_index = models.CharField(max_length=32)
    item = models.CharField(max_length=80)
    elements = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    ground = models.CharField("同意或依据", max_length=120)
    consent = models.ForeignKey(Consent, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(null=True, db_index=True)
    provider = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=8, choices=OUTCOMES)
    content = models.TextField(default="", blank=True)
    digest = models.CharField(max_length=64)
    trouble = models.CharField(max_length=200, default="", blank=True)
    account = models.UUIDField(null=True)
    by_person = models.BigIntegerField(null=True)
    by_post = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)
    valid_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["holder_index", "item", "asked_at"], name="evidence_of_holder")]

    def opened(self) -> dict[str, str]:
        """The facts in clear."""
        return cast("dict[str, str]", json.loads(vault.unlock(self.content) or '{"facts": {}}')["facts"])
