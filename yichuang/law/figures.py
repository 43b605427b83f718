"""Figures of the office (统计指标): from counted pairs to what is written down; small numbers, last places, appraisal sheets.

A figure is a pair of whole numbers, never a float: what was counted and out of what. It becomes text in one place.
This page stands alone: a copy of it goes out with the pack for outsiders.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FEW = 10
PLACES = 100
UNITS = {"percent": "%", "times": "次", "days": "天", "minutes": "分钟", "count": "个"}
SCALE = {"percent": 100, "minutes": 1}
QUARTERS_LAST = 2
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
QUARTER = re.compile(r"(20\d\d)Q([1-4])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an appraisal sheet: which indicator, how many points, at which value all of them and at which none."""

    key: str
    points: int
    full: str
    none: str


def value(part: int | None, whole: int | None, unit: str = "percent") -> str | None:
    """Return the figure with two decimals, half away from zero; None without a source or with nothing to divide by, never 0.

    Basis: domain.md 10.2; issue 5 (a figure without a source says so and is never 0).
    """
    if part is None or whole is None or (whole == 0 and unit != "count"):
        return None
    if unit == "count":
        return str(part)
    top, below = part * SCALE.get(unit, 1) * PLACES, whole
    rounded = (2 * abs(top) + abs(below)) // (2 * abs(below))
    text = f"{rounded // PLACES}.{rounded % PLACES:02d}"
    return f"-{text}" if rounded and (top < 0) != (below < 0) else text


def compression(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return what was cut and what it was cut from, of (before, after) days: the sum of the cuts by the sum before, not the mean of shares.

    Basis: domain.md 10.2 (承诺时限压缩比; 20→7, 20→5, 45→15 is 68.24 %, the mean of single shares would be 68.89 %).
    """
    known = list(pairs)
    return sum(before - after for before, after in known), sum(before for before, _ in known)


def few(whole: int | None) -> bool:
    """Tell whether so little stands behind a figure that the public must not see it. Basis: domain.md 10.2 (small numbers < 10)."""
    return whole is not None and 0 < whole < FEW


def hidden(rows: Mapping[str, int]) -> frozenset[str]:
    """Return whose figure the public must not see, by how many rows stand behind each.

    Where one alone would be hidden it could be told from the total, so the next smallest is hidden with it.
    Basis: domain.md 10.2 (small numbers < 10; no single person to be identified).
    """
    small = {who for who, count in rows.items() if few(count)}
    rest = sorted((count, who) for who, count in rows.items() if count and who not in small)
    if len(small) == 1 and rest and len(rows) > 1:
        small.add(rest[0][1])
    return frozenset(small)


def last(scores: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return who is last among those with a score; nobody where fewer than two have one or all have the same.

    Basis: 巴府办发〔2017〕61号 三（三）末位淘汰.
    """
    known = {who: _hundredths(text) for who, text in scores.items() if text is not None}
    if len(known) < 2 or len(set(known.values())) == 1:
        return ()
    least = min(known.values())
    return tuple(sorted(who for who, score in known.items() if score == least))


def talks(quarters: Sequence[Mapping[str, str | None]]) -> tuple[str, ...]:
    """Return who was last in the two latest quarters running: their head is talked to (约谈), the window's lead is changed.

    Basis: 巴府办发〔2017〕61号 三（三）: 连续两个季度排名末位; domain.md 10.1.
    """
    if len(quarters) < QUARTERS_LAST:
        return ()
    lasts = [set(last(one)) for one in quarters[-QUARTERS_LAST:]]
    return tuple(sorted(set.intersection(*lasts)))


def ranking(scores: Mapping[str, str | None]) -> list[tuple[int, str, str]]:
    """Return place, who and score, best first; the same score is the same place; who has none is not ranked.

    Basis: 国办发〔2019〕51号 (排名公布); domain.md 7.
    """
    known = sorted(
        ((who, text) for who, text in scores.items() if text is not None),
        key=lambda pair: (-_hundredths(pair[1]), pair[0]),
    )
    places: list[tuple[int, str, str]] = []
    for n, (who, text) in enumerate(known, 1):
        same = places and places[-1][2] == text
        places.append((places[-1][0] if same else n, who, text))
    return places


def points(line: Line, told: str | None) -> str | None:
    """Return the points of a line: none below `none`, all from `full` on, in proportion between; None where there is no figure.

    `full` below `none` is a figure where less is better. Basis: domain.md 10.1 (三查四率: weights and limits are local, L).
    """
    if told is None:
        return None
    got, full, nothing = (_hundredths(text) for text in (told, line.full, line.none))
    span = full - nothing
    if span == 0:
        return value(line.points if got >= full else 0, 1, "times")
    reached = max(0, min(abs(span), (got - nothing) if span > 0 else (nothing - got)))
    return value(line.points * reached, abs(span), "times")


def total(lines: Sequence[Line], told: Mapping[str, str | None]) -> tuple[str | None, int]:
    """Return the score out of 100 over the lines that have a figure, and how many points these lines are worth.

    A line without a figure neither gains nor costs. Basis: domain.md 7 (巴中 2021, 100 points), 10.1.
    """
    scored = [(line.points, points(line, told.get(line.key))) for line in lines]
    worth = sum(most for most, got in scored if got is not None)
    gained = sum(_hundredths(got) for _, got in scored if got is not None)
    return value(gained, worth * PLACES, "percent"), worth


def _hundredths(text: str) -> int:
    """A figure as a whole number of hundredths."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, part = digits.partition(".")
    return sign * (int(whole or "0") * PLACES + int(f"{part}00"[:2]))


def span(period: str) -> tuple[date, date]:
    """Return the first and the last day of a period, `2026-10` or `2026Q4`; ValueError for anything else.

    Basis: domain.md 10.1 (monthly and quarterly reports).
    """
    if found := MONTH.fullmatch(period):
        first = date(int(found[1]), int(found[2]), 1)
        length = 1
    elif found := QUARTER.fullmatch(period):
        first = date(int(found[1]), 3 * int(found[2]) - 2, 1)
        length = 3
    else:
        raise ValueError(f"“{period}”不是月份（2026-10）或者季度（2026Q4）")
    year, month = divmod(first.year * 12 + first.month - 1 + length, 12)
    return first, date(year, month + 1, 1) - timedelta(days=1)


def before(period: str) -> str:
    """Return the period of the same kind that came before. Basis: domain.md 10.1."""
    return holding(span(period)[0] - timedelta(days=1), quarter="Q" in period)


def holding(day: date, *, quarter: bool = False) -> str:
    """Return the month or quarter in which a day lies. Basis: domain.md 10.1."""
    return f"{day.year}Q{(day.month + 2) // 3}" if quarter else f"{day:%Y-%m}"
