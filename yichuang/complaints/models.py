"""Work orders (工单) with their hand-overs and steps, and errors that people found in a guide (找错)."""

from datetime import date
from typing import Any, Self

from django.db import models

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.catalogue.models import Item, Version
from yichuang.citizens.models import Account
from yichuang.ground import vault
from yichuang.halls.models import Hall
from yichuang.journal.actor import Actor
from yichuang.journal.models import Chained, RegionOf
from yichuang.law import complaints as law
from yichuang.materials.models import File
from yichuang.people.models import Organisation

HALL_STAFF = ("clerk", "issue", "guide")
DEPARTMENT_STAFF = ("reviewer", "approver", "chief", "head")


class WorkOrders(models.QuerySet["WorkOrder"]):
    def visible_to(self, actor: Actor) -> Self:
        """The one predicate: which work orders this actor may read. Nobody reads one about themselves or their own body."""
        mine = self.filter(region=actor.region)
        if actor.kind == "applicant":
            own = models.Q(account__isnull=False, account=actor.account) | models.Q(pk=actor.opened)
            known = actor.account is not None or actor.opened is not None
            return mine.filter(own) if known else mine.none()
        if actor.kind == "system":
            return mine
        mine = mine.exclude(about_person__isnull=False, about_person=actor.person)
        mine = mine.exclude(protected=True, about__isnull=False, about__in=actor.organisations)
        if actor.kind in ("supervisor", "government"):
            return mine
        if actor.kind not in (*HALL_STAFF, *DEPARTMENT_STAFF):
            return mine.none()
        return mine.filter(self._of(actor))

    @staticmethod
    def _of(actor: Actor) -> models.Q:
        """What this member of staff took or keeps, what their body answers or helps with, and what their hall took in the open."""
        helped = Assist.objects.filter(order=models.OuterRef("pk"), organisation__in=actor.organisations)
        found = models.Q(department__in=actor.organisations) | models.Q(models.Exists(helped))
        if actor.kind in HALL_STAFF:
            found |= models.Q(keeper=actor.person or 0)
            if actor.hall is not None:
                found |= models.Q(hall=actor.hall, protected=False)
        return found

    def unanswered(self) -> Self:
        """Those that still wait for their answer."""
        return self.filter(state__in=law.UNANSWERED)

    def late_on(self, day: date) -> Self:
        """Those whose limit had expired before `day` without an answer, or that were answered after it."""
        return self.filter(models.Q(late=True) | models.Q(state__in=law.UNANSWERED, due_on__lt=day))


class WorkOrder(Chained):
    """A work order (工单): what somebody asks, complains of or reports, from receipt to call-back.

    `protected` hides the caller from everybody but the `keeper`; `told` is then what the body reads instead of `content`.
    `number` is ours, `outer_number` the city platform's. `late` is set once the limit passed without an answer.
    """

    number = models.CharField("工单编号", max_length=24)
    platform = models.CharField("外部平台", max_length=20, default="", blank=True)
    outer_number = models.CharField("外部编号", max_length=64, default="", blank=True)
    query_code = models.CharField("查询码", max_length=8, unique=True)
    source = models.CharField("来源", max_length=8, choices=law.SOURCES)
    category = models.CharField("类型", max_length=10, choices=law.CATEGORIES)
    urgency = models.CharField("紧急程度", max_length=6, choices=law.URGENCIES, default="normal")
    state = models.CharField(max_length=11, choices=law.STATES, default=law.RECEIVED)
    protected = models.BooleanField("保护举报人", default=False)
    anonymous = models.BooleanField("匿名", default=False)
    caller = models.CharField("诉求人", max_length=400, default="", blank=True)
    phone = models.CharField(max_length=200, default="", blank=True)
    phone_index = models.CharField(max_length=32, default="", blank=True, db_index=True)
    tail_index = models.CharField(max_length=32, default="", blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("标题", max_length=400)
    content = models.TextField("内容")
    told = models.TextField("转办内容", default="", blank=True)
    blocked = models.TextField("卡在哪里", default="", blank=True)
    place = models.CharField("地点", max_length=600, default="", blank=True)
    about = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    about_person = models.BigIntegerField("反映的工作人员", null=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="orders")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    thing = models.ForeignKey(Thing, null=True, on_delete=models.PROTECT, related_name="+")
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="orders", verbose_name="主办单位"
    )
    keeper = models.BigIntegerField("经管的人", null=True, db_index=True)
    received_at = models.DateTimeField()
    received_by = models.BigIntegerField(null=True)
    round = models.PositiveSmallIntegerField("第几次办", default=1)
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8)
    basis = models.CharField(max_length=200)
    aim_on = models.DateField("最好哪天答", null=True)
    due_on = models.DateField()
    outer_due_on = models.DateField("外部平台的期限", null=True)
    dispatched_at = models.DateTimeField(null=True)
    return_by = models.DateField("哪天前可以退回", null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.BigIntegerField(null=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=law.OUTCOMES, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    answer = models.TextField("答复", default="", blank=True)
    answered_how = models.CharField(max_length=8, choices=law.ANSWERED_HOW, default="", blank=True)
    closed_at = models.DateTimeField(null=True)
    callback_due_on = models.DateField(null=True)
    called_back_at = models.DateTimeField(null=True)
    called_back_by = models.BigIntegerField(null=True)
    calls = models.PositiveSmallIntegerField("没打通几次", default=0)
    grade = models.PositiveSmallIntegerField("对答复的评价", null=True)
    rated_how = models.CharField(max_length=8, default="", blank=True)
    solved = models.BooleanField("解决没有", null=True)
    extended_days = models.PositiveSmallIntegerField("批准延长", default=0)
    longer_days = models.PositiveSmallIntegerField("申请延长", default=0)
    longer_by = models.BigIntegerField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True)
    late = models.BooleanField(default=False)
    first_late = models.BooleanField("第一次办就逾期", default=False)

    objects = WorkOrders.as_manager()
    STANDS = (
        "number", "platform", "outer_number", "query_code", "source", "category", "urgency", "state", "protected", "anonymous", "phone_index",
        "account_id", "about_id", "about_person", "case_id", "item_id", "thing_id", "hall_id", "department_id", "keeper", "received_by", "round",
        "days", "unit", "basis", "aim_on", "due_on", "return_by", "signed_by", "handled_by", "outcome", "answered_by", "answered_how",
        "callback_due_on", "called_back_by", "calls", "grade", "rated_how", "solved", "extended_days", "longer_days", "longer_by", "reminders",
        "reminded_on", "late", "first_late",
    )  # fmt: skip
    LATER = ("outer_due_on",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="order_number_once"),
            models.UniqueConstraint(
                fields=["region", "platform", "outer_number"], name="order_outer_once", condition=~models.Q(outer_number="")
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["region", "state", "due_on", "id"], name="order_state"),
            models.Index(fields=["department", "state", "due_on", "id"], name="order_department"),
            models.Index(fields=["hall", "state", "due_on", "id"], name="order_hall"),
            models.Index(fields=["account", "received_at"], name="order_account"),
            models.Index(fields=["region", "received_at"], name="order_received"),
        ]

    def clear(self, name: str) -> str:
        """A locked column in clear; whoever shows caller or phone leaves a look."""
        return vault.unlock(getattr(self, name))


