"""What the bench shows at each step: values for the templates, read once per request."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.urls import reverse

from yichuang.asking.models import PreReview
from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.catalogue import bundles, search
from yichuang.doors import frame
from yichuang.doors.counter import done, exits, looking, matters, reading
from yichuang.doors.counter.matters import Matter
from yichuang.doors.counter.sitting import ASK, CHECK, EXIT, ITEM, STEPS, Sitting, Table, suspended
from yichuang.doors.lines import tight
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.ground.templatetags.yc import cndate
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import Refused
from yichuang.law import identity, reasons, things

GIVEN = {"material", "form", "copies"}
DEFAULTS = {"page": "1", "what": "签字", "place": "落款处", "sample": "1"}
LABELS = {"page": "第几页", "sample": "样本第几项"}
FREE, BLANK, SEXED = "7", "＿＿", ("", "111", None)
JOBS = 8
WHATS = ("签字", "盖章", "签字和盖章")


def page(actor: Actor, table: Table, at: datetime, **more: Any) -> dict[str, Any]:
    """Return the context of the bench, for the whole page and for its fragment alike."""
    sitting, today = table.sitting, day_of(at)
    shown: dict[str, Any] = {
        "sitting": sitting, "table": table, "today": today, "at": at, "held": suspended(actor), "people": _people(sitting),
        "halls": [hall for hall in exits.halls(actor.stamp).values() if hall.region == actor.region], "actor": actor,
        "may_receive": actor.kind != "guide", "typed": {}, "errors": [], "items_url": reverse("counter:items"),
    }  # fmt: skip
    try:
        shown |= _picked(actor, table, at)
    except (
        Refused
    ) as error:  # what was picked is not offered any more: the person stays, something else can be
        sitting.lay_away()
        shown |= _picked(actor, table, at) | {"errors": exits.refused_by(error)}
    if table.intake is None and "done" not in more:
        shown["done"] = done.last(actor, at)
    shown |= more
    shown["steps"] = steps(sitting, done=bool(shown.get("done")))
    if shown["typed"] and shown.get("panel"):
        for box in shown["panel"].get("boxes", ()):
            box["value"] = shown["typed"].get(f"f_{box['name']}", box["value"])
    return shown


def _picked(actor: Actor, table: Table, at: datetime) -> dict[str, Any]:
    """What was picked, or what can be."""
    sitting, today = table.sitting, day_of(at)
    matter = matters.of(table, actor, at)
    if matter:
        return _on_table(matter)
    if sitting.base:
        return _variants(actor, sitting)
    if sitting.step == ITEM and sitting.applicant:
        known = reading.known(actor, sitting.applicant, today)
        jobs = [*map(_job_of_thing, known.things), *map(_job, known.cases)][:JOBS]
        return {"reviews": _reviews(actor, sitting.applicant["number"], today), "jobs": jobs}
    return {}


def steps(sitting: Sitting, *, done: bool = False) -> list[dict[str, str]]:
    """Return the five fixed steps with where we are."""
    names = [key for key, _ in STEPS]
    at_exit = done or (sitting.step == CHECK and sitting.panel == "refuse")
    here = names.index(EXIT if at_exit else sitting.step)
    return [
        {"name": name, "state": "done" if place < here else "now" if place == here else ""}
        for place, (_, name) in enumerate(STEPS)
    ]


def _reviews(actor: Actor, number: str, today: date) -> list[PreReview]:
    """What windows kept of this person's pre-reviews, the newest first."""
    kept = PreReview.objects.visible_to(actor).filter(
        number_index=vault.index(number), state="kept", keep_until__gte=today
    )
    return list(kept.select_related("item").order_by("-asked_at")[:5])


def _people(sitting: Sitting) -> list[dict[str, Any]]:
    found = []
    for role, word in reading.ROLES.items():
        party = getattr(sitting, role)
        if party:
            body = party["kind"] == "body"
            kind = "统一社会信用代码" if body else "证件号码"
            sex = "" if body or party.get("document") not in SEXED else identity.sex(party["number"]) or ""
            found.append({"role": role, "role_word": word, "kind_word": kind, "sex": sex, **party})
    return found


def _on_table(matter: Matter) -> dict[str, Any]:
    """What was picked: what is asked now, or its materials."""
    told: dict[str, Any] = {
        "matter": matter,
        "facts": matter.facts,
        "case": matter.case,
        "rules": matter.rules(),
        "asked": matter.asked,
    }
    if matter.sitting.step == ASK:
        told["question"] = question = matter.question()
        told["answers"] = question.options if question else ()
    if matter.sitting.step == CHECK:
        told |= _checking(matter)
    return told


