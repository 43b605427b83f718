"""Rating: voluntary, once per contact, five grades, no default; the rater's name is in no case's journal."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.citizens.models import Account
from yichuang.clock import book
from yichuang.ground import rows, vault
from yichuang.halls.models import Hall
from yichuang.journal import acts, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.journal.stamps import STAMP_SQL
from yichuang.law import ratings as law
from yichuang.law import things
from yichuang.ratings.models import Mending, Rater, Rating

WORDS_MOST = 500
WHOLE = "thing"
ON_SITE = (law.INTAKE,)
CONTACTS = {Case: (law.INTAKE, law.WHOLE_CASE), Thing: (law.INTAKE, WHOLE)}
REASONS = ("要求多交材料", "没有一次说清", "等得久", "系统难用", "态度不好", "其他")
CHANNELS = {"1": "电脑网页", "2": "手机", "3": "二维码", "4": "窗口评价器", "5": "大厅其他终端", "6": "短信"}
TOOK_IN = (
    "cases.accept",
    "cases.ask_once",
    "cases.not_accept",
    "cases.tell_not_required",
    "cases.decide_at_once",
)


@act("ratings.rate", on=Rating, creates=True)
def rate(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    grade: int,
    case: UUID | None = None,
    thing: UUID | None = None,
    reasons: Iterable[str] = (),
    words: str = "",
    channel: str = "3",
    contact: str = "",
    name: str = "",
    phone: str = "",
) -> dict[str, Any]:
    """One verdict on one contact is in, or on a whole thing (一件事); a bad one opens its mending and gets its days.

    `name` and `phone` are how the rater of a bad one wants to be called back; without them it is anonymous.
    """
    stars, given = _said(grade, reasons, words, channel)
    number = _phone(phone)
    if (case is None) == (thing is None):
        raise BadInput("评价一个办件，或者一个“一件事”。", field="case")
    model: type[Case] | type[Thing] = Thing if case is None else Case
    found, extra = rows.read(
        model, "t.id = %s", [rows.key(case or thing)], extra=(STAMP_SQL, rows.clock_sql())
    )
    if found is None or found.region != by.region:
        raise NotThere("没有这个办件。")
    _handled(found, whole=thing is not None and contact in ("", WHOLE))
    about = _about(found, model, contact)
    turn.recorded_at = rows.clock_value(extra[1])
    acts.see(turn, int(extra[0] or 0))
    acts.require(turn, {"own_case": _own(by, model, found.id)})
    bad = stars.bad
    known = "" if not bad else "account" if by.account else "phone" if number else ""
    place = _place(turn, model, found, about)
    turn.begin(
        case_id=case, thing_id=thing, contact=about, grade=grade, reasons=json.dumps(given if bad else [], ensure_ascii=False), words=words.strip(),
        channel=channel, rated_at=at, bad=bad, mend_due_on=None, known_by=known, **place,
    )  # fmt: skip
    if bad:
        _open(turn, name.strip()[:60], number)
    told = {
        "grade": grade,
        "reasons": given if bad else [],
        "channel": channel,
        "contact": about,
        "bad": bad,
        "known": known != "",
    }
    told |= {name: place[f"{name}_id"] for name in ("department", "hall", "window")}
    told["item"] = None if place["item_id"] is None else str(UUID(str(place["item_id"])))
    told["mend_due"] = turn.row.mend_due_on and turn.row.mend_due_on.isoformat()
    turn.enter("ratings.rate", told, private={"words": words.strip()})
    return {"grade": grade}


def _said(grade: int, reasons: Iterable[str], words: str, channel: str) -> tuple[law.Grade, list[str]]:
    if channel not in CHANNELS:
        raise BadInput("没有这个评价渠道。", field="channel")
    if len(words.strip()) > WORDS_MOST:
        raise BadInput(f"最多写{WORDS_MOST}个字，现在是{len(words.strip())}个。", field="words")
    try:
        stars = law.grade(grade)
    except ValueError as error:
        raise BadInput("请在五档里选一档。", field="grade") from error
    given = [reason for reason in reasons if reason]
    if unknown := [r for r in given if r not in REASONS]:
        raise BadInput(f"没有“{unknown[0][:20]}”这个选项。", field="reasons")
    return stars, given


def _phone(text: str) -> str:
    """Return the telephone number as it is kept; BadInput for what cannot be dialled."""
    found = "".join(c for c in text if c.isascii() and c.isdigit())
    if text.strip() and not 7 <= len(found) <= 12:
        raise BadInput("回访电话写7到12位数字，例如13800000000。", field="phone")
    return found


def _about(found: Any, model: type[Case] | type[Thing], contact: str) -> str:
    """Return which contact is rated: the one that is named, else the one that this state has."""
    about = contact or (law.contact_of(found.state) if model is Case else WHOLE)
    if about not in CONTACTS[model]:
        raise BadInput("没有这一次服务。", field="contact")
    if about == law.WHOLE_CASE and not found.outcome and law.contact_of(found.state) != about:
        raise WrongState("这一件还没有办完，先评收件这一次。")
    return about


def _handled(found: Any, *, whole: bool) -> None:
    """Refuse while there is nothing yet to say a verdict on."""
    if found.state in ("draft", "filed") and not found.round:
        raise WrongState("还没有办理，办理以后再评价。")
    if whole and found.state not in (things.DONE, things.CLOSED):
        raise WrongState("这件事还没有全部办完，办完以后再评价整件事。")


def _own(by: Actor, model: type[Case] | type[Thing], subject: UUID) -> bool:
    """Whether it is theirs: a citizen who is signed in rates their own, a code opens its own case and no other.

    Nobody of either kind is vouched for by the door: the window's device follows the window, a platform has its key.
    """
    if by.account is not None:
        own = replace(by, opened=None)
        seen: bool = model.objects.visible_to(own).filter(pk=subject).exists()
        return seen
    return by.opened in (None, subject)


def _place(turn: Turn, model: Any, found: Any, about: str) -> dict[str, Any]:
    """Where the contact was, and so who mends (谁办理谁负责): the hall's body for a window, else the department."""
    at_hall = about in ON_SITE and found.channel == "counter"
    department = found.department_id if model is Case else found.lead_id
    if at_hall:
        bodies = stamps.kept(turn.stamp, ("ratings.bodies", found.region), lambda: _bodies(found.region))
        department = bodies.get(found.hall_id, department)
    return {
        "item_id": found.item_id if model is Case else None,
        "hall_id": found.hall_id,
        "window_id": found.window_id,
        "department_id": department,
        "handled_by": _persons(model, found, about),
    }