class Attachment(models.Model):
    """A photo or paper that came with an order. Who reads the original text sees it, nobody else; each look is on record."""

    region = RegionOf("order")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="attachments")
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="+")
    by_caller = models.BooleanField("诉求人交的")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)


class Assist(models.Model):
    """A body that helps the one that answers (协办单位), and what it found."""

    region = RegionOf("order")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="assists")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "organisation", "round"], name="assist_once_a_round")
        ]


class Step(models.Model):
    """One step of a work order as its timeline tells it: what, by whom, what was said (locked), from and to which body."""

    region = RegionOf("order")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    what = models.CharField(max_length=16)
    text = models.TextField(default="", blank=True)
    by_name = models.CharField(max_length=120)
    to = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    open = models.BooleanField("诉求人也看得到", default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")


class Verdict(models.Model):
    """What the caller said of the answer of one round, on call-back, on line or through the platform: what the rates count."""

    region = RegionOf("order")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="verdicts")
    round = models.PositiveSmallIntegerField()
    how = models.CharField(
        max_length=8, choices=[("callback", "回访"), ("online", "网上"), ("platform", "平台")]
    )
    solved = models.BooleanField()
    grade = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "round", "how"], name="verdict_once_a_round")]
        indexes = [models.Index(fields=["region", "at"], name="verdict_at")]


class Flaws(models.QuerySet["Flaw"]):
    def waiting(self) -> Self:
        """Those that are neither mended nor answered."""
        return self.filter(state__in=("found", "taken"))

    def visible_to(self, actor: Actor) -> Self:
        """Editors and supervisors read all of the region, a department those of its items."""
        mine = self.filter(region=actor.region)
        if actor.kind in ("system", "editor", "supervisor", "government"):
            return mine
        if actor.kind in DEPARTMENT_STAFF:
            return mine.filter(item__department__in=actor.organisations)
        if actor.kind == "applicant" and actor.account is not None:
            return mine.filter(account=actor.account)
        return mine.none()


class Flaw(Chained):
    """An error that somebody found in a guide or on a page (找错): it ends with a new version or a reasoned answer, and thanks."""

    number = models.CharField("找错编号", max_length=24)
    query_code = models.CharField("查询码", max_length=8, unique=True)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="flaws")
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    page = models.CharField("哪一页", max_length=200, default="", blank=True)
    finding = models.CharField("漂移雷达的哪一条", max_length=60, default="", blank=True)
    place = models.CharField("哪一处", max_length=9, choices=law.PLACES)
    content = models.TextField("哪里不对")
    phone = models.CharField(max_length=200, default="", blank=True)
    tail_index = models.CharField(max_length=32, default="", blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=law.FLAW_STATES, default="found")
    found_at = models.DateTimeField()
    due_on = models.DateField()
    taken_by = models.BigIntegerField(null=True)
    mended = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField("答复", default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    objects = Flaws.as_manager()
    STANDS = (
        "number",
        "query_code",
        "item_id",
        "version_id",
        "page",
        "place",
        "account_id",
        "state",
        "due_on",
        "taken_by",
        "mended_id",
        "ended_by",
    )
    LATER = ("finding",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="flaw_number_once"),
            models.UniqueConstraint(
                fields=["finding"],
                name="flaw_finding_once",
                condition=models.Q(state__in=["found", "taken"]) & ~models.Q(finding=""),
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state", "due_on"], name="flaw_state"),
            models.Index(fields=["item", "state"], name="flaw_item"),
            models.Index(fields=["account", "found_at"], name="flaw_account"),
        ]

    def clear(self, name: str = "content") -> str:
        """A locked column in clear."""
        return vault.unlock(getattr(self, name))


def counted(flaws: Any) -> dict[Any, int]:
    """Return how many errors were found per item, for the drift radar."""
    found = flaws.exclude(item=None).values_list("item").annotate(n=models.Count("pk"))
    return dict(found.order_by())
