"""What people search for, on its way into the rows: a GET opens no write, so pages append to a small file.

One line a search, digits masked, nothing about who asked. The worker's sweep takes the file away and counts it in
(`acts.count_searches`). The file holds at most `MOST` bytes: what comes after is not counted until the next sweep.
"""

import json
import os
import re
from collections import defaultdict
from datetime import datetime

from django.conf import settings

from yichuang.catalogue import readings
from yichuang.catalogue.acts.words import count_searches
from yichuang.journal.actor import system

MOST, LONGEST, SHORTEST = 400_000, 40, 2
EMPTY, SHOWN, TAKEN = "empty", "shown", "taken"
KINDS = (EMPTY, SHOWN, TAKEN)
Counts = dict[tuple[str, str], dict[str, int]]


def masked(text: str) -> str:
    """Return a search as it may be kept: one line, half-width, every digit hidden; nothing if it says too little."""
    plain = re.sub(r"\d", "*", " ".join(readings.narrow(text).split()))[:LONGEST]
    kept = "".join(c for c in plain if c.isprintable())
    return kept if len(re.findall(r"[^\W_]", kept)) >= SHORTEST else ""


def note(region: str, text: str, kind: str) -> None:
    """Remember one search without a write to the database; a full or missing folder loses only the count."""
    said = masked(text)
    if not said:
        return
    line = json.dumps([region, said, kind], ensure_ascii=False).encode() + b"\n"
    path = settings.HOME / "run" / "searches"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    except OSError:
        return
    try:
        if os.fstat(number).st_size < MOST:
            os.write(number, line)
    finally:
        os.close(number)


def bring_in(at: datetime) -> int:
    """Count in what was noted since the last time; returns how many searches. A file left by a broken run comes first."""
    path = settings.HOME / "run" / "searches"
    aside = path.with_suffix(".counting")
    if not aside.exists():
        if not path.exists():
            return 0
        path.rename(aside)
    counts: Counts = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    for line in aside.read_bytes().splitlines():
        try:
            region, text, kind = json.loads(line)
        except ValueError:
            continue
        if kind in KINDS:
            counts[(str(region), str(text)[:LONGEST])][kind] += 1
    for region in sorted({region for region, _ in counts}):
        own = {text: found for (where, text), found in counts.items() if where == region}
        count_searches(own, by=system(region), at=at)
    aside.unlink()
    return len(counts)
