"""What waits for a post: boxes with their counts, pages by keyset in the order of legal slack."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse

from yichuang.bundles import reading
from yichuang.cases.models import AfterCheck, Case, Step
from yichuang.catalogue.models import Version
from yichuang.clock import book
from yichuang.doors import caseview, frame, supervised
from yichuang.ground import rows
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.law.powers import DECIDE, DEPARTMENT
from yichuang.law.states import STATES, UNDER_WAY

PAGE, MOST, NIL = 20, 1000, UUID(int=0)
KINDS = {
    "reviewer": ("review",),
    "chief": ("review", "approve"),
    "approver": ("approve",),
    "head": ("approve",),
}
STATE_WORDS = dict(STATES)


@dataclass(frozen=True, slots=True)
class Box:
    """A saved filter: its key in the address, its name, its colour, and the posts that have it."""

    key: str
    name: str
    kind: str
    posts: frozenset[str]
    empty: str
    elsewhere: str = ""


BOXES = (
    Box("all", "全部", "", DEPARTMENT, "没有等您办的件。"),
    Box("over", "超期", "err", DEPARTMENT, "没有超期的件。"),
    Box("soon", "剩1天", "warn", DEPARTMENT, "没有只剩1天的件。"),
    Box("still", "停着", "", DEPARTMENT, "没有停着的件。"),
    Box("refusal", "待确认不予受理", "", DECIDE, "没有等您确认的不予受理。"),
    Box("say", "一件事，要说缺什么", "warn", DEPARTMENT, "", "/desk/things/?box=say"),
    Box("filed", "待受理", "", DEPARTMENT, "没有等部门受理的件。"),
    Box("extension", "延期申请", "", frozenset({"head", "government"}), "没有等您批的延期。"),
    Box("check", "待核查", "", DEPARTMENT, "没有等您核查的承诺或抽查。"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: a case, what is left, where it stands, and what the row says of it."""

    case: Case
    stage: str
    left: Any
    href: str
    pk: str
    item: str
    who: str
    tail: str
    urged: str = ""

    @property
    def of_thing(self) -> bool:
        """Whether the case is a part of a thing (一件事)."""
        return self.case.thing is not None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows, and the cursors beside it."""

    rows: list[Row]
    next: str
    first: bool


def boxes_of(actor: Actor) -> list[Box]:
    """Return the boxes of this post."""
    return [box for box in BOXES if actor.kind in box.posts]


def box_named(actor: Actor, key: str) -> Box:
    """Return the asked box, or the first one of this post."""
    mine = boxes_of(actor)
    return next((box for box in mine if box.key == key), mine[0])


def source(box: Box, actor: Actor, today: date) -> QuerySet[Any]:
    """Return the rows of a box: steps, cases or checks, unordered."""
    mine = actor.organisations
    if box.key in ("all", "over", "soon", "still"):
        steps = Step.objects.open().filter(department_id__in=mine, kind__in=KINDS[actor.kind])
        steps = steps.only("case_id", "name", "due_on")
        return _by_slack(steps, box.key, actor, today)
    if box.key == "say":
        return reading.to_say(actor, today)
    cases = Case.objects.visible_to(actor)
    if box.key in ("refusal", "filed"):
        found = cases.filter(state="filed", department_id__in=mine)
        return found.exclude(proposal="") if box.key == "refusal" else found.filter(proposal="")
    if box.key == "extension":
        asked = cases.filter(extension_asked_by__isnull=False, extended=False, state__in=UNDER_WAY)
        joint = joint_versions(actor.stamp)
        return (
            asked.filter(version_id__in=joint)
            if actor.kind == "government"
            else asked.exclude(version_id__in=joint)
        )
    due = AfterCheck.objects.filter(checked_at=None, case__department_id__in=mine, case__region=actor.region)
    return due.exclude(kind="commitment", case__state__in=UNDER_WAY)


def _by_slack(steps: QuerySet[Step], key: str, actor: Actor, today: date) -> QuerySet[Step]:
    if key == "over":
        return steps.filter(due_on__lt=today)
    if key == "soon":
        tomorrow = book.calendar(actor.stamp, actor.region).after(today, 1)
        return steps.filter(due_on__gte=today, due_on__lte=tomorrow)
    return steps.filter(due_on=None, case__stopped=True) if key == "still" else steps


def joint_versions(stamp: int) -> frozenset[int]:
    """Return the item versions that are handled jointly: the head of the government extends those."""
    return stamps.kept(stamp, "desk.joint", _joint)


def _joint() -> frozenset[int]:
    found = Version.objects.filter(record__contains='"joint":').values_list("pk", "record")
    return frozenset(pk for pk, record in found if json.loads(record).get("joint"))


def counts(actor: Actor, today: date) -> dict[str, str]:
    """Return how many rows each box of this post holds, "1000+" when there are more.

    One reading for all boxes: its SQL is put together once a day for all who see the same cases.
    """
    place = ("desk.counts", actor.kind, actor.region, actor.organisations, today, MOST)
    return counted(
        actor.stamp, place, lambda: {box.key: source(box, actor, today) for box in boxes_of(actor)}
    )


def counted(stamp: int, place: Any, sources: Callable[[], Mapping[str, QuerySet[Any]]]) -> dict[str, str]:
    """Return how many rows each of these holds, in one reading whose SQL is put together once for a value of the stamp."""
    keys, sql, params = stamps.kept(stamp, place, lambda: _counts_sql(sources()))
    found = zip(keys, rows.execute(sql, params).fetchone(), strict=True)
    return {key: str(number) if number <= MOST else f"{MOST}+" for key, number in found}


def _counts_sql(sources: Mapping[str, QuerySet[Any]]) -> tuple[list[str], str, tuple[Any, ...]]:
    parts: list[str] = []
    given: list[Any] = []
    for key, found in sources.items():
        try:
            sql, params = found.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) {key}_rows)")
        given += params
    return list(sources), f"SELECT {', '.join(parts)}", tuple(given)


def page(box: Box, actor: Actor, today: date, *, after: str = "", whole: bool = False) -> Page:
    """Return a page of a box, the least slack first and what has no due day last; `whole` reads the cases whole."""
    found = _slice(source(box, actor, today), after)
    more = len(found) > PAGE
    found = found[:PAGE]
    ids = {one.pk if isinstance(one, Case) else one.case_id for one in found}
    mine = Case.objects.visible_to(actor).filter(pk__in=ids)
    cases = {case.pk: case for case in (mine.select_related("item") if whole else _listed(mine))}
    since = caseview.stopped_since(case.pk for case in cases.values() if case.stopped)
    query = urlencode({"box": box.key, **({"after": after} if after else {})})
    urged = supervised.urged(actor, cases)
    rows = [
        _row(
            cases[pk],
            stage,
            actor,
            today,
            since.get(pk),
            query,
            check_due=one.due_on if isinstance(one, AfterCheck) else None,
            urged=urged.get(pk, ""),
        )
        for one in found
        for pk, stage in [_stage(one)]
        if pk in cases
    ]
    return Page(rows, _cursor(found[-1]) if more else "", not after)


def search(words: str, actor: Actor, today: date, *, after: str = "") -> Page:
    """Return the cases found by a number, a query code, a name or the end of an ID, newest first."""
    found = _listed(Case.objects.visible_to(actor).found_by(words)).order_by("-pk")
    if last := frame.uuid_of(after):
        found = found.filter(pk__lt=last)
    cases = list(found[: PAGE + 1])
    since = caseview.stopped_since(case.pk for case in cases if case.stopped)
    query = urlencode({"q": words, **({"after": after} if after else {})})
    urged = supervised.urged(actor, (case.pk for case in cases[:PAGE]))
    rows = [
        _row(
            c,
            STATE_WORDS.get(c.state, c.state),
            actor,
            today,
            since.get(c.pk),
            query,
            urged=urged.get(c.pk, ""),
        )
        for c in cases[:PAGE]
    ]
    return Page(rows, str(cases[PAGE - 1].pk) if len(cases) > PAGE else "", not after)


def _row(
    case: Case, stage: str, actor: Actor, today: date, since: date | None, query: str, *, check_due: date | None = None, urged: str = "",
) -> Row:  # fmt: skip
    """A row; what waits for a check counts down to the check's own day, the case itself is decided."""
    href = f"{_address().replace(str(NIL), str(case.pk))}?{query}"
    left = (
        caseview.left_to(check_due, actor, today, case.region)
        if check_due
        else caseview.left_of(case, actor, today, since)
    )
    said = (str(case.pk), case.item.name, case.applicant_name, case.filing_number[-6:])
    return Row(case, stage, left, href, *said, urged=urged)


