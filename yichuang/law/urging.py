"""Urging (督办): the ladder, who may order which step, its clocks, and what follows when nobody signs or answers."""

from dataclasses import dataclass
from datetime import date

from .days import Calendar

URGE, SUPERVISE, CIRCULATE, TALK, MEND, ACCOUNT = (
    "urge",
    "supervise",
    "circulate",
    "talk",
    "mend",
    "account",
)
LEVELS = (
    (URGE, "催办"),
    (SUPERVISE, "督办"),
    (CIRCULATE, "通报"),
    (TALK, "约谈"),
    (MEND, "限期整改"),
    (ACCOUNT, "问责"),
)
ORDERED, SIGNED, HANDLED, ANSWERED, CHECKED, CLOSED = (
    "ordered",
    "signed",
    "handled",
    "answered",
    "checked",
    "closed",
)
STATES = (
    (ORDERED, "等签收"),
    (SIGNED, "已签收"),
    (HANDLED, "在办"),
    (ANSWERED, "已答复，等核查"),
    (CHECKED, "核查通过"),
    (CLOSED, "已办结"),
)
ENDINGS = (("done", "办结"), ("raised", "升级"), ("withdrawn", "撤销"))
WAITING = (ORDERED, SIGNED, HANDLED)
SIGN_LIMIT = "order_sign_days"
RETURNS_MOST = 2

_FOLLOWS = {URGE: SUPERVISE, SUPERVISE: CIRCULATE, CIRCULATE: TALK, TALK: MEND, MEND: ACCOUNT}
_ORDERED_BY = {
    URGE: ("supervisor", "government", "system"),
    SUPERVISE: ("supervisor", "government", "system"),
    CIRCULATE: ("supervisor", "government", "system"),
    TALK: ("supervisor", "government", "system"),
    MEND: ("supervisor", "government"),
    ACCOUNT: ("government",),
}
_MOVES = {
    "supervision.sign_order": ((ORDERED,), SIGNED),
    "supervision.take_in_hand": ((SIGNED,), HANDLED),
    "supervision.answer_order": ((SIGNED, HANDLED), ANSWERED),
    "supervision.send_order_back": ((ANSWERED,), SIGNED),
    "supervision.check_order": ((ANSWERED,), CHECKED),
    "supervision.close_order": ((CHECKED,), CLOSED),
    "supervision.raise_order": ((*WAITING, ANSWERED), CLOSED),
    "supervision.withdraw_order": ((*WAITING, ANSWERED, CHECKED), CLOSED),
}
_TITLES = {
    URGE: "催办单",
    SUPERVISE: "督办单",
    CIRCULATE: "通报",
    TALK: "约谈通知书",
    MEND: "限期整改通知书",
    ACCOUNT: "问责通知书",
}
_BASES = {
    URGE: "粤府办〔2016〕19号 二（五）2",
    SUPERVISE: "粤府办〔2016〕19号 二（五）2",
    CIRCULATE: "涵政办〔2019〕38号 五（四）",
    TALK: "殷政办〔2021〕15号 五（四）；巴府办发〔2017〕61号",
    MEND: "涵政办〔2019〕38号 五（四）",
    ACCOUNT: "涵政办〔2019〕38号 五（四）",
}
_LEVEL_WORDS, _STATE_WORDS = dict(LEVELS), dict(STATES)


@dataclass(frozen=True, slots=True)
class Raised:
    """What an order becomes: the next step, and the sentence that says why."""

    level: str
    why: str


def level_word(level: str) -> str:
    """Return the Chinese word of a step. Basis: domain.md 10.1 (催办、督办、通报、约谈、问责); 涵政办〔2019〕38号 (限期整改)."""
    return _LEVEL_WORDS[level]


def title(level: str) -> str:
    """Return the printed title of an order of this step. Basis: as `level_word`."""
    return _TITLES[level]


def basis(level: str) -> str:
    """Return the document on which an order of this step rests. Basis: as `may_order`."""
    return _BASES[level]


def answer_limit(level: str) -> str:
    """Return the local number that says within how many days an order of this step is answered.

    Basis: domain.md 10.1, 11.4 (five working days after a reminder without a report: written criticism); local rules.
    """
    return f"{level}_answer_days"


def may_order(level: str, post: str) -> str | None:
    """Return None if this post may order this step, else why not.

    The system orders what the clock alone brings; a talk, a mending and an accounting touch persons, so people decide the last two.
    Basis: 殷政办〔2021〕15号 五 (约谈 by the head of government); 涵政办〔2019〕38号 五 (通报、限期整改、问责); 巴府办发〔2017〕61号 (约谈).
    """
    if level not in _ORDERED_BY:
        return "没有这一级。可以选催办、督办、通报、约谈、限期整改、问责。"
    if post in _ORDERED_BY[level]:
        return None
    whose = "政府负责人" if level == ACCOUNT else "督查或政府负责人"
    return f"{level_word(level)}只能由{whose}下达。"


def lawful(act: str, state: str) -> str | None:
    """Return None if an act may start in this state of an order, else the sentence that says why not.

    Basis: domain.md 10.1 (order, sign for, handle, reply, check, close).
    """
    start, _ = _MOVES[act]
    if state in start:
        return None
    wanted = "、".join(_STATE_WORDS[one] for one in start)
    return f"这张督办单现在是“{_STATE_WORDS[state]}”，这一步只能在“{wanted}”时办。"


def state_after(act: str) -> str:
    """Return the state in which an act leaves an order. Basis: as `lawful`."""
    return _MOVES[act][1]


def overdue(state: str, sign_due_on: date, answer_due_on: date, today: date) -> str | None:
    """Return what was not done in time: "sign" or "answer"; None while there is time, or once it was answered.

    Basis: domain.md 10.1 (escalation on its own clock).
    """
    if state == ORDERED and today > sign_due_on:
        return "sign"
    return "answer" if state in WAITING and today > answer_due_on else None


def follows(
    level: str,
    state: str,
    *,
    sign_due_on: date,
    answer_due_on: date,
    returns: int = 0,
    today: date,
    calendar: Calendar,
) -> Raised | None:
    """Return the step that follows by itself on `today`, or None.

    Nobody signed in time, nobody answered in time, or the answer was sent back twice: the next step, on the first working
    day after. What only people may order never follows by itself. A last step has none behind it.
    Basis: domain.md 10.1 (催办, 督办, 通报, 约谈, 问责); 11.4 (reminder, then written criticism).
    """
    higher = _FOLLOWS.get(level)
    if higher is None or may_order(higher, "system") is not None or not calendar.is_workday(today):
        return None
    last = (
        calendar.next_workday(sign_due_on),
        calendar.next_workday(answer_due_on),
    )  # a day made free since is no day
    missed = overdue(state, *last, today)
    word = level_word(level)
    if missed == "sign":
        return Raised(higher, f"{word}到{_day(sign_due_on)}没有签收")
    if missed == "answer":
        return Raised(higher, f"{word}到{_day(answer_due_on)}没有答复")
    if state in WAITING and returns >= RETURNS_MOST:
        return Raised(higher, f"{word}的答复退回了{returns}次")
    return None


def next_for_people(level: str) -> str | None:
    """Return the step that a person may order next, or None after the last one. Basis: as `follows`."""
    return _FOLLOWS.get(level)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
