"""The order (督办单): to whom, at which step of the ladder, about what, by when; who signed, answered, checked, closed it."""

from typing import Self

from django.db import models

from yichuang.cases.models import STAFF_OF_DEPARTMENT, STAFF_OF_HALL, STAFF_OF_REGION, Case, Sheet
from yichuang.halls.models import Hall
from yichuang.journal.actor import Actor
from yichuang.journal.models import Chained, RegionOf
from yichuang.law.urging import CLOSED, ENDINGS, LEVELS, STATES
from yichuang.people.models import Organisation

ABOUT = (
    ("card", "黄红牌"),
    ("case", "办件"),
    ("cases", "几件办件"),
    ("complaint", "投诉工单"),
    ("rank", "考核末位"),
)


class Orders(models.QuerySet["Order"]):
    def visible_to(self, actor: Actor) -> Self:
        """The one predicate: a body sees what was ordered of it, a hall's people theirs, supervisor and government all."""
        mine = self.filter(region=actor.region)
        if actor.kind in STAFF_OF_DEPARTMENT:
            return mine.filter(to__in=actor.organisations)
        if actor.kind in STAFF_OF_HALL and actor.hall is not None:
            return mine.filter(hall=actor.hall)
        if actor.kind in STAFF_OF_REGION or actor.kind == "system":
            return mine
        return self.none()

    def open(self) -> Self:
        """Those that are not closed."""
        return self.exclude(state=CLOSED)


class Order(Chained):
    """One order, numbered per region and year. `before` is the lower step that it follows; `closed_how` says how it ended."""

    number = models.CharField("督办单编号", max_length=30)
    level = models.CharField("哪一级", max_length=10, choices=LEVELS)
    state = models.CharField(max_length=8, choices=STATES)
    to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="urgings", db_index=False)
    hall = models.ForeignKey(
        Hall, null=True, on_delete=models.PROTECT, related_name="urgings", db_index=False
    )
    about = models.CharField("为了什么", max_length=10, choices=ABOUT)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="urgings")
    card = models.ForeignKey("supervision.Card", null=True, on_delete=models.PROTECT, related_name="orders")
    subject = models.UUIDField(null=True)
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    why = models.CharField("为什么", max_length=500)
    ordered_by = models.BigIntegerField(null=True)
    ordered_name = models.CharField(max_length=120)
    ordered_at = models.DateTimeField()
    sign_due_on = models.DateField("哪天前签收")
    answer_due_on = models.DateField("哪天前答复")
    signed_by = models.BigIntegerField(null=True)
    signed_name = models.CharField(max_length=120, default="", blank=True)
    signed_at = models.DateTimeField(null=True)
    handled_by = models.BigIntegerField(null=True)
    handled_name = models.CharField(max_length=120, default="", blank=True)
    handled_at = models.DateTimeField(null=True)
    answer = models.CharField("答复", max_length=1000, default="", blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_name = models.CharField(max_length=120, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    returns = models.PositiveSmallIntegerField("退回几次", default=0)
    checked_by = models.BigIntegerField(null=True)
    checked_name = models.CharField(max_length=120, default="", blank=True)
    checked_at = models.DateTimeField(null=True)
    check_why = models.CharField("核查意见", max_length=500, default="", blank=True)
    closed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_how = models.CharField(max_length=9, choices=ENDINGS, default="", blank=True)
    closed_why = models.CharField(max_length=500, default="", blank=True)

    objects = Orders.as_manager()
    STANDS = (
        "number", "level", "state", "to_id", "hall_id", "about", "case_id", "card_id", "subject", "before_id", "why", "ordered_by",
        "sign_due_on", "answer_due_on", "signed_by", "handled_by", "answer", "answered_by", "returns", "checked_by", "check_why",
        "closed_by", "closed_how", "closed_why",
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "number"], name="urging_number_once")]
        indexes = [
            models.Index(fields=["region", "ordered_at", "id"], name="urging_region"),
            models.Index(fields=["to", "state", "answer_due_on", "id"], name="urging_to"),
            models.Index(fields=["hall", "state", "answer_due_on", "id"], name="urging_hall"),
            models.Index(
                fields=["sign_due_on", "id"],
                name="urging_waiting",
                condition=models.Q(state__in=["ordered", "signed", "handled"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.number}"


class OrderCase(models.Model):
    """One case that an order is about."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="matters")
    region = RegionOf("order")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="urged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "case"], name="urging_case_once")]


class OrderPaper(Sheet):
    """The printed order (督办单): its content is frozen with the act, its HTML (with template version and SM3) right after."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="papers")
