"""Things (一件事) under way in the town: one told once, one with parts running, one ready for hand-over, one with a refused part."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.bundles import acts, preparing
from yichuang.bundles.application import Filing
from yichuang.bundles.models import Part
from yichuang.cases import acts as cases
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case, Step
from yichuang.catalogue import bundles
from yichuang.clock import book
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.law import terms
from yichuang.town import cast
from yichuang.town.folk import Folk, party
from yichuang.town.founding import Town

RESTAURANT = "open-restaurant"
SAID = {"subject": "individual", "size": "normal", "fire": "general"}
LICENCE, FIRE = "individual-business-establishment", "fire-safety-check-general"
REFUSED = {"opinion": "疏散通道的宽度不够。", "clause": "《消防法》第十五条"}


def fill(town: Town, until: datetime) -> None:
    """Let four people open a restaurant, each some working days further."""
    folk = Folk(town, day_of(until))
    calendar = book.calendar(stamps.current(), folk.region)
    days = [calendar.before(day_of(until), back) for back in (2, 5, 9, 14)]
    first, second, third, fourth = (terms.midnight(day) + timedelta(hours=10) for day in days)
    told(folk, first, 3)
    running(folk, second, 11)
    ready(folk, third, 19)
    settled(folk, fourth, 27)


def told(folk: Folk, at: datetime, who: int) -> None:
    """One paper is faulty: it is asked for, once for all departments."""
    filing = asked(folk, at, who)
    _received(
        folk,
        at,
        replace(filing, papers={**filing.papers, next(iter(filing.papers)): Judgement("faulty", "1")}),
    )


def running(folk: Folk, at: datetime, who: int) -> None:
    """The licence is granted, what waited for it has begun by itself."""
    thing = _received(folk, at, asked(folk, at, who))
    decided(folk, thing, at + timedelta(days=1), (LICENCE,))


def ready(folk: Folk, at: datetime, who: int) -> None:
    """Everything is granted and lies at the issue desk."""
    thing = _received(folk, at, asked(folk, at, who))
    _arrived(folk, thing, finished(folk, thing, at))


def settled(folk: Folk, at: datetime, who: int) -> None:
    """The fire check is refused; the rest is granted, and handed over at once."""
    filing = asked(folk, at, who)
    thing = _received(folk, at, filing)
    at = finished(folk, thing, at, refused=FIRE)
    _arrived(folk, thing, at)
    checked = {"document": True, "person": True, "result": True}
    acts.hand_over(
        thing, by=folk.issue, at=at + timedelta(hours=3), receiver_number=filing.applicant.number, checked=checked, signature="data:"
    )  # fmt: skip


def asked(folk: Folk, at: datetime, who: int) -> Filing:
    """A whole application at the first window: every question answered, every paper there."""
    facts, clerk, person = bundles.by_name(RESTAURANT, stamps.current()), _clerk(folk), folk.people[who]
    applicant, hall = party(person), folk.halls[_clerk(folk).hall or 0]
    answers: dict[str, str] = dict(SAID)
    while True:
        made = preparing.prepared(
            facts, answers, stamp=stamps.current(), region=folk.region, at=at, parties={"applicant": applicant}, asked=False
        )  # fmt: skip
        if not made.questions_left:
            break
        answers |= _first(made)
    papers = {one.name: Judgement("got") for one in made.papers if not one.waived}
    return Filing(
        version=facts.id, answers=answers, applicant=applicant, hall=hall.pk, area=cast.AREA, serial_from=hall.serial_from,
        serial_to=hall.serial_to, window=clerk.window, papers=papers,
    )  # fmt: skip


def _first(made: preparing.Prepared) -> dict[str, str]:
    key = made.questions_left[0]
    item, _, own = key.rpartition(".")
    record = made.items[item].record if item else made.facts.record
    question = next(one for one in record["scenarios"] if one["key"] == own)
    return {key: question["options"][-1]["value"]}


def _clerk(folk: Folk) -> Actor:
    return folk.person("lin")


def _received(folk: Folk, at: datetime, filing: Filing) -> UUID:
    return UUID(acts.receive(by=_clerk(folk), at=at, filing=filing)["id"])


def decided(folk: Folk, thing: UUID, at: datetime, keys: tuple[str, ...], *, refused: str = "") -> None:
    """The departments of these parts review and decide them; the thing goes on."""
    for part in Part.objects.filter(thing=thing, key__in=keys, state="running").order_by("place"):
        case = part.case_id
        if case is None or Case.objects.get(pk=case).outcome:
            continue
        if Case.objects.get(pk=case).state == "filed":
            cases.accept(case, by=folk.of(part.department_id, "reviewer"), at=at)
        while step := Step.objects.filter(case=case, kind="review", state="open").first():
            cases.conclude(
                case, by=folk.of(step.department_id, "reviewer"), at=at, step=step.key, verdict="pass", opinion="符合条件。"
            )  # fmt: skip
        said = {"outcome": "refused", **REFUSED} if part.key == refused else {"outcome": "granted"}
        cases.decide(case, by=folk.of(part.department_id, "approver"), at=at + timedelta(hours=2), **said)
    acts.go_on(thing, by=folk.night, at=at + timedelta(hours=2), because="cases.decide")


def finished(folk: Folk, thing: UUID, at: datetime, *, refused: str = "") -> datetime:
    """Decide what runs, a day a stage, until nothing is left; returns when."""
    while keys := tuple(Part.objects.filter(thing=thing, state="running").values_list("key", flat=True)):
        at += timedelta(days=1)
        decided(folk, thing, at, keys, refused=refused)
    return at


def _arrived(folk: Folk, thing: UUID, at: datetime) -> None:
    for case in Case.objects.filter(thing=thing, state="decided").order_by("pk"):
        cases.arrive(case.pk, by=folk.issue, at=at + timedelta(hours=3))
