"""What goes on its way between places: papers and results from hall to hall (大厅交接)."""

from django.db import models

from yichuang.ground.ids import uuid7
from yichuang.halls.models import Hall
from yichuang.journal.models import REGION

WHAT = (("papers", "纸质材料"), ("result", "办理结果"))


class Passage(models.Model):
    """One hand-over between halls, or from a hall to the department that handles: sent, due, taken over.

    Without `to_hall` it goes to the case's department. `due_on` is one working day on, by the local number.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="passages")
    region = models.CharField(max_length=REGION)
    what = models.CharField(max_length=8, choices=WHAT)
    from_hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    to_hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="+")
    bag = models.CharField("封袋号", max_length=40, default="", blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=120, default="", blank=True)
    due_on = models.DateField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "what"],
                name="one_passage_at_a_time",
                condition=models.Q(taken_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["region", "due_on", "id"],
                name="passage_open",
                condition=models.Q(taken_at__isnull=True),
            )
        ]

    @property
    def whither(self) -> str:
        """Where it goes, in words."""
        return self.to_hall.name if self.to_hall else self.case.department.name
