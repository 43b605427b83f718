"""How staff see a thing (一件事): its parts, who holds them, what was decided, its joint date. Read-only, a constant number of queries.

    view = thingview.find(request.actor, thing_id, at, purpose="牵头")     # NotThere if not visible; the look is on record
    view = thingview.of_case(case, actor, at)                             # of a part's case, or None

What departments see of each other is the decision and what it says in public; the words of reviewers stay in their department.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse

from yichuang.bundles.models import Letter, Notice, Part, Thing
from yichuang.bundles.standing import may
from yichuang.cases.models import Case, Step
from yichuang.catalogue import bundles, versions
from yichuang.clock import book
from yichuang.doors import clocks as ticking
from yichuang.doors import thingtold
from yichuang.doors.lines import tight
from yichuang.doors.progress import stages
from yichuang.ground.now import day_of
from yichuang.ground.templatetags.yc import cndate
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.journal.refusals import NotThere
from yichuang.law import letters, things
from yichuang.law.powers import DEPARTMENT
from yichuang.law.procedures import PERMIT
from yichuang.law.states import OUTCOMES, UNDER_WAY

WORDS, STATES = dict(things.PART_STATES), dict(things.STATES)
ENDS = dict(things.OUTCOMES)
CASE_OUTCOMES = dict(OUTCOMES)
LAID = {
    "decided": "结果还没送到窗口",
    "ready": "结果在窗口，等人领",
    "delivered": "结果已领",
    "closed": "结果已领",
}
KINDS = {
    things.WAITING: stages.LATER, things.RUNNING: stages.NOW, things.GRANTED: stages.DONE, things.ENDED: stages.BAD, things.DROPPED: stages.OFF,
}  # fmt: skip
OFFICES = {"government", "supervisor", "system"}


@dataclass(frozen=True, slots=True)
class Line:
    """A part as a row: who holds it, what is left, what was decided; `case` only for who may open it."""

    part: Any
    department: str
    word: str
    holder: str
    left: ticking.Left | None
    after: tuple[str, ...]
    before: tuple[str, ...]
    verdict: str
    opinion: str
    case: UUID | None
    mine: bool

    @property
    def late(self) -> bool:
        """Whether it runs past its day."""
        return self.left is not None and self.left.days is not None and self.left.days < 0


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A line of the one notice: what is asked for which items; void from the day it was struck, with the reason."""

    paper: str
    sentence: str
    items: tuple[str, ...]
    struck: date | None
    why: str


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A paper of the thing, as the list of a case's papers shows one."""

    title: str
    number: str
    made_at: datetime
    href: str


def find(actor: Actor, thing: UUID, at: datetime, *, purpose: str) -> "ThingView":
    """Return the view of a thing this actor may see, and put the look on record; NotThere otherwise."""
    row = Thing.objects.visible_to(actor).filter(pk=thing).first()
    if row is None:
        raise NotThere("没有这个一件事，或者不归您看。")
    looks.seen(actor, purpose, subject=row.pk, holder_index=row.applicant_index, at=at)
    return ThingView(row, actor, at)


def of_case(case: Any, actor: Actor, at: datetime) -> "ThingView | None":
    """Return the thing that a case is a part of, if it is one and this actor may see it."""
    if case.thing is None:
        return None
    row = Thing.objects.visible_to(actor).filter(pk=case.thing).first()
    return None if row is None else ThingView(row, actor, at)


