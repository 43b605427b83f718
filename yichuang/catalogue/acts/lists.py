"""The written lists: which windows a department entrusts with acceptance, which post may decide what."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from yichuang.catalogue.acts import turns
from yichuang.catalogue.models import Authorisation, Decision, Entrustment
from yichuang.halls.models import Hall, Window, Zone
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotThere, NotYours
from yichuang.law.powers import post_name
from yichuang.people.models import Post

SUITABLE = {
    Decision.REVIEW: ("reviewer", "chief"),
    Decision.APPROVE: ("approver", "chief", "head"),
    Decision.AT_ONCE: ("clerk", "reviewer", "approver", "chief", "head"),
    Decision.EXTEND: ("head", "government"),
}


@act("catalogue.entrust", on=Register, book="catalogue")
def entrust(
    turn: Turn, *, by: Actor, at: datetime, items: Sequence[Any], hall: int | None, document: str, zone: int | None = None, window: int | None = None,
    refusal: bool = False, starts_on: date | None = None, ends_on: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """These items are accepted at this hall, zone or window in the department's name, from a day on, by this document.

    Without a hall they are accepted in every hall of the region (同城通办，巴府办发〔2017〕61号 一（四）).
    """
    found = turns.items_of(items, by.region)
    for item in found:
        turns.own_department(by, item)
    place = _place(by.region, hall, zone, window)
    first, last = turns.span(starts_on, ends_on, turn)
    paper = turns.in_text(document, 120, "document", "委托文件的名称或文号")
    known = set(
        Entrustment.objects.filter(
            region=by.region, **place, refusal=refusal, starts_on=first, ends_on=last
        ).values_list("item_id", flat=True)
    )
    fresh = [item for item in found if item.pk not in known]
    Entrustment.objects.bulk_create(
        Entrustment(
            region=by.region,
            item=item,
            refusal=refusal,
            document=paper,
            starts_on=first,
            ends_on=last,
            **place,
        )
        for item in fresh
    )
    days = [first.isoformat(), last.isoformat() if last else None]
    payload = {
        "items": [item.key for item in fresh],
        **place,
        "refusal": refusal,
        "document": paper,
        "days": days,
    }
    turn.enter("catalogue.entrust", payload)
    turn.change_rules()
    return {"added": len(fresh)}


def _place(region: str, hall: int | None, zone: int | None, window: int | None) -> dict[str, int | None]:
    if hall is None:
        if zone is not None or window is not None:
            raise BadInput("委托给本市各大厅的，不再选区和窗口。", field="zone")
        return {"hall_id": None, "zone_id": None, "window_id": None}
    if not Hall.objects.filter(pk=hall, region=region).exists():
        raise NotThere("没有这个大厅。")
    if window is not None:
        seat = Window.objects.filter(pk=window, zone__hall=hall).first()
        if seat is None or (zone is not None and seat.zone_id != zone):
            raise BadInput("这个窗口不在选的大厅或区里。", field="window")
        return {"hall_id": hall, "zone_id": seat.zone_id, "window_id": window}
    if zone is not None and not Zone.objects.filter(pk=zone, hall=hall).exists():
        raise BadInput("这个区不在选的大厅里。", field="zone")
    return {"hall_id": hall, "zone_id": zone, "window_id": None}


@act("catalogue.end_entrustment", on=Register, book="catalogue")
def end_entrustment(
    turn: Turn, *, by: Actor, at: datetime, entrustments: Sequence[int], reason: str = ""
) -> dict[str, Any]:
    """These rows of the list of entrusted acceptance end today."""
    rows = list(
        Entrustment.objects.select_related("item__department").filter(
            pk__in=list(entrustments), region=by.region
        )
    )
    for row in rows:
        turns.own_department(by, row.item)
    return _end(turn, "catalogue.end_entrustment", Entrustment, rows, reason)


@act("catalogue.authorise", on=Register, book="catalogue")
def authorise(
    turn: Turn, *, by: Actor, at: datetime, rows: Sequence[Mapping[str, Any]], document: str, starts_on: date | None = None,
    ends_on: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """These posts may take these decisions on these items, from a day on, by this document.

    Each row is `{"item", "decision", "post"}`. A head of organ writes only the own department's list.
    """
    first, last = turns.span(starts_on, ends_on, turn)
    paper = turns.in_text(document, 120, "document", "授权文件的名称或文号")
    items = {str(item.pk): item for item in turns.items_of([row.get("item") for row in rows], by.region)}
    posts = Post.objects.select_related("organisation").in_bulk(
        [row["post"] for row in rows if isinstance(row.get("post"), int)]
    )
    known = set(
        Authorisation.objects.filter(
            region=by.region, starts_on=first, ends_on=last, item__in=items.values()
        ).values_list("item_id", "decision", "post_id")
    )
    fresh: dict[tuple[Any, str, int], Authorisation] = {}
    for row in rows:
        item, post = items[str(row["item"])], posts.get(row.get("post") or 0)
        decision = _decision(row.get("decision"), post, by)
        turns.own_department(by, item)
        key = (item.pk, decision, post.pk if post else 0)
        if key not in known and post is not None:
            fresh[key] = Authorisation(
                region=by.region,
                item=item,
                decision=decision,
                post=post,
                document=paper,
                starts_on=first,
                ends_on=last,
            )
    Authorisation.objects.bulk_create(fresh.values(), batch_size=500)
    payload = [[items[str(item)].key, decision, post] for item, decision, post in fresh]
    days = [first.isoformat(), last.isoformat() if last else None]
    turn.enter("catalogue.authorise", {"rows": payload, "document": paper, "days": days})
    turn.change_rules()
    return {"added": len(fresh)}


def _decision(name: Any, post: Post | None, by: Actor) -> str:
    if name not in Decision.values:
        raise BadInput("请选择授权办哪一步：审查、决定、当场办结或批准延期。", field="decision")
    if post is None or post.region != by.region or post.closed_on is not None:
        raise BadInput("没有这个岗位，或者岗位已经撤销。", field="post")
    if post.kind not in SUITABLE[Decision(name)]:
        fit = "、".join(post_name(kind) for kind in SUITABLE[Decision(name)])
        raise BadInput(
            f"“{Decision(name).label}”只能授权给{fit}岗位，“{post}”是{post_name(post.kind)}岗位。",
            field="post",
        )
    if (
        by.kind == "head"
        and post.organisation_id not in by.organisations | {by.organisation}
        and post.kind != "clerk"
    ):
        raise NotYours("只能授权给自己部门的岗位，或窗口的当场办结岗位。", rule="own_department")
    return str(name)


@act("catalogue.revoke", on=Register, book="catalogue")
def revoke(
    turn: Turn, *, by: Actor, at: datetime, authorisations: Sequence[int], reason: str = ""
) -> dict[str, Any]:
    """These rows of the authorisation list end today; what was decided under them stands."""
    rows = list(
        Authorisation.objects.select_related("item__department").filter(
            pk__in=list(authorisations), region=by.region
        )
    )
    if by.kind == "head":
        for row in rows:
            turns.own_department(by, row.item)
    return _end(turn, "catalogue.revoke", Authorisation, rows, reason)


def _end(turn: Turn, name: str, model: Any, rows: list[Any], reason: str) -> dict[str, Any]:
    if not rows:
        raise NotThere("选的行不在清单里。刷新后再选。")
    running = [row for row in rows if row.ends_on is None or row.ends_on > turn.on]
    model.objects.filter(pk__in=[row.pk for row in running]).update(ends_on=turn.on)
    turn.enter(
        name, {"rows": [[row.pk, row.item.key] for row in running], "reason": " ".join(reason.split())[:300]}
    )
    turn.change_rules()
    return {"ended": len(running)}
