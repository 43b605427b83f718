"""Sweeps and re-dating among many open cases, on a prepared and filled database.

python -m bench.supervision sweep          all cards from nothing, the floor in the same run, an idle sweep after it
python -m bench.supervision again          take the cards away, so that the sweep may be run once more
python -m bench.supervision watched        the worker of the open house sweeps once more
python -m bench.supervision redate [DAY]   a notice moves DAY (default: ten working days ahead) in mid-year: open cases are re-dated
python -m bench.supervision go_on          what a killed re-dating left is done, four minutes later by the clock of the errand
python -m bench.supervision colours DAY    the keeper turns the colours that turn on DAY
"""

import json
import os
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
import django

django.setup()

from django.db import connection, transaction

from tests import town as towns
from yichuang.cases import sweeps as of_cases
from yichuang.cases.models import Case
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.ground import rows
from yichuang.ground.now import day_of, now
from yichuang.journal import errands, stamps, sweeps
from yichuang.journal.chain import sm3
from yichuang.journal.models import Entry, Errand
from yichuang.law.notices import builtin_years
from yichuang.law.states import OPEN
from yichuang.supervision import sweeping
from yichuang.supervision.acts import keep_reach
from yichuang.supervision.models import Card, Reach

DAYS_OF_CASE = ("due_on", "promised_due_on", "statutory_due_on", "turns_on")


def moved_by(day: date) -> str:
    """The notice of the day's year with one more day off."""
    table = next(year for year in builtin_years() if year.year == day.year).as_dict()
    lines = [f"year = {day.year}", f"work = [{', '.join(table['work'])}]"]
    for off in [*table["off"], {"name": "临时放假", "from": day.isoformat(), "to": day.isoformat()}]:
        lines += ["[[off]]", f'name = "{off["name"]}"', f"from = {off['from']}", f"to = {off['to']}"]
    return "\n".join(lines)


def redate(at: datetime, day: date | None = None) -> dict[str, Any]:
    """Move a day of the calendar, and do the errand that follows until it is confirmed."""
    from bench.lives import existing

    sweeps.discover()
    ahead = day or book.calendar(stamps.current(), towns.REGION).after(day_of(at), 10)
    closed = Case.objects.filter(state="closed").order_by("pk")[:2000]
    before = list(closed.values_list("pk", "seq", "head"))
    clock.import_notice(by=existing().actor("xi"), at=at, text=moved_by(ahead), source="国办发明电（示例）")
    busy, began = spent(), time.perf_counter()
    turns = drained(at)
    took = time.perf_counter() - began
    used = [round(after - before, 1) for before, after in zip(busy, spent(), strict=True)]
    assert list(closed.values_list("pk", "seq", "head")) == before, "closed cases were touched"
    counted = Entry.objects.filter(act="cases.recount", at__gte=at - timedelta(minutes=1)).count()
    return {"open": Case.objects.filter(state__in=OPEN).count(), "redated": counted, "turns": turns, "seconds": round(took, 1),
            "processor": used, "per_second": round(counted / took), "floor": redate_floor(at, ahead)}  # fmt: skip


def instant_of(at: datetime) -> str:
    """Return an instant as this database's SQL has it."""
    return f"'{rows.text_of(at) if rows.is_sqlite() else at.isoformat()}'"


def digest_of(line: str) -> str:
    """Return the SQL of an entry's digest: SHA-256 on PostgreSQL, SM3 by a function on SQLite, which has none of its own."""
    if not rows.is_sqlite():
        return f"encode(sha256(convert_to({line}, 'UTF8')), 'hex')"
    connection.ensure_connection()
    connection.connection.create_function("floor_sm3", 1, sm3, deterministic=True)
    return f"floor_sm3({line})"


