"""Review points: what a department looks at before it says yes or no, and the opinion put together from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Point:
    """One point: its key within the record, what must hold, and what to look at."""

    id: str
    text: str
    check: str = ""


def points_of(record: Mapping[str, Any]) -> tuple[Point, ...]:
    """The points of an item: those its record names, else one for each condition.

    Basis: 《行政许可法》 art. 34(1) (what was handed in is reviewed), art. 38(1) (conditions and standards).
    """
    named = [p for p in record.get("points") or () if p.get("name")]
    if named:
        return tuple(Point(f"p{n}", p["name"], p.get("check") or "") for n, p in enumerate(named))
    return tuple(Point(f"c{n}", text) for n, text in enumerate(record.get("conditions") or ()))


def refused(verdict: str, marks: Sequence[Mapping[str, Any]]) -> str | None:
    """None if the marks carry the verdict (pass or fail), else the sentence why not; without marks nothing is asked.

    Basis: 《行政许可法》 art. 38: a grant needs all conditions, a refusal its reasons.
    """
    if not marks:
        return None
    open_ = sum(mark.get("state") not in (YES, NO) for mark in marks)
    failed = [mark for mark in marks if mark.get("state") == NO]
    if open_:
        return f"还有{open_}条要点没看。看完再提意见。"
    if any(not str(mark.get("why") or "").strip() for mark in failed):
        return "不符合的要点要写明理由。"
    if verdict == "pass" and failed:
        return f"有{len(failed)}条要点不符合，不能建议准予。"
    if verdict == "fail" and not failed:
        return "要点都符合。建议不予的话，把不符合的那一条改成不符合，写明理由。"
    return None


def opinion(marks: Iterable[Mapping[str, Any]], legal_basis: Sequence[str] = ()) -> str:
    """The opinion that the marks say, for the applicant to read: what does not hold, why, under which clause.

    Basis: 《行政许可法》 art. 38(2) (reasons); ux.md 2.3 (prefilled from the points).
    """
    failed = [mark for mark in marks if mark.get("state") == NO]
    if not failed:
        return f"符合{legal_basis[0]}规定的条件，建议准予。" if legal_basis else "符合规定的条件，建议准予。"
    return "".join(_said(mark) for mark in failed) + "建议不予。"


def _said(mark: Mapping[str, Any]) -> str:
    why, clause = str(mark.get("why") or "").strip().rstrip("。"), str(mark.get("clause") or "").strip()
    told = f"：{why}" if why else ""
    return f"不符合“{mark.get('text', '')}”{told}{f'（{clause}）' if clause else ''}。"
