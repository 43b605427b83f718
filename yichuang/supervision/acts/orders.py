"""The verbs of an order: given, signed for, taken in hand, answered, sent back or checked, closed; raised when nobody acts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases import papers
from yichuang.cases.acts.sessions import keep_html
from yichuang.cases.models import Case
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.halls.models import Hall
from yichuang.journal import acts
from yichuang.journal.actor import Actor, system
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.refusals import BadInput, NotThere, NotYours, WrongState
from yichuang.law import urging as law
from yichuang.law.numbers import zh_date
from yichuang.people.models import Organisation
from yichuang.supervision import urging
from yichuang.supervision.models import Card
from yichuang.supervision.orders import ABOUT, Order, OrderCase, OrderPaper

WORDS_LEAST, WHY_MOST, ANSWER_MOST, CASES_MOST = 5, 500, 1000, 50


@act("supervision.order", on=Order, creates=True)
def order(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    level: str,
    why: str,
    card: UUID | None = None,
    cases: Iterable[UUID] = (),
    of: UUID | None = None,
    about: str = "",
    to: int | None = None,
    before: UUID | None = None,
) -> dict[str, Any]:
    """The order is given: numbered, to one body, about a card, a case, several cases or a complaint, with its two days.

    `of` is the complaint or whatever else has an id. `before` is the lower step that it follows: what that was about, this one is about.
    """
    acts.require(turn, {"own_region": True})
    if no := law.may_order(level, by.kind):
        raise NotYours(no, rule="level")
    said = _words(why, "why", WHY_MOST)
    serial = acts.serial(
        turn, f"order:{by.region}:{turn.on:%Y}"
    )  # from here to the end whoever orders next waits
    lower = _find(Order, before, by) if before else None
    matter = _of_lower(lower) if lower else _matter(by, card, list(cases), of, about, to)
    _once(matter, lower)
    sign_on, answer_on = urging.days_of(turn.stamp, by.region, level, turn.on)
    single = matter["cases"][0].pk if len(matter["cases"]) == 1 else None
    turn.begin(
        number=f"督办〔{turn.on.year}〕{serial}号", level=level, state=law.ORDERED, to_id=matter["to"].pk, hall_id=matter["hall"],
        about=matter["about"], case_id=single, card_id=matter["card"].pk if matter["card"] else None, subject=matter["subject"],
        before_id=lower.pk if lower else None, why=said, ordered_by=by.person, ordered_name=by.name, ordered_at=at, sign_due_on=sign_on,
        answer_due_on=answer_on, returns=0, answer="", check_why="", closed_how="", closed_why="", **_NOBODY,
    )  # fmt: skip
    for case in matter["cases"]:
        turn.add(OrderCase, order_id=turn.row.id, case_id=case.pk)
    _paper(turn, matter, lower)
    turn.enter(
        "supervision.order",
        {"number": turn.row.number, "level": level, "to": turn.row.to_id, "hall": turn.row.hall_id, "about": matter["about"], "why": said,
         "cases": [str(case.pk) for case in matter["cases"]], "card": turn.row.card_id and str(turn.row.card_id),
         "subject": matter["subject"] and str(matter["subject"]), "before": lower and str(lower.pk), "sign_due_on": sign_on.isoformat(),
         "answer_due_on": answer_on.isoformat(), "papers": turn.scratch["orderpapers"]},
    )  # fmt: skip
    _tell(turn, "order_given", matter["to"], sign=zh_date(sign_on), answer=zh_date(answer_on))
    return {"number": turn.row.number, "level": level, "before": str(lower.pk) if lower else ""}


_NOBODY: dict[str, Any] = dict.fromkeys(
    ("signed_by", "signed_at", "handled_by", "handled_at", "answered_by", "answered_at", "checked_by", "checked_at", "closed_by", "closed_at")
) | dict.fromkeys(("signed_name", "handled_name", "answered_name", "checked_name"), "")  # fmt: skip


@act("supervision.sign_order", on=Order)
def sign_order(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The body has signed for the order: it knows of it and answers by its day."""
    _move(turn)
    turn.set(signed_by=by.person, signed_name=by.name, signed_at=at)
    return _done(turn, {"late": turn.on > turn.row.sign_due_on})


