"""The case (办件): who asked for what, where it stands, its steps, papers, notices, commitments, checks."""

from typing import Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.lookups import IsNull

from yichuang.cases.places import Handing as Handing
from yichuang.cases.places import Passage as Passage
from yichuang.cases.strikes import Strike as Strike
from yichuang.catalogue.models import Item, Version
from yichuang.ground import rows, vault
from yichuang.ground.ids import uuid7
from yichuang.halls.models import Hall, Window
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.models import REGION, Chained
from yichuang.law.codes import normalise_query_code
from yichuang.law.states import OPEN, OUTCOMES, STATES
from yichuang.people.models import Organisation

STAFF_OF_HALL = ("clerk", "issue")
STAFF_OF_DEPARTMENT = ("reviewer", "approver", "chief", "head")
STAFF_OF_REGION = ("supervisor", "government")
GOING = (*OPEN, "decided", "ready")
ANY_CASE = UUID(int=0)
BEGINNINGS = "varchar_pattern_ops"  # of PostgreSQL; finds equals too


def _of_applicant(actor: Actor) -> models.Q:
    """Of whom they act for, in the items they may; what they filed themselves, unless for somebody who took that back."""
    mine = models.Q(pk=actor.opened) | models.Q(applicant_index__in=actor.holders)
    filed = models.Q(account__isnull=False, account=actor.account)
    mine |= filed & ~models.Q(applicant_index__in=actor.ended) if actor.ended else filed
    for holder, keys in actor.scopes:
        items = Item.objects.filter(region=actor.region, key__in=keys).values("pk")
        mine |= models.Q(applicant_index=holder, item_id__in=items)
    return mine


