"""A case at the desk: open it, mark its points, say the department's opinion, decide."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from yichuang.cases import acts
from yichuang.doors import claimed, frame
from yichuang.doors.desk import inbox, pane
from yichuang.doors.desk.views.bench import CASE, Bench
from yichuang.journal.refusals import BadInput, Refused, WrongState

OPINION_MOST = 2000
VERDICTS = {"pass": "建议准予", "fail": "建议不予"}


@require_GET
def inbox_page(request: Any) -> HttpResponse:
    """Show what waits, least slack first, with its first case open."""
    bench = Bench(request)
    if not bench.page.rows:
        return bench.answer("desk/nothing.html", None)
    return bench.answer(CASE, bench.pane(bench.page.rows[0].case.pk))


@require_GET
def case(request: Any, case: UUID) -> HttpResponse:
    """Show a case; `open` says that the person went into it, so that its heading takes the focus."""
    bench = Bench(request)
    return bench.answer(CASE, bench.pane(case), focus="open" in request.GET)


@require_GET
def side(request: Any, case: UUID) -> HttpResponse:
    """Show the materials beside the points."""
    bench = Bench(request)
    return bench.answer("desk/side.html", bench.pane(case), side=True)


@require_POST
def judgement(request: Any, case: UUID) -> HttpResponse:
    """Keep the marks so far, take one back, or say the opinion: `do` is keep, undo, pass or fail."""
    bench, do = Bench(request), request.POST.get("do", "keep")
    if do not in VERDICTS:
        return _keep(bench, case, undo=do == "undo")
    mine = bench.before(case)
    try:
        marks = [mark.said() for mark in pane.marks_of(mine, request.POST)]
        step = mine.step.key if mine.step else request.POST.get("step", "")
        acts.conclude(
            case, by=bench.actor, at=bench.at, step=step, verdict=do, opinion=_opinion(request, mine, marks), points=marks, **frame.sent(request)
        )  # fmt: skip
    except Refused as error:
        _try_keep(bench, case, mine)
        return bench.refused(error, case, ids={"opinion": "opinion"})
    return bench.onward(case, f"{mine.item.name}：已{VERDICTS[do]}。")


def _keep(bench: Bench, case: UUID, *, undo: bool) -> HttpResponse:
    mine = bench.pane(case)
    if not mine.may_conclude:
        answer = bench.refused(WrongState("这个环节刚才已经办完，或者不归您的部门办。"), case)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#case", "innerHTML"
        return answer
    _try_keep(bench, case, mine, undo=undo)
    side = bool(bench.request.POST.get("side"))
    if not bench.request.htmx:
        return bench.answer("desk/side.html" if side else CASE, bench.pane(case), marked=True, side=side)
    answer = bench.answer("desk/judge.html", bench.pane(case), marked=True, side=side)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#judge", "outerHTML"
    return answer


def _try_keep(bench: Bench, case: UUID, mine: pane.Pane, *, undo: bool = False) -> None:
    """What was marked and typed stays with the step, as long as the step is open to this post."""
    if mine.step is None or not mine.may_conclude:
        return
    seen = bench.request.POST.get("step", "")
    if seen and seen != mine.step.key:
        return
    marks = pane.marks_of(mine, bench.request.POST)
    if undo:
        marks = _without_last(marks)
    try:
        kept = _by_hand(bench.request, mine)
    except BadInput:  # too long to be kept; the page that refuses it still shows it
        return
    acts.keep_marks(case, mine.step.key, [m.said() for m in marks], kept, by=bench.actor, at=bench.at)


def _without_last(marks: list[pane.Mark]) -> list[pane.Mark]:
    last = next((place for place in reversed(range(len(marks))) if marks[place].state), None)
    return [pane.Mark(m.id, m.text, m.check) if place == last else m for place, m in enumerate(marks)]


def _opinion(request: Any, mine: pane.Pane, marks: list[dict[str, str]]) -> str:
    """The opinion as typed; one that was not touched is put together anew from the marks as they are now."""
    if typed := _by_hand(request, mine):
        return typed
    return pane.law_points.opinion(marks, mine.item.record.get("legal_basis") or ())


def _by_hand(request: Any, mine: pane.Pane) -> str:
    """What a person wrote as the opinion; empty while it is still the text put together from the points."""
    typed = frame.text_of(request, "opinion", OPINION_MOST).strip()
    return "" if typed in (mine.said_by_points, request.POST.get("drawn", "").strip()) else typed


@require_POST
def decision(request: Any, case: UUID) -> HttpResponse:
    """Grant. A refusal has a page of its own, with clause, reasons and remedies."""
    bench = Bench(request)
    bench.before(case)
    try:
        claimed.turn_away(bench.actor, case, request.POST, bench.at, act="cases.decide", door="desk")
        answer = acts.decide(
            case, by=bench.actor, at=bench.at, outcome="granted", opinion=frame.text_of(request, "opinion", OPINION_MOST), **frame.sent(request)
        )  # fmt: skip
    except Refused as error:
        return bench.refused(error, case, ids={"opinion": "opinion"})
    return bench.onward(case, f"已{answer['words'].removeprefix('已')}，结果1个工作日内送到窗口。")


@require_GET
def batch(request: Any) -> HttpResponse:
    """List the clean cases of one item after the other, for deciding many alike; nothing is ticked."""
    bench = Bench(request)
    return bench.answer("desk/batch.html", None, groups=_groups(bench))


@require_POST
def batch_decision(request: Any) -> HttpResponse:
    """Grant what was ticked, each by an act of its own; say what went through and what did not."""
    bench, results = Bench(request), []
    ticked = request.POST.getlist("case")[: inbox.PAGE]
    clean = {str(p.case.pk): p for group in _groups(bench) for p in group["panes"]}
    for key in ticked:
        results.append(_granted(bench, clean.get(key), key))
    if not ticked:
        error = BadInput("还没有选。在要准予的件前打勾。")
        return bench.answer(
            "desk/batch.html",
            None,
            status=422,
            groups=_groups(bench),
            errors=[{"id": "", "text": error.sentence}],
        )
    return bench.answer("desk/batch.html", None, listed=True, groups=_groups(bench), results=results)


def _granted(bench: Bench, mine: pane.Pane | None, key: str) -> dict[str, Any]:
    if mine is None:
        return {"what": "这一件不在可以批量准予的里面，请单独打开看。", "ok": False}
    seen = bench.request.POST.get(f"seen-{key}", "")
    try:
        claimed.turn_away(
            bench.actor, mine.case.pk, bench.request.POST, bench.at, act="cases.decide", door="desk"
        )
        acts.decide(
            mine.case.pk, by=bench.actor, at=bench.at, outcome="granted", opinion=mine.opinion, expected=frame.whole(seen),
            key=f"{bench.request.POST.get('idempotency_key', '')[:100]}:{key}" if bench.request.POST.get("idempotency_key") else None,
        )  # fmt: skip
    except Refused as error:
        return {"what": f"{mine.case.applicant_name}：{error.sentence}", "ok": False}
    return {"what": f"{mine.case.applicant_name}：已{mine.granted.removeprefix('已')}", "ok": True}


def _groups(bench: Bench) -> list[dict[str, Any]]:
    """The first page of cases before this post that are clean and open to a grant, by item."""
    found: dict[int, list[pane.Pane]] = {}
    if bench.actor.kind not in pane.powers.DECIDE:
        return []
    rows = inbox.page(inbox.box_named(bench.actor, "all"), bench.actor, bench.today, whole=True).rows
    views = [
        pane.caseview.View(row.case, bench.actor, bench.at) for row in rows if row.case.state == "reviewed"
    ]
    pane.caseview.read_steps(views)
    for mine in map(pane.Pane, views):
        if mine.may_decide and mine.is_clean:
            found.setdefault(mine.case.version_id, []).append(mine)
    return [{"item": panes[0].item, "panes": panes} for panes in found.values() if len(panes) > 1]
