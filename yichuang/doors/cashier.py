"""The bills of a case for staff: drawn, waived, cancelled, given back by the department; taken and handed back at the window."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yichuang.cases import standing
from yichuang.doors import caseview, frame
from yichuang.ground.now import now
from yichuang.journal.refusals import BadInput, Refused
from yichuang.law import BadInput as Unreadable
from yichuang.law import fees, powers
from yichuang.payments import acts, hearing
from yichuang.payments.models import LIVE, Attempt, Bill

ROWS = 3
WORDS = {
    "open": "is-warn",
    "paid": "is-ok",
    "waived": "is-ok",
    "refunding": "is-warn",
    "refunded": "",
    "cancelled": "",
}


@require_http_methods(["GET", "HEAD", "POST"])
def bills(request: Any, case: UUID) -> HttpResponse:
    """Show what the case costs and what became of it, with what this post may do about it."""
    view = caseview.find(request.actor, case, now(), purpose="看缴费")
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            DOING.get(request.POST.get("op", ""), _nothing)(request, view)
            return redirect(request.path)
        except (Refused, Unreadable) as error:
            field = str(getattr(error, "facts", {}).get("field") or "").replace("lines.", "name-")
            errors = [{"id": field, "text": str(error)}]
    found = list(Bill.objects.filter(case=view.case).order_by("-made_at"))
    live = next((bill for bill in found if bill.state in LIVE), None)
    attempts = list(Attempt.objects.filter(bill__in=found).order_by("-pk"))
    facts = standing.facts_for(view.case, request.actor, request.actor.stamp, view.today)
    may = {
        name: powers.may(f"payments.{name}", request.actor.kind, facts) is None
        for name in ("draw", "take", "cancel", "refund", "give_back")
    }
    told = {
        "view": view, "bills": [(bill, WORDS[bill.state]) for bill in found], "live": live, "attempts": attempts, "may": may, "errors": errors,
        "waiting": any(one.state == "asked" for one in attempts), "fee": view.item.record.get("fee") or {}, "rows": range(ROWS), "typed": request.POST,
        **frame.around(request, ""),
    }  # fmt: skip
    return render(request, "caseview/bills.html", told, status=422 if errors else 200)


def _nothing(request: Any, view: caseview.View) -> None:
    raise BadInput("没有这个操作。")


def _live(view: caseview.View) -> Bill:
    found = Bill.objects.filter(case=view.case, state__in=LIVE).first()
    if found is None:
        raise BadInput("这一件没有缴费单。")
    return found


def _draw(request: Any, view: caseview.View) -> None:
    texts = [
        [frame.text_of(request, f"{part}-{n}", 200) for part in ("name", "amount", "basis")]
        for n in range(ROWS)
    ]
    lines = [
        {"name": name, "amount": fees.fen(amount), "basis": basis}
        for name, amount, basis in texts
        if name or amount or basis
    ]
    first = request.POST.get("first") == "1"
    acts.draw(
        by=request.actor,
        at=view.at,
        key=frame.sent(request)["key"],
        case=view.case.pk,
        lines=lines,
        first=first,
    )


def _reckon(request: Any, view: caseview.View) -> None:
    acts.draw(by=request.actor, at=view.at, key=frame.sent(request)["key"], case=view.case.pk)


def _waive(request: Any, view: caseview.View) -> None:
    basis = frame.text_of(request, "waived", 200)
    if not basis.strip():
        raise BadInput("请写明免收的依据。", field="waived")
    acts.draw(by=request.actor, at=view.at, key=frame.sent(request)["key"], case=view.case.pk, waived=basis)


def _take(request: Any, view: caseview.View) -> None:
    said = {"way": request.POST.get("way", "")[:8], "receipt": frame.text_of(request, "receipt", 40)}
    acts.take(_live(view).pk, by=request.actor, at=view.at, **said, **frame.sent(request))


def _saying(act: Callable[..., Any], name: str, most: int) -> Callable[[Any, caseview.View], None]:
    """Return the deed of an act that wants one text."""

    def do(request: Any, view: caseview.View) -> None:
        act(
            _live(view).pk, by=request.actor, at=view.at, **{name: frame.text_of(request, name, most)}, **frame.sent(request)
        )  # fmt: skip

    return do


def _ask(request: Any, view: caseview.View) -> None:
    attempt = hearing.latest(_live(view))
    try:
        state = hearing.ask(attempt, at=view.at) if attempt is not None else ""
    except OSError as error:
        raise BadInput("付款平台没有应答，过几分钟再查。") from error
    if state == "asked":
        raise BadInput("付款平台还没有结果，过几分钟再查。")


DOING: dict[str, Callable[[Any, caseview.View], None]] = {
    "draw": _draw, "reckon": _reckon, "waive": _waive, "take": _take, "cancel": _saying(acts.cancel, "why", 200), "refund": _saying(acts.refund, "why", 200),
    "give_back": _saying(acts.give_back, "receipt", 40), "ask": _ask,
}  # fmt: skip
