"""Who helps whom (帮办代办): written mandates, and the plan of a project with its items in order."""

from datetime import date
from typing import Self

from django.db import models

from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.ground import vault
from yichuang.journal.models import REGION, Chained, RegionOf
from yichuang.people.models import Organisation, Person


class Mandates(models.QuerySet["Mandate"]):
    def on(self, day: date) -> Self:
        """Those in force on a civil date."""
        return self.filter(starts_on__lte=day, ended_on=None).filter(
            models.Q(ends_on=None) | models.Q(ends_on__gt=day)
        )


class Mandate(Chained):
    """A person or a firm lets the help desk of an organisation file for them (帮办委托): who, for what, until when, how proven.

    `scope` holds item keys, empty for all; `ends_on` is the first day on which it no longer holds.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("委托编号", max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=[("person", "自然人"), ("body", "法人")])
    name = models.CharField(max_length=100)
    document = models.CharField("证件类型", max_length=3, default="111")
    holder_number = models.CharField(max_length=200)
    holder_index = models.CharField(max_length=32, db_index=True)
    phone = models.CharField(max_length=200, default="", blank=True)
    scope = models.TextField("可办的事项，空是全部", default="", blank=True)
    proof = models.CharField(
        max_length=8, choices=[("paper", "窗口签字的委托书"), ("online", "本人在网上授权")]
    )
    account = models.UUIDField("授权人账户", null=True)
    taken_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=200, default="", blank=True)

    objects = Mandates.as_manager()
    STANDS = (
        "organisation_id",
        "number",
        "name",
        "holder_index",
        "scope",
        "proof",
        "starts_on",
        "ends_on",
        "ended_on",
    )

    def covers(self, item_key: str) -> bool:
        """Whether this item is within the scope."""
        return not self.scope or item_key in self.scope.split()

    def clear_number(self) -> str:
        """The number of whom it helps, in clear; whoever calls this leaves a look."""
        return vault.unlock(self.holder_number)


class Plan(Chained):
    """The plan of a project (项目代办): one firm, its agent (代办员), its items in order."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="plans")
    name = models.CharField("项目", max_length=80)
    firm = models.CharField("企业", max_length=100)
    firm_index = models.CharField(max_length=32, db_index=True)
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans")
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True)

    STANDS = ("organisation_id", "mandate_id", "name", "firm", "firm_index", "agent_id", "closed_on")


class Stage(models.Model):
    """One item of a plan: when it should begin and end, which case it became, who does what next."""

    region = RegionOf("plan")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="stages")
    place = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField("计划开始")
    ends_on = models.DateField("计划办结")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="stages")
    who = models.CharField(
        "谁办",
        max_length=10,
        choices=[("firm", "企业"), ("agent", "代办员"), ("department", "部门")],
        default="firm",
    )
    what = models.CharField("下一步", max_length=200, default="", blank=True)

    class Meta:
        ordering = ("place", "pk")


class Remark(models.Model):
    """A note on a plan, for the agent and the firm."""

    region = models.CharField(max_length=REGION)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="remarks")
    text = models.CharField(max_length=500)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class Visit(Chained):
    """A home visit (上门办理): who asked and why they may, for what, on which day, in which order, by whom, and what came of it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("上门编号", max_length=40, unique=True)
    name = models.CharField(max_length=100)
    holder_number = models.CharField(max_length=200, default="", blank=True)
    holder_index = models.CharField(max_length=32, default="", blank=True, db_index=True)
    phone = models.CharField(max_length=200)
    address = models.CharField(max_length=400)
    ground = models.CharField("为什么可以上门", max_length=40)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField("想办什么", max_length=200, default="", blank=True)
    source = models.CharField(
        max_length=8, choices=[("online", "网上"), ("phone", "电话"), ("desk", "帮办")], default="phone"
    )
    account = models.UUIDField(null=True, db_index=True)
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=8,
        choices=[("asked", "等安排"), ("planned", "已约好"), ("done", "办完了"), ("dropped", "没办成")],
    )
    day = models.DateField(null=True)
    half = models.CharField(max_length=4, choices=[("am", "上午"), ("pm", "下午")], default="", blank=True)
    visitor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="visits")
    place = models.PositiveSmallIntegerField("路线次序", default=0)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="visits")
    why = models.CharField(max_length=200, default="", blank=True)

    STANDS = (
        "organisation_id",
        "number",
        "name",
        "holder_index",
        "ground",
        "item_id",
        "state",
        "day",
        "half",
        "visitor_id",
        "case_id",
        "why",
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "state", "day", "place"], name="visit_route")]

    def clear_phone(self) -> str:
        """The telephone number in clear; whoever calls this leaves a look."""
        return vault.unlock(self.phone)

    def clear_address(self) -> str:
        """Where to go, in clear; whoever calls this leaves a look."""
        return vault.unlock(self.address)
