"""What a case costs and what became of it: bills, attempts to pay, and what the post is paid. Money is whole fen."""

import json
from typing import Any, cast

from django.db import models

from yichuang.cases.models import Case
from yichuang.ground.ids import uuid7
from yichuang.journal.models import REGION, Chained

STATES = (
    ("open", "待缴"),
    ("paid", "已缴"),
    ("waived", "免收"),
    ("cancelled", "作废"),
    ("refunding", "退费中"),
    ("refunded", "已退"),
)
LIVE = ("open", "paid", "waived", "refunding")
WAYS = (("", "没有缴"), ("online", "网上"), ("cash", "窗口现金"), ("pos", "窗口刷卡"))
PAYERS = (("government", "政府"), ("applicant", "申请人"))


class Bill(Chained):
    """A bill (缴费单) of a case: its lines with the notice each rests on, who receives the money, what became of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bills")
    number = models.CharField("缴款码", max_length=24, unique=True)
    payable = models.CharField(max_length=10)
    first = models.BooleanField("先缴费再领", default=False)
    lines = models.TextField(default="[]")
    total = models.BigIntegerField("合计（分）")
    receiver = models.CharField("收款单位", max_length=80)
    state = models.CharField(max_length=10, choices=STATES, default="open")
    way = models.CharField(max_length=8, choices=WAYS, default="", blank=True)
    receipt = models.CharField("票据号", max_length=40, default="", blank=True)
    why = models.CharField(max_length=200, default="", blank=True)
    made_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    # Instants stand in the entries; what is sealed beside them must read alike on every database.
    STANDS = (
        "case_id",
        "number",
        "payable",
        "first",
        "lines",
        "total",
        "receiver",
        "state",
        "way",
        "receipt",
        "why",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_live_bill_of_a_case", condition=models.Q(state__in=LIVE)
            ),
            models.CheckConstraint(condition=models.Q(total__gte=0), name="bill_not_below_nothing"),
        ]
        indexes = [
            models.Index(fields=["region", "state", "made_at"], name="bill_by_state"),
            models.Index(fields=["region", "paid_at"], name="bill_by_day"),
        ]

    @property
    def said(self) -> list[dict[str, Any]]:
        """The lines as they were drawn: name, amount, unit, basis."""
        return cast("list[dict[str, Any]]", json.loads(self.lines))


class Attempt(models.Model):
    """One try to pay on line (一次付款): asked of a provider until it is known what became of it."""

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="attempts")
    region = models.CharField(max_length=REGION)
    provider = models.CharField(max_length=20)
    number = models.CharField("付款单号", max_length=32, unique=True)
    reference = models.CharField("平台流水号", max_length=64, default="", blank=True)
    amount = models.BigIntegerField()
    state = models.CharField(
        max_length=8,
        choices=[
            ("asked", "等结果"), ("paid", "付了"), ("failed", "没付成"), ("closed", "关了"), ("surplus", "多付的，要退"), ("back", "退了"),
        ],
        default="asked",
    )  # fmt: skip
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bill"], name="one_attempt_at_a_time", condition=models.Q(state="asked")
            ),
            models.UniqueConstraint(fields=["bill"], name="paid_once", condition=models.Q(state="paid")),
        ]


class Heard(models.Model):
    """A signed message of a provider that was heard (回执), so that the very same one is not heard twice."""

    region = models.CharField(max_length=REGION)
    nonce = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField(db_index=True)


class LocalOrder(models.Model):
    """The book of the local test provider (测试付款平台): what its payers chose. Not a fact about real money."""

    number = models.CharField(max_length=32, primary_key=True)
    region = models.CharField(max_length=REGION)
    amount = models.BigIntegerField()
    payee = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    back = models.CharField(max_length=200)
    state = models.CharField(max_length=8, default="open")
    at = models.DateTimeField()


class PriceList(models.Model):
    """The contract prices of a carrier (邮政结算价) from a day on: by area and weight class."""

    region = models.CharField(max_length=REGION)
    carrier = models.CharField("承运单位", max_length=40)
    contract = models.CharField("合同号", max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    rows = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "carrier", "starts_on"], name="prices_once_a_day")
        ]


class Settlement(models.Model):
    """A month that is closed with a carrier (邮费结算单): what it came to, for whom, until which day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    carrier = models.CharField(max_length=40)
    month = models.CharField(max_length=7)
    cut_off = models.DateField("截止日")
    count = models.PositiveIntegerField()
    government = models.BigIntegerField("政府付（分）")
    applicant = models.BigIntegerField("申请人付（分）")
    digest = models.CharField(max_length=64)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "carrier", "month"], name="month_closed_once")
        ]


class Posting(models.Model):
    """A letter to be paid for (一封邮件的邮费), or a correction of one; what is settled stays as it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="postings")
    carrier = models.CharField(max_length=40)
    tracking = models.CharField(max_length=40)
    payer = models.CharField(max_length=10, choices=PAYERS)
    area = models.CharField(max_length=10)
    grams = models.PositiveIntegerField(null=True)
    price = models.BigIntegerField("邮费（分）", null=True)
    contract = models.CharField(max_length=80, default="", blank=True)
    posted_on = models.DateField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    why = models.CharField(max_length=200, default="", blank=True)
    settlement = models.ForeignKey(Settlement, null=True, on_delete=models.PROTECT, related_name="postings")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "tracking"], name="letter_once", condition=models.Q(corrects__isnull=True)
            )
        ]
        indexes = [
            models.Index(fields=["region", "carrier", "posted_on", "id"], name="posting_by_day"),
            models.Index(
                fields=["region", "carrier", "id"],
                name="posting_open",
                condition=models.Q(settlement__isnull=True),
            ),
        ]
