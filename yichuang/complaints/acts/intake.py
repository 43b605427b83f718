"""A work order comes in: by telephone, at a window, on line, from a book or a box, from the city's platform."""

import secrets
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.citizens.models import Account
from yichuang.complaints import standing  # noqa: F401  (the facts of an order)
from yichuang.complaints.acts import parts
from yichuang.complaints.models import WorkOrder
from yichuang.ground import vault
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import codes
from yichuang.law import complaints as law
from yichuang.people.models import Person

TITLE, NOBODY = 30, {"about": None, "about_person": None}
ON_LINE = ("portal", "kiosk")


@act("complaints.receive", on=WorkOrder, creates=True)
def receive(
    turn: Turn, *, by: Actor, at: datetime, source: str, category: str, content: str, title: str = "", urgency: str = "normal",
    caller: str = "", phone: str = "", anonymous: bool = False, place: str = "", blocked: str = "", about: int | None = None,
    about_person: int | None = None, case: UUID | None = None, item: UUID | None = None, thing: UUID | None = None,
    platform: str = "", outer_number: str = "", outer_due: date | None = None, bundle: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A complaint, report or request is in: it has a number, a code to follow it by, and a day by which it is answered.

    What could not be done at a window (`source` unsolved) names its item or case and says what blocked it.
    Basis: 国办发〔2020〕53号; domain.md 11.4 (fields of a work order).
    """
    serial = acts.serial(turn, f"complaints:{by.region}:{turn.on:%Y%m%d}")
    acts.require(turn, {})
    source = _source(by, source)
    parts.choice(category, law.CATEGORIES, "category", "诉求类型")
    parts.choice(urgency, law.URGENCIES, "urgency", "紧急程度")
    said = parts.words(content, "content")
    hangs = _hangs(turn, case, item, thing)
    if source == "unsolved":
        parts.words(blocked, "blocked", parts.REASON_MOST)
        if hangs["item_id"] is None and hangs["thing_id"] is None:
            raise BadInput("写明办不成的是哪个事项，或者哪一件。", field="item")
    who = _caller(turn, source, category, caller, phone, anonymous)
    named = parts.body(turn, about, "about").pk if about else None
    person = _person(turn, about_person)
    turn.begin(
        number=f"GD{turn.on:%Y%m%d}{serial:05d}", query_code=codes.query_code(secrets.randbelow(codes.QUERY_CODES)), platform=platform,
        outer_number=outer_number, source=source, category=category, urgency=urgency, state=law.RECEIVED,
        protected=law.is_protected(category, named is not None), title=vault.lock((title.strip() or said)[:TITLE]), content=vault.lock(said),
        told="", blocked=vault.lock(blocked.strip()), place=vault.lock(parts.words(place, "place", 100, empty=True)), about_id=named,
        about_person=person, **hangs, hall_id=by.hall, department_id=None, keeper=by.person, received_at=at, received_by=by.person, round=1,
        **who, **parts.limit(turn, category, urgency, outer_due), outer_due_on=outer_due, **EMPTY,
    )  # fmt: skip
    private = parts.note(turn, "receive", said, shown=True) | parts.attach(turn, bundle)
    turn.enter(
        "complaints.receive",
        {"number": turn.row.number, "source": source, "category": category, "urgency": urgency, "outer": outer_number, "platform": platform,
         "protected": bool(turn.row.protected), "item": _text(turn.row.item_id), "case": _text(turn.row.case_id), "due_on": turn.row.due_on.isoformat(),
         "reachable": bool(turn.row.phone_index or turn.row.account_id), "files": len(private.get("files", ()))},
        private=private | ({"caller": caller, "phone": phone} if caller or phone else {}),
    )  # fmt: skip
    parts.tell(turn, "workorder_in", due=turn.row.due_on.isoformat())
    return parts.answer_of(turn)


@act("complaints.attach", on=WorkOrder)
def attach(turn: Turn, *, by: Actor, at: datetime, bundle: UUID) -> dict[str, Any]:
    """More photos or papers come with an order: of the caller, or of what lies on paper with who keeps it."""
    parts.step(turn, "attach")
    private = parts.attach(turn, bundle)
    if not private:
        raise BadInput("没有选照片或文件。", field="photos")
    parts.note(turn, "attach", shown=True)
    turn.enter("complaints.attach", {"files": len(private["files"])}, private=private)
    return parts.answer_of(turn)


EMPTY: dict[str, Any] = {
    "dispatched_at": None, "return_by": None, "signed_at": None, "signed_by": None, "handled_at": None, "handled_by": None, "outcome": "",
    "answered_at": None, "answered_by": None, "answer": "", "answered_how": "", "closed_at": None, "callback_due_on": None, "called_back_at": None,
    "called_back_by": None, "calls": 0, "grade": None, "rated_how": "", "solved": None, "extended_days": 0, "longer_days": 0, "longer_by": None,
    "reminders": 0, "reminded_on": None, "late": False, "first_late": False,
}  # fmt: skip


def _source(by: Actor, source: str) -> str:
    """A citizen files on line or at the kiosk, the system for the city's platform only."""
    parts.choice(source, law.SOURCES, "source", "来源")
    if by.kind == "applicant":
        return source if source in ON_LINE else "portal"
    if by.kind == "system" or source not in ON_LINE:
        return source
    raise BadInput("网上来的由诉求人自己写，窗口登记请选别的来源。", field="source")


def _caller(
    turn: Turn, source: str, category: str, caller: str, phone: str, anonymous: bool
) -> dict[str, Any]:
    """Who calls: a name and a number, an account, or nobody where a report or a slip from the box names nobody."""
    number = phone_of(phone)
    may_be_nobody = category in ("report", "praise") or source in ("book", "box", "letter", "12345")
    account = turn.by.account if turn.by.kind == "applicant" and not anonymous else None
    if anonymous and not may_be_nobody:
        raise BadInput("匿名只能举报。要答复，请留一个电话。", field="anonymous")
    if (
        account is not None
        and not Account.objects.filter(pk=account, region=turn.by.region, closed_at=None).exists()
    ):
        raise NotThere("没有这个账户。")
    if not anonymous and not number and account is None and not may_be_nobody:
        raise BadInput("留一个电话，办完给您回话。", field="phone")
    named = "" if anonymous else parts.words(caller, "caller", 50, empty=True)
    number = "" if anonymous else number
    return {
        "anonymous": bool(anonymous), "caller": vault.lock(named), "phone": vault.lock(number), "phone_index": vault.index(number),
        "tail_index": vault.tail_index(number), "account_id": account,
    }  # fmt: skip


def phone_of(text: str) -> str:
    """Return a telephone number as it is kept; BadInput for what cannot be dialled."""
    found = "".join(c for c in (text or "") if c.isascii() and c.isdigit())
    if (text or "").strip() and not 7 <= len(found) <= 12:
        raise BadInput("电话号码写7到12位数字，例如13800000000。", field="phone")
    return found


def _hangs(turn: Turn, case: UUID | None, item: UUID | None, thing: UUID | None) -> dict[str, Any]:
    """What it is about: a case and its item, an item, one thing; an applicant names what is theirs."""
    by = turn.by
    if case is not None:
        known = Case.objects.filter(pk=case, region=by.region).values_list("item", flat=True).first()
        if known is None or (by.kind == "applicant" and not Case.objects.sees(by, case)):
            raise BadInput("没有这个办件，或者不归您看。", field="case")
        item = known
    elif item is not None and not Item.objects.filter(pk=item, region=by.region).exists():
        raise BadInput("没有这个事项。", field="item")
    if thing is not None and not Thing.objects.filter(pk=thing, region=by.region).exists():
        raise BadInput("没有这一件事。", field="thing")
    return {"case_id": case, "item_id": item, "thing_id": thing}


def _person(turn: Turn, person: int | None) -> int | None:
    if person is None:
        return None
    if not Person.objects.filter(pk=person, region=turn.by.region).exists():
        raise BadInput("没有这位工作人员。", field="about_person")
    return person


def _text(value: Any) -> str:
    return str(value) if value else ""
