"""Questions as threads (咨询件) with their messages, call-backs tried, and messages inside a case."""

import json
from typing import Any, Self, cast

from django.db import models

from yichuang.cases.models import Case
from yichuang.catalogue.models import Entrustment, Item, Version
from yichuang.citizens.models import Account
from yichuang.ground import vault
from yichuang.halls.models import Hall
from yichuang.journal.actor import Actor
from yichuang.journal.models import Chained, RegionOf
from yichuang.law.asking import KNOWN_STATES, REVIEW_STATES, SOURCES, STATES
from yichuang.people.models import Organisation, Post

HALL_STAFF = ("clerk", "issue", "guide")
DEPARTMENT_STAFF = ("reviewer", "approver", "chief", "head")


class Threads(models.QuerySet["Thread"]):
    def visible_to(self, actor: Actor) -> Self:
        """The one predicate: which threads this actor may read. A case's thread is read by who may see the case."""
        mine = self.filter(region=actor.region)
        if actor.kind == "applicant":
            own = models.Q(account__isnull=False, account=actor.account)
            return mine.filter(own | self._of_seen_cases(actor)).filter(_of_account(actor))
        if actor.kind in ("system", "supervisor"):
            return mine
        asked = models.Q(case=None) & (
            models.Q(owner=actor.person or 0) | models.Q(department__in=actor.organisations)
        )
        if actor.kind in HALL_STAFF:
            if actor.hall is not None:
                asked |= models.Q(case=None, hall=actor.hall)
            return mine.filter(asked | self._of_seen_cases(actor))
        if actor.kind in DEPARTMENT_STAFF:
            return mine.filter(asked | self._of_seen_cases(actor))
        return self.none()

    @staticmethod
    def _of_seen_cases(actor: Actor) -> models.Q:
        # Not IN: PostgreSQL would gather all cases of the hall before the first thread.
        own = Case.objects.visible_to(actor).filter(pk=models.OuterRef("case"))
        return models.Q(case__isnull=False) & models.Q(models.Exists(own))


def _of_account(actor: Actor) -> models.Q:
    """A stranger has no threads at all, whatever is empty on both sides."""
    known = actor.account is not None or actor.opened is not None
    return models.Q() if known else models.Q(pk__in=[])


class Thread(Chained):
    """A question from first contact to its end (咨询件): who took it first owns it until it is handed over on record.

    A thread with `case` is the talk of applicant and office on that case: one for each case.
    """

    number = models.CharField("咨询编号", max_length=24)
    source = models.CharField("来源", max_length=8, choices=SOURCES)
    state = models.CharField(max_length=8, choices=STATES, default="open")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="threads")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="threads")
    caller = models.CharField("来人称呼", max_length=400, default="", blank=True)
    phone = models.CharField(max_length=200, default="", blank=True)
    phone_index = models.CharField(max_length=32, default="", blank=True, db_index=True)
    subject = models.CharField("问什么", max_length=400)
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="threads")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    first = models.BigIntegerField("首问的人", null=True)
    owner = models.BigIntegerField("现在归谁", null=True, db_index=True)
    asked_at = models.DateTimeField()
    said_at = models.DateTimeField("最后一句")
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8)
    basis = models.CharField(max_length=200)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_how = models.CharField(max_length=20, default="", blank=True)
    calls = models.PositiveSmallIntegerField("没打通几次", default=0)
    messages_count = models.PositiveSmallIntegerField(default=0)

    objects = Threads.as_manager()
    STANDS = (
        "number", "source", "state", "item_id", "case_id", "account_id", "phone_index", "hall_id", "department_id",
        "post_id", "first", "owner", "days", "unit", "basis", "due_on", "closed_how", "calls", "messages_count",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="thread_number_once"),
            models.UniqueConstraint(
                fields=["case"], name="one_thread_of_a_case", condition=models.Q(case__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state", "due_on", "id"], name="thread_department"),
            models.Index(fields=["hall", "state", "due_on", "id"], name="thread_hall"),
            models.Index(fields=["account", "said_at"], name="thread_account"),
        ]

    def clear_subject(self) -> str:
        """What it is about, in clear."""
        return vault.unlock(self.subject)

    def clear_caller(self) -> str:
        """What the caller is called, in clear."""
        return vault.unlock(self.caller)

    def clear_phone(self) -> str:
        """The telephone number in clear."""
        return vault.unlock(self.phone)


class Message(models.Model):
    """One thing said in a thread: locked here, its digest in the thread's chain. `files` hang from `id`."""

    id = models.UUIDField(primary_key=True)
    region = RegionOf("thread")
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    place = models.PositiveSmallIntegerField()
    side = models.CharField(
        max_length=7, choices=[("citizen", "办事人"), ("staff", "工作人员"), ("house", "系统")]
    )
    kind = models.CharField(max_length=8)
    text = models.TextField()
    by_name = models.CharField(max_length=120)
    person = models.BigIntegerField(null=True)
    files = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "place"], name="message_place_once")]

    def clear(self) -> str:
        """The text in clear."""
        return vault.unlock(self.text)


