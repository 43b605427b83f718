"""Periods as they were closed, bulletins, appraisal sheets with what was scored by hand, outside assessments and their findings."""

import json
from typing import Any, Self

from django.db import models

from yichuang.journal.actor import Actor
from yichuang.journal.models import REGION, Chained, RegionOf
from yichuang.people.models import Organisation


class Reckoning(models.Model):
    """The latest reckoning of a period that is not closed: a working paper, made anew each night."""

    region = models.CharField(max_length=REGION)
    name = models.CharField(max_length=7)
    content = models.TextField()
    lists = models.TextField()
    cut_off = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="reckoning_once")]

    def figures(self) -> dict[str, Any]:
        """The figures as a mapping."""
        return json.loads(self.content)  # type: ignore[no-any-return]


class Period(Chained):
    """A closed period: its figures and the lists they lean on, frozen as canonical JSON; the chain seals every byte.

    `content` tells the cut-off, the corrections (what earlier periods would be now) and the head of the ledger. It never changes again.
    `ledger_key`, locked, makes the ledger's codes and salts; another key gives another head, which is found.
    """

    name = models.CharField("期", max_length=7)
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=9, choices=[("closed", "已关账"), ("published", "已公布")])
    content = models.TextField()
    digest = models.CharField(max_length=64)
    lists = models.TextField()
    closed_on = models.DateField()
    closed_by = models.BigIntegerField(null=True)
    published_on = models.DateField(null=True)
    tries = models.PositiveSmallIntegerField("关账后要改的次数", default=0)
    ledger_key = models.CharField("封签的密钥", max_length=300, default="", blank=True)

    STANDS = (
        "name", "first", "last", "state", "content", "digest", "lists", "closed_on", "closed_by", "published_on", "tries",
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="period_once")]

    def __str__(self) -> str:
        return self.name

    def figures(self) -> dict[str, Any]:
        """The figures as a mapping."""
        return json.loads(self.content)  # type: ignore[no-any-return]

    def ledger(self) -> dict[str, Any]:
        """The head of its ledger, signed; nothing for one that was closed without."""
        return self.figures().get("ledger", {})  # type: ignore[no-any-return]

    def kept(self) -> dict[str, Any]:
        """The lists as they were."""
        return json.loads(self.lists)  # type: ignore[no-any-return]


class Bulletin(Chained):
    """A monthly or quarterly bulletin (通报) on a closed period: ranking, who is talked to, what its author writes."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="bulletins")
    number = models.CharField("文号", max_length=40)
    words = models.TextField("正文")
    content = models.TextField()
    issued_on = models.DateField()
    issued_by = models.BigIntegerField(null=True)

    STANDS = ("period_id", "number", "words", "content", "issued_on", "issued_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "number"], name="bulletin_number_once")]

    def told(self) -> dict[str, Any]:
        """The frozen tables."""
        return json.loads(self.content)  # type: ignore[no-any-return]


class Scheme(Chained):
    """An appraisal sheet (考核表): lines with points that the office sets; a line is an indicator or is scored by hand."""

    key = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    basis = models.CharField(max_length=200)
    lines = models.TextField()

    STANDS = ("key", "name", "basis", "lines")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="scheme_once")]

    def rows(self) -> list[dict[str, Any]]:
        """The lines: key, name, points, full, none; `hand` for one scored by hand."""
        return json.loads(self.lines)  # type: ignore[no-any-return]


class Mark(models.Model):
    """What was scored by hand on a line of a sheet, for a department in a period, with the reason."""

    region = RegionOf("scheme")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="marks")
    period = models.CharField(max_length=7)
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=30)
    points = models.CharField(max_length=8)
    why = models.CharField(max_length=300)
    by_person = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "period", "department", "line"], name="mark_once_a_period"
            )
        ]


class Assessment(Chained):
    """An outside assessment (第三方评估): who looked at what, when, what it came to."""

    name = models.CharField(max_length=100)
    body = models.CharField("评估机构", max_length=80)
    document = models.CharField("报告名称或文号", max_length=120)
    period = models.CharField("评估的期间", max_length=40)
    result = models.CharField("评估结果", max_length=300)
    on = models.DateField()

    STANDS = ("name", "body", "document", "period", "result", "on")


class Findings(models.QuerySet["Finding"]):
    def visible_to(self, actor: Actor) -> Self:
        """The one predicate: a department sees what it has to mend, supervisor and government the region's."""
        mine = self.filter(region=actor.region)
        if actor.kind in ("supervisor", "government", "system"):
            return mine
        return mine.filter(department__in=actor.organisations) if actor.organisations else mine.none()


class Finding(Chained):
    """One finding of an outside assessment, tracked until somebody has seen that it is mended."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="findings")
    text = models.CharField("发现的问题", max_length=300)
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="findings")
    due_on = models.DateField("哪天前改好")
    state = models.CharField(
        max_length=8,
        choices=[("open", "待整改"), ("answered", "等核查"), ("mended", "已改好")],
        default="open",
    )
    answer = models.CharField("怎么改的", max_length=500, default="", blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_on = models.DateField(null=True)
    checked_by = models.BigIntegerField(null=True)
    checked_on = models.DateField(null=True)
    why = models.CharField("核查情况", max_length=300, default="", blank=True)

    objects = Findings.as_manager()
    STANDS = (
        "assessment_id", "text", "department_id", "due_on", "state", "answer", "answered_by", "answered_on", "checked_by", "checked_on", "why",
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["department", "state", "due_on"], name="finding_open")]
