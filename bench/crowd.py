"""Fill a prepared database with many cases, so that lists and searches are measured as a county has them after years.

python -m bench.crowd COUNT    fill up to COUNT cases; what is there already is kept

One case of every item and stage is lived through the real acts and rolled back. It is the mould: each case of the crowd
gets its rows and chain with other days, numbers and names, sealed anew as `journal.acts` seals, the last
entry with the digest of the row's own columns (the entries before it keep the mould's, which nobody compares). Left
out, because no list reads them: papers, deliveries, errands, and for ended cases terms and materials. Personal values
beside the chain stay those of the mould, so name and number in them differ from the row's.
"""

import json
import multiprocessing
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
import django

django.setup()

from django.db import connection, models, transaction

from bench.people import citizen
from tests import town as towns
from yichuang.cases import acts
from yichuang.cases.models import Case, Party, Step
from yichuang.clock import book
from yichuang.clock.models import Term
from yichuang.ground import rows, vault
from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of, now
from yichuang.journal.chain import canonical, seal, sm3, standing
from yichuang.journal.models import Entry
from yichuang.law import codes
from yichuang.law.cards import light
from yichuang.materials.models import Material
from yichuang.town.cast import GIVEN, SURNAMES

DAYS, PEOPLE, BLOCK, PROCESSES = 520, 300_000, 2000, 2
STAGES = ("filed", "accepted", "reviewed", "ready", "delivered", "closed")
ENDED = ("delivered", "closed")
OWN_SERIAL = 600_000  # above what the halls of the town give out
TABLES: tuple[type[models.Model], ...] = (Case, Entry, Step, Party, Term, Material)
# One in 5,000 bears each name, as many as the commonest full name of the country (some 290,000 of 1.4 billion).
SYLLABLES = [f"{a[0]}{b[-1]}" for a in GIVEN for b in GIVEN]
NAMES = [SURNAMES[n % len(SURNAMES)] + SYLLABLES[n // len(SURNAMES) * 9] for n in range(5000)]
TOKEN = re.compile(r"\x01(F|N|S|-?\d+)\x02")
Patch = tuple[int, Callable[["Slot"], Any]]
Made = dict[type[models.Model], list[tuple[Any, ...]]]


class Slot:
    """What is a case's own: its place in the crowd, days, numbers and person."""

    __slots__ = (
        "day", "filing", "id", "index", "late", "midnight", "name", "number", "query", "stands", "tail",
    )  # fmt: skip

    def __init__(self, n: int, day: date, code: str) -> None:
        place = n // DAYS
        self.day, self.late = day.toordinal(), place * 11 % 21_600
        self.midnight = datetime.combine(day, datetime.min.time())
        moment = int((self.midnight.replace(tzinfo=UTC)).timestamp() * 1000) + self.late * 1000
        self.id = f"{moment:012x}{uuid7().hex[12:]}"
        self.filing = codes.filing_number(towns.REGION, day, OWN_SERIAL + place)
        self.number = codes.case_number(code, day, 1000 + place)
        self.query = codes.query_code((n * 7_368_787_919 + 5_000_011) % codes.QUERY_CODES)
        who = n * 104_729 % PEOPLE
        self.name = NAMES[who % len(NAMES)]
        self.index, self.tail = _indexes(who)
        self.stands = ""


@dataclass(frozen=True, slots=True)
class Mould:
    """One lived case: rows as values with the patches each copy needs; entries apart, because they are sealed."""

    code: str
    rows: dict[type[models.Model], list[tuple[list[Any], list[Patch]]]]
    chain: list[tuple[str, Any, Any, str, float, Callable[[Slot], str], str]]


@lru_cache(maxsize=PEOPLE)
def _indexes(who: int) -> tuple[str, str]:
    number = citizen(who)["number"]
    return vault.index(number), _tail(number[-4:])


@cache
def _tail(four: str) -> str:
    return vault.tail_index(four)


@cache
def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


@cache
def _light(due: int, days: int) -> tuple[str, str | None]:
    today = now()
    lamp = light(day_of(today), date.fromordinal(due), days, book.calendar(0, towns.REGION))
    return lamp.colour, lamp.turns_on.isoformat() if lamp.turns_on else None


def columns(model: type[models.Model]) -> list[Any]:
    """The columns that a row brings; keys the database counts are left to it."""
    found = model._meta.concrete_fields
    return [f for f in found if not isinstance(f, models.AutoField | models.CompositePrimaryKey)]


def moulds(town: towns.Town) -> dict[tuple[str, str], Mould]:
    """Live one case of each item and stage, keep its rows, and roll it back."""
    made: dict[tuple[str, str], Mould] = {}
    for key in town.items:
        for stage in STAGES:
            with transaction.atomic():  # one at a time, so that no mould leans on a licence of another
                case = town.case(key, upto="delivered" if stage == "closed" else stage)
                if stage == "closed":
                    acts.close(case.pk, by=town.night, at=towns.MONDAY + timedelta(days=1))
                made[key, stage] = _mould(Case.objects.get(pk=case.pk), town.items[key].code)
                transaction.set_rollback(True)
    return made


def _mould(case: Case, code: str) -> Mould:
    ended = case.state in ENDED
    found = {Case: [case], Step: case.steps.order_by("pk"), Party: case.parties.order_by("pk")}
    if not ended:
        found |= {m: m.objects.filter(subject=case.pk).order_by("pk") for m in (Term, Material)}
    made = {m: [_row(one, case) for one in ones] for m, ones in found.items()}
    stands = sm3(standing([getattr(case, name) for name in Case.STANDS]))  # it stands in the last entry only
    chain = [
        (e.act, e.by_person, e.by_post, e.by_name, _late(e.at), _text(_loose(e.payload), case, stands), e.private)
        for e in Entry.objects.filter(subject=case.pk).order_by("seq")
    ]  # fmt: skip
    return Mould(code, made, chain)


def _row(one: Any, case: Case) -> tuple[list[Any], list[Patch]]:
    lamp = _lamp(one, case)
    values: list[Any] = []
    patches: list[Patch] = []
    for place, f in enumerate(columns(type(one))):
        value = getattr(one, f.attname)
        patch = lamp.get(f.attname) or _patch(f.attname, value, one, case)
        values.append(
            value.hex if hasattr(value, "hex") and not isinstance(value, int | float | str) else value
        )
        if patch is not None:
            patches.append((place, patch))
    return values, patches


def _lamp(one: Any, case: Case) -> dict[str, Callable[[Slot], Any]]:
    """The colour of a running clock is that of today, so that the keeper has nothing to make up for."""
    term = one if isinstance(one, Term) else None
    if isinstance(one, Case) and one.turns_on:
        same = Term.objects.filter(subject=case.pk, ended_on=None, due_on=one.due_on)
        term = same.filter(kind__in=["promised", "statutory", "notice"]).order_by("-pk").first()
    if term is None or term.ended_on or term.due_on is None:
        return {}
    offset, days = (term.due_on - day_of(towns.MONDAY)).days, term.days
    return {
        "colour": lambda s: _light(s.day + offset, days)[0],
        "turns_on": lambda s: _light(s.day + offset, days)[1],
    }


OWN: dict[str, Callable[[Slot], Any]] = {
    "filing_number": lambda s: s.filing,
    "query_code": lambda s: s.query,
    "applicant_name": lambda s: s.name,
    "applicant_index": lambda s: s.index,
    "tail_index": lambda s: s.tail,
    "name": lambda s: s.name,
}


def _patch(name: str, value: Any, one: Any, case: Case) -> Callable[[Slot], Any] | None:
    if value == case.pk:
        return lambda s: s.id
    if name in OWN and isinstance(one, Case | Party):
        return OWN[name]
    if isinstance(value, datetime):
        late = _late(value)
        return lambda s: _at(s, late)
    if isinstance(value, date):
        offset = (value - day_of(towns.MONDAY)).days
        return lambda s: _iso(s.day + offset)
    if isinstance(value, str) and isinstance(one, Case) and (case.number or "\0") in value:
        return _text(value, case)
    return None


def _late(at: datetime) -> float:
    return (at - towns.MONDAY.replace(hour=0, minute=0)).total_seconds()


def _at(slot: Slot, late: float) -> str:
    return (slot.midnight + timedelta(seconds=late + slot.late)).isoformat(" ", "microseconds")


def _loose(payload: str) -> str:
    """Leave out what would vouch for the mould's papers: copies have none."""
    return canonical({k: v for k, v in json.loads(payload).items() if k != "papers"})


def _text(text: str, case: Case, stands: str = "\0") -> Callable[[Slot], str]:
    """Cut a text at the mould's own numbers and days; returns what puts it together for a slot."""
    text = text.replace(case.filing_number, "\x01F\x02").replace(stands, "\x01S\x02")
    if case.number:
        text = text.replace(case.number, "\x01N\x02")
    base = day_of(towns.MONDAY)
    day = lambda m: f"\x01{(date.fromisoformat(m[1]) - base).days}\x02"  # noqa: E731
    parts = TOKEN.split(re.sub(r'(?<=")(\d{4}-\d\d-\d\d)(?=")', day, text))
    fixed, tokens = parts[::2], parts[1::2]

    names = {"F": "filing", "N": "number", "S": "stands"}

    def filled(slot: Slot) -> str:
        made = [fixed[0]]
        for token, rest in zip(tokens, fixed[1:], strict=True):
            name = names.get(token)
            made += getattr(slot, name) if name else _iso(slot.day + int(token)), rest
        return "".join(made)

    return filled


def copies(kept: dict[tuple[str, str], Mould], numbers: range, worker: int, workers: int) -> Iterator[Made]:
    """Yield the rows of the cases `numbers` in blocks, a day after the other; days are shared out among workers."""
    keys = sorted({key for key, _ in kept})
    patience = {key: _promised(kept[key, "accepted"]) for key in keys}
    recorded, calendar = rows.text_of(now()), _days()
    block: Made = {m: [] for m in TABLES}
    for age in range(DAYS - 1 - worker, -1, -workers):
        first = numbers.start + (DAYS - 1 - age - numbers.start) % DAYS
        for n in range(first, numbers.stop, DAYS):
            mixed = n * 2_654_435_761 >> 7
            key = keys[mixed % len(keys)]
            mould = kept[key, _stage(mixed // len(keys), age, patience[key])]
            _copy(mould, Slot(n, calendar[age], mould.code), recorded, block)
            if len(block[Case]) >= BLOCK:
                yield block
                block = {m: [] for m in TABLES}
    yield block


def _promised(mould: Mould) -> int:
    names = [f.attname for f in columns(Term)]
    terms = [dict(zip(names, values, strict=True)) for values, _ in mould.rows[Term]]
    return max([t["days"] for t in terms if t["kind"] == "promised"], default=1)


def _days() -> list[date]:
    """The last weekdays before today, the youngest first."""
    today = day_of(now())
    found = (today - timedelta(days=n) for n in range(1, DAYS * 2))
    return [day for day in found if day.weekday() < 5][:DAYS]


def _stage(mixed: int, age: int, promised: int) -> str:
    if age <= promised + 6 and mixed % 10 < 8:
        if age <= 1 and mixed % 4 == 0:
            return "filed"
        return ("accepted", "accepted", "reviewed", "accepted", "ready")[mixed % 5]
    return "delivered" if mixed % 12 == 0 else "closed"


def _copy(mould: Mould, slot: Slot, recorded: str, block: Made) -> None:
    """Put one case's rows into the block, its chain sealed entry by entry."""
    case, head = _own(*mould.rows[Case][0], slot), ""
    case[NUMBER] = slot.number if case[NUMBER] else None
    slot.stands = sm3(standing([case[place] for place in SEALED]))
    for seq, (act, person, post, name, late, text, private) in enumerate(mould.chain, 1):
        at, payload = _at(slot, late), text(slot)
        head = seal(head, slot.id, seq, towns.REGION, act, person, post, name, at, recorded, None, payload)
        block[Entry].append(
            (slot.id, seq, towns.REGION, act, person, post, name, at, recorded, payload, private, None, head)
        )
    case[HEAD] = head
    block[Case].append(tuple(case))
    for model, ones in mould.rows.items():
        if model is not Case:
            block[model] += (tuple(_own(*one, slot)) for one in ones)


def _own(values: list[Any], patches: list[Patch], slot: Slot) -> list[Any]:
    row = values.copy()
    for place, patch in patches:
        row[place] = patch(slot)
    return row


_NAMES = [f.attname for f in columns(Case)]
SEALED = [_NAMES.index(name) for name in Case.STANDS]
HEAD, NUMBER = _NAMES.index("head"), _NAMES.index("number")


def write(cursor: Any, block: Made, sqlite: bool) -> None:
    """Write a block: COPY on PostgreSQL, one statement a table on SQLite."""
    for model, made in block.items():
        names = ", ".join(f'"{f.column}"' for f in columns(model))
        table = model._meta.db_table
        if sqlite:
            marks = ", ".join(["?"] * len(columns(model)))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', made)
            continue
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in made:
                copy.write_row(row)


def fill(count: int, *, town: towns.Town, processes: int = 1) -> int:
    """Make the crowd `count` cases strong; returns how many were made. One process writes on Django's own connection."""
    have = Case.objects.filter(filing_number__regex=r"^.{14}[6-9]").count()
    if have >= count:
        return 0
    _room(count)
    kept, numbers = moulds(town), range(have, count)
    if processes == 1 or connection.vendor == "sqlite":
        with transaction.atomic():
            _here(kept, numbers)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    else:
        _forked(kept, numbers, processes)
    return count - have


def _room(count: int) -> None:
    if count > DAYS * 8999:
        raise SystemExit(
            f"No more than {DAYS * 8999} cases: a case number has four places for the day's serial."
        )


def _here(kept: dict[tuple[str, str], Mould], numbers: range) -> None:
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for block in copies(kept, numbers, 0, 1):
            write(connection.connection if sqlite else cursor.cursor, block, sqlite)


def _forked(kept: dict[tuple[str, str], Mould], numbers: range, processes: int) -> None:
    connection.close()
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=_child, args=(kept, numbers, n, processes)) for n in range(processes)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if any(child.exitcode for child in children):
        raise SystemExit("A process that makes the crowd failed; its words stand above.")
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f'VACUUM ANALYZE "{model._meta.db_table}"')


def _child(kept: dict[tuple[str, str], Mould], numbers: range, worker: int, workers: int) -> None:
    """One process on its own connection: nobody waits for its disk, and foreign keys hold by construction."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET session_replication_role = replica")
    for block in copies(kept, numbers, worker, workers):
        with transaction.atomic(), connection.cursor() as cursor:
            write(cursor.cursor, block, False)


def main(count: int) -> None:
    """Fill and say how long it took."""
    from bench.lives import existing

    began = time.perf_counter()
    made = fill(count, town=existing(), processes=PROCESSES)
    took = time.perf_counter() - began
    print(json.dumps({"made": made, "seconds": round(took, 1), "per_second": round(made / took)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
