"""好差评: five grades, two numberings that run against each other, channels, limits to mend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from . import BadInput
from .days import Calendar


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade: its stars are also its code on the 好差评 interface; GB/T 39046 A.8 counts the other way."""

    key: str
    name: str
    stars: int
    standard_code: int
    bad: bool

    @property
    def interface_code(self) -> int:
        """The code on the 好差评 interface (5 is best). Basis: domain.md 7, code trap."""
        return self.stars


GRADES = (
    Grade("very_satisfied", "非常满意", 5, 1, False),
    Grade("satisfied", "满意", 4, 2, False),
    Grade("fairly_satisfied", "基本满意", 3, 3, False),
    Grade("dissatisfied", "不满意", 2, 4, True),
    Grade("very_dissatisfied", "非常不满意", 1, 5, True),
)

CHANNELS = (
    (1, "电脑端"),
    (2, "移动端"),
    (3, "二维码"),
    (4, "大厅平板"),
    (5, "大厅其他终端"),
    (6, "短信"),
    (7, "系统默认"),
)
DEFAULT_CHANNEL = 7

# Local samples (L): place, working days to mend a bad rating.
MEND_LIMITS = (("德州", 5), ("四川、遂宁", 15))
MEND_DAYS = 15
ASPECTS_ONLINE = ("办事效率", "办事指南精确度", "办事便捷度", "平台操作性")
ASPECTS_ON_SITE = ("服务效率", "服务水平", "服务态度")


def grade(stars: int) -> Grade:
    """The grade with so many stars. BadInput outside 1-5. Basis: 国办发〔2019〕51号; domain.md 7."""
    return _find("stars", stars)


def by_standard_code(code: int) -> Grade:
    """The grade numbered so in GB/T 39046 A.8, where 1 is best. Basis: GB/T 39046-2020 A.8."""
    return _find("standard_code", code)


def mend_due(rated_on: date, calendar: Calendar, days: int = MEND_DAYS) -> date:
    """The last day to mend what a bad rating complained of, in working days.

    Basis: 国办发〔2019〕51号; domain.md 7 (limits are local), 3 (example 37).
    """
    return calendar.after(rated_on, days)


def _find(field: str, number: int) -> Grade:
    for row in GRADES:
        if type(number) is int and getattr(row, field) == number:
            return row
    raise BadInput("评价等级要是 1 至 5 的整数")


# Mending a bad rating (差评整改): the steps in their order, and how a verification ends.
VERIFY, CALL, MEND, ANSWER, PUBLISH = "verify", "call", "mend", "answer", "publish"
PUBLISHED, EXCLUDED = "published", "excluded"
MENDING_STATES = (
    (VERIFY, "待核实"),
    (CALL, "待回访"),
    (MEND, "待整改"),
    (ANSWER, "待答复"),
    (PUBLISH, "待公开"),
    (PUBLISHED, "已公开"),
    (EXCLUDED, "不采用"),
)
UNENDED = (VERIFY, CALL, MEND, ANSWER, PUBLISH)
CLEAR, COMPLEX, GROUNDLESS = "clear", "complex", "groundless"
VERDICTS = ((CLEAR, "属实，马上改"), (COMPLEX, "属实，情况复杂，限期改"), (GROUNDLESS, "没有依据，作出说明"))
EXCLUSIONS = (("mistaken", "误评"), ("malicious", "恶意差评"))
APPEALS = (("asked", "已申诉"), ("upheld", "申诉成立"), ("rejected", "维持评价"))
CALLS_MOST = 3
FEW = 10
HUNDRED, CENT = Decimal(100), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Mended:
    """What is done about a bad rating: how it was verified, whether it can be and was called back, and so on."""

    verdict: str = ""
    can_call: bool = False
    called: bool = False
    mended: bool = False
    answered: bool = False
    published: bool = False


