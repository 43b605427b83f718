"""The floor: the same durable life by hand-written SQL: a case, six materials, nine acts each with a chained SM3 entry."""

import hashlib
import json
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

SCHEMA = """
CREATE TABLE f_case (id TEXT PRIMARY KEY, item TEXT NOT NULL, department INTEGER NOT NULL, state TEXT NOT NULL, due TEXT NOT NULL,
  seq INTEGER NOT NULL, head TEXT NOT NULL, name TEXT NOT NULL);
CREATE INDEX f_case_list ON f_case (department, state, due);
CREATE TABLE f_material (id {serial}, subject TEXT NOT NULL REFERENCES f_case (id), place INTEGER NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL);
CREATE INDEX f_material_of ON f_material (subject);
CREATE TABLE f_entry (subject TEXT NOT NULL REFERENCES f_case (id), seq INTEGER NOT NULL, act TEXT NOT NULL, at TEXT NOT NULL, payload TEXT NOT NULL,
  digest TEXT NOT NULL, PRIMARY KEY (subject, seq));
"""
ACTS = ("receive", "ask_once", "hand_in", "accept", "conclude", "decide", "arrive", "hand_over", "rate")
NAMES = ("申请书", "章程", "股东主体资格证明", "任职文件", "住所使用证明", "法定代表人居民身份证")


def entry(before: str, act: str, seq: int) -> tuple[str, str, str]:
    """Return instant, payload and digest of one entry."""
    at = f"2026-03-02 01:30:0{seq % 10}.000000"
    payload = json.dumps(
        {"act": act, "by": 7, "post": 9, "seq": seq, "state": act}, sort_keys=True, separators=(",", ":")
    )
    return at, payload, hashlib.new("sm3", f"{before}\n{at}\n{payload}".encode()).hexdigest()


def life(run: Any, commit: Any, begin: Any, mark: str, lock: str) -> None:
    """Live one life through `run(sql, params) -> rows`."""
    case, p = str(uuid4()), mark
    begin()
    at, payload, head = entry("", ACTS[0], 1)
    run(
        f"INSERT INTO f_case VALUES ({','.join([p] * 8)})",
        (case, "company", 3, ACTS[0], "2026-03-10", 1, head, "陈秀英"),
    )
    rows = [value for place, name in enumerate(NAMES) for value in (case, place, name, "got")]
    run(
        f"INSERT INTO f_material (subject, place, name, state) VALUES {','.join([f'({p},{p},{p},{p})'] * 6)}",
        rows,
    )
    run(f"INSERT INTO f_entry VALUES ({','.join([p] * 6)})", (case, 1, ACTS[0], at, payload, head))
    commit()
    for act in ACTS[1:]:
        begin()
        seq, head = run(f"SELECT seq, head FROM f_case WHERE id = {p}{lock}", (case,))[0]
        at, payload, new = entry(head, act, seq + 1)
        run(
            f"UPDATE f_case SET state = {p}, seq = {p}, head = {p} WHERE id = {p} AND seq = {p}",
            (act, seq + 1, new, case, seq),
        )
        run(f"INSERT INTO f_entry VALUES ({','.join([p] * 6)})", (case, seq + 1, act, at, payload, new))
        commit()


def on_sqlite(seconds: float, folder: str) -> float:
    """Return lives per second on SQLite, WAL, synchronous=FULL, one process."""
    base = sqlite3.connect(Path(folder) / f"floor-{time.time_ns()}.sqlite3", isolation_level=None)
    base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
    base.executescript(SCHEMA.format(serial="INTEGER PRIMARY KEY"))

    def run(sql: str, params: Any) -> list[Any]:
        return base.execute(sql, params).fetchall()

    return _rate(
        seconds,
        lambda: life(run, lambda: base.execute("COMMIT"), lambda: base.execute("BEGIN IMMEDIATE"), "?", ""),
    )


def on_postgres(seconds: float, address: str) -> float:
    """Return lives per second of this one connection on PostgreSQL."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as base:

        def run(sql: str, params: Any) -> list[Any]:
            cursor = base.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

        return _rate(
            seconds,
            lambda: life(
                run, lambda: base.execute("COMMIT"), lambda: base.execute("BEGIN"), "%s", " FOR UPDATE"
            ),
        )


def make_postgres(address: str) -> None:
    """Make the floor's tables."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as base:
        base.execute("DROP TABLE IF EXISTS f_entry, f_material, f_case")
        base.execute(SCHEMA.format(serial="BIGSERIAL PRIMARY KEY"))


def _rate(seconds: float, once: Any) -> float:
    for _ in range(20):
        once()
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        once()
        count += 1
    return count / (time.perf_counter() - began)


if __name__ == "__main__":
    print(on_postgres(float(sys.argv[2]), sys.argv[1]))
