"""Sixty working days in the town: cases in every state, by the right people, on the right days."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.cases import acts as cases
from yichuang.cases import sweeps
from yichuang.cases.application import Application, Judgement, PartyIn
from yichuang.cases.models import Case, Step
from yichuang.catalogue import versions
from yichuang.catalogue.models import Item
from yichuang.clock import book
from yichuang.ground.now import day_of
from yichuang.halls import actors
from yichuang.halls.models import Hall, Seat
from yichuang.journal import stamps
from yichuang.journal.actor import Actor, applicant
from yichuang.journal.refusals import Refused
from yichuang.law import selection, terms
from yichuang.people.models import Holding
from yichuang.ratings import acts as ratings
from yichuang.town import cast
from yichuang.town.founding import Town

DAYS = 60
ENDS = (
    ("filed", 8), ("corrected", 5), ("correcting", 6), ("accepted", 20), ("stopped", 4), ("extended", 3), ("sent_back", 3), ("reviewed", 9),
    ("refused", 3), ("decided", 8), ("ready", 9), ("posted", 4), ("delivered", 40), ("withdrawn", 3), ("not_accepted", 2), ("not_required", 1),
    ("passed_on", 2), ("proposed", 2),
)  # fmt: skip


def live(town: Town, until: datetime, count: int) -> None:
    """Let `count` cases live over the last sixty working days before `until`, oldest first."""
    chance = random.Random(20261123)
    region = town.by.region
    calendar = book.calendar(stamps.current(), region)
    today = day_of(until)
    first = calendar.before(today, DAYS)
    days = [calendar.after(first, n) for n in range(1, DAYS + 1)]
    folk = Folk(town, today)
    for n in range(count):
        day = days[min(n * DAYS // count, DAYS - 1)]
        at = min(terms.midnight(day) + timedelta(hours=9, minutes=chance.randrange(0, 470)), until)
        try:
            _case(folk, chance, at, until, _end(chance, day, today))
        except Refused:
            continue
    for sweep in (sweeps.deem, sweeps.lapse, sweeps.miss_gaps, sweeps.turn_colours):
        sweep(until)


def _end(chance: random.Random, day: date, today: date) -> str:
    """Older cases have mostly come to their end."""
    names, weights = zip(*ENDS, strict=True)
    old = (today - day).days > 20
    done = {"delivered", "posted", "withdrawn", "not_accepted", "not_required", "refused"}
    return chance.choices(
        names,
        [
            w * (6 if old and n in done else 1) / (25 if old and n not in done else 1)
            for n, w in zip(names, weights, strict=True)
        ],
    )[0]


class Folk:
    """Who is at hand: clerks with their seats, staff by department and kind, citizens and firms, the items."""

    def __init__(self, town: Town, day: date) -> None:
        self.town, self.day, self.region = town, day, town.by.region
        self.clerks = list(
            Seat.objects.filter(
                person__username__in=[
                    "lin",
                    "lan",
                    "fan",
                    *(f"clerk{n}" for n in range(1, 7)),
                    "town1",
                    "town2",
                ]
            ).values_list("person_id", flat=True)
        )
        self.staff: dict[tuple[int, str], list[tuple[int, int]]] = {}
        for body, kind, person, post in Holding.objects.values_list(
            "post__organisation_id", "post__kind", "person_id", "post_id"
        ):
            self.staff.setdefault((body, kind), []).append((person, post))
        self.people, self.firms = cast.citizens(), cast.firms()
        self.items = [
            item
            for item in Item.objects.filter(region=self.region).select_related("current").order_by("pk")
            if item.current
        ]
        self.busy = [item for item in self.items if item.department_id == town.bodies["市场监督管理局"]]
        self.halls = {hall.pk: hall for hall in Hall.objects.select_related("organisation")}
        self.issue = self.person("yang")

    def person(self, username: str) -> Actor:
        """A named person at their first post."""
        return self.actor(self.town.people[username])

    def actor(self, person: int, post: int | None = None) -> Actor:
        """A person at a post."""
        found = actors.for_person(person, post_id=post, day=self.day, channel="counter")
        assert found is not None
        return found

    def of(self, department: int, kind: str) -> Actor:
        """The department's holder of a kind of post."""
        return self.actor(*self.staff[(department, kind)][0])


def _case(folk: Folk, chance: random.Random, at: datetime, until: datetime, end: str) -> None:
    clerk = folk.actor(chance.choice(folk.clerks))
    item = chance.choice(folk.busy if chance.random() < 0.35 else folk.items)
    version = versions.facts(item.current_id or 0)
    application = _application(folk, chance, clerk, version)
    if version.at_once and end not in ("filed", "correcting", "withdrawn"):
        made = cases.receive(
            by=clerk, at=at, application=application, then="decide_at_once", opinion="材料齐全，当场办结。"
        )
        _out(folk, chance, UUID(made["id"]), _hours(at, until), end, application)
        return
    made = cases.receive(by=clerk, at=at, application=application, **_first(chance, application, end))
    case = UUID(made["id"])
    for _ in _way(folk, chance, case, _hours(at, until, chance), end, application, clerk):
        pass


def _hours(at: datetime, until: datetime, chance: random.Random | None = None) -> Iterator[datetime]:
    """The instants of the acts that follow, never after `until`."""
    while True:
        at = min(at + timedelta(hours=chance.choice((1, 3, 20, 26)) if chance else 1), until)
        yield at


