"""What is filled in before there is a case, and what stays of it: drafts, filled forms, the evidence of a signature."""

import json
from datetime import date
from typing import Any, Self, cast

from django.db import models

from yichuang.catalogue.models import Bundle, BundleVersion, Item, Version
from yichuang.citizens.models import Account, Tie
from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.journal.models import REGION, RegionOf

DRAFT_STATES = (("open", "在填"), ("asked", "在预审"), ("filed", "已提交"), ("dropped", "已删除"))


ONE_OF_BOTH = models.Q(version__isnull=False, bundle_version__isnull=True) | models.Q(
    version__isnull=True, bundle_version__isnull=False
)


class Drafts(models.QuerySet["Draft"]):
    def live(self, day: date) -> Self:
        """Those that can be gone on with on a civil date."""
        return self.filter(state__in=("open", "asked"), ends_on__gte=day)


class Draft(models.Model):
    """An application being filled in (草稿): kept at every page, resumed on another device, gone after its last day.

    It is for an item, or for a thing (一件事): exactly one of `version` and `bundle_version` is there. `content` is one locked
    JSON text: {"values": {field: text}, "ways": {place: how}, "delivery": {…}, "seen": {…}}, and of a thing "skip" (optional
    items left out), "editions" (item: the version that was read), "numbers" (merged paper: the place of its files).
    `case` is the case or the thing that it became. `turn` counts the keepings, so that two tabs do not overwrite each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = RegionOf("account")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="drafts")
    tie = models.ForeignKey(Tie, null=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    bundle = models.ForeignKey(Bundle, null=True, on_delete=models.PROTECT, related_name="+")
    bundle_version = models.ForeignKey(BundleVersion, null=True, on_delete=models.PROTECT, related_name="+")
    answers = models.TextField(default="{}")
    content = models.TextField(default="")
    state = models.CharField(max_length=8, choices=DRAFT_STATES, default="open")
    begun_at = models.DateTimeField()
    kept_at = models.DateTimeField()
    ends_on = models.DateField("保留到")
    turn = models.PositiveIntegerField(default=0)
    case = models.UUIDField(null=True)

    objects = Drafts.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "state", "kept_at"], name="draft_of_account")]
        constraints = [models.CheckConstraint(condition=ONE_OF_BOTH, name="draft_item_or_thing")]

    @property
    def name(self) -> str:
        """What is applied for."""
        return str(self.item.name if self.item else self.bundle.name if self.bundle else "")

    def given(self) -> dict[str, str]:
        """The answers to the scenario questions."""
        return cast("dict[str, str]", json.loads(self.answers))

    def opened(self) -> dict[str, Any]:
        """The content in clear."""
        return cast("dict[str, Any]", json.loads(vault.unlock(self.content) or "{}"))


class Filled(models.Model):
    """The form as it was filed (申请表), of a case or the one form of a thing: the values locked, the digest in its chain."""

    subject = models.UUIDField(primary_key=True)
    region = models.CharField(max_length=REGION)
    account = models.UUIDField(null=True, db_index=True)
    holder_index = models.CharField(max_length=32, db_index=True)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    bundle_version = models.ForeignKey(BundleVersion, null=True, on_delete=models.PROTECT, related_name="+")
    content = models.TextField()
    digest = models.CharField(max_length=64)
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_OF_BOTH, name="filled_item_or_thing")]

    def opened(self) -> dict[str, Any]:
        """The values in clear."""
        return cast("dict[str, Any]", json.loads(vault.unlock(self.content)))


class Signature(models.Model):
    """Evidence that a person signed (签署存证): what was shown, as a digest, when, at which real-name level, how."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    subject = models.UUIDField(db_index=True)
    account = models.UUIDField(null=True)
    what = models.CharField(max_length=20)
    shown = models.TextField()
    digest = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=20)
    signed_at = models.DateTimeField()
