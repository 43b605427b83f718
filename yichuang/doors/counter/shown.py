"""What the bench shows at each step: values for the templates, read once per request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.urls import reverse

from yichuang.asking.models import PreReview
from yichuang.cases.models import Case, Intake, Paper
from yichuang.catalogue import guide, search, versions
from yichuang.catalogue.versions import VersionFacts
from yichuang.clock import book
from yichuang.doors import caseview, frame, record
from yichuang.doors.counter import exits, looking, reading
from yichuang.doors.counter.sitting import (
    ASK,
    CHECK,
    EXIT,
    ITEM,
    READ,
    STEPS,
    Sitting,
    Table,
    last_done,
    suspended,
)
from yichuang.doors.lines import tight
from yichuang.ground import vault
from yichuang.ground.now import SHANGHAI, day_of
from yichuang.ground.templatetags.yc import cndate
from yichuang.journal.actor import Actor
from yichuang.law import identity, procedures, reasons, selection
from yichuang.law import papers as law_papers

GIVEN = {"material", "form", "copies"}
DEFAULTS = {"page": "1", "what": "签字", "place": "落款处", "sample": "1"}
LABELS = {"page": "第几页", "sample": "样本第几项"}
FREE, BLANK, SEXED = "7", "＿＿", ("", "111", None)
WHATS = ("签字", "盖章", "签字和盖章")


@dataclass(frozen=True, slots=True)
class Done:
    """What the sitting led to, as the last step tells it."""

    case: Case
    item: VersionFacts
    words: str
    status: caseview.Status
    papers: list[dict[str, Any]]
    due: str


def page(actor: Actor, table: Table, at: datetime, **more: Any) -> dict[str, Any]:
    """Return the context of the bench, for the whole page and for its fragment alike."""
    sitting, today = table.sitting, day_of(at)
    shown: dict[str, Any] = {
        "sitting": sitting, "table": table, "today": today, "at": at, "held": suspended(actor), "people": _people(sitting),
        "halls": [hall for hall in exits.halls(actor.stamp).values() if hall.region == actor.region], "actor": actor,
        "may_receive": actor.kind != "guide", "typed": {}, "errors": [], "items_url": reverse("counter:items"),
    }  # fmt: skip
    if sitting.version:
        shown |= _item(actor, table, at)
    elif sitting.base:
        shown |= _variants(actor, sitting)
    elif sitting.step == ITEM and sitting.applicant:
        shown["reviews"] = _reviews(actor, sitting.applicant["number"], today)
        shown["jobs"] = [_job(case) for case in reading.known(actor, sitting.applicant, today).cases]
    if table.intake is None and "done" not in more:
        shown["done"] = _last(actor, at)
    shown |= more
    shown["steps"] = steps(sitting, done=bool(shown.get("done")))
    if shown.get("done"):
        shown |= _addresses(shown["done"])
    if shown["typed"] and shown.get("panel"):
        for box in shown["panel"].get("boxes", ()):
            box["value"] = shown["typed"].get(f"f_{box['name']}", box["value"])
    return shown


def _addresses(told: "Done") -> dict[str, str]:
    """Return where the papers of a sitting print from: all in one go, and the slip of the receipt."""
    found = {"print_url": reverse("papers:print") + "?" + "&".join(f"paper={p['id']}" for p in told.papers)}
    receipt = next((p for p in told.papers if p["kind"] == "filing_receipt"), None)
    return found | ({"slip_url": reverse("papers:slip", args=[receipt["id"]])} if receipt else {})


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


def _item(actor: Actor, table: Table, at: datetime) -> dict[str, Any]:
    sitting, today = table.sitting, day_of(at)
    facts = versions.facts(sitting.version or 0)
    case = Case.objects.visible_to(actor).filter(pk=sitting.case).first() if sitting.case else None
    shown: dict[str, Any] = {
        "facts": facts,
        "case": case,
        "rules": rules(facts, actor, today),
        "asked": _asked(facts, sitting),
    }
    if sitting.step == ASK:
        question = selection.next_question(facts.record, sitting.answers)
        shown |= {
            "question": question,
            "number": len(sitting.answers) + 1,
            "total": len(facts.record.get("scenarios") or ()),
        }
        if question:
            shown["answers"] = [{"value": o["value"], "label": o["label"]} for o in question["options"]]
    if sitting.step == CHECK:
        shown |= _checking(actor, table, facts, case, at)
    return shown


def rows(
    actor: Actor, table: Table, facts: VersionFacts, case: Case | None, at: datetime
) -> list[looking.Row]:
    """Return the material rows of the sitting, new or about a case on file."""
    if case is not None:
        return looking.rows_of_case(table.sitting, case, facts)
    return looking.rows(table.sitting, facts, actor, at, subject=table.id)


def _checking(
    actor: Actor, table: Table, facts: VersionFacts, case: Case | None, at: datetime
) -> dict[str, Any]:
    sitting, today = table.sitting, day_of(at)
    made = rows(actor, table, facts, case, at)
    hand = looking.current(made)
    gap = looking.gap_day(facts, actor.stamp, actor.region, today)
    for n, row in enumerate(made):
        if row.judged == "gap" and row.asked:
            made[n] = looking.replace(row, word=looking.gap_word(gap))
    may, number = exits.open_to(actor, facts, today, case), looking.count(made)
    shown = {
        "table_rows": made, "table_focus": not sitting.panel, "caption": _caption(number, case), "hand": hand, "count": number, "gap_day": gap, "exits": exits.choose(may, made, case), "may": may,
        "point": point(facts, hand, sitting.case or table.id), "panel": panel(sitting, hand), "whole_commitment": bool((facts.record.get("commitment") or {}).get("approval")),
        "undoable": bool(sitting.undo), "agent_wanted": sitting.answers.get("agent") == "yes" and not sitting.agent,
    }  # fmt: skip
    return shown


def _caption(number: looking.Count, case: Case | None) -> str:
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


def rules(facts: VersionFacts, actor: Actor, today: date) -> list[dict[str, str]]:
    """Return what applies to this item, as the right pane says it: in the words of the public guide, and until when."""
    promised, statutory = guide.due_days(facts, today, book.calendar(actor.stamp, actor.region))
    until = {"承诺时限": promised, "法定时限": statutory}
    return [
        {"label": label, "value": _until(value, until.get(label))} for label, value in record.tell(facts).rows
    ]


def _until(words: str, day: date | None) -> str:
    return f"{words}，今天受理到{cndate(day)}" if day else words


def point(facts: VersionFacts, hand: looking.Row | None, subject: Any = None) -> dict[str, Any]:
    """Return what to look for on the material in hand: its own points, what makes it right, and the sample."""
    if hand is None:
        return {}
    material = facts.record["materials"][hand.place]
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


def _asked(facts: VersionFacts, sitting: Sitting) -> list[str]:
    return [question.answer for question in guide.questions(facts.record, sitting.answers) if question.chosen]


def _variants(actor: Actor, sitting: Sitting) -> dict[str, Any]:
    found = search.variants_of(actor.stamp, sitting.base)
    answers = [
        {"value": str(v.item_id), "label": v.word, "hint": f"{v.department}　{v.promised}"} for v in found
    ]
    return {"variants": answers}


def _job(case: Case) -> dict[str, Any]:
    words = {"correcting": "交来补正材料", "filed": "接着受理"}.get(case.state, "看办理情况")
    due = f"，{cndate(case.due_on)}前" if case.due_on and case.state == "correcting" else ""
    return {"case": case, "words": words + due}


def _last(actor: Actor, at: datetime) -> Done | None:
    began = datetime.combine(day_of(at), time(), SHANGHAI)
    intake: Intake | None = last_done(actor, began)
    return done(actor, intake.case_id) if intake and intake.case_id else None


def done(actor: Actor, case_id: UUID, then: str = "", papers: list[str] | None = None) -> Done | None:
    """Return what a sitting led to; `papers` are those of the last act, else the newest ones of the case."""
    case = Case.objects.visible_to(actor).filter(pk=case_id).first()
    if case is None:
        return None
    item = versions.facts(case.version_id)
    made = Paper.objects.filter(case=case).order_by("-made_at").values("pk", "kind", "number", "made_at")
    newest = (
        [p for p in made if str(p["pk"]) in papers]
        if papers is not None
        else [p for p in made if p["made_at"] == made[0]["made_at"]]
    )
    told = [
        {
            "id": p["pk"],
            "title": law_papers.title(p["kind"], item.type),
            "number": p["number"],
            "kind": p["kind"],
        }
        for p in sorted(newest, key=lambda p: law_papers.KEYS.index(p["kind"]))
    ]
    status = caseview.status_of(case, item)
    return Done(case, item, exits.DONE.get(then, "") or _words(case), status, told, _next(case, item))


def _words(case: Case) -> str:
    if case.outcome in ("not_accepted", "not_required"):
        return exits.DONE[exits.REFUSE if case.outcome == "not_accepted" else exits.NOT_REQUIRED]
    if case.state in ("decided", "ready", "delivered", "closed"):
        return "已办结"
    return {"correcting": exits.DONE[exits.ASK], "filed": exits.DONE[exits.RECEIPT]}.get(
        case.state, exits.DONE[exits.ACCEPT]
    )


def _next(case: Case, item: VersionFacts) -> str:
    """Return who must do what by when, in one sentence."""
    if case.state == "correcting":
        return (
            f"申请人在{cndate(case.due_on)}前补齐，交到任一窗口。"
            if case.due_on
            else "申请人补齐后交到任一窗口。"
        )
    if case.state == "filed":
        return f"{cndate(case.due_on)}前，{item.department_name}告诉申请人是否受理。"
    if case.state == "accepted" or case.state == "reviewed":
        due = case.promised_due_on or case.statutory_due_on
        return (
            f"已转{item.department_name}，{'承诺' if case.promised_due_on else ''}{cndate(due)}前办结。"
            if due
            else f"已转{item.department_name}。"
        )
    if case.state == "decided":
        granted, refused = procedures.result_words(item.type, item.name)
        word = granted if case.outcome == "granted" else refused
        return f"{word}。结果在{cndate(case.due_on)}前送到窗口。" if case.due_on else f"{word}。"
    return ""


def around(request: Any) -> dict[str, Any]:
    """Return what stands around the bench."""
    return frame.around(request, "接件")


__all__ = ["READ", "Done", "around", "done", "page", "rows"]
