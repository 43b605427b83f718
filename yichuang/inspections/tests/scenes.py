"""What the tests of the room stand on: a check, its inspectors, its objects, a draw as far as it is wanted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.town import BEGIN, MONDAY, REGION, Town
from yichuang.ground.now import day_of
from yichuang.inspections import acts
from yichuang.inspections.models import Draw, Goer, Inspection, Inspector, Target
from yichuang.law.identity import synthetic_uscc
from yichuang.people.models import Holding, Person

LINE, FIRE = "食品安全", "消防"
RATES = {"A": 5, "B": 10, "C": 20, "D": 50}
ANNOUNCED = MONDAY + timedelta(hours=12)
PLANNED = MONDAY + timedelta(days=1)
AFTER = PLANNED + timedelta(minutes=5)
WITNESSES = [{"name": "见证甲", "body": "区司法局"}, {"name": "见证乙", "body": "示例商会"}]
UNTIL = date(2030, 1, 1)


def officer(town: Town, name: str, body: str = "market", kind: str = "reviewer") -> Person:
    """One more person at a department's post of review, so that there is somebody to send."""
    post = next(
        post
        for post in town.posts.values()
        if post.organisation_id == town.departments[body].pk and post.kind == kind
    )
    if name not in town.people:
        person = Person.objects.create(region=REGION, username=name, name=f"检{name}")
        Holding.objects.create(person=person, post=post, starts_on=BEGIN)
        town.people[name], town.posts[name] = person, post
    return town.people[name]


def a_check(town: Town, body: str = "market", line: str = LINE, **changes: Any) -> UUID:
    """A check on the list."""
    said = {
        "name": f"{line}检查",
        "line": line,
        "weight": "key",
        "way": "实地检查",
        "basis": "《食品安全法》第一百一十条",
    } | changes
    who = {"market": "sun", "fire": "feng"}[body]
    return UUID(acts.list_check(by=town.actor(who), at=MONDAY, body=town.departments[body].pk, **said)["id"])


def inspectors(town: Town, count: int = 4, body: str = "market", line: str = LINE) -> list[Inspector]:
    """Officers in the register."""
    who, made = town.actor({"market": "sun", "fire": "feng"}[body]), []
    for n in range(count):
        person = officer(town, f"{body}{n}", body)
        said = {
            "person": person.pk,
            "body": town.departments[body].pk,
            "lines": [line],
            "certificate": f"示例{body}{n:03d}",
            "valid_to": UNTIL,
        }
        made.append(UUID(acts.qualify(by=who, at=MONDAY, **said)["id"]))
    return list(Inspector.objects.filter(pk__in=made).order_by("code"))


def targets(town: Town, count: int = 20, *lines: str) -> list[Target]:
    """Firms in the register of objects, graded A to D in turn."""
    made = []
    for n in range(count):
        said = {
            "kind": "body",
            "name": f"示例餐饮{n}店",
            "number": synthetic_uscc("189901", 500 + n),
            "grade": "ABCD"[n % 4],
            "ground": "年度信用评价",
        }
        pk = UUID(acts.enter(by=town.actor("wu"), at=MONDAY, line=(lines or (LINE,))[0], **said)["id"])
        for line in lines[1:]:
            acts.add_line(pk, by=town.actor("wu"), at=MONDAY, line=line)
        made.append(pk)
    return list(Target.objects.filter(pk__in=made).order_by("code"))


def asked(*checks: UUID, **changes: Any) -> dict[str, Any]:
    """What a commitment is asked with."""
    return {
        "name": "春季餐饮抽查", "checks": list(checks), "rates": RATES, "overall": 3, "source": "示例彩票第2026055期开奖号码", "announced_at": ANNOUNCED,
        "planned_at": PLANNED,
    } | changes  # fmt: skip


def draw(
    town: Town, upto: str = "committed", *, count: int = 20, officers: int = 4, start: datetime = MONDAY
) -> Draw:
    """A draw of one check, begun at `start` and taken up to a state: committed, drawn, inspecting, results, published."""
    check = a_check(town)
    inspectors(town, officers)
    targets(town, count)
    by, after = town.actor("sun"), start + (AFTER - MONDAY)
    times = {"announced_at": start + (ANNOUNCED - MONDAY), "planned_at": start + (PLANNED - MONDAY)}
    pk = UUID(acts.commit(by=by, at=start, **asked(check, **times))["id"])
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("drawn", lambda: run(town, pk, at=after)),
        ("inspecting", lambda: acts.begin(pk, by=by, at=after, inspect_by=UNTIL)),
        ("results", lambda: report_all(town, pk, after)),
        ("published", lambda: acts.publish(pk, by=by, at=after + timedelta(days=4))),
    ]
    for state, step in steps:
        if upto == "committed":
            break
        step()
        if state == upto:
            break
    return Draw.objects.get(pk=pk)


def run(town: Town, pk: UUID, *, at: datetime = AFTER, **changes: Any) -> dict[str, Any]:
    """Draw by the number 70315."""
    said = {"announced": "7 0 3 1 5", "again": "70315", "witnesses": WITNESSES} | changes
    return acts.run(pk, by=town.actor("sun"), at=at, **said)


def begin(town: Town, pk: UUID) -> None:
    """Send the inspectors."""
    acts.begin(pk, by=town.actor("sun"), at=AFTER, inspect_by=UNTIL)


def goer(town: Town, place: Inspection, line: str = LINE) -> Any:
    """One of those who go to an object, ready to act."""
    who = (
        Goer.objects.filter(inspection=place, line=line, out_on=None)
        .select_related("inspector__person")
        .first()
    )
    assert who is not None
    return town.actor(who.inspector.person.username)


def said_of(place: Inspection, after: datetime = AFTER, **changes: Any) -> dict[str, Any]:
    """What a report says of an object."""
    code = place.draw.checks.get().check_item.code
    day = day_of(after + timedelta(days=2))
    return {"inspection": place.pk, "check": code, "outcome": "1", "checked_on": day} | changes


def report(town: Town, place: Inspection, after: datetime = AFTER, **changes: Any) -> dict[str, Any]:
    """A result of one object by one who went."""
    at = after + timedelta(days=3)
    return acts.report(place.draw_id, by=goer(town, place), at=at, **said_of(place, after, **changes))


def report_all(town: Town, pk: UUID, after: datetime = AFTER) -> None:
    """Every object has its result."""
    for place in Inspection.objects.filter(draw=pk).select_related("draw"):
        report(town, place, after)
