"""Planted faults in the journal of a small year: the sweep finds them in the database, and the replay says the same bytes on both."""

from typing import Any
from uuid import UUID

import pytest

from tests.drill import faults, faults_beyond, judging
from tests.drill.test_faults import kinds
from tests.town import MONDAY, REGION, Town, build
from yichuang.cases.models import Case
from yichuang.catalogue.models import Version
from yichuang.clock.models import Number
from yichuang.ground import many
from yichuang.journal import stamps
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.models import Entry
from yichuang.supervision import others, replaying, sweeping
from yichuang.supervision.models import Card

COUNT, SEED = 2000, 11
ROUTE = [
    {"key": "first", "name": "审查", "post": "review", "after": [], "days": 3},
    {
        "key": "second",
        "name": "审查",
        "post": "review",
        "department": "卫生健康局",
        "after": ["first"],
        "days": 4,
    },
    {"key": "approve", "name": "决定", "post": "approve", "after": ["second"]},
]
GOLDEN = "8c5dbd446f16908dcfde09091d5c354e4457e35849fd6a3ce63daf3ddf6c1930"


@pytest.fixture
def town(db: None) -> Town:
    made = build(tuple(kind.key for kind in kinds()))
    Number.objects.filter(region=REGION, name="back_dated_hours").update(value="1")
    for kind in kinds():
        route = {"route": ROUTE} if len(kind.steps) > 2 else {}
        made.rewrite(kind.key, committed_days=kind.promised, statutory_days=kind.statutory, **route)
    return made


def planted(town: Town) -> list[faults.Life]:
    """Lives with faults, written into the journal as if the house had kept them."""
    own = tuple(town.departments[key].pk for key in ("market", "health", "fire", "health"))
    made = faults.Maker(SEED, kinds(own), town.hall.pk, town.window.pk)  # type: ignore[arg-type]
    lives = [life for life in made.lives(COUNT) if life.entries]
    versions = {v.item.key: v for v in Version.objects.select_related("item").filter(state="published")}
    many.insert(Case, [case_of(life, town, versions[life.kind.key], n) for n, life in enumerate(lives)])
    many.insert(Entry, [entry for life in lives for entry in entries_of(life)])
    stamps.bump()
    return lives


def case_of(life: faults.Life, town: Town, version: Version, number: int) -> dict[str, Any]:
    """The columns of a case that the sweep and the replay read."""
    filed, closed = life.entries[0][1], life.state == "closed"
    return {
        "id": UUID(hex=life.subject), "region": REGION, "hall_id": town.hall.pk, "item_id": version.item_id, "version_id": version.pk,
        "department_id": life.kind.department, "filing_number": f"F{number:06d}", "query_code": f"{number:08d}",
        "state": "closed" if closed else "filed", "outcome": life.outcome if closed else "", "applicant_kind": "person",
        "applicant_name": "陈秀英", "applicant_index": life.applicant, "filed_at": filed, "received_on": filed.date(),
        "seq": len(life.entries), "head": "0",
    }  # fmt: skip


def entries_of(life: faults.Life | faults_beyond.Thing) -> list[dict[str, Any]]:
    return [
        {"subject": UUID(hex=life.subject), "seq": seq, "region": REGION, "act": act, "by_person": person, "by_post": None, "by_name": "",
         "at": at, "recorded_at": recorded, "payload": canonical(said), "private": "", "idem": None, "digest": "0"}
        for seq, (act, at, recorded, person, said) in enumerate(life.entries, 1)
    ]  # fmt: skip


def lines(town: Town) -> str:
    """The cards as one text that is the same on every database: bodies by name, people by the generator's numbers."""
    bodies = {body.pk: key for key, body in town.departments.items()}
    cards = Card.objects.filter(about="case").order_by("subject", "rule")
    told = (
        f"{c.subject} {c.rule} {c.level} {c.on} {c.hop} {bodies.get(c.department_id)} {c.hall_id is not None} {c.person} {c.evidence}"
        for c in cards
    )
    return sm3("\n".join(told))


def test_the_sweep_finds_what_was_planted_and_the_replay_finds_the_same(town: Town) -> None:
    lives, table = planted(town), judging.Table()
    at = MONDAY.replace(year=judging.DAY.year, month=judging.DAY.month, day=judging.DAY.day)
    sweeping.sweep(at)
    found: dict[str, set[str]] = {}
    for subject, rule in Card.objects.values_list("subject", "rule"):
        found.setdefault(subject.hex, set()).add(rule)
    for life in lives:
        table.count(life, found.get(life.subject, set()))
    assert not table.fails(), [row for row in table.rows() if row[0] in table.fails()]
    assert all(row[1] for row in table.rows())
    report = replaying.replay(judging.DAY)
    assert report.same, report.differs[:3]
    assert lines(town) == GOLDEN
    assert not sweeping.sweep(at)


def test_chains_of_other_things_say_the_same_from_the_database(town: Town) -> None:
    made = faults_beyond.Beyond(SEED, kinds()).things(600)
    things = [one for one in made if isinstance(one, faults_beyond.Thing) and one.entries]
    many.insert(Entry, [entry for one in things for entry in entries_of(one)])
    found: dict[str, set[str]] = {}
    for subject, _, about, finding in others.findings(
        [UUID(hex=one.subject) for one in things], stamps.current(), judging.DAY
    ):
        found.setdefault(f"{about} {subject.hex}", set()).add(finding.rule)
    planted = {f"{one.about} {one.subject}": one.truth for one in things if one.truth}
    assert found == planted and len({rule for rules in planted.values() for rule in rules}) == 4