class Cases(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> "Cases":
        """The one predicate: which cases this actor may see. Lists, details, search, counts, exports and the API use it."""
        mine = self.filter(region=actor.region)
        if actor.kind in STAFF_OF_HALL and actor.hall is not None:
            return mine.filter(models.Q(hall_id=actor.hall) | models.Q(fetch_hall_id=actor.hall))
        if actor.kind in STAFF_OF_DEPARTMENT:
            own = Step.objects.filter(case=models.OuterRef("pk"), department_id__in=actor.organisations)
            # Not EXISTS: PostgreSQL answers that by reading all steps of all years before the first row of a page.
            has_step = IsNull(models.Subquery(own.values("pk")[:1]), False)
            return mine.filter(models.Q(department_id__in=actor.organisations) | models.Q(has_step))
        if actor.kind == "applicant":
            return mine.filter(_of_applicant(actor))
        if actor.kind in STAFF_OF_REGION or actor.kind == "system":
            return mine
        return self.none()

    def sees(self, actor: Actor, case: UUID) -> bool:
        """Tell whether this actor may see this case: `visible_to` for the one case that an act is about.

        Before an act this is the only reading, so its SQL is made once for all who see the same cases.
        """
        if actor.kind == "applicant":
            return self.visible_to(actor).filter(pk=case).exists()
        place = ("cases.sees", actor.kind, actor.region, actor.hall, actor.organisations)
        sql, params = stamps.kept(actor.stamp, place, lambda: self._seen_sql(actor))
        own, given = rows.key(ANY_CASE), rows.key(case)
        filled = [given if param == own else param for param in params]
        return bool(sql) and rows.execute(sql, filled).fetchone() is not None

    def _seen_sql(self, actor: Actor) -> tuple[str, tuple[Any, ...]]:
        try:
            return self.visible_to(actor).filter(pk=ANY_CASE).values("pk").query.sql_with_params()
        except EmptyResultSet:
            return "", ()

    # The next three name their values in the SQL itself: PostgreSQL uses an index of few rows only where it can read that
    # the rows are in it, and a plan that it keeps for every value of a parameter cannot know.
    def in_state(self, state: str) -> "Cases":
        """In this state; ValueError for one that is not in the table."""
        if state not in dict(STATES):
            raise ValueError(state)
        return cast("Cases", self.extra(where=[f"cases_case.state = '{state}'"]))

    def returned(self) -> "Cases":
        """Returned to the window at least once."""
        return cast("Cases", self.extra(where=["cases_case.returns > 0"]))

    def in_breach(self) -> "Cases":
        """With a notice that had to be forced through."""
        return cast("Cases", self.extra(where=["cases_case.breaches > 0"]))

    def open(self) -> "Cases":
        """Not yet decided and not ended."""
        return self.filter(state__in=OPEN)

    def found_by(self, words: str) -> "Cases":
        """Cases by filing number, case number, query code, applicant's name (from its beginning) or last four of the ID."""
        text = words.replace("\0", "").strip().upper()
        if not text:
            return self.none()
        if text.isascii() and len(text) >= 14 and text[:14].isdigit():
            return self._beginning("filing_number", text)
        if text.isascii() and len(text) >= 31:
            return self._beginning("number", text)
        code = normalise_query_code(text)
        if code and len(code) == 8 and not text.isdigit():
            return self.filter(query_code=code)
        if text.isascii() and len(text) == 4:
            return self.filter(tail_index=vault.tail_index(text))
        if text.isascii() and len(text) >= 15:
            return self.filter(applicant_index=vault.index(text))
        return self._beginning("applicant_name", words.replace("\0", "").strip())

    def _beginning(self, field: str, text: str) -> "Cases":
        if connection.vendor == "sqlite":
            return self.filter(**{f"{field}__gte": text, f"{field}__lt": text + "\U0010ffff"})
        return self.filter(**{f"{field}__startswith": text})


class Case(Chained):
    """A case: pinned to the item version under which it was filed; columns cache what its chain says."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="cases", db_index=False)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="cases", db_index=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="cases", db_index=False)
    department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    filing_number = models.CharField("申请编号", max_length=24)
    number = models.CharField("办件编号", max_length=64, null=True)
    query_code = models.CharField("查询码", max_length=8)
    state = models.CharField(max_length=10, choices=STATES)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, default="", blank=True)
    channel = models.CharField(max_length=10, default="counter")
    account = models.UUIDField("申请账户", null=True)
    thing = models.UUIDField("一件事", null=True)
    handing = models.ForeignKey(
        Handing,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="异地代收",
    )
    helped_by = models.BigIntegerField("帮办人", null=True)
    fetch_hall = models.ForeignKey(
        Hall,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name="续办和取件大厅",
    )
    answers = models.TextField(default="{}")
    applicant_kind = models.CharField(max_length=8, choices=[("person", "自然人"), ("body", "法人")])
    applicant_name = models.CharField(max_length=100)
    applicant_index = models.CharField(max_length=32, default="")
    tail_index = models.CharField(max_length=32, default="")
    filed_at = models.DateTimeField()
    received_on = models.DateField()
    accepted_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    ready_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    statutory_due_on = models.DateField(null=True)
    promised_due_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    colour = models.CharField(max_length=6, default="green")
    turns_on = models.DateField(null=True)
    stopped = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    extension_asked_by = models.BigIntegerField(null=True)
    extension_reason = models.CharField(max_length=300, default="", blank=True)
    deemed = models.BooleanField(default=False)
    gap = models.BooleanField(default=False)
    commitment = models.BooleanField(default=False)
    passed_on = models.BooleanField(default=False)
    proposal = models.CharField(max_length=300, default="", blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    breaches = models.PositiveSmallIntegerField(default=0)
    step = models.CharField("停在", max_length=40, default="", blank=True)
    received_by = models.BigIntegerField(null=True)
    reviewers = models.CharField(max_length=120, default="", blank=True)
    decided_by = models.BigIntegerField(null=True)
    delivery = models.CharField(
        max_length=10,
        choices=[("pickup", "自取"), ("post", "邮寄"), ("electronic", "只要电子证照")],
        default="pickup",
    )
    delivery_to = models.TextField("收件人", default="", blank=True)
    postage = models.CharField("谁付邮费", max_length=10, default="", blank=True)
    tracking = models.CharField(max_length=40, default="", blank=True)
    result = models.TextField(default="{}")

    objects = Cases.as_manager()
    STANDS = (
        "hall_id", "window_id", "item_id", "version_id", "department_id", "filing_number", "number", "query_code", "state", "outcome",
        "channel", "answers", "applicant_kind", "applicant_name", "applicant_index", "tail_index", "received_on", "accepted_on", "decided_on",
        "ready_on", "delivered_on", "closed_on", "due_on", "statutory_due_on", "promised_due_on", "provisional", "colour", "turns_on",
        "stopped", "extended", "extension_asked_by", "extension_reason", "deemed", "gap", "commitment", "passed_on", "proposal", "round",
        "returns", "breaches", "step", "received_by", "reviewers", "decided_by", "delivery", "tracking", "result",
    )  # fmt: skip

    LATER = ("account", "handing_id", "fetch_hall_id", "helped_by", "postage", "thing")

    class Meta:
        constraints = [
            # One index a column, which finds beginnings as well on PostgreSQL: each act on a case writes into all of them.
            models.UniqueConstraint(
                fields=["filing_number"], name="case_filing_number", opclasses=[BEGINNINGS]
            ),
            models.UniqueConstraint(fields=["number"], name="case_number", opclasses=[BEGINNINGS]),
            models.UniqueConstraint(fields=["query_code"], name="case_query_code"),
            models.CheckConstraint(
                name="accepted_has_its_day",
                condition=~models.Q(state__in=["accepted", "reviewed", "decided", "ready", "delivered"])
                | models.Q(accepted_on__isnull=False),
            ),
            models.CheckConstraint(
                name="decided_has_outcome",
                condition=~models.Q(state__in=["decided", "ready", "delivered"])
                | models.Q(outcome__in=["granted", "refused"]),
            ),
            models.CheckConstraint(
                name="closed_has_outcome", condition=~models.Q(state="closed") | ~models.Q(outcome="")
            ),
        ]
        indexes = [
            models.Index(fields=["applicant_name"], name="case_applicant_name", opclasses=[BEGINNINGS]),
            models.Index(fields=["applicant_index"], name="case_applicant_index"),
            models.Index(fields=["department", "state", "due_on", "id"], name="case_department"),
            models.Index(fields=["hall", "state", "id"], name="case_hall"),
            models.Index(
                fields=["turns_on", "id"], name="case_turning", condition=models.Q(turns_on__isnull=False)
            ),
            models.Index(fields=["item", "received_on"], name="case_item"),
            models.Index(fields=["tail_index", "id"], name="case_tail"),
            models.Index(
                fields=["account", "id"], name="case_account", condition=models.Q(account__isnull=False)
            ),
            models.Index(fields=["thing", "id"], name="case_thing", condition=models.Q(thing__isnull=False)),
            models.Index(
                fields=["fetch_hall", "state", "id"],
                name="case_fetch",
                condition=models.Q(fetch_hall__isnull=False),
            ),
            # The filters of the lists hold for few cases among many; each index holds those few.
            models.Index(fields=["state", "id"], name="case_under_way", condition=models.Q(state__in=GOING)),
            models.Index(fields=["colour", "id"], name="case_card", condition=models.Q(due_on__isnull=False)),
            models.Index(fields=["id"], name="case_stopped", condition=models.Q(stopped=True)),
            models.Index(fields=["id"], name="case_provisional", condition=models.Q(provisional=True)),
            models.Index(fields=["id"], name="case_returned", condition=models.Q(returns__gt=0)),
            models.Index(fields=["id"], name="case_breach", condition=models.Q(breaches__gt=0)),
            # What the board of supervision counts by the day.
            models.Index(fields=["region", "received_on", "filed_at"], name="case_received"),
            models.Index(
                fields=["region", "accepted_on"],
                name="case_accepted",
                condition=models.Q(accepted_on__isnull=False),
            ),
            models.Index(
                fields=["region", "decided_on"],
                name="case_decided",
                condition=models.Q(decided_on__isnull=False),
            ),
            models.Index(
                fields=["region", "due_on", "id"],
                name="case_extension",
                condition=models.Q(extension_asked_by__isnull=False),
            ),
        ]


class Party(models.Model):
    """A person or body in a role, as they were when the case was filed. Numbers are encrypted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    region = models.CharField(max_length=REGION)
    role = models.CharField(
        max_length=14,
        choices=[("applicant", "申请人"), ("representative", "法定代表人"), ("agent", "代理人")],
    )
    kind = models.CharField(max_length=8, choices=[("person", "自然人"), ("body", "法人")])
    name = models.CharField(max_length=100)
    document = models.CharField("证件类型", max_length=3, default="111")
    number = models.CharField(max_length=200, default="", blank=True)
    phone = models.CharField(max_length=200, default="", blank=True)
    address = models.CharField(max_length=400, default="", blank=True)
    mandate = models.CharField("委托书", max_length=120, default="", blank=True)

    def clear_number(self) -> str:
        """The document number in clear; whoever calls this leaves a look."""
        return vault.unlock(self.number)

    def clear_phone(self) -> str:
        """The telephone number in clear; whoever calls this leaves a look."""
        return vault.unlock(self.phone)


class StepState(models.TextChoices):
    WAITING = "waiting", "未到"
    OPEN = "open", "待办"
    DONE = "done", "办完"
    SKIPPED = "skipped", "不用办"


class Steps(models.QuerySet["Step"]):
    def open(self) -> "Steps":
        """Whose turn it is now; the value stands in the SQL, so that the index of open steps is used (see `Cases`)."""
        return cast("Steps", self.extra(where=["cases_step.state = 'open'"]))


class Step(models.Model):
    """One step of the case's route: which department's which post says what."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    region = models.CharField(max_length=REGION)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=[("review", "审查"), ("approve", "决定")])
    after = models.CharField(max_length=200, default="", blank=True)
    state = models.CharField(max_length=8, choices=StepState)
    due_on = models.DateField(null=True)
    verdict = models.CharField(max_length=8, default="", blank=True)
    opinion = models.TextField(default="", blank=True)
    points = models.TextField("审查要点", default="[]")
    by_person = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120, default="", blank=True)
    done_at = models.DateTimeField(null=True)

    objects = Steps.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="step_once")]
        indexes = [
            models.Index(
                fields=["department", "kind", "due_on", "id"],
                name="step_inbox",
                condition=models.Q(state="open"),
            ),
        ]


class Sheet(models.Model):
    """A paper as it is issued: its content is frozen with the act, its HTML (with template version and SM3) right after."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    kind = models.CharField(max_length=24)
    number = models.CharField(max_length=60)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    template = models.CharField(max_length=40, default="", blank=True)
    html = models.TextField(default="", blank=True)
    html_sm3 = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        abstract = True


class Paper(Sheet):
    """An issued paper: its content is frozen with the act, its HTML (with template version and SM3) right after."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")


class Notice(models.Model):
    """A one-time notice: everything that is missing, told once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    region = models.CharField(max_length=REGION)
    round = models.PositiveSmallIntegerField()
    lines = models.TextField()
    told_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    forced_by = models.BigIntegerField(null=True)
    forced_why = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="notice_once_a_round")]


