"""Reading work orders for pages: what waits for whom, the colour, the timeline, the rates."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from yichuang.clock import book
from yichuang.complaints.models import HALL_STAFF, Attachment, Step, Verdict, WorkOrder
from yichuang.journal.actor import Actor
from yichuang.law import cards
from yichuang.law import complaints as law
from yichuang.law.terms import day_on, midnight
from yichuang.materials.models import File
from yichuang.people.models import Organisation

SUPERVISE = ("supervisor", "government")
WHAT = {
    "receive": "登记", "attach": "补交附件", "dispatch": "派单", "sign_for": "签收", "give_back": "退回", "assist": "协办意见", "record_handling": "办理", "answer": "答复",
    "close": "办结", "call_back": "回访", "not_reached": "回访没打通", "reopen": "重办", "withdraw": "撤回", "take_over": "接管", "extend": "批准延期",
    "not_extend": "没有批准延期", "ask_extension": "申请延期", "pass_out": "转出", "rate_answer": "评价", "remind": "逾期提醒",
    "criticise": "书面批评",
}  # fmt: skip


def boxes(orders: "QuerySet[WorkOrder]", box: str, actor: Actor, today: date) -> Any:
    """Return the orders of a box of the list, most pressing first."""
    if box == "mine":
        own = Q(keeper=actor.person or 0) | Q(signed_by=actor.person or 0)
        return orders.filter(own).exclude(state__in=law.ENDED).order_by("due_on", "pk")
    if box == "late":
        return orders.filter(state__in=law.UNANSWERED, due_on__lt=today).order_by("due_on", "pk")
    if box == "longer":
        return orders.filter(longer_days__gt=0).order_by("due_on", "pk")
    if box == "callback":
        return orders.filter(state=law.CLOSED).order_by("callback_due_on", "pk")
    if box == "answered":
        return orders.filter(state=law.ANSWERED).order_by("answered_at", "pk")
    if box == "bad":
        return orders.filter(
            grade__lt=law.SATISFIED_FROM, state__in=(law.ANSWERED, law.CLOSED, law.CALLED_BACK)
        ).order_by("-received_at", "-pk")
    if box == "unsolved":
        return orders.filter(source="unsolved").order_by("-received_at", "-pk")
    if box == "ended":
        return orders.filter(state__in=law.ENDED).order_by("-received_at", "-pk")
    return orders.filter(state__in=law.UNANSWERED).order_by("due_on", "pk")


def to_do(actor: Actor) -> int:
    """Return how many work orders wait for this actor's body or desk: one look into an index, for every page's head."""
    rows = WorkOrder.objects.filter(region=actor.region)
    if actor.kind == "supervisor":
        return rows.filter(state__in=(law.RECEIVED, law.RETURNED)).count()
    if actor.kind in HALL_STAFF or actor.organisations:
        waits = (law.DISPATCHED, law.SIGNED, law.HANDLED, law.REOPENED)
        return rows.filter(department__in=actor.organisations, state__in=waits).count()
    return 0


def light_of(order: WorkOrder, today: date, stamp: int) -> cards.Light:
    """Return the colour of an order that waits for its answer; one that has it has none."""
    calendar = book.calendar(stamp, order.region)
    due = order.due_on if order.state in law.UNANSWERED else None
    return cards.light(today, due, order.days + order.extended_days, calendar, unit=order.unit)


def timeline(order: WorkOrder, *, for_caller: bool = False) -> list[dict[str, Any]]:
    """Return the steps in order, in clear; the caller's are those that are open to them, without names of staff."""
    rows = Step.objects.filter(order=order).select_related("to").order_by("at", "pk")
    if for_caller:
        rows = rows.filter(open=True)
    return [
        {
            "what": WHAT.get(row.what, row.what),
            "key": row.what,
            "text": row.text,
            "by": row.by_name,
            "to": row.to,
            "at": row.at,
        }
        for row in rows
    ]


def files_of(order: WorkOrder) -> list[File]:
    """Return the files of an order, in the order they came; only who reads the original may be shown them."""
    return [one.file for one in Attachment.objects.filter(order=order).select_related("file")]


def helpers(order: WorkOrder) -> list[str]:
    """Return the names of the bodies that help with the order."""
    return list(
        Organisation.objects.filter(pk__in=order.assists.values("organisation"))
        .order_by("name")
        .values_list("name", flat=True)
    )


def rates(region: str, begins: date, ends: date, upto: date) -> dict[str, law.Share]:
    """The three rates of the orders received from `begins` to before `ends`, as they stand on `upto`."""
    orders = WorkOrder.objects.filter(
        region=region, received_at__gte=midnight(begins), received_at__lt=midnight(ends)
    )
    judged = orders.exclude(state__in=(law.PASSED_OUT, law.WITHDRAWN)).values_list("due_on", "answered_at")
    verdicts = list(Verdict.objects.filter(order__in=orders).values_list("solved", "grade"))
    return {
        "answered_in_time": law.answered_in_time(
            ((due, day_on(at) if at else None) for due, at in judged), upto
        ),
        "solved": law.solved_share([solved for solved, _ in verdicts]),
        "satisfied": law.satisfied_share([grade for _, grade in verdicts if grade is not None]),
    }
