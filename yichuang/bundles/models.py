"""The thing (一件事办件): one application for many items, its parts, what departments ask, joint visits, its own papers."""

import json
from typing import Any, Self, cast

from django.db import models

from yichuang.cases.models import STAFF_OF_DEPARTMENT, STAFF_OF_HALL, STAFF_OF_REGION, Case, Sheet
from yichuang.cases.strikes import Asked
from yichuang.catalogue.models import Bundle, BundleVersion, Item, Version
from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.halls.models import Hall, Window
from yichuang.journal.actor import Actor
from yichuang.journal.models import Chained, RegionOf
from yichuang.law.codes import normalise_query_code
from yichuang.law.things import OUTCOMES, PART_STATES, STATES, UNDER_WAY
from yichuang.people.models import Organisation


class Things(models.QuerySet["Thing"]):
    def visible_to(self, actor: Actor) -> Self:
        """The one predicate: which things this actor may see; departments those they lead or have a part in."""
        mine = self.filter(region=actor.region)
        if actor.kind in STAFF_OF_HALL and actor.hall is not None:
            return mine.filter(hall_id=actor.hall)
        if actor.kind in STAFF_OF_DEPARTMENT:
            own = Part.objects.filter(thing=models.OuterRef("pk"), department__in=actor.organisations)
            return mine.filter(models.Q(lead__in=actor.organisations) | models.Exists(own))
        if actor.kind == "applicant":
            seen = models.Q(pk=actor.opened) | models.Q(applicant_index__in=actor.holders)
            filed = models.Q(account__isnull=False, account=actor.account)
            if actor.ended:
                filed &= ~models.Q(applicant_index__in=actor.ended)
            return mine.filter(seen | filed)
        if actor.kind in STAFF_OF_REGION or actor.kind == "system":
            return mine
        return self.none()

    def under_way(self) -> Self:
        """Those of which some part is not over."""
        return self.filter(state__in=UNDER_WAY)

    def found_by(self, words: str) -> Self:
        """Things by application number, query code, or the applicant's name from its beginning."""
        text = words.replace("\0", "").strip().upper()
        code = normalise_query_code(text)
        if code and len(code) == 8 and not text.isdigit():
            return self.filter(query_code=code)
        if text.isascii() and text.isdigit() and len(text) >= 14:
            return self.filter(filing_number__startswith=text)
        name = words.replace("\0", "").strip()
        return self.filter(applicant_name__startswith=name) if name else self.none()


class Thing(Chained):
    """A life event applied for as one: one number, one query code, one receipt, one joint date; its parts are cases.

    `due_on` is the joint date people were told, moved only by a rule (`law.things.MOVES`); `forecast_on` is what the plan said
    when something last moved. `content` is one locked JSON text: parties, form, how each paper was judged, where to post.
    """

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+")
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="things")
    version = models.ForeignKey(BundleVersion, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    filing_number = models.CharField("申请编号", max_length=24, unique=True)
    query_code = models.CharField("查询码", max_length=8, unique=True)
    state = models.CharField(max_length=10, choices=STATES)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, default="", blank=True)
    channel = models.CharField(max_length=10, default="counter")
    account = models.UUIDField("申请账户", null=True)
    helped_by = models.BigIntegerField("帮办人", null=True)
    answers = models.TextField(default="{}")
    choose = models.TextField(default="{}")
    skip = models.TextField(default="[]")
    applicant_kind = models.CharField(max_length=8, choices=[("person", "自然人"), ("body", "法人")])
    applicant_name = models.CharField(max_length=100, db_index=True)
    applicant_index = models.CharField(max_length=32, db_index=True, default="")
    tail_index = models.CharField(max_length=32, default="")
    content = models.TextField()
    filed_at = models.DateTimeField()
    received_on = models.DateField()
    say_by = models.DateField("各部门提出要补材料的日子", null=True)
    notice_by = models.DateField("告知是否受理的最后一天", null=True)
    accepted_on = models.DateField(null=True)
    due_on = models.DateField("共同办结日", null=True)
    due_certain = models.BooleanField(default=True)
    due_why = models.CharField("为什么改", max_length=200, default="", blank=True)
    forecast_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    together = models.BooleanField("一起领", default=True)
    delivery = models.CharField(max_length=10, default="pickup")
    round = models.PositiveSmallIntegerField(default=0)
    received_by = models.BigIntegerField(null=True)
    ceiling_on = models.DateField("联合办理的最后一天", null=True)
    ceiling_why = models.CharField("延长的理由", max_length=300, default="", blank=True)
    rows_seal = models.TextField(default="", blank=True)

    objects = Things.as_manager()
    STANDS = (
        "hall_id", "window_id", "bundle_id", "version_id", "lead_id", "filing_number", "query_code", "state", "outcome", "channel", "account",
        "helped_by", "answers", "choose", "skip", "applicant_kind", "applicant_name", "applicant_index", "tail_index", "received_on",
        "say_by", "notice_by", "accepted_on", "due_on", "due_certain", "due_why", "forecast_on", "finished_on", "closed_on", "together",
        "delivery", "round", "received_by",
    )  # fmt: skip
    LATER = ("ceiling_on", "ceiling_why", "rows_seal")

    class Meta:
        indexes = [
            models.Index(fields=["hall", "state", "id"], name="thing_hall"),
            models.Index(fields=["lead", "state", "due_on", "id"], name="thing_lead"),
            models.Index(
                fields=["account", "id"], name="thing_account", condition=models.Q(account__isnull=False)
            ),
            models.Index(
                fields=["say_by", "id"], name="thing_silence", condition=models.Q(say_by__isnull=False)
            ),
        ]

    def given(self) -> dict[str, str]:
        """The answers: the bundle's questions by key, a member's own as `ITEM.key`."""
        return cast("dict[str, str]", json.loads(self.answers))

    def opened(self) -> dict[str, Any]:
        """The content in clear; whoever shows it leaves a look."""
        return cast("dict[str, Any]", json.loads(vault.unlock(self.content)))


