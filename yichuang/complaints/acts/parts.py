"""What the verbs of a work order share: texts, days, steps of the timeline, who is told."""

from datetime import date
from typing import Any
from uuid import UUID

from yichuang.clock import book
from yichuang.complaints import platforms
from yichuang.complaints.models import Attachment, Step
from yichuang.ground import vault
from yichuang.journal.acts import Turn
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import BeyondCalendar
from yichuang.law import complaints as law
from yichuang.law.days import Calendar
from yichuang.materials.models import File
from yichuang.people.models import Organisation

UNITS = {"工作日": "working", "自然日": "natural"}
TEXT_MOST, REASON_MOST = 2000, 500
EMPTY = {
    "content": "写一句反映什么事。", "reason": "写明理由。", "told": "写一段给承办单位看的话，不写谁反映的。", "blocked": "写明卡在哪里。",
    "text": "写上办了什么。", "answer": "写上答复。",
}  # fmt: skip


def words(text: str, field: str, most: int = TEXT_MOST, *, empty: bool = False) -> str:
    """Return a text without blanks around it; BadInput for an empty one or one that is too long."""
    found = (text or "").strip()
    if not found and not empty:
        raise BadInput(EMPTY.get(field, EMPTY["text"]), field=field)
    if len(found) > most:
        raise BadInput(f"这一栏最多写{most}个字，现在是{len(found)}个。", field=field)
    return found


def choice(value: str, choices: Any, field: str, what: str) -> str:
    """Return a code that is on its list; BadInput for another."""
    if value not in dict(choices):
        raise BadInput(f"{what}从列表里选一个。", field=field)
    return value


def step(turn: Turn, verb: str) -> None:
    """Refuse a step from where it does not lead on; move the order to where it leads."""
    states, end = law.MOVES[verb]
    if turn.row.state not in states:
        raise WrongState(f"这件工单现在是“{dict(law.STATES)[turn.row.state]}”，这一步现在不能办。")
    if end:
        turn.set(state=end)


def calendar_of(turn: Turn) -> Calendar:
    """The calendar of the order's region."""
    return book.calendar(turn.stamp, turn.by.region)


def local(turn: Turn, name: str) -> int:
    """A local number of days in force today."""
    return book.number(turn.stamp, turn.by.region, name, turn.on).whole


def limit(turn: Turn, category: str, urgency: str, outer: date | None = None) -> dict[str, Any]:
    """Return the columns of the day by which to answer, counted from today."""
    number = book.number(turn.stamp, turn.by.region, law.limit_name(category, urgency), turn.on)
    unit = UNITS.get(number.unit, "working")
    try:
        due = law.due_on(turn.on, number.whole, unit, calendar_of(turn), outer=outer)
    except BeyondCalendar:
        due = turn.on
    aim = turn.on if law.same_day_first(category) else None
    return {"days": number.whole, "unit": unit, "basis": number.basis, "aim_on": aim, "due_on": due}


def body(turn: Turn, pk: int | None, field: str = "department") -> Organisation:
    """Return a body of the region that is in force; BadInput for another."""
    found = Organisation.objects.filter(pk=pk or 0, region=turn.by.region, valid_to=None).first()
    if found is None:
        raise BadInput("从列表里选一个单位。", field=field)
    return found


def note(
    turn: Turn, what: str, text: str = "", *, to: int | None = None, shown: bool = False
) -> dict[str, Any]:
    """Write a line of the timeline; returns what the entry keeps beside the chain."""
    name = "" if turn.by.kind == "applicant" else turn.by.name
    turn.add(
        Step, order_id=turn.row.id, seq=turn.row.seq + 1, what=what, text=vault.lock(text), by_name=name, to_id=to, open=shown, at=turn.at,
    )  # fmt: skip
    return {"text": text} if text else {}


def attach(turn: Turn, bundle: UUID | None) -> dict[str, Any]:
    """Tie the files that were kept for this act to the order; returns what the entry keeps beside the chain: their digests.

    A bundle belongs to one act only: one whose files hang from an order already brings nothing more.
    """
    if bundle is None:
        return {}
    files = list(File.objects.filter(subject=bundle, region=turn.by.region, dropped_at=None).order_by("pk"))
    there = Attachment.objects.filter(order=turn.row.id).count()
    if there + len(files) > law.FILES_MOST:
        raise BadInput(f"一件最多附{law.FILES_MOST}份。", field="photos")
    if Attachment.objects.filter(file__in=[one.pk for one in files]).exists():
        raise WrongState("这几份已经交过了。")
    for one in files:
        turn.add(
            Attachment, order_id=turn.row.id, file_id=one.pk, by_caller=turn.by.kind == "applicant", at=turn.at
        )  # fmt: skip
    return {"files": [one.sm3 for one in files]} if files else {}


def tell(turn: Turn, template: str, **args: Any) -> None:
    """Ask for a notice to whoever called, if there is a way to reach them."""
    row = turn.row
    whom = {"account": str(row.account_id)} if row.account_id else {"phone": row.phone} if row.phone else {}
    if whom:
        facts = {"number": row.number, "code": f"{row.query_code[:4]}-{row.query_code[4:]}", **args}
        turn.errand("notice", f"notice:{template}:{row.id}:{row.seq + 1}", template=template, **whom, **facts)


def tell_platform(turn: Turn, what: str, *, text: str = "", due_on: str = "", outcome: str = "") -> None:
    """Ask for the city's platform to be told what became of its order."""
    row = turn.row
    if row.platform in platforms.found():
        turn.errand(
            "hotline", f"hotline:{row.id}:{row.seq + 1}", order=str(row.id), platform=row.platform, outer=row.outer_number, what=what,
            text=vault.lock(text), due_on=due_on, outcome=outcome,
        )  # fmt: skip


def answer_of(turn: Turn) -> dict[str, Any]:
    """Return what a caller needs to go on."""
    row = turn.row
    return {
        "number": row.number,
        "query_code": row.query_code,
        "state": row.state,
        "due_on": row.due_on.isoformat(),
    }