class Commitment(models.Model):
    """A written commitment (告知承诺): of single papers, or of the whole approval; checked afterwards."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="commitments")
    region = models.CharField(max_length=REGION)
    scope = models.CharField(
        max_length=10, choices=[("materials", "代替材料"), ("approval", "整个许可"), ("gap", "容缺补交")]
    )
    names = models.TextField(default="[]")
    public = models.BooleanField(default=False)
    check_due_on = models.DateField(null=True)
    basis = models.CharField(max_length=200, default="", blank=True)


class AfterCheck(models.Model):
    """A check after the decision: of a commitment, or a sample of what was decided at once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="checks")
    region = models.CharField(max_length=REGION)
    kind = models.CharField(
        max_length=10, choices=[("commitment", "承诺核查"), ("sample", "即办抽查"), ("source", "数据核查")]
    )
    due_on = models.DateField()
    checked_at = models.DateTimeField(null=True)
    truthful = models.BooleanField(null=True)
    finding = models.CharField(max_length=300, default="", blank=True)
    by_person = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"], name="check_open", condition=models.Q(checked_at__isnull=True)
            )
        ]


class CreditMark(models.Model):
    """Somebody for whom commitment and acceptance with a gap are closed until repair (国办发〔2020〕42号; local list)."""

    region = models.CharField(max_length=REGION)
    holder_index = models.CharField(max_length=32, db_index=True)
    reason = models.CharField(max_length=200)
    starts_on = models.DateField()
    repaired_on = models.DateField(null=True)
    case = models.UUIDField(null=True)


