"""One thing (一件事): which part follows which, what a refused part ends, how it ends as a whole, what may move its joint date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .days import Calendar
from .procedures import may_file_on_line as may_file_one
from .terms import NOTICE_DAYS

FILED, CORRECTING, GOING, DONE, CLOSED = "filed", "correcting", "going", "done", "closed"
STATES = (
    (FILED, "已收件"),
    (CORRECTING, "待补正"),
    (GOING, "办理中"),
    (DONE, "办完了"),
    (CLOSED, "已结束"),
)
UNDER_WAY = (FILED, CORRECTING, GOING)
ALL, SOME, NONE, WITHDRAWN = "all", "some", "none", "withdrawn"
OUTCOMES = ((ALL, "全部办成"), (SOME, "部分办成"), (NONE, "没有办成"), (WITHDRAWN, "撤回"))
WAITING, RUNNING, GRANTED, ENDED, DROPPED = "waiting", "running", "granted", "ended", "dropped"
PART_STATES = (
    (WAITING, "还没开始"),
    (RUNNING, "正在办"),
    (GRANTED, "办成了"),
    (ENDED, "没办成"),
    (DROPPED, "不再办"),
)
OVER = (GRANTED, ENDED, DROPPED)
SAY_DAYS = 3


def may_file_on_line(depths: Mapping[str, str | None]) -> str | None:
    """None if a thing may be filed on line, else the sentence that names the items that stop it; by item's name, how far it goes.

    Basis: 《行政许可法》第二十九条; 国发〔2024〕3号 (one application: it is not torn apart, it goes whole to one window).
    """
    stopping = [name for name, depth in depths.items() if may_file_one(depth)]
    if not stopping:
        return None
    named = "”“".join(stopping)
    return f"“{named}”只能到窗口办，整件事就到窗口一次交。打开清单，带上清单上的二维码去。"


@dataclass(frozen=True, slots=True)
class Part:
    """A part as the rules see it: its item, what it waits for, how it stands."""

    item: str
    after: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Onward:
    """What happens next: the parts that start, and those that end because of another one (item → that item)."""

    start: tuple[str, ...]
    drop: Mapping[str, str]


def onward(parts: Iterable[Part]) -> Onward:
    """Return which waiting parts start now and which can never start.

    A part starts when everything before it is granted; it ends with the reason when something before it has ended, was
    dropped, or ends itself by this; the rest goes on. Basis: domain.md 5.3 (一件事); issue 4.
    """
    known = {part.item: part for part in parts}
    gone = {part.item for part in known.values() if part.state in (ENDED, DROPPED)}
    drop: dict[str, str] = {}
    moved = True
    while moved:
        moved = False
        for part in known.values():
            if part.state != WAITING or part.item in drop:
                continue
            cause = next((one for one in part.after if one in gone or one in drop), None)
            if cause is not None:
                drop[part.item] = drop.get(cause, cause)
                moved = True
    start = tuple(
        part.item
        for part in known.values()
        if part.state == WAITING
        and part.item not in drop
        and all(known[one].state == GRANTED for one in part.after if one in known)
    )
    return Onward(start, drop)


def outcome(states: Iterable[str], *, withdrawn: bool = False) -> str:
    """Return how the whole ends once every part is over. Basis: domain.md 5.3 (partial refusal keeps the others)."""
    told = list(states)
    granted = sum(state == GRANTED for state in told)
    if granted == len(told) and told:
        return ALL
    if granted:
        return SOME
    return WITHDRAWN if withdrawn else NONE


def may_add(item: str, parts: Iterable[Part], before: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return None if `item` may still join, else the sentence why not; `before` says what each member waits for.

    Nothing that waits for it may have begun. Basis: issue 4 (a member may be added before decision if the graph allows).
    """
    for part in parts:
        if part.item == item and part.state != DROPPED:
            return "这一项已经在里面了。"
        if item in before.get(part.item, ()) and part.state not in (WAITING, DROPPED):
            return "排在它后面的事项已经开始办，不能再加进来。可以另外申请。"
    return None


def say_by(received_on: date, calendar: Calendar, days: int = SAY_DAYS) -> date:
    """Return the day by which each department says what is missing; silence then means that nothing is.

    It lies inside the notice clock of the earliest member (5 working days). Basis: 《行政许可法》第三十二条第一款第四项; issue 4.
    """
    return calendar.after(received_on, min(days, NOTICE_DAYS - 1))


# What may move the joint date that people were told: reason and its sentence. A department's delay is none.
MOVES = (
    ("accepted", "已受理，从受理之日算起"),
    ("stopped", "“{}”进入特别程序，这段时间不计入时限"),
    ("extended", "“{}”依法延期"),
    ("corrected", "“{}”补正以后重新起算"),
    ("added", "加办了“{}”"),
    ("fewer", "“{}”不再办理"),
    ("calendar", "放假安排有变，依法重算"),
    ("later", "“{}”的时限从前一项办成之日起算"),
)


def moved(reason: str, name: str = "") -> str:
    """Return the sentence why a joint date moved; KeyError for no reason of the table. Basis: issue 4 (moved by a rule only)."""
    return dict(MOVES)[reason].format(name)
