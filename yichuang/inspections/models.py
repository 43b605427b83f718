"""Grants to sign for, the three registers (检查事项、检查对象、执法检查人员), draws with what came of them."""

import json
from typing import Any, Self, cast

from django.db import models

from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.ground import vault
from yichuang.journal.actor import Actor
from yichuang.journal.models import Chained, RegionOf
from yichuang.law.draws import MODES, OUTCOMES, WEIGHTS
from yichuang.law.grading import SOURCES
from yichuang.people.models import Organisation, Person

REGION_WIDE = ("supervisor", "government", "system")
STAFF = ("reviewer", "approver", "chief", "head")
GRADES = [(grade, f"{grade}级") for grade in "ABCD"]
STATES = (
    ("committed", "已公布承诺，等抽取"),
    ("drawn", "已抽取"),
    ("inspecting", "检查中"),
    ("results", "结果已录齐，等公示"),
    ("published", "结果已公示"),
    ("abandoned", "已放弃"),
)


class Oversight(models.Model):
    """Which body supervises what an item grants, and in which line of business; without a row it is who decides."""

    region = RegionOf("item")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.CharField("业务条线", max_length=40)
    document = models.CharField("依据", max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=models.Q(ends_on=None), name="oversight_once")
        ]


class Check(Chained):
    """An item of the list of what may be inspected at random (抽查事项)."""

    code = models.CharField("抽查事项编号", max_length=12)
    name = models.CharField(max_length=80)
    line = models.CharField("业务条线", max_length=40)
    weight = models.CharField(max_length=8, choices=WEIGHTS)
    cap = models.PositiveSmallIntegerField("比例上限（%）", null=True)
    way = models.CharField("检查方式", max_length=60)
    basis = models.CharField("依据", max_length=200)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    STANDS = ("code", "name", "line", "weight", "cap", "way", "basis", "body_id", "starts_on", "ends_on")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="check_code_once")]


class Target(Chained):
    """Somebody who may be inspected (检查对象): graded by credit, with the day and the ground."""

    code = models.CharField("对象编号", max_length=12)
    kind = models.CharField(max_length=8, choices=[("person", "自然人"), ("body", "法人")])
    name = models.CharField(max_length=100)
    number = models.CharField(max_length=200)
    number_index = models.CharField(max_length=32)
    grade = models.CharField(max_length=1, choices=GRADES, default="B")
    graded_on = models.DateField()
    ground = models.CharField("定级依据", max_length=200)
    source = models.CharField("定级来源", max_length=8, choices=list(SOURCES.items()), default="", blank=True)
    lasts_to = models.DateField("哪天自动重定", null=True)
    graded_by = models.BigIntegerField("定级的人", null=True)
    rated = models.CharField(
        "评价等级", max_length=1, choices=[("", "没有评价"), *GRADES], default="", blank=True
    )
    rated_ground = models.CharField(max_length=200, default="", blank=True)
    rated_on = models.DateField(null=True)
    rated_from = models.CharField("评价来自", max_length=8, default="", blank=True)
    entered_on = models.DateField()
    left_on = models.DateField(null=True)
    left_why = models.CharField(max_length=200, default="", blank=True)

    STANDS = (
        "code", "kind", "name", "number_index", "grade", "graded_on", "ground", "entered_on", "left_on", "left_why",
    )  # fmt: skip
    LATER = ("source", "lasts_to", "rated", "rated_ground", "rated_on", "rated_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="target_code_once"),
            models.UniqueConstraint(fields=["region", "number_index"], name="target_once"),
        ]
        indexes = [
            models.Index(fields=["region", "grade", "code"], name="target_grade"),
            models.Index(
                fields=["lasts_to"], condition=models.Q(lasts_to__isnull=False), name="target_lasts"
            ),
        ]

    def clear_number(self) -> str:
        """The number in clear."""
        return vault.unlock(self.number)


class Objection(models.Model):
    """Somebody objects to the grade they were given (异议); another than who gave it answers by its day."""

    region = RegionOf("target")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="objections")
    grade = models.CharField(max_length=1, choices=GRADES)
    why = models.CharField(max_length=300)
    raised_on = models.DateField()
    due_on = models.DateField()
    taken_by = models.CharField("谁登记", max_length=120)
    answered_on = models.DateField(null=True)
    holds = models.BooleanField("异议成立", null=True)
    answer = models.CharField(max_length=200, default="", blank=True)
    answered_by = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target"], condition=models.Q(answered_on=None), name="objection_once"
            )
        ]


