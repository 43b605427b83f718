"""The draw: the same for everybody, blind to order, never a pair kept apart, even in its chances."""

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.inspections import redraw
from yichuang.law import Unlawful, draws

SECRET = "5a" * 32
LINES = ("食品安全", "消防")
RATES = {"A": 1, "B": 3, "C": 10, "D": 30}


def about(**changes: Any) -> dict[str, Any]:
    return {
        "number": "SJ20260001", "name": "餐饮单位抽查", "region": "189901", "mode": "open", "scope": "", "planned_at": "2026-03-03T02:00:00Z",
        "source": "示例彩票第2026055期开奖号码", "announced_at": "2026-03-02T13:30:00Z", "rates": RATES, "overall": 3, "lines": list(LINES), "each": 2,
    } | changes  # fmt: skip


def pool(objects: int, inspectors: int, lines: tuple[str, ...] = LINES) -> tuple[list[Any], list[Any]]:
    seal = sha256(b"").hexdigest()
    things = [(f"DX{n:06d}", "AABBBCD"[n % 7], seal) for n in range(objects)]
    people = [(f"RY{line[0]}{n:04d}", line, seal) for line in lines for n in range(inspectors)]
    return things, people


def published(
    objects: Any, people: Any, avoid: Any = (), number: str = "70315", **changes: Any
) -> dict[str, Any]:
    said = draws.commitment(about(**changes), objects, people, avoid, SECRET)
    made = draws.draw(said, objects, people, avoid, SECRET, number)
    drawn = [{"object": p.object, "inspectors": {k: list(v) for k, v in p.inspectors.items()}} for p in made]
    lists = {
        "objects": draws.listed(objects),
        "inspectors": draws.listed(people),
        "avoid": draws.listed(avoid),
    }
    return {
        "commitment": said,
        "digest": draws.digest(said),
        "secret": SECRET,
        "announced": number,
        "drawn": drawn,
        **lists,
    }