def redate_floor(at: datetime, day: date) -> dict[str, Any]:
    """A day more for whoever runs through `day`, by hand-written SQL: terms, cases, steps, an entry each; rolled back.

    It reckons no calendar and seals nothing but a digest. It comes after the real one, so that its dead rows are in nobody's way.
    """
    sqlite = connection.vendor == "sqlite"
    stamp = instant_of(at)
    later = (
        (lambda name: f"{name} = date({name}, '+1 day')") if sqlite else (lambda name: f"{name} = {name} + 1")
    )
    through = f"SELECT subject FROM clock_term WHERE ended_on IS NULL AND starts_on <= '{day}' AND due_on >= '{day}'"
    mine, line = f"IN ({through})", "c.head || c.id || c.seq || c.region || 'cases.recount'"
    digest = digest_of(line)
    payload = """'{"after":"' || coalesce(c.due_on, c.received_on) || '","why":"放假安排已公布"}'"""
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE cases_case SET {', '.join(map(later, DAYS_OF_CASE))}, seq = seq + 1, head = 'floor' WHERE id {mine}"
        )
        done = cursor.rowcount
        cursor.execute(
            f"UPDATE cases_step SET {later('due_on')} WHERE state IN ('open', 'waiting') AND case_id {mine}"
        )
        cursor.execute(
            f"INSERT INTO journal_entry (subject, seq, region, act, by_name, at, recorded_at, payload, private, digest) SELECT c.id, c.seq, "
            f"c.region, 'cases.recount', '系统', {stamp}, {stamp}, {payload}, '', {digest} FROM cases_case c WHERE c.head = 'floor'"
        )
        cursor.execute(
            f"UPDATE clock_term SET {later('due_on')}, {later('turns_on')}, calendar = 'floor' WHERE ended_on IS NULL AND starts_on <= '{day}' AND due_on >= '{day}'"
        )
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return {"seconds": round(took, 1), "cases": done}


def drained(at: datetime) -> int:
    """Do the errand of the calendar until nothing is left; returns how often it had its turn."""
    sweeps.discover()
    turns = 0
    while Errand.objects.filter(kind="recount").exclude(state="confirmed").exists():
        errands.drain(at + timedelta(seconds=min(turns, 59)))
        turns += 1
    return turns


def colours(day: date) -> dict[str, Any]:
    """Turn what turns by a day, until nothing is left."""
    at = datetime.fromisoformat(f"{day}T00:05+08:00")
    began, turned = time.perf_counter(), 0
    while more := of_cases.turn_colours(at):
        turned += more
    took = time.perf_counter() - began
    return {"turned": turned, "seconds": round(took, 1), "per_second": round(turned / max(took, 0.001))}


def sweep(at: datetime) -> dict[str, Any]:
    """All cards from nothing.

    What is on record was judged when it was written (`known`), as in an office that has been at work: the sweep asks every
    probe's SQL whom time has made late, judges those from the journal, and issues.
    """
    sweeps.discover()
    known()
    floors = [floor(at), floor(at)]
    busy, began = spent(), time.perf_counter()
    done = sweeps.SWEEPS["cards"](at)
    took = time.perf_counter() - began
    used = [round(after - before, 2) for before, after in zip(busy, spent(), strict=True)]
    began = time.perf_counter()
    idle = sweeps.SWEEPS["cards"](at)
    idle_seconds = time.perf_counter() - began
    rules = Counter(Card.objects.values_list("rule", flat=True))
    best = min(one["seconds"] for one in floors)
    return {"open": Case.objects.filter(state__in=OPEN).count(), "cards": done, "seconds": round(took, 2), "processor": used,
            "floor": floors, "ratio": round(took / best, 2), "ratio_to_bare": round(took / min(one["bare"] for one in floors), 2), "idle": idle, "idle_seconds": round(idle_seconds, 3), "rules": dict(rules)}  # fmt: skip


def watched(at: datetime) -> dict[str, Any]:
    """Let the worker of the open house issue all cards once more; says when it begins, and tells how long it took."""
    known()
    while not Card.objects.exists():
        time.sleep(0.05)
    print("begun", flush=True)
    began = time.perf_counter()
    while Reach.objects.filter(name=sweeping.NAME, day=None).exists():
        time.sleep(0.2)
    return {"cards": Card.objects.count(), "seconds": round(time.perf_counter() - began, 2)}


def known() -> None:
    """Say that what is on record was looked at when it was written."""
    last = Entry.objects.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    keep_reach(sweeping.NAME, recorded_at=last, day=None, by=None, at=now())


