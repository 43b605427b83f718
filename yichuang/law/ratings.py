"""好差评: five grades, two numberings that run against each other, channels, limits to mend."""

from dataclasses import dataclass
from datetime import date

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