def step(done: Mended) -> str:
    """The step that comes next: verify, call back, mend, answer the rater, publish; a groundless one is not mended.

    Basis: 国办发〔2019〕51号 (差评核实、整改、回访、反馈、公开); domain.md 7 (谁办理谁负责).
    """
    if not done.verdict:
        return VERIFY
    if done.can_call and not done.called:
        return CALL
    if done.verdict != GROUNDLESS and not done.mended:
        return MEND
    if not done.answered:
        return ANSWER
    return PUBLISHED if done.published else PUBLISH


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted in a period: active ratings by stars (1 to 5), and what became of the bad ones.

    `grades` leaves out the defaults of channel 7 and what was excluded as mistaken or malicious.
    """

    grades: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    defaults: int = 0
    excluded: int = 0
    rateable: int = 0
    verified: int = 0
    mended: int = 0
    in_time: int = 0
    real_name: int = 0
    visited: int = 0
    places: int = 0
    covered: int = 0

    @property
    def active(self) -> int:
        """Active, valid ratings: n of every formula."""
        return sum(self.grades)

    @property
    def bad(self) -> int:
        """Bad ones among them."""
        return self.grades[0] + self.grades[1]

    @property
    def few(self) -> bool:
        """Whether there are too few to be compared or shown to the public."""
        return self.active < FEW


INDICATORS = (
    ("good", "好评率", "（非常满意+满意+基本满意）÷有效主动评价"),
    ("bad", "差评率", "（不满意+非常不满意）÷有效主动评价"),
    ("score", "满意度", "各评价星数之和÷（5×有效主动评价）"),
    ("active", "主动评价率", "有效主动评价÷可以评价的办结件"),
    ("mended", "差评整改率", "已整改÷核实属实的差评"),
    ("in_time", "按期整改率", "按期整改÷核实属实的差评"),
    ("visited", "回访率", "已回访÷实名差评"),
    ("covered", "覆盖率", "有评价渠道的÷全部"),
)


def indicators(counts: Counts) -> dict[str, Decimal | None]:
    """The eight indicators in per cent, rounded half up to two decimals; None where there is nothing to divide by.

    Basis: GB/T 39734-2020 annex B; domain.md 7 (formulas and worked figures).
    """
    n, one, two, three, four, five = counts.active, *counts.grades
    return {
        "good": _percent(three + four + five, n),
        "bad": _percent(counts.bad, n),
        "score": _percent(one + 2 * two + 3 * three + 4 * four + 5 * five, 5 * n),
        "active": _percent(n, counts.rateable),
        "mended": _percent(counts.mended, counts.verified),
        "in_time": _percent(counts.in_time, counts.verified),
        "visited": _percent(counts.visited, counts.real_name),
        "covered": _percent(counts.covered, counts.places),
    }


INTAKE, WHOLE_CASE = "intake", "case"
DECIDED_STATES = ("decided", "ready", "delivered", "closed")


def contact_of(state: str) -> str:
    """Which contact of a case is rated in this state: the intake, or the whole case once it is decided or over.

    So whoever is asked on the device, by the code on paper and on line says one verdict on one service.
    Basis: GB/T 39734-2020 (一次一评、一事一评); domain.md 7.
    """
    return WHOLE_CASE if state in DECIDED_STATES else INTAKE


def public(actives: Sequence[int]) -> tuple[bool, ...]:
    """Which lines of a table may be shown to the public, by how many rated each: few stay hidden, and never one alone.

    One hidden line could be found by taking the shown ones from the sum, so the least of the shown is hidden with it.
    Basis: 《个人信息保护法》 art. 73(4) (what cannot be traced to a person); domain.md 7.
    """
    shown = [active >= FEW for active in actives]
    if shown.count(False) == 1 and any(shown):
        shown[min((active, place) for place, active in enumerate(actives) if shown[place])[1]] = False
    return tuple(shown)


def counted(channel: int, excluded: str) -> bool:
    """Whether a rating is a citizen's opinion: neither a default of channel 7 nor excluded as mistaken or malicious.

    Basis: 国办发〔2019〕51号; domain.md 7 (defaults stay out of every satisfaction figure).
    """
    return channel != DEFAULT_CHANNEL and not excluded


def _percent(part: int, whole: int) -> Decimal | None:
    return (HUNDRED * part / whole).quantize(CENT, ROUND_HALF_UP) if whole else None
