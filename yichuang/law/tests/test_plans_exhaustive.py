"""The planner against oracles that share nothing with it: a walk day by day, and a search through all later beginnings.

10,000 random graphs of up to nine members over the real calendar of chinese_calendar; no other schedule ends sooner.
"""

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import chinese_calendar
import pytest

from yichuang.law.days import Calendar
from yichuang.law.plans import Node, critical_path, joint, schedule, shorten

C = Calendar.builtin()
ONE = timedelta(days=1)
GRAPHS, PARTS = 10_000, 10
FIRST, LAST = date(2015, 1, 1), date(2026, 8, 1)
# How much later than it may the search lets each member begin, in days.
LATER = tuple(timedelta(days=n) for n in range(3))


@cache
def works(day):
    return chinese_calendar.is_workday(day)


def graph(chance, most=9):
    names = [f"m{n}" for n in range(chance.randint(1, most))]
    order = names[:]
    chance.shuffle(order)
    made = []
    for name in names:
        before = [one for one in order[: order.index(name)] if chance.random() < 0.35]
        margin = chance.random() < 0.3
        made.append(
            Node(
                name, tuple(before), chance.choice((None, 0, 0, 1, 1, 2, 3, 5, 7, 10)), chance.choice(("working", "working", "natural")),
                before=chance.randint(0, 3) * margin, special=chance.randint(0, 4) * margin, out=chance.randint(0, 2) * margin,
            )
        )  # fmt: skip
    return made


def start_of(chance):
    return FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))


@cache
def walked(day, count, unit):
    """The day after so many steps of one day each."""
    natural, left = unit == "natural", count
    while left:
        day += ONE
        left -= natural or works(day)
    while count and not works(day):
        day += ONE
    return day


@cache
def ended(node, day):
    return walked(walked(day, node.before, "working"), (node.days or 0) + node.special, node.unit)


def simulated(nodes, start):
    """Live through the days one after the other: who may begin today begins, who ends today lets others begin today."""
    begun, over, free, day = {}, {}, {}, start
    while len(over) < len(nodes):
        moved = True
        while moved:
            moved = False
            for node in nodes:
                if node.item not in begun and all(free.get(one, date.max) <= day for one in node.after):
                    begun[node.item], moved = day, True
                if node.item in begun and node.item not in over and ended(node, begun[node.item]) <= day:
                    over[node.item], moved = day, True
                    free[node.item] = walked(day, node.out, "working")
        day += ONE
    return {item: (begun[item], over[item]) for item in begun}


def in_turn(nodes):
    left, made = list(nodes), []
    while left:
        one = next(n for n in left if all(b in {m.item for m in made} for b in n.after))
        made.append(one)
        left.remove(one)
    return made


def searched(nodes, start):
    """The soonest end of all schedules in which each member begins up to two days later than it may."""
    order, best = in_turn(nodes), date.max
    place = {node.item: n for n, node in enumerate(order)}
    before = [[place[one] for one in node.after] for node in order]
    free = [start] * len(order)

    def go(n, latest):
        nonlocal best
        if latest >= best:
            return
        if n == len(order):
            best = latest
            return
        node, ready = order[n], max([free[one] for one in before[n]], default=start)
        for later in LATER:
            end = ended(node, ready + later)
            free[n] = walked(end, node.out, "working")
            go(n + 1, max(latest, end))

    go(0, date.min)
    return best


@pytest.mark.parametrize("part", range(PARTS))
def test_the_plan_is_what_day_by_day_comes_about_and_no_other_ends_sooner(part):
    chance = random.Random(4100 + part)
    for _ in range(GRAPHS // PARTS):
        nodes, start = graph(chance), start_of(chance)
        slots = schedule(nodes, start, C)
        lived = simulated(nodes, start)
        assert {s.item: (s.starts_on, s.due_on) for s in slots} == lived, (nodes, start)
        assert joint(slots) == searched(nodes, start), (nodes, start)


def test_the_critical_path_alone_takes_as_long_as_the_whole():
    chance = random.Random(42)
    for _ in range(1000):
        nodes, start = graph(chance), start_of(chance)
        slots = schedule(nodes, start, C)
        known, path = {node.item: node for node in nodes}, critical_path(slots)
        chain = [replace(known[item], after=path[max(n - 1, 0) : n]) for n, item in enumerate(path)]
        assert joint(schedule(chain, start, C)) == joint(slots)
        assert all(one in known[item].after for one, item in pairwise(path))


def test_what_saves_most_is_found_by_trying_each():
    chance = random.Random(43)
    for _ in range(500):
        nodes, start = graph(chance), start_of(chance)
        slots = {slot.item: slot for slot in schedule(nodes, start, C)}
        end = joint(tuple(slots.values()))
        tried = {}
        for node in nodes:
            gone = [replace(n, days=0, before=0, special=0) if n is node else n for n in nodes]
            saved = sum(
                works(max(d[1] for d in simulated(gone, start).values()) + n * ONE)
                for n in range(1, (end - max(d[1] for d in simulated(gone, start).values())).days + 1)
            )
            tried |= {node.item: saved} if saved else {}
        best = sorted(tried.items(), key=lambda pair: -pair[1])[:3]
        assert [(s.item, s.days_saved) for s in shorten(nodes, start, C)] == best


def test_another_member_or_another_wait_never_makes_it_sooner():
    chance = random.Random(44)
    for _ in range(1000):
        nodes, start = graph(chance), start_of(chance)
        before = {slot.item: slot.due_on for slot in schedule(nodes, start, C)}
        last = nodes[-1]
        more = [*nodes, replace(graph(chance)[0], item="more", after=(last.item,))]
        waiting = [replace(n, after=(*n.after, "first")) for n in nodes] + [
            Node("first", (), chance.randint(0, 5))
        ]
        longer = [replace(n, days=(n.days or 0) + 1) if n is last else n for n in nodes]
        for changed in (more, waiting, longer):
            after = {slot.item: slot.due_on for slot in schedule(changed, start, C)}
            assert all(after[item] >= due for item, due in before.items())
        later = {slot.item: slot.due_on for slot in schedule(nodes, start + ONE, C)}
        assert all(later[item] >= due for item, due in before.items())


def test_the_order_in_the_file_changes_no_date():
    chance = random.Random(45)
    for _ in range(500):
        nodes, start = graph(chance), start_of(chance)
        mixed = chance.sample(nodes, len(nodes))
        days = [{s.item: (s.starts_on, s.due_on) for s in schedule(one, start, C)} for one in (nodes, mixed)]
        assert days[0] == days[1]
