"""Items: the published list, one record, the guide for given answers."""

from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from yichuang.catalogue import forms as catalogue_forms
from yichuang.catalogue import guide as guides
from yichuang.catalogue import versions
from yichuang.catalogue.models import Item
from yichuang.clock import book
from yichuang.doors import forms, leaflet
from yichuang.doors.api.telling import PAGE_MOST, after, cursor_of
from yichuang.ground.now import SHANGHAI, day_of
from yichuang.law import forms as law_forms
from yichuang.materials import onfile

router = Router()


class ItemRow(Schema):
    """An item in a list."""

    id: UUID
    key: str
    code: str
    name: str
    department: str
    handling: str
    promised_days: int | None
    statutory_days: int | None
    unit: str


class ItemPage(Schema):
    items: list[ItemRow]
    next: str | None


class GuideBody(Schema):
    """The answers to the item's questions."""

    answers: dict[str, str] = Field({}, examples=[{"premises": "own"}])
    filed_on: date | None = None


@router.get("", response=ItemPage, summary="事项列表")
def listed(
    request: HttpRequest, cursor: str = Query("", max_length=40), limit: int = Query(50, ge=1, le=PAGE_MOST)
) -> dict[str, Any]:
    """List the published items by keyset."""
    found = Item.objects.filter(region=request.actor.region, current__isnull=False, retired_on=None)  # type: ignore[attr-defined]
    last = after(cursor)
    if last is not None:
        found = found.filter(pk__gt=last)
    page = list(found.select_related("department", "current").order_by("pk")[: limit + 1])
    rows = [_row(item) for item in page[:limit]]
    return {"items": rows, "next": cursor_of(page[limit - 1].pk) if len(page) > limit else None}


def _row(item: Item) -> dict[str, Any]:
    version = item.current
    assert version is not None
    return {
        "id": item.pk, "key": item.key, "code": item.code, "name": item.name, "department": item.department.name,
        "handling": version.handling, "promised_days": version.committed_days, "statutory_days": version.statutory_days,
        "unit": version.day_kind,
    }  # fmt: skip


@router.get("/{item}", response=dict[str, Any], summary="事项记录")
def one(request: HttpRequest, item: str) -> dict[str, Any]:
    """Show the published record of an item, by key, code or id: the interchange form."""
    version = versions.by_name(item, request.actor.stamp)  # type: ignore[attr-defined]
    return {
        "key": version.key,
        "code": version.code,
        "version": version.number,
        "department": version.department_name,
        "record": version.record,
    }


class FormField(Schema):
    """A field of an application form: the data element it holds, its type and limits, when it is asked, whence it is filled in."""

    key: str
    element: str
    standard: str | None = Field(
        None, description="the name of the element in the national standards, where it has one"
    )
    label: str
    type: Literal[
        "text",
        "long",
        "number",
        "money",
        "date",
        "choice",
        "many",
        "yesno",
        "phone",
        "document",
        "uscc",
        "address",
        "email",
    ] = Field(description="a value is always text: a date as 2026-11-21, many as lines, yesno as yes or no")
    required: bool
    help: str
    options: list[str] = Field(description="the values that may be chosen, for choice and many")
    unit: str
    least: int | None = Field(
        description="the smallest number, the shortest text; 0 for a date: not before today"
    )
    most: int | None = Field(
        description="the largest number, the longest text; 0 for a date: not after today"
    )
    when: dict[str, list[str]] = Field(
        description="asked only if each of these questions has one of these answers"
    )
    who: Literal["applicant", "representative", "agent", "matter"]
    kind: Literal["person", "body"] | None = Field(
        description="asked only of a person or of a body; null: of both"
    )
    sources: list[Literal["identity", "body", "register", "licence", "address", "earlier"]] = Field(
        description="in which order it is filled in"
    )
    locked: bool = Field(description="a value that was filled in cannot be changed in the form")


class FormGroup(Schema):
    """Fields that stand on one page."""

    key: str
    title: str
    fields: list[FormField]


class ItemForm(Schema):
    """The application form of an item's version in force."""

    item: str
    version: int
    applicants: list[Literal["person", "body"]] = Field(description="who may apply")
    groups: list[FormGroup]


@router.get("/{item}/form", response=ItemForm, summary="申请表")
def form(request: HttpRequest, item: str) -> dict[str, Any]:
    """Show the application form of an item, every field of it, with when each is asked."""
    version = versions.by_name(item, request.actor.stamp)  # type: ignore[attr-defined]
    made = catalogue_forms.of(version.record)
    groups = [
        law_forms.Group(one["key"], one["title"], tuple(law_forms.field_of(row) for row in one["fields"]))
        for one in made
    ]
    return {
        "item": version.key, "version": version.number, "applicants": list(catalogue_forms.kinds(version.record)),
        "groups": forms.described(groups, made),
    }  # fmt: skip


@router.post("/{item}/guide", response=dict[str, Any], summary="按情形给出材料清单和日期")
def guide(request: HttpRequest, item: str, body: GuideBody) -> dict[str, Any]:
    """Give the list of materials and the due days for these answers; `place` is what a filing names a material by.

    `words` are those of the public guide, the counter and the printed notice, for the same answers.
    """
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    day, facts = body.filed_on or day_of(at), versions.by_name(item, actor.stamp)
    calendar = book.calendar(actor.stamp, actor.region)
    file = onfile.of_nobody(actor.stamp, actor.region, day)
    told = dict(guides.guide(item, body.answers, day, stamp=actor.stamp, calendar=calendar, **file.told()))
    chosen = file.select(facts.record, body.answers).materials
    shown: list[dict[str, Any]] = [dict(one) for one in told["materials"]]  # type: ignore[attr-defined]
    made = leaflet.make(facts, body.answers, noon(day), stamp=actor.stamp, region=actor.region)
    words = leaflet.in_words(made)
    lines = words.pop("lines")
    materials = [
        {"place": one.index, **by, **lines[one.index]} for by, one in zip(shown, chosen, strict=True)
    ]
    return told | {"materials": materials, "words": words}


def noon(day: date) -> datetime:
    """Return the middle of a civil day, for what counts in days."""
    return datetime.combine(day, time(12), tzinfo=SHANGHAI)
