"""What a notice about one thing (一件事) needs: whose it is, how many items, by which day, where; never a name or a number."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from yichuang.bundles.models import Notice, Part, Thing, Visit
from yichuang.catalogue import bundles
from yichuang.law import things
from yichuang.law.numbers import zh_date


def facts(ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return each thing as its notices tell it; four queries, however many there are."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = Thing.objects.filter(pk__in=wanted).select_related("hall")
    states: dict[UUID, Counter[str]] = defaultdict(Counter)
    for thing, state in Part.objects.filter(thing__in=wanted).values_list("thing", "state"):
        states[thing][state] += 1
    notices = {one.thing_id: one for one in Notice.objects.filter(thing__in=wanted).order_by("round")}
    visits = {
        one.thing_id: one
        for one in Visit.objects.filter(thing__in=wanted).prefetch_related("findings").order_by("made_at")
    }
    return {row.pk: _facts(row, states[row.pk], notices.get(row.pk), visits.get(row.pk)) for row in rows}


def _facts(
    row: Thing, states: Mapping[str, int], notice: Notice | None, visit: Visit | None
) -> dict[str, Any]:
    bundle, parties = bundles.facts(row.version_id), row.opened()["parties"]
    return {
        "id": row.pk, "account": row.account, "query_code": row.query_code, "item": bundle.name, "department": bundle.lead_name,
        "hall": row.hall.name, "phone": _phone(parties), "count": sum(states.values()), "visitors": len(visit.findings.all()) if visit else 0,
        "answer_by": row.notice_by, "due": notice.due_on if notice else None, "lines": len(json.loads(notice.lines)) if notice else 0,
        "joint": _joint(row), "next": _next(row, bundle.lead_name), "ended": _ended(row, states),
        "on": visit.on if visit else None, "place": (visit.place if visit else "") or "您申请的场所",
    }  # fmt: skip


def _phone(parties: Mapping[str, Mapping[str, str]]) -> str:
    """Whom to tell: the agent if there is one, else the applicant."""
    return next(
        (parties[role]["phone"] for role in ("agent", "applicant") if parties.get(role, {}).get("phone")), ""
    )


def _joint(row: Thing) -> str:
    if row.due_on is None:
        return "哪天全部办好，另外告诉您"
    return f"{zh_date(row.due_on)}前全部办好" + ("" if row.due_certain else "，其中有的事项没有公布办几天")


def _next(row: Thing, lead: str) -> str:
    if row.state == things.CORRECTING:
        return "还有没交的，交齐以后接着办"
    if row.accepted_on is not None:
        return _joint(row)
    return f"{zh_date(row.notice_by)}前，{lead}告诉您是否受理" if row.notice_by else f"{lead}告诉您是否受理"


def _ended(row: Thing, states: Mapping[str, int]) -> str:
    """How it ended, and how the results come to the applicant."""
    done = states.get(things.GRANTED, 0)
    said = {
        things.ALL: f"{done}项全部办成", things.SOME: f"办成{done}项，{sum(states.values()) - done}项没办成，理由见办理结果告知书",
        things.NONE: "没有办成，理由见办理结果告知书", things.WITHDRAWN: "您已撤回",
    }[row.outcome or things.ALL]  # fmt: skip
    if not done:
        return said
    ways = {"post": "结果到齐后一起寄给您", "electronic": "电子证照发到您的空间"}
    place = f"结果1个工作日内送到{row.hall.name}的统一出件窗口，带上证件来领"
    return f"{said}。{ways.get(row.delivery, place)}"
