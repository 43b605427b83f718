"""Accounts of natural persons, whom else they act for, where results are sent, the codes by which they sign in."""

from datetime import date
from typing import ClassVar, Self

from django.db import models

from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.journal.models import REGION, Chained, RegionOf


class Level(models.IntegerChoices):
    """How surely we know who it is (实名等级). Basis: domain.md 6.3."""

    PHONE = 1, "手机号码"
    MATCHED = 2, "姓名和证件核对一致"
    SEEN = 3, "窗口或人脸核验"
    CERTIFIED = 4, "数字证书"


class Account(Chained):
    """The account (账户) of a natural person: one on all channels. Numbers are encrypted and found by keyed indexes."""

    name = models.CharField(max_length=100)
    document = models.CharField("证件类型", max_length=3, default="111")
    number = models.CharField(max_length=200, default="", blank=True)
    number_index = models.CharField(max_length=32, default="", blank=True, db_index=True)
    phone = models.CharField(max_length=200, default="", blank=True)
    phone_index = models.CharField(max_length=32, default="", blank=True, db_index=True)
    level = models.PositiveSmallIntegerField("实名等级", choices=Level, default=Level.PHONE)
    verified_how = models.CharField("核验方式", max_length=20, default="", blank=True)
    verified_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    STANDS = ("name", "document", "number_index", "phone_index", "level", "verified_how")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number_index"],
                name="account_of_a_person_once",
                condition=~models.Q(number_index=""),
            )
        ]

    def clear_number(self) -> str:
        """The document number in clear."""
        return vault.unlock(self.number)

    def clear_phone(self) -> str:
        """The telephone number in clear."""
        return vault.unlock(self.phone)


class Role(models.TextChoices):
    REPRESENTATIVE = "representative", "法定代表人"
    AGENT = "agent", "经办人"
    GUARDIAN = "guardian", "监护人"


class Ties(models.QuerySet["Tie"]):
    def on(self, day: date) -> Self:
        """Those in force on a civil date."""
        return self.filter(starts_on__lte=day, ended_on=None).filter(
            models.Q(ends_on=None) | models.Q(ends_on__gt=day)
        )


class Tie(models.Model):
    """For whom else an account acts: a body (法人) or a ward, in a role, within a scope and for some days.

    `ends_on` is the first day on which it no longer holds; `ended_on` says that it was taken back earlier.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = RegionOf("account")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="ties")
    role = models.CharField(max_length=14, choices=Role)
    kind = models.CharField(max_length=8, choices=[("person", "自然人"), ("body", "法人")])
    name = models.CharField(max_length=100)
    document = models.CharField("证件类型", max_length=3, default="001")
    number = models.CharField(max_length=200)
    number_index = models.CharField(max_length=32, db_index=True)
    scope = models.TextField("可办的事项，空是全部", default="", blank=True)
    basis = models.CharField("依据", max_length=120, default="", blank=True)
    given_by = models.UUIDField("授权人账户", null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    objects = Ties.as_manager()
    WHOLE: ClassVar[str] = ""

    def clear_number(self) -> str:
        """The number of whom one acts for, in clear."""
        return vault.unlock(self.number)

    def holds(self, day: date) -> bool:
        """Whether it is in force on a civil date: what `Ties.on` asks of the database."""
        return (
            self.starts_on <= day and self.ended_on is None and (self.ends_on is None or self.ends_on > day)
        )

    def covers(self, item_key: str) -> bool:
        """Whether this item is within the scope."""
        return not self.scope or item_key in self.scope.split()


class Offer(models.Model):
    """An authorisation (授权) that a body's representative gives: who may act for it, for what, how long.

    It holds for whoever has that number and takes it up, so that nobody learns here who has an account.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = RegionOf("giver")
    giver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="offers")
    holder_name = models.CharField("授权单位", max_length=100)
    holder_index = models.CharField(max_length=32, db_index=True)
    holder_number = models.CharField(max_length=200)
    name = models.CharField("被授权人", max_length=100)
    number = models.CharField(max_length=200)
    number_index = models.CharField(max_length=32, db_index=True)
    scope = models.TextField(default="", blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    tie = models.OneToOneField(Tie, null=True, on_delete=models.PROTECT, related_name="offer")


class Visit(models.Model):
    """A sign-in (登录), or one that failed: which account, how, from where."""

    region = models.CharField(max_length=REGION)
    account = models.UUIDField(null=True, db_index=True)
    how = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12, default="in")
    address = models.CharField(max_length=60, default="", blank=True)
    why = models.CharField(max_length=80, default="", blank=True)
    at = models.DateTimeField(db_index=True)


class Address(models.Model):
    """An entry of the address book (常用地址): encrypted as a whole."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = RegionOf("account")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="addresses")
    content = models.TextField()
    first = models.BooleanField("默认", default=False)
    kept_at = models.DateTimeField()


class Code(models.Model):
    """A one-time code that went out to a telephone (短信验证码): only its keyed digest is here."""

    region = models.CharField(max_length=REGION)
    phone_index = models.CharField(max_length=32, db_index=True)
    purpose = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
