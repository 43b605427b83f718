"""The basis gate: each material, condition, step, stamp and intermediary names its clause and passes six tests, or goes.

Basis: 殷政办〔2021〕15号 三（二）2-3; domain.md 5.3.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalogue.records import Record

ELEMENTS = (
    ("material", "材料"),
    ("condition", "条件"),
    ("step", "环节"),
    ("stamp", "盖章"),
    ("intermediary", "中介"),
)
ELEMENT_WORDS = dict(ELEMENTS)
TESTS = (
    ("no_basis", "没有法律法规规章依据"),
    ("by_commitment", "可以由本人承诺代替"),
    ("covered", "别的材料已经包含"),
    ("online", "可以网上核验或部门之间核查"),
    ("unverifiable", "开具的单位没有能力核实"),
    ("vague", "说不清要什么"),
)
TEST_WORDS = dict(TESTS)
KEEP, CUT, DEBT = "keep", "cut", "debt"
VERDICTS = {KEEP: "保留", CUT: "取消", DEBT: "待补依据"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the gate: the element, its clause, its answers, the verdict and why it is owed or cut."""

    element: str
    name: str
    clause: str
    tests: Mapping[str, bool]
    verdict: str
    why: str
    standing: bool = True

    @property
    def element_word(self) -> str:
        """材料, 条件, 环节, 盖章 or 中介."""
        return ELEMENT_WORDS[self.element]

    @property
    def verdict_word(self) -> str:
        """保留, 取消 or 待补依据."""
        return VERDICTS[self.verdict]


def elements(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what must pass the gate in a record, once each, in record order."""
    return list(dict.fromkeys((kind, name[:200]) for kind, name in _elements(record) if name))


def _elements(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, part in (
        ("material", "materials"),
        ("condition", "conditions"),
        ("step", "route"),
        ("step", "special_procedures"),
    ):
        for one in record.get(part) or ():
            yield kind, one if isinstance(one, str) else one.get("name") or ""
    for one in record.get("bases") or ():
        if one["element"] in ("stamp", "intermediary"):
            yield one["element"], one["name"]


def verdict_of(clause: str, tests: Mapping[str, bool], verdict: str | None = None) -> tuple[str, str]:
    """Return the verdict that clause and tests carry, and why it is not 保留.

    Any test that catches the element cuts it; without a clause, or with a test unanswered, it is owed.
    """
    caught = [TEST_WORDS[name] for name, _ in TESTS if tests.get(name)]
    if caught:
        return CUT, "；".join(caught)
    if verdict == CUT:
        return CUT, "审核后取消"
    if not clause.strip():
        return DEBT, "没有写条款"
    open_tests = [word for name, word in TESTS if name not in tests]
    if open_tests:
        return DEBT, f"六项检验还有 {len(open_tests)} 项没有答"
    return KEEP, ""


def answers_in(record: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the answers that a record carries itself: in `bases`, and as `basis` of a material or special procedure."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, part in (("material", "materials"), ("step", "special_procedures")):
        for one in record.get(part) or ():
            if one.get("basis"):
                found[(kind, one["name"])] = {"clause": one["basis"][:300], "tests": {}, "verdict": None}
    for one in record.get("bases") or ():
        found[(one["element"], one["name"])] = {
            "clause": one.get("clause") or "", "tests": dict(one.get("tests") or {}), "verdict": one.get("verdict"),
        }  # fmt: skip
    return found


def lines(record: Mapping[str, Any], answered: Iterable[Mapping[str, Any]] = ()) -> list[Line]:
    """Return the gate of a record: every element with its verdict, then those cut that no longer stand in it.

    `answered` are the answers given in the office: element, name, clause, tests (a mapping), verdict.
    """
    known = answers_in(record)
    for one in answered:
        known[(one["element"], one["name"])] = {
            "clause": one["clause"],
            "tests": one["tests"],
            "verdict": one["verdict"],
        }
    standing = elements(record)
    made = [_line(*pair, known.get(pair), True) for pair in standing]
    gone = [pair for pair in known if pair not in set(standing)]
    return made + [_line(*pair, known[pair], False) for pair in gone]


def _line(element: str, name: str, answer: Mapping[str, Any] | None, standing: bool) -> Line:
    clause, tests = (answer["clause"], answer["tests"]) if answer else ("", {})
    verdict, why = verdict_of(clause, tests, answer["verdict"] if answer else None)
    if not standing and verdict != CUT:
        verdict, why = CUT, "清单里已经没有"
    return Line(element, name, clause, tests, verdict, why, standing)


def open_lines(found: Iterable[Line]) -> list[Line]:
    """Return the lines that are owed: standing without a clause, or judged cut and still standing."""
    return [one for one in found if one.standing and one.verdict != KEEP]


def blocking(found: Iterable[Line], before: Record | None) -> list[Line]:
    """Return what blocks 送审: elements that the version in force does not have, and anything judged cut that still stands.

    What was taken over from a published catalogue stays a debt and does not block.
    """
    old = set(elements(before)) if before else set()
    return [one for one in open_lines(found) if one.verdict == CUT or (one.element, one.name) not in old]