def _listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Read what a row shows, and no more."""
    shown = (
        "region",
        "state",
        "applicant_name",
        "filing_number",
        "due_on",
        "colour",
        "stopped",
        "thing",
        "item__name",
    )
    return cases.select_related("item").only(*shown)


@cache
def _address() -> str:
    """The address of a case with no number in it: looking one up costs more than the rest of a row."""
    return reverse("desk:case", args=[NIL])


def _stage(one: Any) -> tuple[UUID, str]:
    if isinstance(one, Step):
        return one.case_id, one.name
    if isinstance(one, AfterCheck):
        return one.case_id, one.get_kind_display()
    return one.pk, "待受理" if one.state == "filed" else one.step


def _slice(found: QuerySet[Any], after: str) -> list[Any]:
    """One page and one more. Rows without a due day come last on both databases, so they are a second stretch."""
    due, last = _read(after, found)
    made: list[Any] = []
    if due is not None or last is None:
        dated = found.exclude(due_on=None).order_by("due_on", "pk")
        if due is not None:
            dated = dated.filter(due_on__gte=due).filter(Q(due_on__gt=due) | Q(pk__gt=last))
        made = list(dated[: PAGE + 1])
    if len(made) <= PAGE:
        rest = found.filter(due_on=None).order_by("pk")
        if due is None and last is not None:
            rest = rest.filter(pk__gt=last)
        made += rest[: PAGE + 1 - len(made)]
    return made


def _cursor(one: Any) -> str:
    return f"{one.due_on.isoformat() if one.due_on else ''}~{one.pk}"


def _read(after: str, found: QuerySet[Any]) -> tuple[date | None, Any]:
    """Return the due day and the key that a cursor names; one that names nothing means the beginning."""
    day, _, key = after.partition("~")
    try:
        return date.fromisoformat(day) if day else None, found.model._meta.pk.to_python(key) if key else None
    except (ValueError, ValidationError):
        return None, None


def next_of(rows: Sequence[Row], case: UUID) -> UUID | None:
    """Return the case that opens when this one is done: the one below it, else the first that is left."""
    ids = [row.case.pk for row in rows]
    below = ids[ids.index(case) + 1 :] if case in ids else ids
    return next(iter([*below, *(pk for pk in ids if pk != case)]), None)
