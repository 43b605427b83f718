"""A thing as tests need it: asked for, filed, its cases taken to their results by whoever's turn it is."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.town import CHEN_ID, MONDAY, REGION, Town
from yichuang.bundles import acts, preparing
from yichuang.bundles.application import Filing
from yichuang.bundles.models import Part, Thing
from yichuang.bundles.models import Strike as Strike
from yichuang.cases import acts as cases
from yichuang.cases.application import Judgement, PartyIn
from yichuang.cases.models import Case
from yichuang.catalogue import bundles
from yichuang.journal import errands, stamps

RESTAURANT = "open-restaurant"
NORMAL = {"subject": "individual", "size": "normal", "fire": "general"}
HOUR = timedelta(hours=1)
CHEN = PartyIn("陈秀英", CHEN_ID, phone="13800000000", address="示例区幸福路1号")


def whole(
    town: Town,
    key: str = RESTAURANT,
    answers: dict[str, str] | None = None,
    *,
    state: str = "got",
    at: datetime = MONDAY,
    option: int = 0,
    **changes: Any,
) -> Filing:
    """A whole filing: every open question answered with its first option, every paper judged `state`."""
    facts, given = town.bundle_facts(key), dict(NORMAL if answers is None else answers)
    choose, skip = changes.get("choose"), changes.get("skip", ())
    told: dict[str, Any] = {
        "stamp": stamps.current(),
        "region": REGION,
        "at": at,
        "parties": {"applicant": CHEN},
    }
    while True:
        ready = preparing.prepared(facts, given, choose=choose, skip=skip, **told)
        if not ready.questions_left:
            break
        given |= answer(ready, option)
    papers = {one.name: Judgement(state) for one in ready.papers if not one.waived and one.how != "feed"}
    made: dict[str, Any] = {
        "version": facts.id, "answers": given, "applicant": CHEN, "hall": town.hall.pk, "area": REGION, "window": town.window.pk, "papers": papers,
    }  # fmt: skip
    return Filing(**made | changes)


def answer(ready: preparing.Prepared, option: int = 0) -> dict[str, str]:
    """The first question that is open, answered with its first option, or another."""
    key = ready.questions_left[0]
    item, _, own = key.rpartition(".")
    record = ready.items[item].record if item else ready.facts.record
    question = next(one for one in record["scenarios"] if one["key"] == own)
    return {key: question["options"][option]["value"]}


def received(town: Town, *, at: datetime = MONDAY, by: str = "lin", **changes: Any) -> Thing:
    """A thing received at the window."""
    made = acts.receive(by=town.actor(by), at=at, filing=whole(town, at=at, **changes))
    return Thing.objects.get(pk=made["id"])


def part(thing: Thing, key: str) -> Part:
    """A part of the thing, as it stands now."""
    return Part.objects.get(thing=thing, key=key)


def states(thing: Thing) -> dict[str, str]:
    """How each part stands."""
    return dict(Part.objects.filter(thing=thing).values_list("key", "state"))


def drained(at: datetime) -> None:
    """Do what is due, until nothing is."""
    while errands.drain(at):
        continue


def decided(town: Town, case: UUID, at: datetime, *, outcome: str = "granted") -> None:
    """The department of a case reviews and decides it."""
    row = Case.objects.get(pk=case)
    if row.state == "filed":
        cases.accept(case, by=town.staff(row.department_id, "reviewer"), at=at)
    town.review(case, at)
    more = (
        {"opinion": "场所不符合规定的条件。", "clause": "《行政许可法》第三十八条"}
        if outcome == "refused"
        else {}
    )
    cases.decide(case, by=town.staff(row.department_id, "approver"), at=at, outcome=outcome, **more)
    drained(at)


def done(town: Town, thing: Thing, at: datetime) -> datetime:
    """Every part is brought to its result, one stage after the other; returns when."""
    while running := list(Part.objects.filter(thing=thing, state="running").order_by("place")):
        at += HOUR
        for one in running:
            if one.case_id and not Case.objects.get(pk=one.case_id).outcome:
                decided(town, one.case_id, at)
        drained(at)
    return at


def brought(town: Town) -> Town:
    """The town with the restaurant's bundle in force."""
    if "signboard-management" not in town.items:
        town.bundle(RESTAURANT)
    return town


