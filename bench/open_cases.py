"""Fill a prepared database with many OPEN cases, each with the whole history that brought it there.

python -m bench.open_cases COUNT [--on DATE] [--seed N] [--town-only]

For every item of the catalogue some cases are lived through the real acts on days before DATE (the day as of which they are open;
today if left out): filed, told once and waiting, corrected, accepted, reviewed, stopped, stopped and resumed, extended, and a few
that are yellow or late; the keeper's own turns of colour on their days. Each is a mould and is rolled back. The crowd are copies of
the moulds, on the same days at other minutes, with their own ids, numbers and names, every entry sealed anew, recorded a second
after it was done. Two in a hundred more are closed, so that what is open is not everything.

Which cases are yellow or late follows from the calendar and the promise alone (`SHARES`); no probe is asked. The same seed, day and
count give the same cases (ids and numbers too). Left out: papers, materials, errands. Personal values beside the chain are those of
the mould.
"""

import argparse
import json
import multiprocessing
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
import django

django.setup()

from django.db import connection, models, transaction

from bench.crowd import NAMES, PEOPLE, _indexes, columns, write
from tests import town as towns
from yichuang.cases import acts
from yichuang.cases.models import Case, Notice, Party, Step
from yichuang.catalogue.models import Authorisation, Entrustment
from yichuang.clock import book
from yichuang.clock.models import Stop, Term
from yichuang.ground import rows
from yichuang.ground.now import day_of, now
from yichuang.journal import stamps
from yichuang.journal.chain import canonical, seal, sm3, standing
from yichuang.journal.models import Entry
from yichuang.journal.refusals import Refused
from yichuang.law import Unlawful, cards, codes, terms

SEED, BLOCK, PROCESSES = 5, 2000, 2
TABLES: tuple[type[models.Model], ...] = (Case, Entry, Step, Party, Term, Stop, Notice)
MORNING, SPREAD = timedelta(hours=9), 5 * 3600  # the moulds live at nine; copies within five hours of them
OWN_SERIAL, OF_WORKER = (
    600_000,
    200_000,
)  # above what the halls give out; each process has its own stretch of a day's numbers
FIRST_NUMBER = 999  # of an item and day, above what the moulds took
CLOSED = 50  # one closed case for so many open ones
# How much of the stock each way is, among the green; how much is yellow and red.
WAYS = {
    "filed": 5, "told": 5, "corrected": 9, "accepted": 45, "reviewed": 16, "sent_back": 2, "stopped": 5, "resumed": 5, "extended": 4,
}  # fmt: skip
SHARES = {"yellow": 0.02, "red": 0.01}
DAYS = 4  # days on which each way of an item begins
Patch = Callable[["Slot"], Any]
Made = dict[type[models.Model], list[tuple[Any, ...]]]


@dataclass(slots=True)
class Slot:
    """What is a copy's own."""

    id: str
    dashed: str
    late: timedelta
    filing: str
    number: str | None
    query: str
    name: str
    index: str
    tail: str
    stands: str = ""


@dataclass(slots=True)
class Mould:
    """One lived case, ready to be copied."""

    key: str
    way: str
    day: date
    colour: str
    code: str
    numbered_on: date | None
    case: tuple[list[Any], list[tuple[int, Patch]]]
    beside: dict[type[models.Model], list[tuple[list[Any], list[tuple[int, Patch]]]]]
    chain: list[tuple[str, Any, Any, str, datetime, tuple[list[str], list[str]], str]]
    share: float = 0.0
    own: int = 0  # how many copies
    serial: int = 0  # the last number given to a copy


