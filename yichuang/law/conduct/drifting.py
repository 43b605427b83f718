"""What the drift radar (目录漂移雷达) calls a finding: how a published version and what desks really ask for came apart."""

from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 3
RETURNED, SPARED = 20, 50
KINDS = (
    ("condition", "清单外的条件"),
    ("beyond", "清单外的材料"),
    ("returned", "常被退补的材料"),
    ("waived", "列着、实际不用交的材料"),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A listed paper: in how many cases it applied, was told as missing or faulty, was not asked for in fact."""

    place: int
    name: str
    applied: int
    told: int
    waived: int
    required: str = "必要"


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which a version drifts: its kind, the paper or condition, in how many cases of how many, said in a sentence."""

    kind: str
    name: str
    place: int | None
    cases: int
    of: int
    says: str


def findings(cases: int, demands: Iterable[tuple[str, int, bool]], papers: Iterable[Paper]) -> list[Finding]:
    """What an editor should look at, gravest kind first: every demand beyond the list, papers that often come back or never come.

    Basis: 殷政办〔2021〕15号 三（二）; 嘉府办发〔2019〕17号 6 (the guide says what is really asked for). The shares are ours.
    """
    found = []
    for asks, count, condition in demands:
        what = "condition" if condition else "beyond"
        says = f"{cases}个件里有{count}个被要求“{asks}”，公布的清单里没有。要么停止这样要求，要么有依据地写进清单。"
        found.append(Finding(what, asks, None, count, cases, says))
    for paper in papers:
        if _often(paper.told, paper.applied, RETURNED):
            says = f"{paper.applied}个件要交“{paper.name}”，{paper.told}个告知补正时点到它。把怎么交、什么样才算对写清楚。"
            found.append(Finding("returned", paper.name, paper.place, paper.told, paper.applied, says))
        if _often(paper.waived, paper.applied, SPARED):
            says = f"清单列着“{paper.name}”，{paper.applied}个件里有{paper.waived}个实际没有要。能免的写明免交，或者移出清单。"
            found.append(Finding("waived", paper.name, paper.place, paper.waived, paper.applied, says))
    order = [kind for kind, _ in KINDS]
    return sorted(found, key=lambda one: (order.index(one.kind), -one.cases, one.name))


def _often(part: int, whole: int, percent: int) -> bool:
    return part >= LEAST and part * 100 >= whole * percent
