"""All packaged bundles, run: every member and every alternative stands in some run and comes to its result."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from tests.town import CHEN_ID, MONDAY, Town, build, bundle_records, records
from yichuang.bundles import acts, followers
from yichuang.bundles.models import Letter, Part, Thing
from yichuang.bundles.tests.scenes import done, drained, states, whole
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.journal.refusals import WrongState
from yichuang.journal.verify import verify
from yichuang.law import bundles, plans, procedures
from yichuang.materials.models import Material

CHECKED = {"document": True, "person": True, "result": True}
Way = tuple[dict[str, str], dict[str, str], tuple[str, ...]]


def choices(record: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Every way to choose: nothing, or one alternative of each group."""
    groups: dict[str, list[str | None]] = {}
    for one in plans.members(record):
        if one.group:
            groups.setdefault(one.group, [None]).append(one.item)
    for picked in product(*groups.values()):
        yield {group: item for group, item in zip(groups, picked, strict=True) if item}


def ways(record: dict[str, Any]) -> Iterator[Way]:
    """Every answer path with every choice; and each optional member left out once."""
    for answers in bundles.paths(record):
        for choose in choices(record):
            yield answers, choose, ()
        for one in plans.members(record):
            if not one.required:
                yield answers, {}, (one.item,)


def covering(record: dict[str, Any]) -> list[Way]:
    """As few ways as let every member stand, and every edge of the graph, at least once."""
    found = []
    for way in ways(record):
        answers, choose, skip = way
        standing = plans.standing(record, answers, choose=choose, skip=skip)
        edges = {(one.item, before) for one in standing.members for before in (*one.after, "")}
        found.append((way, edges))
    left = set().union(*(edges for _, edges in found))
    chosen: list[Way] = []
    while left:
        way, edges = max(found, key=lambda one: len(one[1] & left))
        chosen.append(way)
        left -= edges
    return chosen


def stopped(record: dict[str, Any], way: Way) -> bool:
    """Whether some member that stands may only be filed at the window."""
    answers, choose, skip = way
    items = plans.standing(record, answers, choose=choose, skip=skip).items
    return any(procedures.may_file_on_line(records()[item].get("online_depth")) for item in items)


def run(town: Town, key: str, way: Way, *, on_line: bool = False, option: int = 0) -> Thing:
    """One application by this way, taken to its end: every part granted, everything handed over."""
    answers, choose, skip = way
    at = MONDAY
    filing = whole(town, key, dict(answers), choose=choose, skip=skip, option=option, state="awaited" if on_line else "got",
                   **({"channel": "portal", "window": None} if on_line else {}))  # fmt: skip
    made = acts.receive(by=town.citizen if on_line else town.actor("lin"), at=at, filing=filing)
    thing = Thing.objects.get(pk=made["id"])
    if on_line:
        at += timedelta(days=4)
        followers.settle(at)
    at = done(town, thing, at)
    assert set(states(thing).values()) == {"granted"}, states(thing)
    for case in Case.objects.filter(thing=thing.pk, state="decided"):
        cases.arrive(case.pk, by=town.actor("yang"), at=at)
    acts.hand_over(
        thing.pk, by=town.actor("yang"), at=at, receiver_number=CHEN_ID, checked=CHECKED, signature="data:"
    )
    drained(at)
    thing.refresh_from_db()
    return thing


@pytest.mark.once
@pytest.mark.parametrize("key", sorted(bundle_records()))
def test_every_member_and_alternative_comes_to_its_result(db: None, key: str, record_property: Any) -> None:
    town, record = build(keys=()), bundle_records()[key]
    assert [
        one for one in bundles.findings(record, records()) if one.kind == "hard" and one.topic != "lint"
    ] == []
    town.bundle(key)
    cover = covering(record)
    made = [run(town, key, way) for way in cover]
    open_ways = [way for way in cover if not stopped(record, way)]
    made += [run(town, key, way, on_line=True) for way in open_ways[:1]]
    for way in [way for way in cover if stopped(record, way)][:1]:
        with pytest.raises(WrongState, match="到窗口"):
            run(town, key, way, on_line=True)
    record_property("on_line", bool(open_ways))
    assert {(one.state, one.outcome) for one in made} == {("closed", "all")}
    assert not Material.objects.filter(subject__in=Case.objects.values("pk"), state="awaited").exists()
    members = {one.item for one in plans.members(record)}
    assert set(Part.objects.values_list("key", flat=True)) == members
    assert Letter.objects.filter(kind="result").count() == len(made)
    assert verify().broken == []
    record_property("figures", _figures(len(made)))


def _figures(runs: int) -> dict[str, int]:
    return {"runs": runs, "parts": Part.objects.count(), "cases": Case.objects.count()}


@pytest.mark.slow
@pytest.mark.parametrize("key", sorted(bundle_records()))
def test_every_graph_and_every_first_and_last_answer(db: None, key: str, record_property: Any) -> None:
    town, record = build(keys=()), bundle_records()[key]
    town.bundle(key)
    graphs: dict[str, Way] = {}
    for answers, choose, skip in ways(record):
        standing = plans.standing(record, answers, choose=choose, skip=skip)
        if standing.members:
            graphs.setdefault(repr(standing.members), (answers, choose, skip))
    made = [run(town, key, way, option=option) for way in graphs.values() for option in (0, -1)]
    assert {(one.state, one.outcome) for one in made} == {("closed", "all")}
    assert verify().broken == []
    record_property("figures", _figures(len(made)))
