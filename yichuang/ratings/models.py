"""Five-grade ratings: voluntary, one per contact, no default counted; the rater is not in the case's journal."""

from django.db import models

from yichuang.cases.models import Case
from yichuang.journal.models import Chained


class Rating(Chained):
    """One verdict on one contact. `grade` is 5 very satisfied … 1 very dissatisfied (the 好差评 interface's order)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    contact = models.CharField(max_length=20, default="case")
    grade = models.PositiveSmallIntegerField()
    reasons = models.TextField(default="[]")
    words = models.CharField(max_length=500, default="", blank=True)
    channel = models.CharField(max_length=2)
    rated_at = models.DateTimeField()
    bad = models.BooleanField(default=False)
    mend_due_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "contact"], name="one_contact_one_rating"),
            models.CheckConstraint(condition=models.Q(grade__gte=1, grade__lte=5), name="grade_of_five"),
        ]
