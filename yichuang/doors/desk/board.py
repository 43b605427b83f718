"""The board of things (一件事): boxes with their counts, pages by keyset, those with the most pressing part first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from yichuang.bundles import reading
from yichuang.bundles.models import Part, Thing
from yichuang.catalogue import bundles
from yichuang.clock import book
from yichuang.doors import frame, thingview
from yichuang.doors.desk import inbox
from yichuang.journal.actor import Actor
from yichuang.law import things
from yichuang.law.powers import DEPARTMENT

PAGE, SHOWN = 20, 3
ALL = DEPARTMENT | {"government"}


@dataclass(frozen=True, slots=True)
class Box(inbox.Box):
    """A saved filter of things, with the column of its order; none: the newest first."""

    order: str = "next_due"


BOXES = (
    Box("lead", "牵头在办", "", ALL, "没有您牵头、正在办的一件事。"),
    Box("late", "有环节超期", "err", ALL, "没有超期的环节。"),
    Box("soon", "有环节剩1天", "warn", ALL, "没有只剩1天的环节。"),
    Box("behind", "赶不上共同办结日", "err", ALL, "照现在的进度，都赶得上共同办结日。"),
    Box("settle", "可以告知或受理", "warn", DEPARTMENT, "没有等您告知或受理的。", order="say_by"),
    Box("say", "等本部门说缺什么", "warn", DEPARTMENT, "没有等您部门说的。", order="say_by"),
    Box("part", "有本部门一项", "", DEPARTMENT, "没有带着您部门一项的一件事。"),
    Box("done", "办完的", "", ALL, "还没有办完的一件事。", order=""),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A thing in the list: its most pressing parts, how many more run, its joint date against what the plan says."""

    thing: Thing
    name: str
    lines: list[thingview.Line]
    more: int
    word: str
    behind: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows, and the cursor behind it."""

    rows: list[Row]
    next: str
    first: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of an address."""

    box: Box
    bundle: str
    words: str
    after: str

    @property
    def query(self) -> str:
        """The filters without the page."""
        kept = {"q": self.words} if self.words else {"box": self.box.key}
        return urlencode({**kept, **({"bundle": self.bundle} if self.bundle else {})})


def asked(actor: Actor, given: Mapping[str, str]) -> Asked:
    """Return what an address asks for; what it does not know is the first box of this post."""
    mine = boxes_of(actor)
    box = next((one for one in mine if one.key == given.get("box", "")), mine[0])
    bundle = frame.uuid_of(given.get("bundle", ""))
    return Asked(
        box, str(bundle) if bundle else "", given.get("q", "").strip()[:100], given.get("after", "")[:60]
    )


def boxes_of(actor: Actor) -> list[Box]:
    """Return the boxes of this post."""
    return [box for box in BOXES if actor.kind in box.posts]


def source(box: Box, actor: Actor, today: date, bundle: str = "") -> QuerySet[Thing]:
    """Return the things of a box, unordered, with the day their most pressing part is due."""
    found = _source(box, actor, today)
    due = Part.objects.filter(thing=OuterRef("pk"), state=things.RUNNING, due_on__isnull=False)
    found = found.annotate(next_due=Subquery(due.order_by("due_on").values("due_on")[:1]))
    found = found.filter(bundle_id=bundle) if bundle else found
    if box.key == "late":
        return found.filter(next_due__lt=today)
    if box.key == "soon":
        tomorrow = book.calendar(actor.stamp, actor.region).after(today, 1)
        return found.filter(next_due__gte=today, next_due__lte=tomorrow)
    return found


def _source(box: Box, actor: Actor, today: date) -> QuerySet[Thing]:
    seen = Thing.objects.visible_to(actor)
    led = seen.filter(lead__in=actor.organisations) if actor.kind in DEPARTMENT else seen
    if box.key == "say":
        return reading.to_say(actor, today)
    if box.key == "settle":
        return reading.to_settle(led, today)
    if box.key == "part":
        return seen.exclude(lead__in=actor.organisations).under_way()
    if box.key == "done":
        return seen.filter(state__in=(things.DONE, things.CLOSED))
    return led.under_way().filter(forecast_on__gt=F("due_on")) if box.key == "behind" else led.under_way()