class TargetLine(models.Model):
    """A line of business in which a target may be inspected: of a grant, or entered by hand."""

    region = RegionOf("target")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="lines")
    line = models.CharField(max_length=40)
    since = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "line"], name="target_line_once")]
        indexes = [models.Index(fields=["region", "line", "target"], name="target_line")]


class Inspector(Chained):
    """An officer who may inspect (执法检查人员), in which lines, by which certificate."""

    code = models.CharField("人员编号", max_length=12)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    lines = models.TextField(default="[]")
    certificate = models.CharField("执法证号", max_length=40)
    valid_to = models.DateField("证件有效期至")
    left_on = models.DateField(null=True)

    STANDS = ("code", "person_id", "body_id", "lines", "certificate", "valid_to", "left_on")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="inspector_code_once"),
            models.UniqueConstraint(
                fields=["person", "body"], condition=models.Q(left_on=None), name="inspector_once"
            ),
        ]

    def own_lines(self) -> list[str]:
        """The lines in which they may inspect."""
        return cast("list[str]", json.loads(self.lines))


class Interest(models.Model):
    """Why an inspector steps aside for a target (回避); the reason is locked, only that there is one counts."""

    region = RegionOf("inspector")
    inspector = models.ForeignKey(Inspector, on_delete=models.PROTECT, related_name="interests")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="interests")
    why = models.CharField(max_length=800)
    declared_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspector", "target"], condition=models.Q(ended_on=None), name="interest_once"
            )
        ]


class Grants(models.QuerySet["Grant"]):
    def visible_to(self, actor: Actor) -> Self:
        """Which pushed grants this actor may see: their body's, or the region's."""
        mine = self.filter(region=actor.region)
        if actor.kind in REGION_WIDE:
            return mine
        return mine.filter(body__in=actor.organisations) if actor.kind in STAFF else self.none()

    def standing(self) -> Self:
        """Those whose case was not made void since: they count, and feed the registers."""
        return self.filter(recalled_on=None)


class Grant(Chained):
    """A granted case pushed to its supervising body (审管联动), which signs for it by its day."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.CharField("业务条线", max_length=40)
    target = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="grants")
    deciders = models.CharField("经办这一件的人", max_length=200, default="", blank=True)
    granted_on = models.DateField()
    pushed_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=200)
    due_on = models.DateField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.BigIntegerField(null=True)
    signed_name = models.CharField(max_length=120, default="", blank=True)
    redirected = models.CharField("为什么转", max_length=200, default="", blank=True)
    recalled_on = models.DateField("哪天收回", null=True)
    recalled_why = models.CharField("为什么收回", max_length=300, default="", blank=True)

    objects = Grants.as_manager()
    STANDS = (
        "case_id", "item_id", "body_id", "line", "target_id", "deciders", "granted_on", "days", "basis", "due_on", "signed_by", "signed_name",
        "redirected",
    )  # fmt: skip
    LATER = ("recalled_on", "recalled_why")

    class Meta:
        indexes = [
            models.Index(
                fields=["region", "body", "due_on"], condition=models.Q(signed_at=None), name="grant_waiting"
            )
        ]


class Draws(models.QuerySet["Draw"]):
    def visible_to(self, actor: Actor) -> Self:
        """Which draws this actor may see: those of bodies of theirs, or the region's."""
        mine = self.filter(region=actor.region)
        if actor.kind in REGION_WIDE:
            return mine
        if actor.kind not in STAFF:
            return self.none()
        return mine.filter(
            models.Exists(
                DrawCheck.objects.filter(draw=models.OuterRef("pk"), check_item__body__in=actor.organisations)
            )
            | models.Q(lead__in=actor.organisations)
        )