class Read(models.Model):
    """How far a side has read a thread: `place` is the last message it has seen. No fact, so no entry."""

    region = RegionOf("thread")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="reads")
    side = models.CharField(max_length=7)
    place = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "side"], name="read_side_once")]


class Known(Chained):
    """An answer for everybody (知识库): written, read by a second person, published, looked at again on its day."""

    question = models.CharField("问", max_length=120)
    answer = models.TextField("答")
    keywords = models.CharField("别的说法", max_length=200, default="", blank=True)
    basis = models.CharField("依据", max_length=200)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=KNOWN_STATES, default="draft")
    drafted_by = models.BigIntegerField(null=True)
    read_by = models.BigIntegerField("复核的人", null=True)
    thread = models.UUIDField("从哪件咨询来", null=True)
    made_at = models.DateTimeField()
    published_on = models.DateField(null=True)
    review_on = models.DateField("哪天前复核", null=True)

    STANDS = (
        "question", "answer", "keywords", "basis", "item_id", "department_id", "state", "drafted_by", "read_by", "published_on", "review_on",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], name="one_answer_of_a_thread", condition=models.Q(thread__isnull=False)
            )
        ]
        indexes = [models.Index(fields=["region", "state", "review_on"], name="known_due")]


class PreReviews(models.QuerySet["PreReview"]):
    def visible_to(self, actor: Actor) -> Self:
        """Which pre-reviews this actor may read: the applicant their own, a hall what it took or is entrusted with."""
        mine = self.filter(region=actor.region)
        if actor.kind == "applicant":
            own = models.Q(account__isnull=False, account=actor.account) | models.Q(
                number_index__in=actor.holders
            )
            return mine.filter(own) if actor.account is not None else mine.none()
        if actor.kind == "system":
            return mine
        if actor.kind in HALL_STAFF and actor.hall is not None:
            own = models.Q(hall=actor.hall) | models.Q(hall=None)
            entrusted = Entrustment.objects.filter(own, region=actor.region, ends_on=None).values("item")
            return mine.filter(models.Q(kind="window") | models.Q(item__in=entrusted))
        if actor.kind in DEPARTMENT_STAFF:
            return mine.filter(department__in=actor.organisations)
        return self.none()


class PreReview(Chained):
    """What was looked at before filing (预审): at a window without a case, or a draft on line with one answer.

    `content` is one locked JSON text: at a window the answers and the judgements, on line nothing but the digests of the
    parts as they were asked about. `lines` is what has to be mended, each with its sentence.
    """

    number = models.CharField("预审编号", max_length=24)
    kind = models.CharField(max_length=6, choices=[("window", "窗口预审"), ("online", "网上预审")])
    state = models.CharField(max_length=8, choices=REVIEW_STATES)
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    account = models.UUIDField(null=True)
    draft = models.UUIDField(null=True, unique=True)
    name = models.CharField(max_length=600, default="", blank=True)
    number_index = models.CharField(max_length=32, default="", blank=True, db_index=True)
    content = models.TextField(default="")
    lines = models.TextField(default="")
    told = models.TextField("说过的部分", default="[]")
    round = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    keep_until = models.DateField()

    objects = PreReviews.as_manager()
    STANDS = (
        "number", "kind", "state", "hall_id", "item_id", "version_id", "department_id", "account", "draft", "number_index", "told", "round",
        "due_on", "answered_by", "keep_until",
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "number"], name="prereview_number_once")]
        indexes = [models.Index(fields=["department", "state", "due_on"], name="prereview_waiting")]

    def opened(self) -> dict[str, Any]:
        """The content in clear."""
        return cast("dict[str, Any]", json.loads(vault.unlock(self.content) or "{}"))

    def mend(self) -> list[dict[str, Any]]:
        """What has to be mended, in clear."""
        return cast("list[dict[str, Any]]", json.loads(vault.unlock(self.lines) or "[]"))