def counts(actor: Actor, today: date, bundle: str = "") -> dict[str, str]:
    """Return how many things each box of this post holds, in one reading."""
    place = ("desk.things", actor.kind, actor.region, actor.organisations, today, bundle)
    return inbox.counted(
        actor.stamp,
        place,
        lambda: {box.key: source(box, actor, today, bundle) for box in boxes_of(actor)},
    )


def page(ask: Asked, actor: Actor, today: date) -> Page:
    """Return a page: of a box the most pressing first, of a search or what is done the newest first."""
    if ask.words:
        order, found = "", _found(actor, ask.words)
    else:
        order, found = ask.box.order, source(ask.box, actor, today, ask.bundle)
    rows = _newest(found, ask.after) if not order else _pressing(found, order, ask.after)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return Page(_rows(rows, actor, today), _cursor(rows[-1], order) if more else "", not ask.after)


def _found(actor: Actor, words: str) -> QuerySet[Thing]:
    return Thing.objects.visible_to(actor).found_by(words)


def _newest(found: QuerySet[Thing], after: str) -> list[Thing]:
    last = frame.uuid_of(after.rpartition("~")[2])
    found = found.filter(pk__lt=last) if last else found
    return list(found.order_by("-pk")[: PAGE + 1])


def _pressing(found: QuerySet[Thing], order: str, after: str) -> list[Thing]:
    """One page and one more; what has no day comes last on both databases, so it is a second stretch."""
    day, last = _read(after)
    made: list[Thing] = []
    if day or last is None:
        dated = found.exclude(**{order: None})
        if day:
            dated = dated.filter(Q(**{f"{order}__gt": day}) | Q(**{order: day, "pk__gt": last}))
        made = list(dated.order_by(order, "pk")[: PAGE + 1])
    if len(made) <= PAGE:
        rest = found.filter(**{order: None}).order_by("pk")
        rest = rest.filter(pk__gt=last) if last and not day else rest
        made += rest[: PAGE + 1 - len(made)]
    return made


def _cursor(thing: Any, order: str) -> str:
    day = getattr(thing, order) if order else None
    return f"{day.isoformat() if day else ''}~{thing.pk}"


def _read(after: str) -> tuple[date | None, UUID | None]:
    day, _, key = after.partition("~")
    last = frame.uuid_of(key)
    try:
        return (date.fromisoformat(day) if day and last else None), last
    except ValueError:
        return None, None


def _rows(found: list[Thing], actor: Actor, today: date) -> list[Row]:
    parts = Part.objects.filter(thing__in=[one.pk for one in found]).order_by("place", "pk")
    by_thing: dict[UUID, list[thingview.Line]] = {}
    for line in thingview.lines_of(parts.select_related("department", "case"), actor, today):
        by_thing.setdefault(line.part.thing_id, []).append(line)
    return [_row(one, by_thing.get(one.pk, [])) for one in found]


def _row(thing: Thing, lines: list[thingview.Line]) -> Row:
    running = sorted((one for one in lines if one.part.state == things.RUNNING), key=_pressed)
    word = thingview.ENDS.get(thing.outcome) or thingview.STATES[thing.state]
    name = bundles.facts(thing.version_id).name
    return Row(thing, name, running[:SHOWN], max(len(running) - SHOWN, 0), word, thingview.behind(thing))


def _pressed(line: thingview.Line) -> tuple[bool, Any, int]:
    due = line.part.due_on
    return due is None, due or date.min, line.part.place


def choices(actor: Actor) -> list[tuple[str, str]]:
    """The bundles that a department leads, for the filter; all of them for the government."""
    found = bundles.listed(actor.stamp)
    mine = [one for one in found if one.lead in actor.organisations] if actor.kind in DEPARTMENT else found
    return [(str(one.bundle), one.name) for one in mine]
