"""The sweep: whoever an act touched is judged at once, whom time made late when a civil day begins; nothing else is read.

Whom to look at is asked in SQL, whether it is so is read from the journal. What was issued already is left alone, so that a sweep
that was cut off is simply begun again.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from operator import itemgetter
from typing import Any
from uuid import UUID

from yichuang.cases.models import Case
from yichuang.ground import company, many, rows
from yichuang.ground.cycles import unsearched
from yichuang.ground.now import day_of
from yichuang.journal import bulk, stamps
from yichuang.journal.actor import system
from yichuang.journal.chain import canonical
from yichuang.journal.models import Entry
from yichuang.law.conduct.cards import TIMED
from yichuang.law.conduct.story import Event, Finding
from yichuang.supervision import drift, others, reading
from yichuang.supervision.acts import keep_reach
from yichuang.supervision.acts.cards import derived
from yichuang.supervision.models import Card, Reach
from yichuang.supervision.probing import Probe, all_probes, asked, judged, stands

NAME = "cards"
CHUNK, BLOCK_OF_NIGHT, BLOCK_BESIDE_PEOPLE = 500, 700, 150
BLOCK = 5000
OVERLAP = timedelta(seconds=30)  # what a longer transaction wrote is seen later than its own clock says
NIGHT = timedelta(minutes=5)  # so much later than it claims an entry may be recorded: the day begins then
EVERY = 1.0
MEMORY = 50_000
JUDGED = (
    "(act LIKE 'cases.%%' AND act NOT IN ('cases.turn', 'cases.remind') OR act LIKE 'ratings.%%' OR act LIKE 'complaints.%%'"
    " OR act IN ('inspections.push', 'inspections.sign', 'inspections.redirect', 'inspections.report', 'inspections.publish'))"
)
_seen: dict[UUID, tuple[int, datetime]] = {}
_last: list[float] = []
New = list[tuple[str, dict[str, Any]]]
Wrong = dict[tuple[str, str, int], list[UUID]]


@dataclass(frozen=True, slots=True)
class Known:
    """A card as the sweep compares it."""

    id: UUID
    derived: str
    entries: tuple[int, ...]


def follow(at: datetime) -> int:
    """Judge whom acts touched, at most once a second; returns how many cards were issued or taken back."""
    if _last and time.monotonic() - _last[0] < EVERY:
        return 0
    done = touched(at)
    _last[:] = [time.monotonic()]
    return done


def nightly(at: datetime) -> int:
    """The sweep by the clock: the civil day begins for it five minutes late, when all that was done before midnight is on record."""
    reach = _reach()
    begun = reach is not None and reach.day is not None and reach.day >= day_of(at - NIGHT)
    return touched(at) if begun else sweep(at)


@unsearched()
def sweep(at: datetime) -> int:
    """Judge whom acts touched, and once for each civil day whom time has made late; returns how many cards moved."""
    done, reach = touched(at), _reach()
    if reach is not None and reach.day is not None and reach.day >= day_of(at):
        return done
    company.look()
    # What follows from entries alone was judged when they were written.
    timed = [probe for probe in all_probes() if probe.find(at, None)]
    done += _settled(_chunks(_late(at, reach), BLOCK_OF_NIGHT), at, among=timed)
    done += sum(_issue(region, params, at) for region, params in drift.found(day_of(at)).items())
    keep_reach(NAME, day=day_of(at), by=None, at=at)
    return done


def _chunks(found: Iterable[UUID], size: int = CHUNK) -> Iterator[list[UUID]]:
    left = iter(found)
    while chunk := list(islice(left, BLOCK_BESIDE_PEOPLE if company.here() else size)):
        yield chunk


def _reach() -> Reach | None:
    return Reach.objects.filter(name=NAME).first()


def _late(at: datetime, reach: Reach | None) -> Iterator[UUID]:
    """Yield once everybody whom the SQL of some probe names."""
    known: set[Any] = set()
    for find in [probe.find for probe in all_probes()] + [rule.find for rule in others.all_rules()]:
        wanted = find(at, reach.day if reach else None)
        for (raw,) in rows.execute(*wanted).fetchall() if wanted else ():
            if raw not in known:
                known.add(raw)
                yield reading.subject_of(raw)


@unsearched()
def touched(at: datetime) -> int:
    """Judge every case with an entry since the last one that was looked at; the first time, every case there is."""
    reach = _reach()
    if reach is None or reach.recorded_at is None:
        return whole(at, reach)
    done, since, most = 0, reach.recorded_at - OVERLAP, BLOCK
    while True:
        block = _entries(since, most)
        fresh = [subject for subject, seq, _ in block if subject not in _seen or _seen[subject][0] < seq]
        for chunk in _chunks(dict.fromkeys(fresh)):
            done += judge(chunk, at, earlier=True)
        _remember(block)
        if block and block[-1][2] > reach.recorded_at:
            keep_reach(NAME, recorded_at=block[-1][2], by=None, at=at)
        if len(block) < most:
            return done
        most = most * 2 if block[-1][2] == since else BLOCK
        since = block[-1][2]


def _remember(block: list[tuple[UUID, int, datetime]]) -> None:
    """Note what was looked at; what no later look comes back to is forgotten before it is too much."""
    if len(_seen) > MEMORY and block:
        past = block[0][2] - OVERLAP
        for subject in [subject for subject, (_, recorded) in _seen.items() if recorded < past]:
            del _seen[subject]
    _seen.update((subject, (seq, recorded)) for subject, seq, recorded in block)


def _entries(since: datetime, most: int) -> list[tuple[UUID, int, datetime]]:
    sql = (
        f"SELECT subject, seq, recorded_at FROM journal_entry WHERE recorded_at >= %s AND {JUDGED}"
        " ORDER BY recorded_at, subject, seq LIMIT %s"
    )
    since_in = rows.text_of(since) if rows.is_sqlite() else since
    found = rows.execute(sql, [since_in, most]).fetchall()
    return [(reading.subject_of(raw), seq, rows.instant(recorded)) for raw, seq, recorded in found]


def whole(at: datetime, reach: Reach | None = None) -> int:
    """Judge every case there is, in the order of their ids, going on where it was cut off."""
    done, after = 0, reach.subject if reach else None
    last = Entry.objects.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    while True:
        cases = (
            Case.objects.order_by("pk") if after is None else Case.objects.filter(pk__gt=after).order_by("pk")
        )
        chunk = list(cases.values_list("pk", flat=True)[:CHUNK])
        done += judge(chunk, at, earlier=True)
        if len(chunk) < CHUNK:
            break
        after = chunk[-1]
        keep_reach(NAME, subject=after, by=None, at=at)
    for chunk in _chunks(others.everything()):
        done += judge(chunk, at)
    keep_reach(NAME, subject=None, recorded_at=last or at, by=None, at=at)
    return done


def judge(subjects: Sequence[UUID], at: datetime, *, earlier: bool = False) -> int:
    """Judge these cases by all probes from the journal, issue what is new and take back what a recount made wrong."""
    return _settled([subjects], at, earlier=earlier)


def _settled(
    blocks: Iterable[Sequence[UUID]],
    at: datetime,
    *,
    earlier: bool = False,
    among: Sequence[Probe] | None = None,
) -> int:
    """Judge block after block (by `among` alone, if given), one while the cards of the one before are written."""
    taken: list[int] = []

    def found() -> Iterator[tuple[str, dict[str, Any]]]:
        for subjects in blocks:
            new, wrong = _found(subjects, at, earlier, among)
            taken.append(_take_back(wrong, at))  # before a card of the same rule takes its place
            yield from new

    issued = [
        _issue(region, (params for _, params in group), at)
        for region, group in groupby(found(), key=itemgetter(0))
    ]
    return sum(issued) + sum(taken)


def _found(
    subjects: Sequence[UUID], at: datetime, earlier: bool, among: Sequence[Probe] | None
) -> tuple[New, Wrong]:
    """Return the new cards of these subjects with their regions, and the cards that a recount made wrong, by why and entry."""
    stamp, day = stamps.current(), day_of(at)
    known = _cards(subjects)
    new: New = []
    wrong: Wrong = {}
    read = {one.id: one for one in reading.read(list(subjects), stamp, earlier=earlier)}
    for one in read.values():
        company.rest()
        mine = known.get(one.id, {})
        found = {f.rule: f for f in judged(one.story, day, reading.calendars(one.region, stamp), among)}
        for rule, card in mine.items() if one.story.recounts else ():
            recount = _recounted(card, rule, found.get(rule), one.id, one.story.recounts)
            if recount is not None:
                _note(wrong, one.region, recount, card)
                mine = {other: held for other, held in mine.items() if other != rule}
        new += [(one.region, asked(one.id, finding)) for rule, finding in found.items() if rule not in mine]
    _judge_others([subject for subject in subjects if subject not in read], known, stamp, day, new, wrong)
    return sorted(new, key=itemgetter(0)), wrong


def _judge_others(
    subjects: Sequence[UUID], known: Mapping[UUID, Mapping[str, Known]], stamp: int, day: date,
    new: New, wrong: Wrong,
) -> None:  # fmt: skip
    """Judge what is no case; what is to be issued and to be taken back is added to `new` and `wrong`."""
    for one in others.read(subjects, stamp):
        found, card = one.found(stamp, day), known.get(one.id, {}).get(one.rule.rule)
        recount = _recounted(card, one.rule.rule, found, one.id, one.recounts) if card else None
        if card is not None and recount is not None:
            _note(wrong, one.region, recount, card)
        if found is not None and (card is None or recount is not None):
            new.append((one.region, asked(one.id, found, one.rule.about)))


def _note(wrong: Wrong, region: str, recount: Event, card: Known) -> None:
    why = f"期限重算：{recount.said.get('why', '')}"
    wrong.setdefault((region, why, recount.seq), []).append(card.id)


def _recounted(
    card: Known, rule: str, found: Finding | None, case: UUID, recounts: Sequence[Event]
) -> Event | None:
    """Return the recount that made a card wrong: it came after what the card rests on, and the story now says otherwise."""
    later = [event for event in recounts if event.seq > max(card.entries, default=0)]
    if rule not in TIMED or not later or (found is not None and digest(case, found) == card.derived):
        return None
    return later[0]


def _cards(subjects: Sequence[UUID]) -> dict[UUID, dict[str, Known]]:
    """Return the cards of these subjects that stand in the way of another of their rule."""
    found: dict[UUID, dict[str, Known]] = {}
    columns = "t.subject, t.rule, t.id, t.derived, t.evidence"
    found_by = many.some(Card, "subject", list(subjects), columns, f"AND {stands('t')}")
    for raw, rule, card, derivation, evidence in found_by:
        entries = tuple(Card(evidence=evidence).why.get("entries", ()))
        known = Known(reading.subject_of(card), derivation, entries)
        found.setdefault(reading.subject_of(raw), {})[rule] = known
    return found


def digest(case: UUID, found: Finding) -> str:
    """Return the digest that a card of this finding bears."""
    return derived(found.rule, case, found.level, found.on, found.hop.name, canonical(found.evidence))


def _issue(region: str, cards: Iterable[dict[str, Any]], at: datetime) -> int:
    return len(bulk.create("supervision.issue", cards, by=system(region), at=at).settle().made)


def _take_back(wrong: Wrong, at: datetime) -> int:
    done = [
        bulk.perform("supervision.withdraw", cards, by=system(region), at=at, why=why, entry=seq).settle()
        for (region, why, seq), cards in wrong.items()
    ]
    return sum(len(one.made) for one in done)


def forget() -> None:
    """Drop what this process remembers (tests that roll back)."""
    _seen.clear()
    _last.clear()
