"""Halls, zones, windows and seats."""

from django.db import models

from yichuang.journal.models import REGION, RegionOf
from yichuang.people.models import Organisation, Person


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
