"""Whether what was handed in is complete: what must be told, what stands in the way of acceptance."""

from collections.abc import Iterable
from dataclasses import dataclass

NECESSARY = "必要"
SETTLED = ("waived", "got", "gap", "committed", "na")


@dataclass(frozen=True, slots=True)
class Judged:
    """A material as the window judged it: its name, whether it is necessary, and its state (`MaterialState`)."""

    name: str
    required: str
    state: str


def unjudged(rows: Iterable[Judged]) -> tuple[str, ...]:
    """Return the names of materials nobody has judged yet.

    Basis: 《行政许可法》 art. 32(1)(4): everything must be told at once, so everything must be judged first.
    """
    return tuple(row.name for row in rows if row.state == "awaited")


def missing(rows: Iterable[Judged]) -> tuple[str, ...]:
    """Return the names of materials that stand in the way of acceptance.

    An optional material that is awaited does not; a faulty one does, because it was handed in and must be told.
    Basis: 《行政许可法》 art. 32(1)(5); domain.md 5.3.
    """
    return tuple(
        row.name
        for row in rows
        if row.state == "faulty" or (row.state == "awaited" and row.required == NECESSARY)
    )


def gap_refused(rows: Iterable[Judged], *, marked: bool, days: int | None) -> str | None:
    """Return why acceptance with a gap (容缺) is closed, or None.

    Main materials (主审要件: 必要) must be complete; the applicant must not be excluded; there must be room
    before the promised day. Basis: domain.md 1.5 (容缺受理; L), 嘉府办发〔2019〕17号 26.
    """
    main = [row.name for row in rows if row.state == "gap" and row.required == NECESSARY]
    if main:
        return f"“{'”“'.join(main)}”是主审要件，不能容缺。"
    if marked:
        return "申请人在失信名单里，修复前不能容缺受理。"
    if days is not None and days <= 0:
        return "这个事项的承诺时限太短，没有容缺补交的时间。"
    return None