class ThingView:
    """A thing as one actor sees it at one instant."""

    def __init__(self, thing: Thing, actor: Actor, at: datetime) -> None:
        self.thing, self.actor, self.at, self.today = thing, actor, at, day_of(at)
        self.facts = bundles.facts(thing.version_id)

    @property
    def name(self) -> str:
        """The bundle's name."""
        return self.facts.name

    @property
    def word(self) -> str:
        """Where the whole stands."""
        return ENDS.get(self.thing.outcome) or STATES[self.thing.state]

    @cached_property
    def leads(self) -> bool:
        """Whether this actor sees all that is the lead's: its departments, or those who supervise."""
        own = self.actor.kind in DEPARTMENT and self.thing.lead_id in self.actor.organisations
        return own or self.actor.kind in OFFICES

    @cached_property
    def beyond(self) -> Any:
        """The day of the last permit, where it lies after the last day of joint handling; seen by the lead."""
        last = self.thing.ceiling_on
        permits = [
            one.due_on
            for one in self.rows
            if one.due_on
            and one.state in (things.WAITING, things.RUNNING)
            and versions.facts(one.version_id).type == PERMIT
        ]
        return max(permits) if last and self.leads and permits and max(permits) > last else None

    @cached_property
    def rows(self) -> list[Any]:
        """The parts with their departments and cases."""
        return list(
            Part.objects.filter(thing=self.thing).select_related("department", "case").order_by("place", "pk")
        )

    @cached_property
    def parts(self) -> list[Line]:
        """The parts as rows, in the order of the bundle."""
        return lines_of(self.rows, self.actor, self.today)

    @cached_property
    def mine(self) -> list[Line]:
        """The parts of this actor's departments."""
        return [line for line in self.parts if line.mine]

    @cached_property
    def left(self) -> ticking.Left | None:
        """What is left until the joint date while something is under way."""
        thing = self.thing
        if thing.due_on is None or thing.state not in things.UNDER_WAY:
            return None
        return _left(thing.due_on, self.today, self.actor.stamp, thing.region)

    @property
    def is_behind(self) -> bool:
        """Whether the plan says later than people were told."""
        return behind(self.thing)

    @cached_property
    def entries(self) -> list[Entry]:
        """The thing's own trace, oldest first."""
        return list(Entry.objects.filter(subject=self.thing.pk).order_by("seq"))

    @cached_property
    def asked(self) -> list[NoticeLine]:
        """The lines of the one notice, each for which items, and since when it is void."""
        if not self.thing.round:
            return []
        notice = Notice.objects.filter(thing=self.thing, round=self.thing.round).first()
        told = notice.told() if notice else []
        return [
            NoticeLine(
                line["paper"], tight(line["sentence"]), tuple(self._names.get(key, key) for key in line["items"]),
                date.fromisoformat(line["struck"]) if line.get("struck") else None, line.get("struck_why", ""),
            )
            for line in told
        ]  # fmt: skip

    @cached_property
    def papers(self) -> list[LetterLine]:
        """The thing's own papers, newest first; the template of a case's papers shows them."""
        found = Letter.objects.filter(thing=self.thing).order_by("-made_at", "-pk")
        return [
            LetterLine(letters.letter(kind).title, number, made, reverse("letters:letter", args=[pk]))
            for pk, kind, number, made in found.values_list("pk", "kind", "number", "made_at")
        ]

    @cached_property
    def timeline(self) -> list[Any]:
        """The trace in plain words, newest first."""
        return thingtold.lines(self.entries, self._names)

    @cached_property
    def moves(self) -> list[thingtold.Move]:
        """When the joint date was set and moved, and by which rule."""
        return thingtold.moves(self.entries)

    @property
    def _names(self) -> dict[str, str]:
        return {row.key: row.name for row in self.rows}

    def line(self, key: str) -> Line:
        """The row of a part; NotThere if there is none."""
        found = next((line for line in self.parts if line.part.key == key), None)
        if found is None:
            raise NotThere("这一件里没有这一项。")
        return found

    def of(self, case: UUID) -> Line | None:
        """The row of a case."""
        return next((line for line in self.parts if line.part.case_id == case), None)

    def may(self, act: str, line: Line | None = None) -> str | None:
        """Return None if this actor may perform the act, else the sentence why not."""
        department = line.part.department_id if line else None
        return may(act, self.thing, self.actor, self.actor.stamp, self.today, department)


