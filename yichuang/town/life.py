"""Sixty working days in the town: cases in every state, by the right people, on the right days."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from yichuang.cases import acts as cases
from yichuang.cases import sweeps
from yichuang.cases.application import Application
from yichuang.cases.models import Case, Step
from yichuang.catalogue import versions
from yichuang.clock import book
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.actor import Actor, applicant
from yichuang.law import terms
from yichuang.law.days import Calendar
from yichuang.ratings import acts as ratings
from yichuang.town import money, roads, verdicts
from yichuang.town.folk import Folk, hours
from yichuang.town.founding import Town

DAYS = 60
ENDS = (
    ("filed", 8), ("accepted", 36), ("reviewed", 12), ("refused", 3), ("decided", 24), ("ready", 9), ("posted", 4), ("delivered", 40),
    ("withdrawn", 3), ("not_accepted", 2), ("not_required", 1),
)  # fmt: skip
# Working days after which a case that still stands there is late; under way, its item's own days count.
LATE_AFTER = {"filed": 4, "decided": 3, "ready": 9, "posted": 9}


def live(town: Town, until: datetime, count: int) -> None:
    """Let `count` cases live over the last sixty working days before `until`, oldest first."""
    chance = random.Random(20261123)
    region = town.by.region
    calendar = book.calendar(stamps.current(), region)
    today = day_of(until)
    first = calendar.before(today, DAYS)
    days = [calendar.after(first, n) for n in range(1, DAYS + 1)]
    folk = Folk(town, today)
    money.rules(folk, terms.midnight(first) + timedelta(hours=9))
    count -= roads.take(folk, chance, days, until)
    for n in range(count):
        day = days[min(int(DAYS * (n / count) ** 0.7), DAYS - 1)]
        at = min(terms.midnight(day) + timedelta(hours=9, minutes=chance.randrange(0, 470)), until)
        roads.tried(partial(_case, folk, chance, at, until, calendar))
    money.bills(folk, until)
    for sweep in (sweeps.deem, sweeps.lapse, sweeps.miss_gaps, sweeps.turn_colours):
        sweep(until)
    verdicts.fill(town, until)


def _end(chance: random.Random, gone: int, promised: int) -> str:
    """Where a case stands after `gone` working days: seldom where it would be late by now."""
    names, weights = zip(*ENDS, strict=True)
    limits = {"accepted": promised, "reviewed": promised, **LATE_AFTER}
    return chance.choices(
        names,
        [w / (100 if gone >= limits.get(n, gone + 1) else 1) for n, w in zip(names, weights, strict=True)],
    )[0]


def _case(folk: Folk, chance: random.Random, at: datetime, until: datetime, calendar: Calendar) -> None:
    clerk = folk.actor(chance.choice(folk.clerks))
    item = chance.choice(folk.busy if chance.random() < 0.35 else folk.items)
    version = versions.facts(item.current_id or 0)
    promised = version.committed_days or version.statutory_days or 20
    end = _end(chance, calendar.between(day_of(at), day_of(until)), promised)
    application = folk.application(chance, clerk, version)
    if version.at_once and end not in ("filed", "withdrawn"):
        made = cases.receive(
            by=clerk, at=at, application=application, then="decide_at_once", opinion="材料齐全，当场办结。"
        )
        _out(folk, chance, UUID(made["id"]), hours(at, until), end, application)
        return
    made = cases.receive(by=clerk, at=at, application=application, **_first(end))
    case = UUID(made["id"])
    _way(folk, chance, case, hours(at, until, chance), end, application, clerk)


def _first(end: str) -> dict[str, Any]:
    ends: dict[str, dict[str, Any]] = {
        "filed": {"then": ""}, "not_accepted": {"then": "propose_not_accept", **roads.WHY},
        "not_required": {"then": "tell_not_required", "why": "依法不需要取得许可"},
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
) -> None:
    row = Case.objects.get(pk=case)
    if end in ("filed", "not_required", "accepted"):
        return
    if end == "not_accepted":
        cases.not_accept(
            case,
            by=folk.of(row.department_id, "approver"),
            at=next(times),
            **roads.WHY,
        )
        return
    if end == "withdrawn":
        cases.withdraw(case, by=clerk, at=next(times), why="暂时不办了")
        return
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
    if end == "ready":
        return
    if application.delivery == "post":
        cases.post(
            case,
            by=desk,
            at=next(times),
            tracking=f"EX{chance.randrange(10**10):010d}",
            address=application.applicant.address,
            area=chance.choice(("city", "city", "city", "province")),
            grams=chance.choice((50, 80, 120)),
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
