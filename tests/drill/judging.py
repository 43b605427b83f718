"""Planted faults against what the probes find: recall and false alarms of each rule."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tests.drill.faults import BACK, TODAY, Kind, Life, W
from tests.drill.faults_beyond import Published as Version
from tests.drill.faults_beyond import Thing
from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Event, Published, Stage, Story, count_from
from yichuang.law.days import Calendar
from yichuang.supervision import drift, others
from yichuang.supervision.probing import all_probes, judged

CALENDARS = Calendars(Calendar.builtin())
DAY: date = W[TODAY]
OUTSIDE = [probe for probe in all_probes() if probe.rule == drift.FROM]
ABOUT = {rule.rule: rule.about for rule in others.all_rules()} | {drift.RULE: drift.ABOUT}
LEAST_RECALL, MOST_ALARMS = 0.95, 0.001


@dataclass
class Table:
    """For each rule: how many were planted, found, missed, and found where nothing was."""

    cases: int = 0
    beyond: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)

    def count(self, life: Life | Thing | Version, rules: set[str], about: str = "") -> None:
        """Count one case, or one thing of the kind that a rule is about."""
        if about:
            self.beyond[about] += 1
        else:
            self.cases += 1
        self.planted.update(life.truth)
        self.found.update(life.truth & rules)
        self.alarms.update(rules - life.truth)
        for what, which in (("missed", life.truth - rules), ("alarm", rules - life.truth)):
            for rule in which:
                self.examples.setdefault((what, rule), life.subject)

    def add(self, other: "Table") -> None:
        """Take in what another round counted."""
        self.cases += other.cases
        for name in ("beyond", "planted", "found", "alarms"):
            getattr(self, name).update(getattr(other, name))
        self.examples = other.examples | self.examples

    def rows(self) -> list[tuple[str, int, int, float, int, float]]:
        """Return rule, planted, found, recall, false alarms, share of false alarms."""
        of = {probe.rule: self.cases for probe in all_probes()} if self.cases else {}
        if self.beyond:
            of |= {rule: self.beyond[about] for rule, about in ABOUT.items()}
        return [
            (r, self.planted[r], self.found[r], self.found[r] / max(1, self.planted[r]), self.alarms[r], self.alarms[r] / max(1, n - self.planted[r]))
            for r, n in sorted(of.items())
        ]  # fmt: skip

    def fails(self) -> list[str]:
        """Return the rules that miss too many or cry wolf too often."""
        return [row[0] for row in self.rows() if (row[1] and row[3] < LEAST_RECALL) or row[5] > MOST_ALARMS]


def story_of(life: Life) -> Story:
    """Return the story as the house would read it from the journal."""
    events = [
        Event(n, act, at, recorded, json.dumps(said, ensure_ascii=False), person)
        for n, (act, at, recorded, person, said) in enumerate(life.entries, 1)
    ]
    before = [story_of(life.earlier)] if life.earlier is not None and life.earlier.entries else []
    return Story(life.subject, events, published(life.kind), BACK, {}, before)


def published(kind: Kind) -> Published:
    """Return the version as the house publishes it."""
    stages = []
    for n, (key, department, _) in enumerate(kind.steps):
        after = (kind.steps[n - 1][0],) if n else ()
        last = n == len(kind.steps) - 1
        stages.append(
            Stage(
                key,
                "决定" if last else "审查",
                department or kind.department,
                "approve" if last else "review",
                after,
            )
        )
    return Published(kind.department, kind.promised, kind.statutory, "working", tuple(stages), kind.materials)


def judged_beyond(thing: Thing) -> set[str]:
    """Return what the rules about other things than cases find in a chain, as the house would read it."""
    events = [
        Event(n, act, at, recorded, json.dumps(said, ensure_ascii=False), person)
        for n, (act, at, recorded, person, said) in enumerate(thing.entries, 1)
    ]
    count_from(events, BACK)
    rules = [rule for rule in others.all_rules() if rule.first == events[0].act]
    return {found.rule for rule in rules if (found := rule.judge(events, DAY, CALENDARS))}


def drifting(version: Version) -> set[str]:
    """Return whether the cards that the probe gives the cases of a version make it drift, by the days before today."""
    cards = []
    for life in version.cases:
        if life.entries:
            found = {one.rule: one for one in judged(story_of(life), DAY, CALENDARS, OUTSIDE)}
            cards += [(one.on, life.subject) for one in found.values() if one.on < DAY]
    return {drift.RULE} if drift.first_ones((version.subject, one) for one in sorted(cards)) else set()


def measured_beyond(things: Iterable[Thing | Version]) -> Table:
    """Judge every thing that has begun by the drill's day, in memory."""
    table = Table()
    for thing in things:
        if isinstance(thing, Version):
            table.count(thing, drifting(thing), drift.ABOUT)
        elif thing.entries:
            table.count(thing, judged_beyond(thing), thing.about)
    return table


def measured(lives: Iterable[Life]) -> Table:
    """Judge every life that has begun by the drill's day, in memory."""
    table = Table()
    for life in lives:
        if life.entries:
            table.count(life, {finding.rule for finding in judged(story_of(life), DAY, CALENDARS)})
    return table