@act("supervision.take_in_hand", on=Order)
def take_in_hand(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Somebody of the body has taken the matter in hand and answers for it by name."""
    _move(turn)
    turn.set(handled_by=by.person, handled_name=by.name, handled_at=at)
    return _done(turn)


@act("supervision.answer_order", on=Order)
def answer_order(turn: Turn, *, by: Actor, at: datetime, text: str) -> dict[str, Any]:
    """The body has said what it did; the order waits to be checked."""
    said = _words(text, "text", ANSWER_MOST)
    _move(turn)
    turn.set(answer=said, answered_by=by.person, answered_name=by.name, answered_at=at)
    return _done(turn, {"text": said, "late": turn.on > turn.row.answer_due_on})


@act("supervision.send_order_back", on=Order)
def send_order_back(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The answer will not do: the body answers again, by a new day, with the reason before it."""
    said = _words(why, "why", WHY_MOST)
    _move(turn)
    _, answer_on = urging.days_of(turn.stamp, turn.row.region, turn.row.level, turn.on)
    turn.set(check_why=said, returns=turn.row.returns + 1, answer_due_on=answer_on, **_checked(turn))
    done = _done(turn, {"why": said, "returns": turn.row.returns, "answer_due_on": answer_on.isoformat()})
    _tell(turn, "order_back", _body(turn), answer=zh_date(answer_on))
    return done


@act("supervision.check_order", on=Order)
def check_order(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """Somebody who is not of that body has checked that what the answer says is so."""
    said = _words(why, "why", WHY_MOST)
    _move(turn)
    turn.set(check_why=said, **_checked(turn))
    return _done(turn, {"why": said})


@act("supervision.close_order", on=Order)
def close_order(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The order is done with."""
    _move(turn)
    _end(turn, "done", "")
    return _done(turn)


@act("supervision.raise_order", on=Order)
def raise_order(turn: Turn, *, by: Actor, at: datetime, level: str, why: str) -> dict[str, Any]:
    """The next step follows: this order ends, the higher one names it. By itself, or because a person says so."""
    said = _words(why, "why", WHY_MOST)
    if level != law.next_for_people(turn.row.level):
        higher = law.next_for_people(turn.row.level)
        raise BadInput(
            f"下一级是{law.level_word(higher)}。" if higher else "已经是最后一级，不能再升级。", field="level"
        )
    _move(turn)
    _end(turn, "raised", said)
    made = order(
        by=turn.by if turn.by.person else _night(turn), at=at, level=level, why=said, before=turn.row.id
    )
    turn.enter(turn.act, {"level": level, "why": said, "order": made["id"], "number": made["number"]})
    return {"state": turn.row.state, "order": made["id"], "number": made["number"], "level": level}


@act("supervision.redate_order", on=Order, beside={})
def redate_order(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The calendar moved: an order that waits is signed for and answered by days counted anew, and both are on record."""
    row = turn.row
    if row.state not in law.WAITING:
        raise WrongState("这张督办单已经答复，日子不再变。")
    sign_on, answer_on = urging.days_of(turn.stamp, row.region, row.level, day_of(row.ordered_at))
    if row.returns and row.checked_at is not None:
        answer_on = urging.days_of(turn.stamp, row.region, row.level, day_of(row.checked_at))[1]
    before = {"sign_due_on": row.sign_due_on, "answer_due_on": row.answer_due_on}
    after = {"sign_due_on": sign_on, "answer_due_on": answer_on}
    if row.state != law.ORDERED:
        after["sign_due_on"] = row.sign_due_on
    if after == before:
        raise WrongState("这张督办单的日子没有变。")
    turn.set(**after)
    told = {name: day.isoformat() for name, day in after.items()}
    turn.enter("supervision.redate_order", {"why": why[:200], "before": {name: day.isoformat() for name, day in before.items()}, **told})  # fmt: skip
    return told


@act("supervision.withdraw_order", on=Order)
def withdraw_order(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The order is taken back with the reason: its ground is gone."""
    said = _words(why, "why", WHY_MOST)
    _move(turn)
    _end(turn, "withdrawn", said)
    done = _done(turn, {"why": said})
    _tell(turn, "order_gone", _body(turn))
    return done


@working_paper("supervision.freeze_orders")
def freeze_orders(sheets: Sequence[tuple[UUID, str, str]], *, by: Actor | None, at: datetime) -> None:
    """The sheets of given orders are kept as they were printed: (id, HTML, template); one frozen before stays."""
    keep_html(OrderPaper, sheets)


def _matter(
    by: Actor, card: UUID | None, cases: list[UUID], subject: UUID | None, about: str, to: int | None
) -> dict[str, Any]:
    """Return what the order is about and to whom it goes: the body of the card, or of the cases, or the one named."""
    found = _find(Card, card, by) if card else None
    ids = dict.fromkeys([found.case_id] if found is not None and found.case_id else cases)
    if len(ids) > CASES_MOST:
        raise BadInput(f"一张督办单最多写{CASES_MOST}件办件。", field="cases")
    those = list(Case.objects.visible_to(by).filter(pk__in=ids).select_related("item").order_by("pk"))
    if len(those) != len(ids):
        raise NotThere("没有这个办件，或者不归您看。")
    word = "card" if found else "case" if len(those) == 1 else "cases" if those else about
    if word not in dict(ABOUT) or not (found or those or (subject and to) or (word == "rank" and to)):
        raise BadInput("写明为了什么：一张牌、办件，或者一件投诉。", field="about")
    hall = found.hall_id if found else None
    body = _to(by, found, those, to)
    return {"about": word, "card": found, "cases": those, "subject": subject, "to": body, "hall": hall}


def _to(by: Actor, card: Card | None, cases: list[Case], to: int | None) -> Organisation:
    if card is not None and card.hall_id is not None:
        to = Hall.objects.values_list("organisation", flat=True).get(pk=card.hall_id)
    elif card is not None and card.department_id is not None:
        to = card.department_id
    elif to is None:
        bodies = {case.department_id for case in cases}
        if len(bodies) != 1:
            raise BadInput("这些办件不归同一个部门。一个部门一张督办单。", field="cases")
        to = bodies.pop()
    body = Organisation.objects.filter(pk=to, region=by.region, valid_to=None).first()
    if body is None:
        raise BadInput("没有这个部门。从列表里选一个。", field="to")
    return body


def _of_lower(lower: Order) -> dict[str, Any]:
    those = list(Case.objects.filter(urged__order=lower).select_related("item").order_by("pk"))
    return {
        "about": lower.about, "card": lower.card, "cases": those, "subject": lower.subject, "to": lower.to, "hall": lower.hall_id,
    }  # fmt: skip


def _once(matter: dict[str, Any], lower: Order | None) -> None:
    """Refuse a second open order about the same card, the same single case or the same complaint, to the same body."""
    same = Order.objects.open().filter(to=matter["to"])
    if matter["card"]:
        same = same.filter(card=matter["card"])
    elif matter["about"] == "case":
        same = same.filter(case=matter["cases"][0])
    elif matter["subject"]:
        same = same.filter(subject=matter["subject"])
    else:
        return
    open_ = same.exclude(pk=lower.pk).first() if lower else same.first()
    if open_ is not None:
        raise WrongState(
            f"已经有{open_.number}（{open_.get_level_display()}）在办，不重复下。", order=str(open_.pk)
        )


def _find(model: type[Card] | type[Order], pk: UUID, by: Actor) -> Any:
    row = model.objects.visible_to(by).filter(pk=pk).first()
    if row is None:
        raise NotThere("没有这张牌或者督办单，或者不归您看。")
    return row


def _paper(turn: Turn, matter: dict[str, Any], lower: Order | None) -> None:
    row, card = turn.row, matter["card"]
    content = {
        "kind": row.level, "title": law.title(row.level), "number": row.number, "region": row.region, "order": str(row.id),
        "level": row.level, "to": matter["to"].name, "hall": matter["hall"], "about": row.about, "why": row.why,
        "matters": urging.matters_of(matter["cases"]), "subject": str(matter["subject"] or ""),
        "card": {"rule": card.rule, "level": card.level, "on": card.on.isoformat(), "hop": card.hop} if card else None,
        "before": {"number": lower.number, "level": lower.level} if lower else None, "sign_due_on": row.sign_due_on.isoformat(),
        "answer_due_on": row.answer_due_on.isoformat(), "made_on": turn.on.isoformat(), "made_by": turn.by.name,
        "organisation": turn.by.organisation, "basis": law.basis(row.level),
    }  # fmt: skip
    papers.put(turn, OrderPaper, content, "orderpaper", "freeze_order", order_id=row.id)


def _move(turn: Turn) -> None:
    if no := law.lawful(turn.act, turn.row.state):
        raise WrongState(no, state=turn.row.state)
    turn.set(state=law.state_after(turn.act))


def _end(turn: Turn, how: str, why: str) -> None:
    turn.set(closed_by=turn.by.person, closed_at=turn.at, closed_how=how, closed_why=why)


def _checked(turn: Turn) -> dict[str, Any]:
    return {"checked_by": turn.by.person, "checked_name": turn.by.name, "checked_at": turn.at}


def _done(turn: Turn, said: dict[str, Any] | None = None) -> dict[str, Any]:
    turn.enter(turn.act, said)
    return {"state": turn.row.state}


def _body(turn: Turn) -> Organisation:
    return Organisation.objects.get(pk=turn.row.to_id)


def _tell(turn: Turn, template: str, body: Organisation, **said: Any) -> None:
    """Tell the body's office by the channel of its telephone; without one it stands in the list of its head all the same."""
    if body.phone:
        turn.errand(
            "notice", f"notice:{turn.row.id}:{turn.row.seq + len(turn.entries)}:{template}", template=template,
            phone=vault.lock(body.phone), number=turn.row.number, word=law.level_word(turn.row.level), **said,
        )  # fmt: skip


def _night(turn: Turn) -> Actor:
    return system(turn.row.region)


def _words(text: str, field: str, most: int) -> str:
    said = text.strip()
    if len(said) < WORDS_LEAST:
        raise BadInput(f"写{WORDS_LEAST}个字以上。", field=field)
    if len(said) > most:
        raise BadInput(f"最多写{most}个字，现在是{len(said)}个。", field=field)
    return said
