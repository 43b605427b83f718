"""Halls, zones, windows and seats."""

import json
from datetime import date
from typing import Self, cast

from django.db import models

from yichuang.journal.models import REGION, RegionOf
from yichuang.law import across
from yichuang.people.models import Integrator, Organisation, Person


class Hall(models.Model):
    """A service hall: county, town or village. `serial_from` keeps the numbers of two halls of one area apart."""

    region = models.CharField(max_length=REGION)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="halls")
    name = models.CharField(max_length=60)
    level = models.CharField(
        max_length=10, choices=[("county", "区县"), ("town", "乡镇（街道）"), ("village", "村（社区）")]
    )
    address = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    complaints = models.CharField("监督电话", max_length=40, blank=True)
    opens = models.TimeField()
    closes = models.TimeField()
    serial_from = models.PositiveIntegerField(default=0)
    serial_to = models.PositiveIntegerField(default=999_999)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="hall_name_once")]

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A part of a hall for one field of matters."""

    region = RegionOf("hall")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="zones")
    name = models.CharField(max_length=40)
    kind = models.CharField(
        max_length=10,
        choices=[("general", "综合受理"), ("quick", "快捷即办"), ("cross", "跨区域通办"), ("self", "自助"), ("issue", "统一出件"), ("guide", "导办")],
        default="general",
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hall", "name"], name="zone_name_once")]

    def __str__(self) -> str:
        return self.name


class Window(models.Model):
    """A numbered window."""

    region = RegionOf("zone")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    kind = models.CharField(
        max_length=8, choices=[("general", "综合窗口"), ("cross", "跨域通办专窗"), ("help", "帮办代办窗口"), ("unsolved", "办不成事反映窗口")], default="general"
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "number"], name="window_number_once")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person sits at a window from a day until another (exclusive)."""

    region = RegionOf("window")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)


class Partners(models.QuerySet["Partner"]):
    def on(self, day: date) -> Self:
        """Those whose agreement holds on a civil date."""
        return self.filter(starts_on__lte=day).filter(models.Q(ends_on=None) | models.Q(ends_on__gt=day))


class Partner(models.Model):
    """A partner region (通办协作地区): its name, area code, contact, the modes and items agreed on, and the agreement's days.

    `items` maps national basic codes to names. `origin` is the address of its installation, `key` the token it gave us,
    `public` the key that signs its bundles, `integrator` whoever calls us in its name.
    """

    region = models.CharField(max_length=REGION)
    name = models.CharField(max_length=80)
    area = models.CharField("行政区划代码", max_length=12)
    contact = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=120, blank=True)
    site = models.CharField("网上办事地址", max_length=200, default="", blank=True)
    modes = models.CharField(max_length=40)
    items = models.TextField(default="{}")
    agreement = models.CharField("协议名称或文号", max_length=120)
    origin = models.CharField(max_length=200, default="", blank=True)
    key = models.CharField(max_length=400, default="", blank=True)
    public = models.CharField(max_length=128, default="", blank=True)
    integrator = models.ForeignKey(Integrator, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    objects = Partners.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "area", "starts_on"], name="partner_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def items_by_code(self) -> dict[str, str]:
        """The agreed items: basic code to name."""
        return cast("dict[str, str]", json.loads(self.items))

    @property
    def mode_names(self) -> list[str]:
        """The agreed modes in words."""
        return [word for key, word in across.MODES if key in self.modes.split()]
