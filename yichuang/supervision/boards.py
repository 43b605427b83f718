"""What the board keeps: filters under a name (常看), and the weekly letter to heads (督查周报)."""

import json
from typing import Any, Self

from django.db import models

from yichuang.cases.models import STAFF_OF_DEPARTMENT, STAFF_OF_REGION
from yichuang.journal.actor import Actor
from yichuang.journal.models import REGION, Chained
from yichuang.people.models import Organisation


class SavedViews(models.QuerySet["SavedView"]):
    def open_to(self, actor: Actor) -> Self:
        """One's own, and those that one's body shares."""
        mine = models.Q(owner=actor.person)
        shared = models.Q(body=actor.organisation, body__isnull=False)
        return self.filter(mine | shared, region=actor.region)


class SavedView(models.Model):
    """The filters of a board under a name; its owner's, or shared with the owner's body. A working paper, no fact."""

    region = models.CharField(max_length=REGION)
    owner = models.BigIntegerField()
    owner_name = models.CharField(max_length=60)
    body = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="给哪个单位看"
    )
    name = models.CharField("名称", max_length=20)
    query = models.CharField("看哪些", max_length=300, blank=True)
    kept_at = models.DateTimeField()

    objects = SavedViews.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="view_name_once")]


class Letters(models.QuerySet["WeeklyLetter"]):
    def visible_to(self, actor: Actor) -> Self:
        """A head reads those to their body; supervision and government all of the region."""
        mine = self.filter(region=actor.region)
        if actor.kind in STAFF_OF_DEPARTMENT:
            return mine.filter(to__in=actor.organisations)
        return mine if actor.kind in STAFF_OF_REGION or actor.kind == "system" else self.none()


class WeeklyLetter(Chained):
    """The weekly letter (督查周报) of one body, or of the whole region (`to` empty): frozen figures of a week, Monday to Sunday."""

    to = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="weekly_letters", db_index=False
    )
    week = models.DateField("哪一周（周一）")
    content = models.TextField("数字")
    digest = models.CharField("SM3", max_length=64)
    written_at = models.DateTimeField()

    objects = Letters.as_manager()
    STANDS = ("to_id", "week", "content", "digest")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "to", "week"], name="letter_once_a_week"),
            models.UniqueConstraint(
                fields=["region", "week"], name="letter_of_region_once", condition=models.Q(to__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["to", "week"], name="letter_to")]

    @property
    def told(self) -> dict[str, Any]:
        """The frozen figures."""
        return json.loads(self.content)  # type: ignore[no-any-return]
