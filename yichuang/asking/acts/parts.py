"""What the verbs of a question share: beginning one, its day, what is said, who is told."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from yichuang.asking.models import Message
from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.citizens.models import Account
from yichuang.clock import book
from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.journal import acts
from yichuang.journal.acts import Turn
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.law import BeyondCalendar, terms
from yichuang.law import asking as law
from yichuang.people.models import Organisation, Post

TEXT_MOST, FILES_MOST = 1000, 5
UNITS = {"工作日": "working", "自然日": "natural"}
EMPTY = {
    "about": "写一句您要问什么。",
    "text": "写上要说的话。",
    "reason": "写明为什么转。",
    "caller": "写上怎么称呼来人。",
    "basis": "写明依据的文件和条款。",
}
LONG = {
    "about": "问题",
    "text": "内容",
    "reason": "理由",
    "caller": "称呼",
    "outside": "单位名称",
    "basis": "依据",
    "keywords": "别的说法",
}


def words(text: str, field: str, most: int = TEXT_MOST, *, empty: bool = False) -> str:
    """Return a text without blanks around it; BadInput for an empty one or one that is too long."""
    found = (text or "").strip()
    if not found and not empty:
        raise BadInput(EMPTY.get(field, EMPTY["text"]), field=field)
    if len(found) > most:
        raise BadInput(f"{LONG.get(field, '内容')}最多写{most}个字，现在是{len(found)}个。", field=field)
    return found


def begin(
    turn: Turn, *, subject: str, source: str, item: UUID | None, case: UUID | None, account: UUID | None, caller: str, phone: str,
    department: int | None,
) -> None:  # fmt: skip
    """Begin a thread: look at what it hangs from, give its number, its body, its owner and its day."""
    by = turn.by
    if source not in dict(law.SOURCES):
        raise BadInput("没有这种来源。", field="source")
    number = phone_of(phone)
    serial = acts.serial(turn, f"asking:{by.region}:{turn.on:%Y%m%d}")
    acts.require(turn, {})
    row_of_case = _case(turn, case, source)
    own_item = _item(by.region, item) if row_of_case is None else row_of_case.item
    if source == "callback" and not number and account is None:
        raise BadInput("要回电，请留一个手机号码或座机号码。", field="phone")
    if (
        account is not None
        and not Account.objects.filter(pk=account, region=by.region, closed_at=None).exists()
    ):
        raise NotThere("没有这个账户。")
    body = row_of_case.department if row_of_case else _body(turn, own_item, department)
    staff = by.person is not None
    turn.begin(
        number=f"ZX{turn.on:%Y%m%d}{serial:05d}", source=source, state=law.OPEN, item_id=own_item.pk if own_item else None,
        case_id=row_of_case.pk if row_of_case else None, account_id=account, caller=vault.lock(caller), phone=vault.lock(number),
        phone_index=vault.index(number), subject=vault.lock(subject), hall_id=by.hall, department_id=body.pk, post_id=None,
        first=by.person, owner=by.person if staff and row_of_case is None else None, asked_at=turn.at, said_at=turn.at, answered_at=None, closed_at=None,
        closed_how="", calls=0, messages_count=0, **_limit(turn, source),
    )  # fmt: skip


def phone_of(text: str) -> str:
    """Return a telephone number as it is kept; BadInput for what cannot be dialled."""
    found = "".join(c for c in (text or "") if c.isascii() and c.isdigit())
    if text.strip() and not 7 <= len(found) <= 12:
        raise BadInput("电话号码写7到12位数字，例如13800000000。", field="phone")
    return found


def _case(turn: Turn, case: UUID | None, source: str) -> Any:
    if (case is None) != (source != "case"):
        raise BadInput("办件留言要从办件里写。", field="case")
    if case is None:
        return None
    if not Case.objects.sees(turn.by, case):
        raise NotThere("没有这个办件，或者不归您看。")
    return Case.objects.select_related("item", "department").get(pk=case)


def _item(region: str, item: UUID | None) -> Any:
    if item is None:
        return None
    found = Item.objects.select_related("department").filter(pk=item, region=region).first()
    if found is None:
        raise NotThere("没有这个事项。")
    return found


def _body(turn: Turn, item: Any, department: int | None) -> Organisation:
    """Who answers: the body that was named, else the item's, else that of who took the question, else the centre."""
    bodies = Organisation.objects.filter(region=turn.by.region, valid_to=None)
    if department is not None:
        found = bodies.filter(pk=department).first()
        if found is None:
            raise BadInput("从列表里选一个部门。", field="department")
        return found
    if item is not None:
        return item.department  # type: ignore[no-any-return]
    own = bodies.filter(pk=turn.by.organisation).first() if turn.by.organisation else None
    centre = own or bodies.filter(kind="centre").order_by("pk").first()
    if centre is None:
        raise BadInput("选一个部门，由它来回答。", field="department")
    return centre