def _checking(matter: Matter) -> dict[str, Any]:
    sitting, made = matter.sitting, matter.rows()
    hand, number = looking.current(made), looking.count(made)
    return {
        "table_rows": made, "table_focus": not sitting.panel, "caption": _caption(number), "hand": hand, "count": number, "exits": exits.choose(matter.may, made, matter.case),
        "may": matter.may, "point": point(matter, hand, sitting.case or matter.table.id), "panel": panel(sitting, hand), "undoable": bool(sitting.undo),
        "agent_wanted": matter.agent_comes and not sitting.agent,
    }  # fmt: skip


def _caption(number: looking.Count) -> str:
    waived = f"，免交{number.waived}份" if number.waived else ""
    return f"核材料：{number.all}份{waived}，还有{number.open}份待核"


def panel(sitting: Sitting, hand: looking.Row | None) -> dict[str, Any]:
    """Return what lies open over the table, or an empty mapping."""
    name, _, key = sitting.panel.partition(":")
    if name == "reasons" and hand:
        return {"name": name, "title": f"“{hand.name}”为什么退？", "reasons": _reasons(hand)}
    if name == "fields" and hand:
        reason = reasons.reason(key)
        asked = [(field, label) for field, label in reason.fields if field not in GIVEN]
        boxes = [
            {
                "name": field,
                "label": LABELS.get(field, label),
                "value": DEFAULTS.get(field, ""),
                "first": n == 0,
            }
            for n, (field, label) in enumerate(asked)
        ]
        return {
            "name": name,
            "key": key,
            "title": f"“{hand.name}”{reason.label}",
            "boxes": boxes,
            "whats": WHATS,
            "sentence": _printed(reason, hand),
        }
    return {"name": name} if name else {}


def _reasons(hand: looking.Row) -> list[dict[str, str]]:
    """Return the seven reasons, each with the sentence that it would print on this material."""
    return [
        {"value": row.key, "label": row.label, "sentence": _printed(row, hand, DEFAULTS)}
        for row in reasons.REASONS
    ]


def _printed(
    reason: reasons.Reason, hand: looking.Row, known: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return the sentence a reason prints on the material in hand; what is not known yet is left blank."""
    if reason.key == FREE:
        return "写明原因和改法，10个字以上"
    given: dict[str, Any] = {"material": "", "form": hand.form or "材料", "copies": hand.copies, **known}
    words = {name: given.get(name, BLANK) for name, _ in reason.fields}
    return tight(reason.template.format(**words)).lstrip("，")


def point(matter: Matter, hand: looking.Row | None, subject: Any = None) -> dict[str, Any]:
    """Return what to look for on the material in hand: its own points, what makes it right, and the sample."""
    if hand is None:
        return {}
    material = matter.material(hand)
    made = list(material.get("points") or ())
    if not made and hand.judged != "waived":
        made = [f"名称对得上：{hand.name}"]
        made += [f"交{material.get('form') or ''}{material.get('copies') or 1}份"]
        made += (
            ["复印件和原件核对一致"] if material.get("form") == "复印件" else ["有签字或盖章，日期在有效期内"]
        )
    return {
        "row": hand, "points": made, "note": material.get("note") or "", "sample": material.get("sample") or "",
        "basis": material.get("basis") or "", "source": material.get("source") or "", "files": looking.kept(subject, hand.place) if hand.files else (),
    }  # fmt: skip


def _variants(actor: Actor, sitting: Sitting) -> dict[str, Any]:
    found = search.variants_of(actor.stamp, sitting.base)
    answers = [
        {"value": str(v.item_id), "label": v.word, "hint": f"{v.department}　{v.promised}"} for v in found
    ]
    return {"variants": answers}


def _job(case: Case) -> dict[str, Any]:
    words = {"correcting": "交来补正材料", "filed": "接着受理"}.get(case.state, "看办理情况")
    due = f"，{cndate(case.due_on)}前" if case.due_on and case.state == "correcting" else ""
    return {
        "value": f"case:{case.pk}",
        "name": case.item.name,
        "words": words + due,
        "number": case.filing_number,
    }


def _job_of_thing(thing: Thing) -> dict[str, Any]:
    words = "交来补正材料" if thing.state == things.CORRECTING else "看办到哪里"
    return {"href": reverse("counter:thing", args=[thing.pk]), "name": bundles.facts(thing.version_id).name, "words": words, "number": thing.filing_number}  # fmt: skip


def around(request: Any) -> dict[str, Any]:
    """Return what stands around the bench."""
    return frame.around(request, "接件")
