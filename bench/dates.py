"""A million due dates: start + n, without stops and reasons, in one thread."""

import time
from datetime import date, timedelta

from yichuang.law.days import Calendar
from yichuang.law.terms import due

TERMS = (1, 3, 5, 7, 10, 15, 20, 30)


def run(count: int = 1_000_000) -> dict[str, float]:
    """Return due dates per second through the public function, and of the bare look-up."""
    calendar = Calendar.builtin()
    starts = [date(2024, 1, 1) + timedelta(days=n % 700) for n in range(1000)]
    began = time.perf_counter()
    for _ in range(count // 8000):
        for start in starts:
            for days in TERMS:
                due(start, days, calendar=calendar)
    whole = count // 8000 * 8000 / (time.perf_counter() - began)
    ordinals = [start.toordinal() for start in starts]
    began = time.perf_counter()
    for _ in range(count // 8000):
        for ordinal in ordinals:
            for days in TERMS:
                calendar.due_ordinal(ordinal, days)
    return {"due": whole, "due_ordinal": count // 8000 * 8000 / (time.perf_counter() - began)}


if __name__ == "__main__":
    print(run())
