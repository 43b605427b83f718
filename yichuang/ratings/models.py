"""Five-grade ratings, what is done about the bad ones, and how their raters can be reached: three tables, kept apart."""

from typing import Self

from django.db import models

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.ground import vault
from yichuang.halls.models import Hall, Window
from yichuang.journal.actor import Actor
from yichuang.journal.models import Chained, RegionOf
from yichuang.law import ratings as law
from yichuang.people.models import Organisation

OF_REGION = ("supervisor", "government")
OF_BODY = ("head", "chief")
BAD_ROWS = models.Q(bad=True)


class Ratings(models.QuerySet["Rating"]):
    def visible_to(self, actor: Actor) -> Self:
        """Which ratings may be read one by one: the region's by its supervision, a body's by those who lead it."""
        mine = self.filter(region=actor.region)
        if actor.kind in OF_REGION or actor.kind == "system":
            return mine
        if actor.kind in OF_BODY:
            return mine.filter(department__in=actor.organisations)
        return self.none()

    def counted(self) -> Self:
        """Citizens' opinion: neither a default of channel 7 nor excluded (domain.md 7)."""
        return self.exclude(channel=str(law.DEFAULT_CHANNEL)).filter(excluded="")

    def unended(self) -> Self:
        """Bad ones of which something is still to be done."""
        return self.filter(bad=True, state__in=law.UNENDED)


class Rating(Chained):
    """One verdict on one contact: of a case, or of a thing (一件事), whose contact "thing" is the whole.

    `grade` is 5 very satisfied … 1 very dissatisfied (the 好差评 interface's order). `department` is the body that
    handled the contact and so mends (谁办理谁负责), `handled_by` the persons (",12,15,"). `known_by` says whether the
    rater can be reached ("account", "phone", or "" for an anonymous one), never who it is. `state` is the step of a bad
    one (law.ratings.MENDING_STATES), `due_on` its last day, `caller` who calls back.
    """

    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="ratings")
    thing = models.ForeignKey(Thing, null=True, on_delete=models.PROTECT, related_name="ratings")
    contact = models.CharField(max_length=20, default="case")
    grade = models.PositiveSmallIntegerField()
    reasons = models.TextField(default="[]")
    words = models.CharField(max_length=500, default="", blank=True)
    channel = models.CharField(max_length=2)
    rated_at = models.DateTimeField()
    bad = models.BooleanField(default=False)
    mend_due_on = models.DateField(null=True)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    handled_by = models.CharField(max_length=200, default="", blank=True)
    known_by = models.CharField(max_length=8, default="", blank=True)
    state = models.CharField(max_length=9, choices=law.MENDING_STATES, default="", blank=True)
    due_on = models.DateField(null=True)
    verdict = models.CharField(max_length=10, choices=law.VERDICTS, default="", blank=True)
    caller = models.BigIntegerField("回访人", null=True)
    visited_on = models.DateField(null=True)
    mended_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    excluded = models.CharField(max_length=9, choices=law.EXCLUSIONS, default="", blank=True)
    appeal = models.CharField(max_length=8, choices=law.APPEALS, default="", blank=True)
    reminded = models.CharField(max_length=9, default="", blank=True)

    objects = Ratings.as_manager()
    STANDS = ("case_id", "thing_id", "contact", "grade", "reasons", "channel", "bad", "mend_due_on")
    LATER = (
        "item_id", "hall_id", "window_id", "department_id", "handled_by", "known_by", "state", "due_on", "verdict", "caller",
        "visited_on", "mended_on", "published_on", "excluded", "appeal", "reminded",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "contact"], name="one_contact_one_rating"),
            models.UniqueConstraint(fields=["thing", "contact"], name="one_contact_of_a_thing"),
            models.CheckConstraint(condition=models.Q(grade__gte=1, grade__lte=5), name="grade_of_five"),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, thing__isnull=True)
                | models.Q(case__isnull=True, thing__isnull=False),
                name="rated_case_or_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "rated_at", "id"], name="rating_day"),
            models.Index(fields=["department", "rated_at"], name="rating_department"),
            models.Index(
                fields=["region", "state", "due_on", "id"], name="rating_to_mend", condition=BAD_ROWS
            ),
            models.Index(
                fields=["region", "published_on", "id"], name="rating_published", condition=BAD_ROWS
            ),
        ]

    @property
    def handlers(self) -> frozenset[int]:
        """The persons who handled the contact: the rated."""
        return frozenset(int(one) for one in self.handled_by.split(",") if one)


class Mending(models.Model):
    """What was said and done about a bad rating, step by step: who, when, in which words, and the clocks of its steps."""

    rating = models.OneToOneField(Rating, primary_key=True, on_delete=models.PROTECT, related_name="mending")
    region = RegionOf("rating")
    opened_at = models.DateTimeField()
    verify_due_on = models.DateField()
    verified_by = models.BigIntegerField(null=True)
    verified_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=500, default="", blank=True)
    plan = models.CharField(max_length=500, default="", blank=True)
    call_due_on = models.DateField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    call_note = models.TextField(default="", blank=True)
    mended_by = models.BigIntegerField(null=True)
    mended_at = models.DateTimeField(null=True)
    what = models.CharField(max_length=500, default="", blank=True)
    answer_due_on = models.DateField(null=True)
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, default="", blank=True)
    publish_due_on = models.DateField(null=True)
    published_by = models.BigIntegerField(null=True)
    published = models.CharField(max_length=500, default="", blank=True)
    appeal_due_on = models.DateField(null=True)
    appealed_by = models.BigIntegerField(null=True)
    appealed_at = models.DateTimeField(null=True)
    appeal = models.CharField(max_length=500, default="", blank=True)
    review_due_on = models.DateField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, default="", blank=True)


class Rater(models.Model):
    """How the rater of a bad rating can be reached: locked, beside the rating, wiped when the mending is published."""

    rating = models.OneToOneField(Rating, primary_key=True, on_delete=models.PROTECT, related_name="rater")
    region = RegionOf("rating")
    account = models.CharField(max_length=200, default="", blank=True)
    name = models.CharField(max_length=400, default="", blank=True)
    phone = models.CharField(max_length=200, default="", blank=True)

    def clear_name(self) -> str:
        """The name in clear."""
        return vault.unlock(self.name)

    def clear_phone(self) -> str:
        """The telephone number in clear."""
        return vault.unlock(self.phone)

    def clear_account(self) -> str:
        """The account in clear."""
        return vault.unlock(self.account)
