"""Appraisal (考核): sheets as data, a department's points in a closed period, ranking, who is talked to after two quarters."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yichuang.figures.models import Mark, Period, Scheme
from yichuang.figures.registry import BY_KEY
from yichuang.law import figures
from yichuang.law.figures import Line

SCHEMES = Path(__file__).parent / "schemes"


@dataclass(frozen=True, slots=True)
class Scored:
    """A department on a sheet: its score out of 100 over what has a figure, how many points that covers, line by line."""

    department: str
    score: str | None
    worth: int
    lines: tuple[tuple[str, int, str | None, str | None], ...]


def packaged() -> dict[str, dict[str, Any]]:
    """Return the sheets that come with the house, by key."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(SCHEMES.glob("*.json"))]
    return {one["key"]: one for one in found}


def schemes(region: str) -> dict[str, dict[str, Any]]:
    """Return the sheets in force by key: the region's own where it has set one, else the packaged."""
    own = {
        one.key: {"key": one.key, "name": one.name, "basis": one.basis, "lines": one.rows()}
        for one in Scheme.objects.filter(region=region)
    }
    return packaged() | own


def line_name(line: Mapping[str, Any]) -> str:
    """Return what a line is called."""
    return str(line.get("name") or BY_KEY[line["key"]].name)


def scored(scheme: Mapping[str, Any], content: Mapping[str, Any], region: str) -> list[Scored]:
    """Return every department's score on a sheet in a period, best first."""
    hand: dict[str, dict[str, str]] = {}
    marks = Mark.objects.filter(scheme__region=region, scheme__key=scheme["key"], period=content["period"])
    for mark in marks.select_related("department"):
        hand.setdefault(mark.department.name, {})[mark.line] = mark.points
    rows = {who: None for cuts in content["indicators"].values() for who in cuts.get("department", {})}
    made = [_of(scheme, content, who, hand.get(who, {})) for who in rows]
    known = {one.department: one.score for one in made}
    order = {who: n for n, (_, who, _) in enumerate(figures.ranking(known))}
    return sorted(made, key=lambda one: (order.get(one.department, len(order)), one.department))


def _of(scheme: Mapping[str, Any], content: Mapping[str, Any], who: str, hand: Mapping[str, str]) -> Scored:
    lines, told = [], {}
    for row in scheme["lines"]:
        key = row["key"]
        if row.get("hand"):
            lines.append(Line(key, row["points"], f"{row['points']}.00", "0.00"))
            told[key] = hand.get(key)
        else:
            lines.append(Line(key, row["points"], row["full"], row["none"]))
            told[key] = (content["indicators"].get(key, {}).get("department", {}).get(who) or [None])[-1]
    score, worth = figures.total(lines, told)
    each = tuple((line.key, line.points, told[line.key], figures.points(line, told[line.key])) for line in lines)  # fmt: skip
    return Scored(who, score, worth, each)


def ranked(scheme: Mapping[str, Any], content: Mapping[str, Any], region: str) -> list[tuple[int, str, str]]:
    """Return place, department, score."""
    return figures.ranking({one.department: one.score for one in scored(scheme, content, region)})


def talked_to(scheme: Mapping[str, Any], region: str, quarter: str) -> tuple[str, ...]:
    """Return who was last in this closed quarter and in the one before: their head is talked to."""
    wanted = (figures.before(quarter), quarter) if "Q" in quarter else ()
    found = {one.name: one for one in Period.objects.filter(region=region, name__in=wanted)}
    if len(found) < figures.QUARTERS_LAST:
        return ()
    scores = [
        {one.department: one.score for one in scored(scheme, found[name].figures(), region)}
        for name in wanted
    ]
    return figures.talks(scores)