def _application(
    folk: Folk, chance: random.Random, clerk: Actor, version: versions.VersionFacts
) -> Application:
    body = "法人" in (version.record.get("service_objects") or []) and chance.random() < 0.5
    one = chance.choice(folk.firms if body else folk.people)
    answers = {q["key"]: chance.choice(q["options"])["value"] for q in version.record.get("scenarios") or ()}
    hall = folk.halls[clerk.hall or folk.town.halls["county"]]
    chosen = selection.select(version.record, answers).materials
    person = chance.choice(folk.people)
    return Application(
        version=version.id, answers=answers, applicant=_party(one), hall=hall.pk, area=cast.AREA, serial_from=hall.serial_from,
        serial_to=hall.serial_to, window=clerk.window, representative=_party(person) if body else None,
        materials={m.index: Judgement("got") for m in chosen if not m.waived}, delivery=chance.choice(("pickup", "pickup", "post")),
    )  # fmt: skip


def _party(one: cast.Citizen) -> PartyIn:
    return PartyIn(
        one.name, one.number, one.kind, "001" if one.kind == "body" else "111", one.phone, one.address
    )


def _first(chance: random.Random, application: Application, end: str) -> dict[str, Any]:
    places = list(application.materials)
    if end in ("correcting", "corrected") and places:
        return {
            "then": "ask_once",
            "lines": [
                {"place": p, "reason": chance.choice("12"), "fields": {"page": "2"}} for p in places[:2]
            ],
        }
    why = {"why": "申请的事由不在本区范围内", "whose": "住所地的主管部门"}
    ends: dict[str, dict[str, Any]] = {
        "filed": {"then": ""}, "passed_on": {"then": ""}, "not_accepted": {"then": "propose_not_accept", **why},
        "proposed": {"then": "propose_not_accept", **why}, "not_required": {"then": "tell_not_required", "why": "依法不需要取得许可"},
    }  # fmt: skip
    return ends.get(end, {"then": "accept"})


def _way(
    folk: Folk,
    chance: random.Random,
    case: UUID,
    times: Iterator[datetime],
    end: str,
    application: Application,
    clerk: Actor,
) -> Iterator[None]:
    row = Case.objects.get(pk=case)
    if end in ("filed", "correcting", "proposed", "not_required", "accepted", "passed_on"):
        return
    if end == "not_accepted":
        cases.not_accept(
            case,
            by=folk.of(row.department_id, "approver"),
            at=next(times),
            why="申请的事由不在本区范围内",
            whose="住所地的主管部门",
        )
        return
    if end == "corrected":
        if row.state == "correcting":
            cases.hand_in(
                case, by=clerk, at=next(times), judgements=dict.fromkeys(application.materials, "got")
            )
            cases.accept(case, by=clerk, at=next(times))
        return
    if end == "withdrawn":
        cases.withdraw(case, by=clerk, at=next(times), why="暂时不办了")
        return
    reviewer = folk.of(row.department_id, "reviewer")
    if end == "stopped":
        cases.suspend(case, by=reviewer, at=next(times), name="专家评审", days=10)
        return
    if end == "extended":
        cases.ask_extension(case, by=reviewer, at=next(times), reason="情况复杂，需要进一步核实")
        cases.extend(case, by=folk.of(row.department_id, "head"), at=next(times))
        return
    if end == "sent_back":
        cases.send_back(case, by=reviewer, at=next(times), why="章程缺少最后一页")
        return
    yield
    while step := Step.objects.filter(case=case, kind="review", state="open").first():
        cases.conclude(
            case,
            by=folk.of(step.department_id, "reviewer"),
            at=next(times),
            step=step.key,
            verdict="pass",
            opinion="材料齐全，符合条件，建议准予。",
        )
    if end == "reviewed":
        return
    approver = folk.of(row.department_id, "approver")
    if end == "refused":
        clause = (versions.facts(row.version_id).record.get("legal_basis") or ["《行政许可法》第三十八条"])[0]
        cases.decide(
            case,
            by=approver,
            at=next(times),
            outcome="refused",
            opinion="经营场所不符合规定的条件。",
            clause=clause,
        )
    else:
        cases.decide(case, by=approver, at=next(times), outcome="granted", opinion="同意。")
    _out(folk, chance, case, times, end, application)


def _out(
    folk: Folk,
    chance: random.Random,
    case: UUID,
    times: Iterator[datetime],
    end: str,
    application: Application,
) -> None:
    if end == "decided":
        return
    hall = Case.objects.get(pk=case).hall_id
    desk = (
        folk.issue
        if hall == folk.issue.hall
        else next(a for a in map(folk.actor, folk.clerks) if a.hall == hall)
    )
    cases.arrive(case, by=desk, at=next(times))
    if end in ("ready", "refused"):
        return
    if application.delivery == "post":
        cases.post(
            case,
            by=desk,
            at=next(times),
            tracking=f"EX{chance.randrange(10**10):010d}",
            address=application.applicant.address,
        )
        if end == "posted":
            return
        cases.sign_for(case, by=desk, at=next(times))
    else:
        checked = {"document": True, "person": True, "result": True}
        cases.hand_over(
            case, by=desk, at=next(times), receiver_number=application.applicant.number, checked=checked
        )
    _rate(folk, chance, case, next(times))


def _rate(folk: Folk, chance: random.Random, case: UUID, at: datetime) -> None:
    """Somewhat more than half of the people rate; nobody is counted who did not."""
    if chance.random() < 0.6:
        grade = chance.choices((5, 4, 3, 2, 1), (50, 33, 10, 4, 3))[0]
        reasons = [chance.choice(ratings.REASONS[:5])] if grade < 3 else []
        ratings.rate(
            by=applicant(folk.region, "counter"), at=at, case=case, grade=grade, reasons=reasons, channel="4"
        )
