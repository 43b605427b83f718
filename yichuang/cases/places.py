"""What goes on its way between places: papers and results from hall to hall (大厅交接)."""

from django.db import models

from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.halls.models import Hall, Partner
from yichuang.journal.models import REGION, Chained
from yichuang.law import across as law

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


class Handing(Chained):
    """One matter between two regions (跨域通办): we receive it for a partner (`out`), or a partner received it for us (`in`).

    The receiving place has its own limit (`due_on`); the business place's acceptance starts the clock. `peer` is the other
    installation's id of the same matter; `receipt` is the paper for the applicant as it was given, with both names.
    """

    side = models.CharField(max_length=3, choices=[("out", "代收"), ("in", "承办")])
    mode = models.CharField(max_length=8, choices=law.MODES)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    together = models.UUIDField("联办的第一件", null=True)
    number = models.CharField("代收编号", max_length=40)
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=64)
    item_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=[("person", "自然人"), ("body", "法人")])
    name = models.CharField(max_length=100)
    document = models.CharField(max_length=3, default="111")
    holder_number = models.CharField(max_length=200)
    holder_index = models.CharField(max_length=32, db_index=True)
    phone = models.CharField(max_length=200, default="", blank=True)
    address = models.CharField(max_length=400, default="", blank=True)
    materials = models.TextField(default="[]")
    delivery = models.CharField(
        max_length=8, choices=[("pickup", "代收地取"), ("post", "寄给申请人")], default="pickup"
    )
    state = models.CharField(max_length=10, choices=law.STATES)
    received_on = models.DateField()
    due_on = models.DateField(null=True)
    way = models.CharField(
        max_length=6, choices=[("post", "邮寄"), ("online", "系统移送")], default="", blank=True
    )
    tracking = models.CharField(max_length=40, default="", blank=True)
    sent_on = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    promised_due_on = models.DateField(null=True)
    case_number = models.CharField(max_length=64, default="", blank=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="handings")
    why = models.CharField(max_length=300, default="", blank=True)
    result = models.CharField(max_length=200, default="", blank=True)
    result_tracking = models.CharField(max_length=40, default="", blank=True)
    given_on = models.DateField(null=True)
    receiver = models.CharField(max_length=100, default="", blank=True)
    peer = models.UUIDField(null=True)
    receipt = models.TextField(default="", blank=True)

    STANDS = (
        "side", "mode", "partner_id", "number", "item_code", "name", "holder_index", "materials", "state", "due_on", "way", "tracking", "sent_on",
        "arrived_on", "accepted_on", "promised_due_on", "case_number", "case_id", "why", "result", "result_tracking", "given_on", "peer", "receipt",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "partner", "peer"],
                name="one_matter_of_a_partner",
                condition=models.Q(peer__isnull=False, side="in"),
            )
        ]
        indexes = [models.Index(fields=["region", "side", "state", "due_on", "id"], name="handing_list")]

    def clear_number(self) -> str:
        """The document number in clear; whoever calls this leaves a look."""
        return vault.unlock(self.holder_number)