def post_of(turn: Turn, department: int | None, post: int | None) -> tuple[Organisation, Post | None]:
    """Return the body and post that a question is handed to; BadInput for one that is not there."""
    seat = None
    if post is not None:
        seat = (
            Post.objects.select_related("organisation")
            .filter(pk=post, region=turn.by.region, closed_on=None)
            .first()
        )
        if seat is None or department not in (None, seat.organisation_id):
            raise BadInput("从列表里选一个岗位。", field="post")
        return seat.organisation, seat
    found = Organisation.objects.filter(pk=department or 0, region=turn.by.region, valid_to=None).first()
    if found is None:
        raise BadInput("从列表里选一个部门。", field="department")
    return found, None


def limited(turn: Turn, source: str) -> dict[str, Any]:
    """Return the columns of a new day by which to answer, counted from today."""
    return {"state": law.OPEN, **_limit(turn, source)}


def _limit(turn: Turn, source: str) -> dict[str, Any]:
    number = book.number(turn.stamp, turn.by.region, law.limit_name(source), turn.on)
    unit = UNITS.get(number.unit, "working")
    return {
        "days": number.whole,
        "unit": unit,
        "basis": number.basis,
        "due_on": _due(turn, number.whole, unit),
    }


def due_day(turn: Turn, days: int, unit: str) -> date:
    """Return the day by which to answer, counted from today; `unit` as the local number says it."""
    return _due(turn, days, UNITS.get(unit, "working"))


def _due(turn: Turn, days: int, unit: str) -> date:
    calendar = book.calendar(turn.stamp, turn.by.region)
    try:
        return terms.due(turn.on, days, unit=unit, calendar=calendar).due_on
    except BeyondCalendar:
        return turn.on


def said(
    turn: Turn, kind: str, text: str, *, message: UUID | None = None, files: int = 0, side: str = ""
) -> dict[str, Any]:
    """Write a message of the thread; returns what the entry keeps beside the chain."""
    told = words(text, "text")
    if files > FILES_MOST:
        raise BadInput(f"一次最多附{FILES_MOST}份文件。", field="file")
    place = turn.row.messages_count + 1
    side = side or ("citizen" if kind in ("ask", "again") else "staff")
    name = "" if turn.by.kind == "applicant" else turn.by.name
    turn.add(
        Message, id=message or uuid7(), thread_id=turn.row.id, place=place, side=side, kind=kind, text=vault.lock(told),
        by_name=name, person=turn.by.person, files=files, at=turn.at,
    )  # fmt: skip
    turn.set(messages_count=place, said_at=turn.at)
    return {"text": told}


def still(turn: Turn, states: Collection[str]) -> None:
    """Refuse what can only be done while the thread is in one of these states."""
    if turn.row.state not in states:
        raise WrongState("这一件已经结束。还有要问的，另问一件。")


def tell(turn: Turn, template: str, **args: Any) -> None:
    """Ask for a notice to who asked, if there is a way to reach them."""
    row = turn.row
    whom = {"account": str(row.account_id)} if row.account_id else {"phone": row.phone} if row.phone else {}
    if row.case_id is not None:
        whom = {"case": str(row.case_id)}
    if whom:
        facts = {"number": row.number, "due": row.due_on.isoformat(), **args}
        turn.errand(
            "notice", f"notice:{template}:{row.id}:{row.messages_count}", template=template, **whom, **facts
        )


def answer_of(turn: Turn) -> dict[str, Any]:
    """Return what a caller needs to go on."""
    row = turn.row
    return {
        "number": row.number,
        "state": row.state,
        "due_on": row.due_on.isoformat(),
        "messages": row.messages_count,
    }
