"""Bundles (一件事): the list in force, one record, the plan for given answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from yichuang.catalogue import bundles, planning
from yichuang.clock import book
from yichuang.journal.refusals import BadInput
from yichuang.law import BadInput as Unlawful
from yichuang.materials import onfile

router = Router()
MOST = 200
HOW = Literal["submit", "later", "commit", "verify", "share", "licence", "feed", "generate"]


class BundleRow(Schema):
    """A bundle in a list."""

    id: UUID
    key: str
    theme_code: str | None = Field(description="主题编码")
    name: str
    category: str
    lead: str = Field(description="牵头部门")
    version: int
    promised_days: int | None
    unit: str
    items: list[str] = Field(description="the keys of its members, in file order")


class BundleList(Schema):
    bundles: list[BundleRow]


class PlanMember(Schema):
    """A member that stands: whom it waits for, from when until when; `days` null: nobody knows, reckoned as 0."""

    item: str
    after: list[str]
    starts_on: date
    due_on: date
    days: int | None


class PlanMaterial(Schema):
    """A paper, asked for once; `feed`: the result of a member before."""

    name: str
    used_by: list[str]
    how: HOW


class PlanSaved(Schema):
    """Papers and visits, each item for itself and all as one; null: not known."""

    materials_before: int
    materials_after: int
    visits_before: int | None
    visits_after: int | None


class PlanCeiling(Schema):
    """How the permits stand to 45 (+15) working days."""

    due_on: date
    extended_due_on: date
    last_permit_due_on: date
    working_days: int
    permits: list[str]
    verdict: Literal["within", "extended", "beyond"]


class PlanSaving(Schema):
    """A member that would bring the joint date forward."""

    item: str
    days_saved: int
    why: str


class BundlePlan(Schema):
    """The plan as `yichuang plan --json` prints it."""

    members: list[PlanMember]
    joint_due_on: date | None = Field(description="null: nobody stands yet")
    joint_due_certain: bool
    critical_path: list[str]
    materials: list[PlanMaterial]
    saved: PlanSaved
    questions_left: list[str]
    unresolved_groups: list[str]
    ceiling: PlanCeiling | None = Field(description="null: no permit among the members")
    shorten: list[PlanSaving]


@router.get("", response=BundleList, summary="一件事列表")
def listed(request: HttpRequest) -> dict[str, Any]:
    """List the bundles in force."""
    return {"bundles": [_row(one) for one in bundles.listed(request.actor.stamp)]}  # type: ignore[attr-defined]


def _row(one: bundles.BundleFacts) -> dict[str, Any]:
    return {
        "id": one.bundle, "key": one.key, "theme_code": one.record.get("theme_code"), "name": one.name, "category": one.category,
        "lead": one.lead_name, "version": one.number, "promised_days": one.committed_days,
        "unit": one.record.get("day_kind") or "工作日", "items": [member["item_id"] for member in one.record["members"]],
    }  # fmt: skip


@router.get("/{bundle}", response=dict[str, Any], summary="一件事记录")
def one(request: HttpRequest, bundle: str) -> dict[str, Any]:
    """Show the record of a bundle in force, by key, theme code or id: the interchange form."""
    facts = bundles.by_name(bundle, request.actor.stamp)  # type: ignore[attr-defined]
    return {"key": facts.key, "version": facts.number, "lead": facts.lead_name, "record": facts.record}


@router.get("/{bundle}/plan", response=BundlePlan, summary="一件事怎么排")
def plan(
    request: HttpRequest,
    bundle: str,
    start: date = Query(..., description="the day on which it is filed and accepted"),
    answer: list[str] = Query(
        [], description="`key=value` of the bundle, `ITEM.key=value` of a member", max_length=MOST
    ),
    choose: list[str] = Query([], description="`group=ITEM`: which alternative", max_length=MOST),
    skip: list[str] = Query([], description="optional members that are left out", max_length=MOST),
) -> dict[str, Any]:
    """Plan a bundle: who stands, in what order and until when, the joint date, its papers once.

    Committed days only; the margins between stages are added when a bundle runs. A question that takes several values
    may be answered several times.
    """
    actor = request.actor  # type: ignore[attr-defined]
    facts = bundles.by_name(bundle, actor.stamp)
    answers = {key: "\n".join(dict.fromkeys(values)) for key, values in _pairs("answer", answer).items()}
    chosen = {group: values[-1] for group, values in _pairs("choose", choose).items()}
    file = onfile.of_nobody(actor.stamp, actor.region, start)
    try:
        made = planning.plan(
            facts, start, answers, stamp=actor.stamp, calendar=book.calendar(actor.stamp, actor.region), choose=chosen, skip=skip,
            **file.told(),
        )  # fmt: skip
    except Unlawful as error:
        raise BadInput(f"{str(error).rstrip('。')}。") from error
    return made.told()


def _pairs(name: str, given: Iterable[str]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for pair in given:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            raise BadInput(f"{name} 要写成 名称=取值，现在是“{pair[:60]}”。", field=name)
        made.setdefault(key, []).append(value)
    return made
