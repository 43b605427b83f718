"""Running terms of anything, their stops, the calendar of the region, local numbers with their dates."""

from django.db import models

from yichuang.journal.models import REGION


class Year(models.Model):
    """One year of the calendar as imported: a notice, or a regional layer of closures."""

    region = models.CharField(max_length=REGION, blank=True)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=[("notice", "放假通知"), ("closure", "当地停止办公")])
    text = models.TextField()
    source = models.CharField(max_length=200)
    number = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "kind", "number"], name="year_version_once")
        ]


class Number(models.Model):
    """A local number of the law (容缺 limits, card thresholds, correction days): dated, with its basis."""

    region = models.CharField(max_length=REGION)
    name = models.CharField(max_length=60)
    value = models.CharField(max_length=40)
    unit = models.CharField(max_length=12)
    basis = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name", "starts_on"], name="number_once")]


class TermKind(models.TextChoices):
    NOTICE = "notice", "告知期限"
    CORRECTION = "correction", "补正期限"
    STATUTORY = "statutory", "法定办结"
    PROMISED = "promised", "承诺办结"
    TO_WINDOW = "to_window", "结果送到窗口"
    DELIVERY = "delivery", "送达"
    GAP = "gap", "容缺补交"
    HEARING = "hearing", "听证"


LIT = ("yellow", "red")


class Term(models.Model):
    """One of the clocks of a subject: from day 0 to its due day, with the colour and the day it can next change."""

    subject = models.UUIDField(db_index=True)
    region = models.CharField(max_length=REGION)
    kind = models.CharField(max_length=10, choices=TermKind)
    owner = models.BigIntegerField(null=True)
    starts_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8, default="working")
    extend = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    calendar = models.CharField(max_length=16)
    stopped = models.BooleanField(default=False)
    colour = models.CharField(max_length=6, default="green")
    turns_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    met = models.BooleanField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["turns_on"], name="term_turning", condition=models.Q(ended_on=None)),
            models.Index(fields=["kind", "due_on"], name="term_due", condition=models.Q(ended_on=None)),
            models.Index(fields=["subject"], name="term_running", condition=models.Q(ended_on=None)),
            models.Index(fields=["kind"], name="term_lit", condition=models.Q(colour__in=LIT, ended_on=None)),
        ]


class Stop(models.Model):
    """A span of civil dates that the statutory and promised clocks do not count (special procedure, 中止)."""

    subject = models.UUIDField(db_index=True)
    region = models.CharField(max_length=REGION)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    counted = models.BooleanField("计入时限", default=False)
    basis = models.CharField(max_length=200, default="", blank=True)
    planned_days = models.PositiveSmallIntegerField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    approver = models.CharField(max_length=60, default="", blank=True)
    result = models.CharField(max_length=300, default="", blank=True)