def again() -> dict[str, Any]:
    """Take all cards and their chains away: a bench may, nobody else can."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE act = 'supervision.issue'")
        cursor.execute("DELETE FROM supervision_card")
    known()
    # An open house need not begin the day before `watched` says so.
    keep_reach(sweeping.NAME, day=day_of(now()), by=None, at=now())
    return {}


def spent() -> tuple[float, float]:
    """Return the processor seconds of this process and of its database server's (PostgreSQL)."""
    if connection.vendor == "sqlite":
        return time.process_time(), 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    used = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return time.process_time(), (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def floor(at: datetime) -> dict[str, Any]:
    """The same cards by hand-written SQL: an INSERT … SELECT a rule, and one for their entries; rolled back.

    Nothing is derived and nothing sealed as the house seals: the evidence is a due day, the digest SHA-256 on PostgreSQL and SM3
    through a function on SQLite. `bare` are the seconds of the cards alone, without a trace in the journal.
    """
    sqlite, made = connection.vendor == "sqlite", {}
    key = "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()"
    today = f"'{day_of(at)}'"
    stamp = instant_of(at)
    long = (
        "date(s.starts_on, '+' || coalesce(s.planned_days, 30) || ' days')"
        if sqlite
        else "s.starts_on + coalesce(s.planned_days, 30)::int"
    )
    term, halt = (
        "clock_term t JOIN cases_case c ON c.id = t.subject",
        "clock_stop s JOIN cases_case c ON c.id = s.subject",
    )
    open_ = "t.ended_on IS NULL AND NOT t.stopped"
    rules = {
        "due-soon": ("yellow", term, f"t.kind = 'promised' AND {open_} AND (t.colour IN ('yellow', 'red') OR t.turns_on <= {today})"),
        "promised-over": ("red", term, f"t.kind = 'promised' AND {open_} AND t.due_on < {today}"),
        "statutory-over": ("red", term, f"t.kind = 'statutory' AND {open_} AND t.due_on < {today}"),
        "long-stops": ("yellow", halt, f"s.ends_on IS NULL AND NOT s.counted AND {long} < {today}"),
    }  # fmt: skip
    names = ("id, region, seq, head, subject, about, case_id, rule, level, \"on\", issued_at, hop, department_id, evidence, derived, state, "
             "appeal_due_on, answer, appeal, decision_why")  # fmt: skip
    payload = (
        """'{"about":"case","department":' || coalesce(k.department_id, 0) || ',"evidence":"' || replace(k.evidence, '"', '\\"') || '","hop":"' || k.hop"""
        """ || '","level":"' || k.level || '","on":"' || k."on" || '","rule":"' || k.rule || '","subject":"' || k.subject || '"}'"""
    )
    line = f"k.head || k.id || '1' || k.region || 'supervision.issue' || {stamp} || {payload}"
    digest = digest_of(line)
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for rule, (level, source, condition) in rules.items():
            cursor.execute(
                f"INSERT INTO supervision_card ({names}) SELECT {key}, c.region, 1, '{'0' * 64}', c.id, 'case', c.id, '{rule}', '{level}', "
                f"{today}, {stamp}, c.step, c.department_id, '{{\"due\":\"' || coalesce(c.due_on, {today}) || '\"}}', '{'0' * 64}', 'issued', "
                f"{today}, '', '', '' FROM {source} WHERE {condition}"
            )
            made[rule] = cursor.rowcount
        bare = time.perf_counter() - began
        cursor.execute(
            "INSERT INTO journal_entry (subject, seq, region, act, by_name, at, recorded_at, payload, private, digest) "
            f"SELECT k.id, 1, k.region, 'supervision.issue', '系统', {stamp}, {stamp}, {payload}, '', {digest} FROM supervision_card k "
            f"WHERE k.issued_at = {stamp}"
        )
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return {"seconds": round(took, 2), "bare": round(bare, 2), "cards": sum(made.values())}


def until() -> datetime:
    """Return the end of the day as of which the cases are open (BENCH_DAY): a day later many more would be late."""
    day = os.environ.get("BENCH_DAY")
    return datetime.fromisoformat(f"{day}T23:45+08:00") if day else now()


def main(words: list[str]) -> None:
    """Do one and print it."""
    load, at = os.getloadavg()[0], min(now(), until())
    asked = date.fromisoformat(words[1]) if len(words) > 1 else None
    told = {
        "sweep": lambda: sweep(at),
        "again": again,
        "watched": lambda: watched(at),
        "redate": lambda: redate(at, asked),
        "go_on": lambda: {"turns": drained(at + timedelta(minutes=4))},
        "colours": lambda: colours(asked or day_of(at)),
    }[words[0]]()
    print(json.dumps(told | {"load": [round(load, 1), round(os.getloadavg()[0], 1)]}))


if __name__ == "__main__":
    main(sys.argv[1:])
