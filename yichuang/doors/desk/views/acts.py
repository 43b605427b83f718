"""The smaller acts of the desk: one page each, beside the list; and acceptance by the department."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from yichuang.cases import acts
from yichuang.doors import claimed, frame
from yichuang.doors.desk import forms
from yichuang.doors.desk.deeds import DEEDS, form_for
from yichuang.doors.desk.pane import Pane
from yichuang.doors.desk.views.bench import Bench
from yichuang.journal.refusals import BadInput, NotThere, NotYours, Refused
from yichuang.law import reasons
from yichuang.materials.models import Material

DEED, CHECK, ACCEPTANCE = "desk/deed.html", "desk/check.html", "desk/acceptance.html"
FORM_OF_ACT = {"material": "材料", "form": "形式", "copies": "份数"}


@require_http_methods(["GET", "POST"])
def deed(request: Any, case: UUID, name: str) -> HttpResponse:
    """Show the page of one act, or perform it."""
    bench = Bench(request)
    if name not in DEEDS:
        raise NotThere("没有这一页。")
    mine, row = bench.before(case), DEEDS[name]
    shown: dict[str, Any] = {"deed": row, "name": name, "effects": row.effects(mine)}
    form = form_for(row, mine, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        if closed := mine.closed(row.act):
            raise NotYours(closed)
        return bench.answer(DEED, mine, status=422 if form.errors else 200, form=form, **shown)
    try:
        claimed.turn_away(
            bench.actor, case, request.POST, bench.at, act=row.act, door="desk", own=form.fields
        )
        answer = row.run(case, by=bench.actor, at=bench.at, **row.values(form, mine), **frame.sent(request))
    except Refused as error:
        return bench.refused(error, case, DEED, form=_with(form, error), **shown)
    return (bench.onward if row.goes_on else bench.stay)(case, row.done(answer))


def _with(form: Any, error: Refused) -> Any:
    """Put the refusal at its field, if it names one of the form's."""
    field = str(error.facts.get("field", ""))
    if isinstance(error, BadInput) and field in form.fields:
        form.add_error(field, error.sentence)
    return form


@require_http_methods(["GET", "POST"])
def check(request: Any, case: UUID, check: int) -> HttpResponse:
    """Record what an after-check found: of a commitment, or of a sample."""
    bench = Bench(request)
    mine = bench.before(case)
    row = next((row for row in mine.checks if row.pk == check), None)
    if row is None:
        raise NotThere("没有这项待核查的任务，或者已经核查过了。")
    form = forms.Check(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return bench.answer(CHECK, mine, status=422 if form.errors else 200, check=row, form=form)
    said = form.cleaned_data
    try:
        acts.after_check(
            case, by=bench.actor, at=bench.at, check=check, truthful=said["truthful"] == "yes", finding=said["finding"], **frame.sent(request)
        )  # fmt: skip
    except Refused as error:
        return bench.refused(error, case, CHECK, check=row, form=_with(form, error))
    return bench.onward(case, "核查情况已记下。")


@require_http_methods(["GET", "POST"])
def acceptance(request: Any, case: UUID) -> HttpResponse:
    """Judge what nobody has judged, then accept, or tell once everything that is missing."""
    bench = Bench(request)
    mine = bench.before(case)
    whole, part = mine.view.thing, mine.view.part
    if whole is not None and part is not None and whole.thing.say_by is not None:
        return redirect("desk:thing_papers", thing=whole.thing.pk, part=part.part.key)
    lines = _lines(mine, request.POST)
    do = request.POST.get("do", "")
    if request.method == "GET" and (closed := mine.closed("cases.accept")):
        raise NotYours(closed)
    if do not in ("accept", "notice"):
        return bench.answer(ACCEPTANCE, mine, lines=lines, reasons=reasons.REASONS)
    got = [line["place"] for line in lines if line["judged"] == "got"]
    told = [
        {"place": line["place"], "reason": line["judged"], "fields": line["values"]}
        for line in lines
        if line["judged"].isdigit()
    ]
    try:
        if do == "accept" and told:
            raise BadInput("有材料要补，不能受理。要么改成收齐，要么一次告知补正。")
        if do == "accept":
            answer = acts.accept(
                case,
                by=bench.actor,
                at=bench.at,
                got=got,
                remark=frame.text_of(request, "remark", 300),
                **frame.sent(request),
            )
        else:
            answer = acts.ask_once(
                case, by=bench.actor, at=bench.at, got=got, lines=told, **frame.sent(request)
            )
    except Refused as error:
        return bench.refused(error, case, ACCEPTANCE, lines=lines, reasons=reasons.REASONS)
    words = f"已受理，办件编号{answer['number']}。" if do == "accept" else "已一次告知补正，出了通知书。"
    return bench.onward(case, words)


def _lines(mine: Pane, post: Any) -> list[dict[str, Any]]:
    """The materials that still want a judgement, with what was chosen and the words that each reason needs."""
    rows = Material.objects.filter(subject=mine.case.pk).order_by("place")
    return [_line(row, post) for row in rows if row.state in ("awaited", "faulty")]


def _line(row: Material, post: Any) -> dict[str, Any]:
    judged = str(post.get(f"m{row.place}", ""))[:3]
    chosen = next((r for r in reasons.REASONS if r.key == judged), None)
    wanted = list(_wanted(row, chosen, post)) if chosen else []
    return {
        "place": row.place, "name": row.name, "form": row.form, "copies": row.copies, "required": row.required,
        "judged": judged if chosen or judged == "got" else "", "wanted": wanted, "values": {w["key"]: w["value"] for w in wanted},
        "sentence": row.sentence, "told": row.state == "faulty",
    }  # fmt: skip


def _wanted(row: Material, chosen: reasons.Reason, post: Any) -> Iterable[dict[str, str]]:
    for key, label in chosen.fields:
        if key not in FORM_OF_ACT:
            name = f"m{row.place}-{key}"
            yield {"key": key, "name": name, "label": label, "value": str(post.get(name, ""))[:100]}