def behind(thing: Any) -> bool:
    """Tell whether what the plan says now is later than the joint date that people were told."""
    return bool(
        thing.due_on
        and thing.forecast_on
        and thing.forecast_on > thing.due_on
        and thing.state in things.UNDER_WAY
    )


def lines_of(rows: Iterable[Any], actor: Actor, today: date) -> list[Line]:
    """Return parts, of one thing or of many, as rows: two queries, whatever their number."""
    rows = list(rows)
    cases = [row.case_id for row in rows if row.case_id]
    steps: dict[UUID, list[Step]] = {}
    if cases:
        for step in Step.objects.filter(case__in=cases).select_related("department").order_by("pk"):
            steps.setdefault(step.case_id, []).append(step)
    seen = (
        set(Case.objects.visible_to(actor).filter(pk__in=cases).values_list("pk", flat=True))
        if cases
        else set()
    )
    names = {(row.thing_id, row.key): row.name for row in rows}
    return [_line(row, rows, names, steps.get(row.case_id, []), seen, actor, today) for row in rows]


def _line(
    row: Any, rows: list[Any], names: Mapping[Any, str], steps: list[Step], seen: set[UUID], actor: Actor, today: date
) -> Line:  # fmt: skip
    after = tuple(names[row.thing_id, key] for key in row.waits_for if (row.thing_id, key) in names)
    before = tuple(
        one.name for one in rows if one.thing_id == row.thing_id and row.key in json.loads(one.after)
    )
    running = row.state == things.RUNNING and row.due_on is not None
    verdict, opinion = _decided(row.case, steps)
    return Line(
        row, row.department.name, WORDS[row.state], holder(row, steps), _left(row.due_on, today, actor.stamp, row.region) if running else None,
        after, before, verdict, opinion, row.case_id if row.case_id in seen else None, row.department_id in actor.organisations,
    )  # fmt: skip


def _decided(case: Any, steps: list[Step]) -> tuple[str, str]:
    """The decision and what it says in public; nothing of a case that is not decided."""
    if case is None or not case.outcome:
        return "", ""
    last = next((s for s in reversed(steps) if s.kind == "approve" and s.state == "done"), None)
    return CASE_OUTCOMES.get(case.outcome, ""), last.opinion if last else ""


def holder(row: Any, steps: Iterable[Step] = ()) -> str:
    """Return in whose hands a part is now."""
    case, department = row.case, row.department.name
    if row.state != things.RUNNING or case is None:
        return LAID.get(case.state, "") if case is not None and row.state == things.GRANTED else department
    if case.state == "correcting":
        return "申请人，等补正"
    if case.stopped:
        return f"{department}，停着不计时"
    if case.state == "filed":
        return f"{department}，待受理"
    open_now = [step for step in steps if step.state == "open"] if case.state in UNDER_WAY else []
    return (
        "；".join(f"{step.department.name}，{step.name}" for step in open_now) or f"{department}，{case.step}"
    )


def _left(due: date, today: date, stamp: int, region: str) -> ticking.Left:
    return ticking.left(today, due, "", None, book.calendar(stamp, region))


def box(line: Line, href: str = "") -> stages.Box:
    """Return a row as a box of the picture."""
    part = line.part
    when = {
        things.GRANTED: f"{cndate(part.ended_on)}办成" if part.ended_on else "",
        things.WAITING: f"预计{cndate(part.starts_on)}开始，{cndate(part.due_on)}前办好" if part.starts_on and part.due_on else "",
        things.RUNNING: f"{cndate(part.due_on)}前办好" if part.due_on else "",
    }  # fmt: skip
    note = part.why or ("超期" if line.late else "")
    return stages.Box(
        part.name, KINDS[part.state], line.word, line.holder or line.department, "" if part.why else when.get(part.state, ""), note, href
    )  # fmt: skip