class Draw(Chained):
    """A double-random draw: committed to, drawn once, inspected, its results published; or abandoned on record.

    `secret` is the house's half of the seed and `salt` what the seals of the lists are made with, both locked.
    """

    number = models.CharField("抽查编号", max_length=16)
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=STATES)
    mode = models.CharField(max_length=8, choices=MODES)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    commitment = models.TextField()
    digest = models.CharField(max_length=64)
    secret = models.CharField(max_length=400)
    salt = models.CharField(max_length=400)
    objects_count = models.PositiveIntegerField("名录户数")
    source = models.CharField("公开号码的来源", max_length=120)
    announced_at = models.DateTimeField("号码公布的时间")
    planned_at = models.DateTimeField("计划抽取的时间")
    committed_at = models.DateTimeField()
    recorded_at = models.DateTimeField("数据库记下的时间")
    committed_by = models.CharField(max_length=120)
    announced = models.CharField("公开号码", max_length=64, default="", blank=True)
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.CharField(max_length=120, default="", blank=True)
    witnesses = models.TextField(default="[]")
    corrections = models.TextField(default="[]")
    replaced = models.TextField(default="[]")
    inspect_by = models.DateField("哪天前查完", null=True)
    publish_days = models.PositiveSmallIntegerField(default=20)
    published_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)
    why = models.CharField("为什么放弃", max_length=200, default="", blank=True)

    objects = Draws.as_manager()
    STANDS = (
        "number", "name", "state", "mode", "lead_id", "commitment", "digest", "objects_count", "source", "committed_by", "announced",
        "drawn_by", "witnesses", "corrections", "replaced", "inspect_by", "publish_days", "why",
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "number"], name="draw_number_once")]
        indexes = [models.Index(fields=["region", "state", "planned_at"], name="draw_state")]

    def said(self) -> dict[str, Any]:
        """The commitment."""
        return cast("dict[str, Any]", json.loads(self.commitment))

    def listed(self, name: str) -> list[Any]:
        """The witnesses, corrections or replacements."""
        return cast("list[Any]", json.loads(getattr(self, name)))


class DrawCheck(models.Model):
    """A check that is made at every object of a draw; several of them are one joint visit (联合检查)."""

    region = RegionOf("draw")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="checks")
    check_item = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["draw", "check_item"], name="draw_check_once")]


class Pool(models.Model):
    """The lists a draw was committed to, as canonical JSON, and what was drawn from them."""

    region = RegionOf("draw")
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="pool")
    things = models.TextField()
    inspectors = models.TextField()
    avoid = models.TextField()
    drawn = models.TextField(default="[]")

    def lists(self) -> dict[str, list[list[str]]]:
        """The three lists by the names of the published file."""
        return {
            "objects": json.loads(self.things),
            "inspectors": json.loads(self.inspectors),
            "avoid": json.loads(self.avoid),
        }


class Unsealing(models.Model):
    """Somebody asked whether they were in the list of a draw and was told, with the salt that opens their seal (开封)."""

    region = RegionOf("draw")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="unsealings")
    target = models.ForeignKey(Target, null=True, on_delete=models.PROTECT, related_name="+")
    listed = models.BooleanField("在名录里")
    number = models.CharField(max_length=200)
    asker = models.CharField("谁来问", max_length=400)
    checked = models.CharField("核对了什么", max_length=100)
    at = models.DateTimeField()
    by_person = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)


class Inspection(models.Model):
    """One object of a draw and the visit to it."""

    region = RegionOf("draw")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="inspections")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="inspections")
    place = models.PositiveIntegerField("抽中次序")
    checked_on = models.DateField(null=True)
    due_on = models.DateField("哪天前公示", null=True)
    published_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["draw", "target"], name="inspection_once")]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(published_at=None, due_on__isnull=False),
                name="inspection_unpublished",
            )
        ]


class Goer(models.Model):
    """An inspector who goes to an object, in a line; one who stepped aside after the draw stays with the day."""

    region = RegionOf("inspection")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="goers")
    inspector = models.ForeignKey(Inspector, on_delete=models.PROTECT, related_name="goes")
    line = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField()
    out_on = models.DateField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["inspection", "line", "inspector"], name="goer_once")]


class Finding(models.Model):
    """What was found at an object in one check, by its outcome code."""

    region = RegionOf("inspection")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    check_item = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=1, choices=OUTCOMES)
    text = models.CharField("情况", max_length=300, default="", blank=True)
    followed = models.CharField("后续处理", max_length=200, default="", blank=True)
    checked_on = models.DateField()
    by_person = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    mended_on = models.DateField("复查合格", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "check_item"], name="inspection_finding_once")
        ]