class Lives:
    """The ways on which a case comes to where it stands."""

    def __init__(self, town: towns.Town, on: date) -> None:
        self.town, self.on = town, on
        self.calendar = book.calendar(stamps.current(), towns.REGION)
        self.hall = town.annex()
        self.xing = town.xing()
        for item in town.items.values():
            Entrustment.objects.get_or_create(
                region=towns.REGION,
                item=item,
                hall=self.hall,
                document="示例委托书〔2020〕2号",
                starts_on=towns.BEGIN,
            )
            for decision in ("extend", "review"):
                Authorisation.objects.get_or_create(
                    region=towns.REGION, item=item, decision=decision, post=town.posts["gao"], document="示例授权书〔2020〕2号",
                    starts_on=towns.BEGIN,
                )  # fmt: skip
        stamps.bump()

    def at(self, day: date, minutes: int = 0) -> datetime:
        """An instant of a day, counted from nine in the morning."""
        return terms.midnight(day) + MORNING + timedelta(minutes=minutes)

    def after(self, day: date, days: int) -> date:
        """So many working days later, but not beyond the day as of which they are open."""
        return min(self.calendar.after(day, days), self.on)

    def live(self, key: str, way: str, day: date) -> Case:
        """Live a case on its way from a day on; the keeper turns its colour on the days it turns."""
        away = sum(map(ord, key)) % 4 == 0
        by = self.xing if away else self.town.actor("lin")
        place = {"hall": by.hall, "window": by.window} if away else {}
        application = self.town.application(key, **place)
        first = "" if way in ("filed", "told", "corrected") else "accept"
        made = acts.receive(by=by, at=self.at(day), application=application, then=first)
        case, body = UUID(made["id"]), Case.objects.get(pk=made["id"]).department_id
        getattr(self, f"_{way}", lambda *given: None)(case, by, body, day)
        while (row := Case.objects.get(pk=case)).turns_on and row.turns_on <= self.on:
            acts.turn_colour(case, by=self.town.night, at=terms.midnight(row.turns_on) + timedelta(minutes=5))
        return row

    def _told(self, case: UUID, by: Any, body: int, day: date) -> None:
        lines = [{"place": _place(case), "reason": "1"}]
        acts.ask_once(case, by=by, at=self.at(self.after(day, 1), 30), lines=lines)

    def _corrected(self, case: UUID, by: Any, body: int, day: date) -> None:
        self._told(case, by, body, day)
        then = self.after(day, 3)
        acts.hand_in(case, by=by, at=self.at(then, 50), judgements={_place(case): "got"})
        acts.accept(case, by=by, at=self.at(then, 60))

    def _reviewed(self, case: UUID, by: Any, body: int, day: date) -> None:
        self.town.review(case, self.at(self.after(day, 1), 20))

    def _sent_back(self, case: UUID, by: Any, body: int, day: date) -> None:
        acts.send_back(
            case,
            by=self.town.staff(body, "reviewer"),
            at=self.at(self.after(day, 1), 40),
            why="材料的日期写错了",
        )

    def _stopped(self, case: UUID, by: Any, body: int, day: date) -> None:
        approver = self.town.staff(body, "approver")
        acts.halt(
            case, by=approver, at=self.at(self.after(day, 1), 10), why="诉讼未结", basis="《示例规定》第一条"
        )

    def _resumed(self, case: UUID, by: Any, body: int, day: date) -> None:
        self._stopped(case, by, body, day)
        acts.resume(
            case,
            by=self.town.staff(body, "approver"),
            at=self.at(self.after(day, 4), 10),
            result="诉讼已结。",
        )

    def _extended(self, case: UUID, by: Any, body: int, day: date) -> None:
        own = {"organisation": body, "organisations": frozenset({body})}
        acts.extend(
            case,
            by=self.town.actor("gao", **own),
            at=self.at(self.after(day, 1), 25),
            reason="情况复杂，需要核实",
        )

    def _closed(self, case: UUID, by: Any, body: int, day: date) -> None:
        acts.withdraw(case, by=by, at=self.at(self.after(day, 1), 15), why="不办了")


def _place(case: UUID) -> int:
    from yichuang.materials.models import Material

    return int(
        Material.objects.filter(subject=case, state="got")
        .order_by("place")
        .values_list("place", flat=True)[0]
    )


