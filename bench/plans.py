"""A plan of 1,000 members: only the days, and the whole answer with papers, critical path and what would shorten it."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from yichuang.law.days import Calendar
from yichuang.law.plans import node_of, plan, schedule, standing

MEMBERS, START = 1000, date(2026, 3, 2)


def made() -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return a bundle of 1,000 members that wait for up to three of the thirty before them, and its items of four papers each (as the real ones have on average)."""
    chance = random.Random(4)
    names = [f"item-{n}" for n in range(MEMBERS)]
    rows = [
        {"item_id": name, "after": chance.sample(names[max(0, n - 30) : n], min(n, chance.randint(0, 3))), "required": True, "when": None, "choice_group": None}
        for n, name in enumerate(names)
    ]  # fmt: skip
    items = {
        name: {
            "name": f"事项{n}", "type": "公共服务", "committed_days": chance.choice((0, 0, 0, 0, 1, 2, 5)), "statutory_days": None,
            "day_kind": chance.choice(("工作日", "工作日", "自然日")),
            "materials": [{"name": f"材料{chance.randint(0, 400)}-{place}", "required": "必要"} for place in range(4)],
        }
        for n, name in enumerate(names)
    }  # fmt: skip
    return {"id": "bench", "name": "一千项", "scenarios": [], "members": rows, "feeds": []}, items


def run(rounds: int = 9) -> dict[str, float]:
    """Return the median milliseconds of the days alone and of the whole plan."""
    calendar = Calendar.builtin()
    bundle, items = made()
    nodes = [node_of(member, items[member.item]) for member in standing(bundle, {}).members]
    return {
        "schedule_ms": _median(lambda: schedule(nodes, START, calendar), rounds),
        "plan_ms": _median(lambda: plan(bundle, items, START, {}, calendar=calendar).told(), rounds),
    }


def _median(what: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        what()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


if __name__ == "__main__":
    print(run())