def _bodies(region: str) -> dict[int, int]:
    return dict(Hall.objects.filter(region=region).values_list("pk", "organisation_id"))


def _persons(model: Any, found: Any, about: str) -> str:
    known = {found.received_by} - {None}
    if model is Case and about not in ON_SITE:
        known |= {int(one) for one in found.reviewers.split(",") if one} | ({found.decided_by} - {None})
    if not known and model is Case:
        known = set(
            Entry.objects.filter(subject=found.id, act__in=TOOK_IN)
            .exclude(by_person=None)
            .values_list("by_person", flat=True)
        )
    return f",{','.join(str(one) for one in sorted(known)[:20])}," if known else ""


def _open(turn: Turn, name: str, phone: str) -> None:
    """Open the mending of a bad rating; how to reach its rater stays locked beside it."""
    days = {key: due(turn, key) for key in ("mend_days", "rating_verify_days")}
    turn.set(state=law.VERIFY, mend_due_on=days["mend_days"], due_on=days["rating_verify_days"])
    turn.add(Mending, rating_id=turn.row.id, opened_at=turn.at, verify_due_on=days["rating_verify_days"])
    if turn.row.known_by:
        account = Account.objects.filter(pk=turn.by.account).first() if turn.by.account else None
        turn.add(
            Rater, rating_id=turn.row.id, account=vault.lock(str(account.pk) if account else ""),
            name=vault.lock(account.name if account else name), phone=account.phone if account and not phone else vault.lock(phone),
        )  # fmt: skip


def due(turn: Turn, name: str, since: date | None = None) -> date:
    """Return the last day of a local number of working days, counted from today."""
    region = turn.row.region
    days = book.number(turn.stamp, region, name, turn.on).whole
    return law.mend_due(since or turn.on, book.calendar(turn.stamp, region), days)