class Delivery(models.Model):
    """The acknowledgement of delivery (送达回证): to whom, how, when, signed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    region = models.CharField(max_length=REGION)
    way = models.CharField(
        max_length=10, choices=[("window", "窗口领取"), ("post", "邮寄"), ("electronic", "电子")]
    )
    receiver = models.CharField(max_length=100)
    relation = models.CharField(max_length=40, default="本人")
    checked = models.TextField(default="{}")
    tracking = models.CharField(max_length=40, default="", blank=True)
    address = models.CharField(max_length=400, default="", blank=True)
    signature = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    failed = models.BooleanField(default=False)


class Intake(models.Model):
    """A counter session kept on the server at every step (a working paper, not a fact). Its content is encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.BigIntegerField(db_index=True)
    ticket = models.CharField(max_length=12, default="", blank=True)
    label = models.CharField(max_length=120, default="", blank=True)
    state = models.CharField(
        max_length=10,
        choices=[("open", "在办"), ("suspended", "挂起"), ("done", "办完"), ("dropped", "放弃")],
        default="open",
    )
    content = models.TextField(default="")
    turn = models.PositiveIntegerField(default=0)
    kept_at = models.DateTimeField()
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    thing = models.UUIDField("一件事", null=True)

    def opened(self) -> dict[str, Any]:
        """The session's content as a mapping."""
        import json

        return json.loads(vault.unlock(self.content) or "{}")  # type: ignore[no-any-return]