class Part(models.Model):
    """A member of the thing: an item of some department, a case of its own once it starts."""

    region = RegionOf("thing")
    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="parts")
    place = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parts")
    after = models.TextField(default="[]")
    state = models.CharField(max_length=8, choices=PART_STATES, default="waiting")
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="part")
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    clock_on = models.DateField("办件自己的期限", null=True)
    ended_on = models.DateField(null=True)
    why = models.CharField("没办成的原因", max_length=300, default="", blank=True)

    class Meta:
        ordering = ("place", "pk")
        constraints = [models.UniqueConstraint(fields=["thing", "key"], name="part_once")]
        indexes = [models.Index(fields=["department", "state", "due_on"], name="part_department")]

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The keys of the parts before it."""
        return tuple(json.loads(self.after))


class Demand(models.Model):
    """What one department says of the papers of its part: what must be corrected, or nothing. Silence is written down too."""

    region = RegionOf("part")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="demands")
    round = models.PositiveSmallIntegerField()
    lines = models.TextField(default="[]")
    silent = models.BooleanField(default=False)
    by_person = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120, default="", blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "round"], name="demand_once_a_round")]

    def asked(self) -> list[dict[str, Any]]:
        """The lines: paper, reason, fields, sentence."""
        return cast("list[dict[str, Any]]", json.loads(self.lines))


class Notice(models.Model):
    """The one notice for all departments: every line with whose it is."""

    region = RegionOf("thing")
    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="notices")
    round = models.PositiveSmallIntegerField()
    lines = models.TextField()
    told_at = models.DateTimeField()
    due_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "round"], name="thing_notice_once")]

    def told(self) -> list[dict[str, Any]]:
        """The lines: paper, reason, sentence, items; one that is void has the day it was struck, and why."""
        return cast("list[dict[str, Any]]", json.loads(self.lines))


class Strike(Asked):
    """Of the one notice of a thing: what it strikes is void for every part that the line covers."""

    region = RegionOf("thing")
    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="strikes")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thing"], name="one_thing_strike_asked", condition=models.Q(state="asked")
            )
        ]


class Visit(models.Model):
    """A joint inspection (联合踏勘): the departments of some parts come together, once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = RegionOf("thing")
    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="visits")
    on = models.DateField()
    half = models.CharField(max_length=4, choices=[("am", "上午"), ("pm", "下午")])
    place = models.CharField(max_length=400, default="", blank=True)
    called_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()


class Finding(models.Model):
    """What one department found on a joint visit, for its own part."""

    region = RegionOf("visit")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="findings")
    passed = models.BooleanField(null=True)
    text = models.CharField(max_length=500, default="", blank=True)
    by_name = models.CharField(max_length=120, default="", blank=True)
    found_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "part"], name="finding_once")]


class Letter(Sheet):
    """A paper of the thing itself: its content is frozen with the act, its HTML (with template version and SM3) right after."""

    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="letters")
