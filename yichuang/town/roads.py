"""The rarer roads of a case, each taken for certain: on some day, with an item on which the law allows it."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from yichuang.cases import acts as cases
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case, Step
from yichuang.catalogue import versions
from yichuang.catalogue.models import Item
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import Refused
from yichuang.law import selection, terms
from yichuang.town.folk import Folk, hours

TRIES = 30
WHY = {"why": "申请的事由不在本区范围内", "whose": "住所地的主管部门"}


class Road:
    """One case on its way: who stands at the window, what is asked for, and the instants of the acts that follow."""

    def __init__(self, folk: Folk, chance: random.Random, at: datetime, until: datetime) -> None:
        self.folk, self.chance, self.at, self.until = folk, chance, at, until
        self.clerk = folk.actor(chance.choice(folk.clerks))
        self.ask_for(chance.choice(folk.slow))
        self.times = hours(at, until, chance)
        self.case = UUID(int=0)

    def ask_for(self, item: Item) -> None:
        """Let somebody ask for this item."""
        self.version = versions.facts(item.current_id or 0)
        self.application = self.folk.application(self.chance, self.clerk, self.version)

    def receive(self, then: str, **told: Any) -> None:
        """File the case at the window."""
        made = cases.receive(by=self.clerk, at=self.at, application=self.application, then=then, **told)
        self.case = UUID(made["id"])

    def of(self, kind: str) -> Actor:
        """The department's holder of a kind of post."""
        return self.folk.of(Case.objects.values_list("department_id", flat=True).get(pk=self.case), kind)

    def do(self, act: Callable[..., Any], by: Actor, **told: Any) -> None:
        """Perform the next act on the case."""
        act(self.case, by=by, at=next(self.times), **told)

    def on(self, day: date | None) -> datetime:
        """The night of the day after `day`; Refused if that has not come."""
        at = terms.midnight(day or date.max - timedelta(1)) + timedelta(days=1, minutes=5)
        if at > self.until:
            raise Refused("还没有到。")
        return at

    def judged(self, state: str, places: list[int]) -> None:
        """Let the window judge these materials so."""
        if not places:
            raise Refused("没有这样的材料。")
        materials = dict(self.application.materials) | dict.fromkeys(places, Judgement(state))
        self.application = replace(self.application, materials=materials)

    def review(self) -> None:
        """Every department passes its step."""
        while step := Step.objects.filter(case=self.case, kind="review", state="open").first():
            by = self.folk.of(step.department_id, "reviewer")
            self.do(
                cases.conclude, by, step=step.key, verdict="pass", opinion="材料齐全，符合条件，建议准予。"
            )


def _notice(road: Road) -> None:
    lines = [
        {"place": p, "reason": "1", "fields": {"page": "2"}} for p in list(road.application.materials)[:2]
    ]
    if not lines:
        raise Refused("没有要交的材料。")
    road.receive("ask_once", lines=lines)


def _corrected(road: Road) -> None:
    _notice(road)
    road.do(cases.hand_in, road.clerk, judgements=dict.fromkeys(road.application.materials, "got"))
    road.do(cases.accept, road.clerk)


def _lapsed(road: Road) -> None:
    _notice(road)
    due = Case.objects.values_list("due_on", flat=True).get(pk=road.case)
    cases.lapse(road.case, by=road.folk.night, at=road.on(due))


def _deemed(road: Road) -> None:
    road.receive("")
    due = Case.objects.values_list("due_on", flat=True).get(pk=road.case)
    cases.deem_accepted(road.case, by=road.folk.night, at=road.on(due))


def _passed_on(road: Road) -> None:
    road.ask_for(road.folk.outside)
    road.receive("pass_on")


def _stopped(road: Road) -> None:
    road.receive("accept")
    road.do(cases.suspend, road.of("reviewer"), name="专家评审", days=10)


def _resumed(road: Road) -> None:
    _stopped(road)
    road.do(cases.resume, road.of("reviewer"), result="专家评审通过。")


def _halted(road: Road) -> None:
    road.receive("accept")
    road.do(cases.halt, road.of("approver"), why="不可抗力，现场无法核查", basis="示例区行政程序规定第四十条")


def _extended(road: Road) -> None:
    road.receive("accept")
    road.do(cases.ask_extension, road.of("reviewer"), reason="情况复杂，需要进一步核实")
    road.do(cases.extend, road.of("head"))


def _sent_back(road: Road) -> None:
    road.receive("accept")
    road.do(cases.send_back, road.of("reviewer"), why="章程缺少最后一页")


def _forwarded(road: Road) -> None:
    road.receive("accept")
    road.review()
    road.do(
        cases.forward, road.of("approver"), to="示例市主管部门", opinion="初审符合条件，报请上级机关决定。"
    )


def _void(road: Road) -> None:
    road.receive("accept")
    road.do(cases.void, road.folk.person("guo"), why="申请人录错，重复录入")


def _gap(road: Road) -> None:
    chosen = selection.select(road.version.record, road.application.answers).materials
    road.judged("gap", [m.index for m in chosen if not m.waived and m.required != "必要"][:1])
    road.receive("accept")


def _gap_filled(road: Road) -> None:
    _gap(road)
    places = [place for place, one in road.application.materials.items() if one.state == "gap"]
    road.do(cases.fill_gap, road.clerk, places=places)


def _committed(road: Road) -> None:
    road.ask_for(road.folk.by_commitment)
    if road.application.answers["mode"] != "commit":
        raise Refused("选了一般程序。")
    road.application = replace(road.application, commitment_scope="approval")
    road.receive("accept")


ROADS: tuple[tuple[Callable[[Road], None], int, int], ...] = (
    (lambda road: road.receive(""), 0, 4), (lambda road: road.receive("accept"), 0, 4), (_notice, 1, 4), (_corrected, 6, 2), (_lapsed, 45, 2),
    (_deemed, 12, 2), (_passed_on, 1, 2), (_stopped, 5, 3), (_resumed, 9, 1), (_halted, 4, 1), (_extended, 6, 3), (_sent_back, 3, 2),
    (_forwarded, 14, 2), (_void, 11, 1), (_gap, 2, 2), (_gap_filled, 7, 1), (_committed, 8, 2),
    (lambda road: road.receive("propose_not_accept", **WHY), 1, 2),
)  # fmt: skip


def take(folk: Folk, chance: random.Random, days: list[date], until: datetime) -> int:
    """Let the rarer roads be taken, each as often as it says, so many working days ago; returns how many cases that made."""
    made = 0
    for road, ago, count in ROADS:
        for n in range(count):
            at = min(
                terms.midnight(days[-1 - ago - n]) + timedelta(hours=9, minutes=chance.randrange(420)), until
            )
            made += tried(lambda at=at: road(Road(folk, chance, at, until)))  # type: ignore[misc]  # noqa: B023
    return made


def tried(doing: Callable[[], None]) -> bool:
    """Do it, with other people and another item if it is refused, and leave nothing of what was refused."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                doing()
            return True
        except Refused:
            continue
    return False
