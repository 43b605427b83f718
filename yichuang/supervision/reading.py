"""Stories read from the journal in batches, and what they are judged with: the published version, the calendars, local numbers."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from yichuang.catalogue import versions
from yichuang.catalogue.models import Version
from yichuang.clock import book
from yichuang.ground import many, rows
from yichuang.journal import stamps
from yichuang.journal.models import Entry, Register
from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import RECEIVED, Event, Published, Stage, Story
from yichuang.law.days import Calendar
from yichuang.law.notices import YearTable
from yichuang.people.models import Alias, Organisation

# As text they are read in a tenth of the time.
COLUMNS = "t.subject, t.seq, t.act, CAST(t.at AS text), CAST(t.recorded_at AS text), t.payload, t.by_person, t.by_name, t.region"
ENDED_BY_OFFICE = "('not_accepted', 'void', 'withdrawn')"


Same = dict[tuple[Any, ...], tuple[Published, timedelta]]


@dataclass(frozen=True, slots=True)
class Read:
    """A case's story with its id and region."""

    id: UUID
    region: str
    story: Story


def read(subjects: Sequence[UUID], stamp: int, *, earlier: bool = False) -> list[Read]:
    """Return the stories of those subjects that are cases; with `earlier` they know the cases that they repeat."""
    before = repeated(subjects) if earlier else {}
    wanted = dict.fromkeys([*subjects, *(one for ones in before.values() for one in ones)])
    found = {one.id: one for one in _stories(list(wanted), stamp)}
    for subject, ones in before.items():
        if subject in found:
            found[subject].story.earlier = [found[one].story for one in ones if one in found]
    return [found[subject] for subject in subjects if subject in found]


def _stories(subjects: Sequence[UUID], stamp: int) -> Iterator[Read]:
    raw = many.some(
        Entry,
        "subject",
        subjects,
        COLUMNS,
        "" if rows.is_sqlite() else "ORDER BY t.subject, t.seq",
    )
    if rows.is_sqlite():
        raw.sort(key=itemgetter(0, 1))
    same: Same = {}
    named = {rows.key(subject): subject for subject in subjects}
    for key, group in groupby(raw, key=itemgetter(0)):
        entries = list(group)
        if entries[0][2] == RECEIVED and entries[0][1] == 1:
            region = entries[0][8]
            subject = named[key]
            yield Read(subject, region, story_of(subject, region, entries, stamp, same))


def story_of(
    subject: UUID, region: str, entries: Sequence[Sequence[Any]], stamp: int, same: Same | None = None
) -> Story:
    """Return the story of one chain's entries, as the database gave them; what many of a block share is kept in `same`."""
    events, same = events_of(entries), {} if same is None else same
    said, day = events[0].said, events[0].day
    which = (region, said.get("item"), said.get("version"), day)
    if which not in same:
        published = published_as(region, str(said.get("item", "")), int(said.get("version") or 0), stamp)
        same[which] = published, back_dated(stamp, region, day)
    return Story(str(subject), events, *same[which])


def events_of(entries: Sequence[Sequence[Any]]) -> list[Event]:
    """Return the entries of one chain as events, as the database gave them."""
    return [
        Event(seq, act, rows.instant(at), rows.instant(recorded), text, person, name)
        for _, seq, act, at, recorded, text, person, name, _ in entries
    ]


def back_dated(stamp: int, region: str, day: date) -> timedelta:
    """Return how much later than it claims an entry may be recorded, by the local number of a day."""
    return timedelta(hours=book.number(stamp, region, "back_dated_hours", day).whole)


def published_as(region: str, item: str, number: int, stamp: int) -> Published:
    """Return what the version of an item says, which never changes; whose its steps are follows the names in force."""
    version = stamps.kept(stamp, ("supervision.versions", region), lambda: _versions(region)).get(
        (item, number)
    )
    if version is None:
        return Published(0, None, None)
    return stamps.kept(stamp, ("supervision.published", version), lambda: _published(version, region))


def _versions(region: str) -> dict[tuple[str, int], int]:
    found = Version.objects.filter(item__region=region).exclude(state="draft")
    return {(key, number): pk for key, number, pk in found.values_list("item__key", "number", "pk")}


def _published(version: int, region: str) -> Published:
    facts = versions.facts(version)
    names = stamps.kept(stamps.current(), ("supervision.names", region), lambda: _names(region))
    route = tuple(
        Stage(
            step.key,
            step.name,
            names.get(step.department or "", facts.department) or facts.department,
            step.kind,
            step.after,
        )
        for step in facts.route
    )
    materials = tuple(str(one["name"]) for one in facts.record.get("materials") or ())
    return Published(
        facts.department, facts.promised_days, facts.statutory_days, facts.unit, route, materials
    )


def _names(region: str) -> dict[str, int]:
    found = Alias.objects.filter(region=region, organisation__isnull=False)
    bodies = Organisation.objects.filter(region=region)
    return dict(found.values_list("name", "organisation_id")) | dict(bodies.values_list("name", "pk"))


def calendars(region: str, stamp: int) -> Calendars:
    """Return the region's calendars as the journal says they came into force."""
    return stamps.kept(stamp, ("supervision.calendars", region), lambda: _calendars(region))


def _calendars(region: str) -> Calendars:
    first = made = Calendar.builtin()
    later: list[tuple[datetime, Calendar]] = []
    acts = ("clock.import_notice", "clock.close_days")
    books = Register.objects.filter(name="calendar").values("id")
    for entry in Entry.objects.filter(subject__in=books, act__in=acts).order_by(
        "recorded_at", "subject", "seq"
    ):
        said = json.loads(entry.payload)
        if entry.act == "clock.import_notice":
            made = made.with_year(YearTable.from_dict(said["table"]))
        elif entry.region == region:
            made = made.with_closures({date.fromisoformat(day): why for day, why in said["days"].items()})
        later.append((entry.at, made))
    return Calendars(first, later)


def repeated(subjects: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return, for cases that came after one of the same applicant and item that the office ended, those earlier ones.

    Who the applicant is does not stand in the chain; the column is sealed by it.
    """
    sql = (
        "JOIN cases_case b ON b.applicant_index = t.applicant_index AND b.item_id = t.item_id AND b.region = t.region AND b.id <> t.id"
        f" AND b.filed_at <= t.filed_at AND b.state = 'closed' AND b.outcome IN {ENDED_BY_OFFICE}"
    )
    return _pairs(sql, list(subjects))


def _pairs(join: str, subjects: list[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for first in range(0, len(subjects), many.MARKED):
        block = [rows.key(one) for one in subjects[first : first + many.MARKED]]
        marks = ", ".join(["%s"] * len(block))
        sql = f"SELECT t.id, b.id FROM cases_case t {join} WHERE t.id IN ({marks}) AND t.applicant_index <> '' ORDER BY t.id, b.filed_at, b.id"
        for own, other in rows.execute(sql, block).fetchall():
            found.setdefault(subject_of(own), []).append(subject_of(other))
    return found


def subject_of(raw: Any) -> UUID:
    """Return a subject as the database gave it."""
    return UUID(hex=raw) if isinstance(raw, str) else raw  # type: ignore[no-any-return]
