"""Five-grade ratings: voluntary, one per contact, no default counted; the rater is not in the case's journal."""

from django.db import models

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.journal.models import Chained


class Rating(Chained):
    """One verdict on one contact: of a case, or of a thing (一件事), whose contact "thing" is the whole.

    `grade` is 5 very satisfied … 1 very dissatisfied (the 好差评 interface's order).
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

    STANDS = ("case_id", "thing_id", "contact", "grade", "reasons", "channel", "bad", "mend_due_on")

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
