"""Somebody with the database in hand: whatever is changed of a thing, beside its acts, is found and named."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, models

from tests.town import MONDAY, Town, build
from yichuang.bundles import acts
from yichuang.bundles.models import Demand, Finding, Letter, Notice, Part, Thing, Visit
from yichuang.bundles.tests.scenes import called, decided, drained, part, told_once
from yichuang.ground.ids import uuid7
from yichuang.journal.verify import verify

FOOD = "food-business-license-new"
ROWS = (
    (Part, "parts"),
    (Demand, "demands"),
    (Notice, "notices"),
    (Visit, "visits"),
    (Finding, "findings"),
)
FREE = {"id", "thing", "thing_id", "part", "visit", "region"}


@pytest.fixture
def town(db: None) -> Town:
    return build(keys=())


def broken() -> list[tuple[str, str]]:
    return [(one["what"], one.get("rows", "")) for one in verify().broken]


def other(field: Any, value: Any) -> Any:
    """Another value that the column may hold."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or MONDAY) + timedelta(seconds=1)
    if isinstance(field, models.DateField):
        return (value or date(2026, 3, 9)) + timedelta(days=1)
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1
    if isinstance(field, models.UUIDField) or isinstance(value, UUID):
        return uuid7()
    return f"{str(value or '')[:-1]}改"[: field.max_length]


def forge(model: type[models.Model], found: models.Model, name: str) -> None:
    field = model._meta.get_field(name)
    with connection.constraint_checks_disabled():
        value = other(field.target_field if field.is_relation else field, getattr(found, field.attname))
        model._default_manager.filter(pk=found.pk).update(**{field.attname: value})


def test_an_edit_of_any_column_of_a_thing_is_found(town: Town) -> None:
    thing = told_once(town)
    for name in [*Thing.STANDS, *Thing.LATER]:
        forge(Thing, thing, name)
        first = verify().broken[0]
        assert (first["what"], first["subject"], first["act"]) == (
            "altered subject",
            thing.pk.hex,
            "bundles.ask_once",
        ), name
        _undone(Thing, thing, name)


def test_every_column_of_a_thing_is_sealed_or_said_not_to_be() -> None:
    names = {field.attname for field in Thing._meta.concrete_fields}
    assert names - set(Thing.STANDS) - set(Thing.LATER) == {
        "id",
        "region",
        "seq",
        "head",
        "filed_at",
        "content",
    }


def scene(town: Town, model: type[models.Model]) -> Thing:
    if model in (Visit, Finding):
        return called(town)[0]
    return told_once(town)


@pytest.mark.parametrize(("model", "kind"), ROWS)
def test_an_edit_of_any_column_of_a_row_beside_it_is_found(
    town: Town, model: type[models.Model], kind: str
) -> None:
    scene(town, model)
    found = model._default_manager.order_by("pk").first()
    assert found is not None and broken() == []
    for name in {field.name for field in model._meta.concrete_fields} - FREE:
        forge(model, found, name)
        assert broken() == [("altered rows of a subject", kind)], name
        _undone(model, found, name)


def _undone(model: type[models.Model], found: models.Model, name: str) -> None:
    """Put the column back, so that the keys of the database hold at the end of the test."""
    attname = model._meta.get_field(name).attname
    model._default_manager.filter(pk=found.pk).update(**{attname: getattr(found, attname)})


@pytest.mark.parametrize(("model", "kind"), ROWS)
def test_a_row_taken_away_is_found(town: Town, model: type[models.Model], kind: str) -> None:
    scene(town, model)
    found = model._default_manager.order_by("pk").last()
    assert found is not None
    if model is Visit:
        Finding.objects.all().delete()
    if model is Part:
        Demand.objects.filter(part=found.pk).delete()
    found.delete()
    assert ("altered rows of a subject", kind) in broken()


def test_a_demand_put_in_by_hand_is_found(town: Town) -> None:
    thing = told_once(town)
    Demand.objects.create(part=part(thing, FOOD), round=7, said_at=MONDAY)
    assert broken() == [("altered rows of a subject", "demands")]


LETTERS: dict[str, tuple[Callable[[Letter], Any], str]] = {
    "content": (lambda one: Letter.objects.filter(pk=one.pk).update(content=one.content.replace("陈秀英", "陈秀荚")), "altered paper"),
    "content and digest": (lambda one: Letter.objects.filter(pk=one.pk).update(content="{}", digest="0" * 64), "altered paper"),
    "gone": (lambda one: one.delete(), "paper is gone"),
    "added": (lambda one: Letter.objects.create(thing_id=one.thing_id, kind=one.kind, number="伪1号", content="{}", digest="", made_at=MONDAY),
              "paper without its entry"),
}  # fmt: skip


@pytest.mark.parametrize("edit", LETTERS)
def test_an_edit_of_a_letter_is_found(town: Town, edit: str) -> None:
    thing = told_once(town)
    change, what = LETTERS[edit]
    change(Letter.objects.filter(thing=thing, kind="notice").get())
    assert what in {one for one, _ in broken()}


def test_a_thing_taken_to_its_end_is_whole_and_sealed_at_each_step(town: Town) -> None:
    thing, visit = called(town)
    for key in (FOOD, "fire-safety-check-general"):
        by = town.staff(part(thing, key).department_id, "reviewer")
        acts.find(thing.pk, by=by, at=MONDAY, visit=visit, part=key, passed=True)
        assert broken() == []
    decided(
        town,
        part(thing, "individual-business-establishment").case_id,
        datetime.fromisoformat("2026-03-03T02:00:00Z"),
    )
    drained(MONDAY)
    assert broken() == [] and Part.objects.filter(thing=thing, state="running").count() >= 3