def on_line(town: Town, **changes: Any) -> Thing:
    """A thing that Chen filed from her account: the departments look first."""
    filing = whole(brought(town), state="awaited", channel="portal", window=None, **changes)
    return Thing.objects.get(pk=acts.receive(by=town.citizen, at=MONDAY, filing=filing)["id"])


def missing(thing: Thing, key: str = "food-business-license-new") -> list[dict[str, Any]]:
    """A line about a paper that only this part asks for."""
    ready = preparing.prepared(
        bundles.facts(thing.version_id),
        thing.given(),
        stamp=stamps.current(),
        region=REGION,
        at=MONDAY,
        parties={"applicant": CHEN},
    )
    name = next(
        one.name for one in ready.papers if not one.waived and {item for item, _ in one.used_by} == {key}
    )
    return [{"paper": name, "reason": "1", "fields": {}}]


def told_once(town: Town) -> Thing:
    """A thing of which one paper of the food licence was asked for."""
    thing = on_line(town)
    said(town, thing, {"food-business-license-new": missing(thing)})
    acts.ask_once(thing.pk, by=town.staff(thing.lead_id, "reviewer"), at=MONDAY)
    return Thing.objects.get(pk=thing.pk)


def said(town: Town, thing: Thing, lines: dict[str, list[dict[str, Any]]]) -> None:
    """Every department says what is missing, most of them nothing."""
    for one in Part.objects.filter(thing=thing):
        by = town.staff(one.department_id, "reviewer")
        acts.say(thing.pk, by=by, at=MONDAY, part=one.key, lines=lines.get(one.key, []))


def called(town: Town) -> tuple[Thing, UUID]:
    """A thing whose food and fire departments are called to one visit."""
    thing = received(brought(town))
    keys = ["food-business-license-new", "fire-safety-check-general"]
    made = acts.plan_visit(thing.pk, by=town.actor("lin"), at=MONDAY, on=MONDAY.date(), half="am", items=keys)
    return thing, UUID(made["visit"])


def ready(town: Town) -> Thing:
    """A thing whose results all lie at the issue desk."""
    thing = received(brought(town))
    at = done(town, thing, MONDAY)
    for case in Case.objects.filter(thing=thing.pk):
        cases.arrive(case.pk, by=town.actor("yang"), at=at)
    return Thing.objects.get(pk=thing.pk)


def mailed(town: Town) -> Thing:
    """A thing whose results are all in one letter."""
    thing = ready(town)
    acts.post(
        thing.pk,
        by=town.actor("yang"),
        at=MONDAY + timedelta(days=1),
        tracking="EA1",
        address="示例区幸福路1号",
    )
    return Thing.objects.get(pk=thing.pk)


def silent(town: Town) -> Thing:
    """A thing of which the day to say what is missing is over, without a word."""
    thing = on_line(town)
    Thing.objects.filter(pk=thing.pk).update(say_by=MONDAY.date() - timedelta(days=1))
    return Thing.objects.get(pk=thing.pk)


def demanded(town: Town, more: dict[str, list[dict[str, Any]]] | None = None) -> Thing:
    """A thing whose one notice asks for what no list holds, beside what `more` names."""
    thing, key = on_line(town), "individual-business-establishment"
    beyond = missing(thing, key)[0] | {
        "reason": "7",
        "fields": {"text": "另外交房东的身份证复印件和收入证明"},
    }
    lines = dict(more or {})
    said(town, thing, lines | {key: [beyond, *lines.get(key, [])]})
    acts.ask_once(thing.pk, by=town.staff(thing.lead_id, "reviewer"), at=MONDAY)
    return Thing.objects.get(pk=thing.pk)
