"""Who stands, over 3,000 random bundles: against every way through the graph, and what must hold whatever the answers."""

import random
from itertools import product

from yichuang.law.bundles import paths
from yichuang.law.standing import members, standing
from yichuang.law.tests.test_plans import bundle, question, row

BUNDLES = 3000


def made(chance):
    asked = [question(f"q{n}", "x", "y", "z") for n in range(chance.randint(0, 3))]
    names = [f"m{n}" for n in range(chance.randint(1, 9))]
    order = chance.sample(names, len(names))
    rows = []
    for name in names:
        before = [one for one in order[: order.index(name)] if chance.random() < 0.4]
        when = {
            q["key"]: chance.sample(["x", "y", "z"], chance.randint(1, 2))
            for q in asked
            if chance.random() < 0.4
        }
        group = chance.choice(("g", "h", None, None, None))
        rows.append(row(name, *before, required=chance.random() < 0.4, when=when or None, group=group))
    return bundle(*rows, questions=asked)


def ways_to(known, item):
    """Every way backwards from a member: the members in between, and where it ends."""
    for before in known[item].after:
        yield (), before
        for between, end in ways_to(known, before):
            yield (before, *between), end


def test_bridged_is_to_wait_for_whom_a_way_of_the_absent_leads_to():
    chance = random.Random(46)
    for _ in range(BUNDLES):
        shop = made(chance)
        answers = {q["key"]: chance.choice("xyz") for q in shop["scenarios"] if chance.random() < 0.8}
        skip = [one.item for one in members(shop) if not one.required and chance.random() < 0.2]
        stand = standing(shop, answers, skip=skip)
        known, stands = {one.item: one for one in members(shop)}, set(stand.items)
        chosen = {known[item].group for item in stands} - {None}
        for one in stand.members:
            expected = {
                end
                for between, end in ways_to(known, one.item)
                if end in stands
                and not any(item in stands or known[item].group in chosen for item in between)
            }
            assert set(one.after) == expected and len(one.after) == len(expected)
        groups = [known[item].group for item in stands if known[item].group]
        assert len(groups) == len(set(groups)) and not stands & set(skip)


def test_unresolved_is_what_another_answer_may_still_bring():
    """A group is unresolved just when it stands empty and some way to answer the rest lets one of it stand."""
    chance = random.Random(47)
    for _ in range(BUNDLES // 10):
        shop = made(chance)
        given = {q["key"]: chance.choice("xyz") for q in shop["scenarios"] if chance.random() < 0.5}
        stand = standing(shop, given)
        known = {one.item: one for one in members(shop)}
        now = {known[item].group for item in stand.items}
        later = {
            known[item].group
            for answers in paths(shop)
            if given.items() <= answers.items()
            for item in standing(shop, answers).items
        }
        assert set(stand.unresolved_groups) == {one for one in later - now if one}
        assert stand.questions_left == tuple(q["key"] for q in shop["scenarios"] if q["key"] not in given)


def test_every_choice_stands_and_nothing_else_of_its_group():
    chance = random.Random(48)
    for _ in range(BUNDLES // 10):
        shop = made(chance)
        groups = {}
        for one in members(shop):
            if one.group:
                groups.setdefault(one.group, []).append(one.item)
        grouped = {item for items in groups.values() for item in items}
        for picked in product(*groups.values()):
            stands = standing(shop, {}, choose=dict(zip(groups, picked, strict=True))).items
            assert set(stands) & grouped == set(picked)