def moulds(town: towns.Town, on: date, seed: int, keys: list[str]) -> list[Mould]:
    """Live the moulds of each item, keep them, roll them back, and give each its share of the crowd."""
    lives, chance = Lives(town, on), random.Random(seed)
    found: list[Mould] = []
    for key in keys:
        for way, day in _plan(town, lives, chance, key):
            try:
                with transaction.atomic():
                    mould = _mould(lives.live(key, way, day), key, way, day)
                    transaction.set_rollback(True)
                found.append(mould)
            except (Refused, Unlawful, IndexError, StopIteration):
                continue  # this item knows no such way
    return _shared(found)


def _plan(town: towns.Town, lives: Lives, chance: random.Random, key: str) -> Iterator[tuple[str, date]]:
    """Yield the ways and the days on which they begin: within the promise for the green, at its end and past it for some."""
    calendar = lives.calendar
    anchor = lives.on if calendar.is_workday(lives.on) else calendar.before(lives.on, 1)
    facts, back = town.version(key), calendar.before
    promised = facts.promised_days or 0
    working = promised if facts.unit == "working" else promised * 5 // 7
    for way in WAYS:
        most = (
            3
            if way == "filed"
            else 12
            if way == "told"
            else max(0, working - max(1, working // cards.YELLOW_SHARE) - 1)
        )
        least = {
            "corrected": 3,
            "resumed": 4,
            "told": 1,
            "reviewed": 1,
            "stopped": 1,
            "extended": 1,
            "sent_back": 1,
        }.get(way, 0)
        ages = range(least, most + 1)
        for age in sorted(chance.sample(ages, min(DAYS, len(ages)))):
            yield way, back(anchor, age)
    for age in (working, working + 2 + chance.randrange(4)):
        yield chance.choice(("accepted", "reviewed")), back(anchor, age)
    yield "closed", back(anchor, 1 + chance.randrange(5))


def _shared(found: list[Mould]) -> list[Mould]:
    """Give each mould its share: so much yellow, so much red, the rest by ways."""
    green = 1 - sum(SHARES.values())
    groups = Counter((m.colour if m.colour in SHARES else m.way) for m in found if m.way != "closed")
    weights = {way: WAYS[way] for way in groups if way in WAYS}
    for mould in found:
        if mould.way == "closed":
            mould.share = 1 / CLOSED / sum(m.way == "closed" for m in found)
        elif mould.colour in SHARES:
            mould.share = SHARES[mould.colour] / groups[mould.colour]
        else:
            mould.share = green * WAYS[mould.way] / sum(weights.values()) / groups[mould.way]
    return found


def _mould(case: Case, key: str, way: str, day: date) -> Mould:
    found = {
        Step: case.steps.order_by("pk"), Party: case.parties.order_by("pk"), Notice: case.notices.order_by("pk"),
        Term: Term.objects.filter(subject=case.pk).order_by("pk"), Stop: Stop.objects.filter(subject=case.pk).order_by("pk"),
    }  # fmt: skip
    beside: Any = {model: [_row(one, case) for one in ones] for model, ones in found.items()}
    entries = list(Entry.objects.filter(subject=case.pk).order_by("seq"))
    stands = json.loads(entries[-1].payload)["stands"]
    chain = [
        (e.act, e.by_person, e.by_post, e.by_name, e.at, _cut(e.payload, case, stands), e.private)
        for e in entries
    ]
    numbered = (
        date.fromisoformat(f"{case.number[-12:-8]}-{case.number[-8:-6]}-{case.number[-6:-4]}")
        if case.number
        else None
    )
    code = case.number[:-12] if case.number else ""
    return Mould(key, way, day, case.colour, code, numbered, _row(case, case), beside, chain)


OWN: dict[str, Patch] = {
    "filing_number": lambda s: s.filing,
    "number": lambda s: s.number,
    "query_code": lambda s: s.query,
    "applicant_name": lambda s: s.name,
    "applicant_index": lambda s: s.index,
    "tail_index": lambda s: s.tail,
}


def _row(one: Any, case: Case) -> tuple[list[Any], list[tuple[int, Patch]]]:
    values: list[Any] = []
    patches: list[tuple[int, Patch]] = []
    for place, f in enumerate(columns(type(one))):
        value = getattr(one, f.attname)
        if value == case.pk:
            patches.append((place, lambda s: s.id))
        elif isinstance(one, Case) and f.attname in OWN and value is not None:
            patches.append((place, OWN[f.attname]))
        elif isinstance(one, Party) and f.attname == "name" and one.role == "applicant":
            patches.append((place, OWN["applicant_name"]))
        elif isinstance(value, datetime):
            patches.append((place, partial(_moved, value)))
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, UUID):
            value = value.hex
        values.append(value)
    return values, patches


def _moved(at: datetime, slot: Slot) -> str:
    return rows.text_of(at + slot.late)


def _cut(payload: str, case: Case, stands: str) -> tuple[list[str], list[str]]:
    """Cut a payload at what is the case's own; the papers that it vouches for are left out."""
    text = canonical({name: value for name, value in json.loads(payload).items() if name != "papers"})
    own = {
        case.filing_number: "filing",
        str(case.pk): "dashed",
        case.pk.hex: "id",
        case.query_code: "query",
        stands: "stands",
    }
    if case.number:
        own[case.number] = "number"
    parts = re.split("(" + "|".join(map(re.escape, own)) + ")", text)
    return parts[::2], [own[one] for one in parts[1::2]]


_NAMES = [f.attname for f in columns(Case)]
SEALED = [_NAMES.index(name) for name in Case.STANDS]
HEAD = _NAMES.index("head")


def copies(
    found: list[Mould], many: int, on: date, seed: int, worker: int = 0, workers: int = 1
) -> Iterator[Made]:
    """Yield the rows of `many` cases in blocks, day by day; the days are shared out among workers."""
    _allot(found, many)
    block: Made = {model: [] for model in TABLES}
    for place, day in enumerate(sorted({mould.day for mould in found})):
        if place % workers != worker:
            continue
        queue = [mould for mould in found if mould.day == day for _ in range(mould.own)]
        random.Random(f"{seed}:{day}").shuffle(queue)
        for n, mould in enumerate(queue):
            _copy(mould, _slot(mould, n, len(queue), day, place), block)
            if len(block[Case]) >= BLOCK:
                yield block
                block = {model: [] for model in TABLES}
    yield block


def _allot(found: list[Mould], many: int) -> None:
    """Say how many copies each mould gets, whole numbers whose sum is right, and which numbers of its item and day."""
    total, before = 0.0, 0
    given: Counter[tuple[str, date | None]] = Counter()
    for mould in found:
        total += mould.share
        mould.own, before = round(total * many) - before, round(total * many)
        mould.serial = FIRST_NUMBER + given[mould.code, mould.numbered_on]
        given[mould.code, mould.numbered_on] += mould.own
    if max(given[place] for place in given if place[1]) > 9999 - FIRST_NUMBER:
        raise SystemExit("Too many: a case number has four places for the day's serial.")


def _slot(mould: Mould, n: int, of: int, day: date, place: int) -> Slot:
    late = timedelta(seconds=SPREAD * n // of, microseconds=n % 1000 * 1000)
    moment = int((mould.chain[0][4] + late).timestamp() * 1000)
    mixed = sm3(f"{day}:{n}")
    own = f"{moment:012x}7{mixed[:3]}{'89ab'[int(mixed[3], 16) % 4]}{mixed[4:19]}"
    mould.serial += 1
    number = codes.case_number(mould.code, mould.numbered_on, mould.serial) if mould.numbered_on else None
    whole = place * 100_003 + n
    who = (whole * 104_729) % PEOPLE
    return Slot(
        own, str(UUID(hex=own)), late, codes.filing_number(towns.REGION, day, OWN_SERIAL + n), number,
        codes.query_code((place * 400_000_000 + n * 977 + 5_000_011) % codes.QUERY_CODES), NAMES[who % len(NAMES)], *_indexes(who),
    )  # fmt: skip


def _copy(mould: Mould, slot: Slot, block: Made) -> None:
    """Put one case's rows into the block, its chain sealed entry by entry."""
    case, head = _own(*mould.case, slot), ""
    slot.stands = sm3(standing([case[place] for place in SEALED]))
    for seq, (act, person, post, name, at, (fixed, tokens), private) in enumerate(mould.chain, 1):
        then = at + slot.late
        done, recorded = rows.text_of(then), rows.text_of(then + timedelta(seconds=1))
        payload = fixed[0] + "".join(
            f"{getattr(slot, token)}{rest}" for token, rest in zip(tokens, fixed[1:], strict=True)
        )
        head = seal(head, slot.id, seq, towns.REGION, act, person, post, name, done, recorded, None, payload)
        block[Entry].append(
            (
                slot.id,
                seq,
                towns.REGION,
                act,
                person,
                post,
                name,
                done,
                recorded,
                payload,
                private,
                None,
                head,
            )
        )
    case[HEAD] = head
    block[Case].append(tuple(case))
    for model, ones in mould.beside.items():
        block[model] += (tuple(_own(*one, slot)) for one in ones)


def _own(values: list[Any], patches: list[tuple[int, Patch]], slot: Slot) -> list[Any]:
    row = values.copy()
    for place, patch in patches:
        row[place] = patch(slot)
    return row


def fill(
    many: int,
    *,
    town: towns.Town,
    on: date,
    seed: int = SEED,
    processes: int = 1,
    keys: list[str] | None = None,
) -> dict[str, Any]:
    """Fill the database with `many` open cases, and some closed ones; returns what was made."""
    began = time.perf_counter()
    found = moulds(town, on, seed, keys or sorted(town.items))
    lived = time.perf_counter() - began
    if processes == 1 or connection.vendor == "sqlite":
        sqlite = connection.vendor == "sqlite"
        for block in copies(found, many, on, seed):
            with transaction.atomic(), connection.cursor() as cursor:
                write(connection.connection if sqlite else cursor.cursor, block, sqlite)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    else:
        _forked(found, many, on, seed, processes)
    ways = Counter[str]()
    _allot(found, many)
    for mould in found:
        ways[mould.colour if mould.colour in SHARES and mould.way != "closed" else mould.way] += mould.own
    return {"on": on.isoformat(), "moulds": len(found), "items": len({m.key for m in found}), "moulds_seconds": round(lived, 1),
            "seconds": round(time.perf_counter() - began, 1), "stock": dict(ways)}  # fmt: skip


def _forked(found: list[Mould], many: int, on: date, seed: int, processes: int) -> None:
    connection.close()
    fork = multiprocessing.get_context("fork")
    children = [
        fork.Process(target=_child, args=(found, many, on, seed, n, processes)) for n in range(processes)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if any(child.exitcode for child in children):
        raise SystemExit("A process that makes the cases failed; its words stand above.")
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f'VACUUM ANALYZE "{model._meta.db_table}"')


def _child(found: list[Mould], many: int, on: date, seed: int, worker: int, workers: int) -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET session_replication_role = replica")
    for block in copies(found, many, on, seed, worker, workers):
        with transaction.atomic(), connection.cursor() as cursor:
            write(cursor.cursor, block, False)


def whole_town(keys: list[str]) -> towns.Town:
    """Return the town of the prepared database, with every item of the catalogue, whose people a mould needs."""
    from bench.lives import existing

    town = existing()
    for key in keys:
        if key not in town.items:
            towns._item(town, key)
    stamps.bump()
    return town


def main() -> None:
    """Fill and say what was made."""
    asked = argparse.ArgumentParser()
    asked.add_argument("count", type=int)
    asked.add_argument("--on", type=date.fromisoformat, default=day_of(now()))
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--town-only", action="store_true", help="the ten items of the small town alone")
    words = asked.parse_args()
    town = whole_town([] if words.town_only else sorted(towns.records()))
    print(
        json.dumps(
            fill(words.count, town=town, on=words.on, seed=words.seed, processes=PROCESSES),
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