@settings(max_examples=40, deadline=None)
@given(st.data(), st.integers(1, 60), st.integers(3, 9), st.text("0123456789", min_size=5, max_size=14))
def test_order_does_not_matter_every_pair_is_lawful_and_outsiders_get_the_same(
    data: Any, n: int, k: int, number: str
) -> None:
    things, people = pool(n, k)
    avoid = [(data.draw(st.sampled_from(people))[0], thing[0]) for thing in things[: n // 2]]
    file = published(things, people, avoid, number)
    shuffled = [data.draw(st.permutations(rows)) for rows in (things, people, avoid)]
    made = draws.draw(file["commitment"], *shuffled, SECRET, number)
    assert [one["object"] for one in file["drawn"]] == [pair.object for pair in made]
    for pair in made:
        for line in LINES:
            assert len(set(pair.inspectors[line])) == 2
            assert not {(who, pair.object) for who in pair.inspectors[line]} & set(avoid)
    assert len(made) >= -(-n * 3 // 100)
    read = json.loads(json.dumps(file))
    assert draws.differences(read) == [] and list(redraw.faults(read, None)) == []


def test_rates_are_rounded_up_and_the_least_is_made_up() -> None:
    things, people = pool(700, 4)
    made = draws.draw(
        draws.commitment(about(), things, people, (), SECRET), things, people, (), SECRET, "70315"
    )
    grades = dict(row[:2] for row in things)
    assert {g: sum(grades[p.object] == g for p in made) for g in "ABCD"} == {"A": 2, "B": 9, "C": 10, "D": 30}
    few = about(rates=dict.fromkeys("ABCD", 0), overall=3)
    assert (
        len(
            draws.draw(draws.commitment(few, things, people, (), SECRET), things, people, (), SECRET, "70315")
        )
        == 21
    )


def test_chance_is_even_for_objects_and_inspectors() -> None:
    """Chi-square over 400 fixed numbers; even chances pass these bounds 999 times in 1,000 (29 and 5 degrees of freedom)."""
    things = [(f"DX{n:06d}", "B", "0" * 64) for n in range(30)]
    people = [(f"RY{n:04d}", "食品安全", "0" * 64) for n in range(6)]
    said = draws.commitment(
        about(lines=["食品安全"], rates=dict.fromkeys("ABCD", 20)), things, people, (), SECRET
    )
    objects, inspectors = dict.fromkeys((t[0] for t in things), 0), dict.fromkeys((p[0] for p in people), 0)
    for n in range(400):
        for pair in draws.draw(said, things, people, (), SECRET, f"{n:05d}"):
            objects[pair.object] += 1
            for who in pair.inspectors["食品安全"]:
                inspectors[who] += 1
    assert chi(objects) < 58.3 and chi(inspectors) < 20.52


def chi(counts: dict[str, int]) -> float:
    mean = sum(counts.values()) / len(counts)
    return sum((n - mean) ** 2 / mean for n in counts.values())


def test_another_number_another_secret_or_another_name_is_another_draw() -> None:
    things, people = pool(200, 6)
    codes = {
        tuple(one["object"] for one in published(things, people, number=number, name=name)["drawn"])
        for number, name in (("70315", "甲"), ("70316", "甲"), ("70315", "乙"))
    }
    assert len(codes) == 3


@pytest.mark.parametrize(
    ("changes", "avoid", "words"),
    [
        ({}, [(f"RY食{n:04d}", "DX000000") for n in range(2)], "回避的太多：DX000000"),
        ({"lines": ["特种设备"]}, (), "只有0名"),
        ({"overall": 2}, (), "不能少于名录的3%"),
        ({"each": 1}, (), "至少要2名"),
    ],
)
def test_a_pool_that_cannot_be_drawn_from_lawfully_is_refused_before_the_draw(
    changes: Any, avoid: Any, words: str
) -> None:
    things, people = pool(10, 3)
    with pytest.raises(Unlawful, match=words):
        draws.commitment(about(**changes), things, people, avoid, SECRET)


def test_lists_other_than_those_committed_to_are_refused() -> None:
    things, people = pool(50, 4)
    said = draws.commitment(about(), things, people, (), SECRET)
    with pytest.raises(Unlawful, match="objects"):
        draws.draw(said, things[:-1], people, (), SECRET, "70315")
    with pytest.raises(Unlawful, match="secret"):
        draws.draw(said, things, people, (), "5b" * 32, "70315")


def test_bad_credit_is_drawn_no_less_than_good_and_general_items_are_capped() -> None:
    assert draws.rates(RATES, "key", 5) == RATES
    with pytest.raises(Unlawful, match="最高20%"):
        draws.rates(RATES, "general", 20)
    with pytest.raises(Unlawful, match="不低于"):
        draws.rates({"A": 5, "B": 3, "C": 10, "D": 30}, "key")


def test_the_public_number_is_its_digits() -> None:
    assert draws.announced(" 7 03,15 ") == "70315" and draws.announced("３４２１.55") == "342155"
    for text in ("1234", "abcde", "12345a"):
        with pytest.raises(Unlawful):
            draws.announced(text)


def test_a_forged_publication_is_told_pair_by_pair_by_both() -> None:
    things, people = pool(60, 5)
    file = published(things, people, rates=dict.fromkeys("ABCD", 10))
    forged = json.loads(json.dumps(file))
    one = forged["drawn"][0]
    one["inspectors"]["消防"] = (
        ["RY消0000", "RY消0001"]
        if one["inspectors"]["消防"] != ["RY消0000", "RY消0001"]
        else ["RY消0002", "RY消0003"]
    )
    gone = forged["drawn"].pop()["object"]
    told = draws.differences(forged)
    assert any(one["object"] in line for line in told) and f"{gone}：按规则会抽中，公布的没有" in told
    assert list(redraw.faults(forged, None))
    for name, value in (("announced", "70316"), ("secret", "5b" * 32)):
        other = json.loads(json.dumps(file)) | {name: value}
        assert draws.differences(other) and list(redraw.faults(other, None))


def test_who_steps_aside_after_the_draw_is_followed_by_the_next_in_order() -> None:
    things, people = pool(20, 5)
    file = published(things, people, rates=dict.fromkeys("ABCD", 20))
    code = file["drawn"][0]["object"]
    order = draws.order_of(file, code, "消防")
    swap = {"object": code, "line": "消防", "out": order[0], "in": order[2]}
    assert (
        draws.differences(file | {"replaced": [swap]}) == []
        and list(redraw.faults(file | {"replaced": [swap]}, None)) == []
    )
    wrong = file | {"replaced": [swap | {"in": order[3]}]}
    assert "应当是" in draws.differences(wrong)[0] and list(redraw.faults(wrong, None))


def test_a_name_beside_a_code_is_the_one_that_was_sealed() -> None:
    salt, name, number = "ab" * 16, "示例餐饮店", "91189901MA0000000X"
    things, people = [("DX000001", "B", draws.sealed(salt, name, number))], pool(1, 3)[1]
    file = published(things, people)
    opened = {"DX000001": {"salt": salt, "name": name, "number": number}}
    assert (
        draws.differences(file | {"opened": opened}) == []
        and list(redraw.faults(file | {"opened": opened}, None)) == []
    )
    opened["DX000001"] = opened["DX000001"] | {"name": "别的店"}
    assert draws.differences(file | {"opened": opened}) and list(
        redraw.faults(file | {"opened": opened}, None)
    )
