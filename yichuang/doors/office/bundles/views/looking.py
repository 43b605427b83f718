"""A version tried out: the plan for chosen answers and day, the one set of papers, the one form, the questions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.catalogue import bundle_checks
from yichuang.clock import book
from yichuang.doors.office.bundles import trial
from yichuang.doors.office.bundles.frame import draw, known, version_or_404
from yichuang.doors.office.catalogue.frame import actor_of
from yichuang.ground.now import today
from yichuang.law import BadInput, BeyondCalendar, plans
from yichuang.law.standing import chosen_values
from yichuang.materials import onfile

LOOKS = {"plan": "排期", "papers": "一套材料", "form": "一张表"}


@require_GET
def look(request: HttpRequest, version: int, look: str) -> HttpResponse:
    """A version as it would run, or what is to be mended before it can be tried."""
    row, actor = version_or_404(request, version), actor_of(request)
    if look not in LOOKS:
        raise Http404
    record = row.content
    told = known(row.region, record, actor.stamp)
    context: dict[str, Any] = {
        "version": row,
        "bundle": row.bundle,
        "record": record,
        "look": look,
        "looks": LOOKS,
    }
    context["stops"] = bundle_checks.refusing(bundle_checks.check(record, told.records))
    if context["stops"]:
        return draw(request, "look", **context)
    try:
        context |= _looked(actor, record, told, request, look)
    except (BadInput, BeyondCalendar) as error:
        return draw(
            request, "look", 422, **context, errors=[{"id": "", "text": f"{error}。".replace("。。", "。")}]
        )
    return draw(request, "look", **context)


def _looked(actor: Any, record: Any, told: Any, request: HttpRequest, look: str) -> dict[str, Any]:
    day = today()
    one = trial.asked(record, told, request.GET, day)
    calendar = book.calendar(actor.stamp, actor.region)
    file = onfile.of_nobody(actor.stamp, actor.region, one.start)
    plan = trial.planned(record, told, one, calendar, **file.told())
    context: dict[str, Any] = {
        "asked": one, "own": _asked(one, own=True), "questions": _asked(one, own=False),
        "groups": _groups(record, told, one), "optional": _optional(record, told, one, plan), "today": day,
        "days": trial.dates(record, told, plan, calendar), "papers": trial.papers(told, plan),
    }  # fmt: skip
    if look == "plan":
        context["picture"] = trial.picture(told, plan)
    if look == "form":
        context["form"] = trial.form(told, plan.standing.items)
    return context


def _asked(one: trial.Asked, *, own: bool) -> list[dict[str, Any]]:
    found = [q for q in one.questions if bool(q.item) == own]
    return [{"q": q, "chosen": chosen_values(q.answer)} for q in found]


def _groups(record: Any, told: Any, one: trial.Asked) -> list[dict[str, Any]]:
    made: dict[str, list[dict[str, Any]]] = {}
    for member in plans.members(record):
        if member.group:
            chosen = one.choose.get(member.group) == member.item
            made.setdefault(member.group, []).append(
                {"value": member.item, "label": told.name(member.item), "chosen": chosen}
            )
    return [
        {"key": key, "options": options, "names": "、".join(one["label"] for one in options)}
        for key, options in made.items()
    ]


def _optional(record: Any, told: Any, one: trial.Asked, plan: plans.Plan) -> list[dict[str, Any]]:
    there = (*plan.standing.items, *one.skip)
    return [
        {"value": member.item, "label": told.name(member.item), "left_out": member.item in one.skip}
        for member in plans.members(record)
        if not member.required and member.item in there
    ]
