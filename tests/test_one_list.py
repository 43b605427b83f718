"""The same facts give the same list everywhere: over all items and all answers, for every way a source can stand."""

import types
from itertools import product
from uuid import uuid4

import pytest

from tests.town import CHEN_ID, FIRM_CODE, MONDAY, REGION, records
from yichuang.cases.acts import parts
from yichuang.cases.application import Application, PartyIn
from yichuang.ground import vault
from yichuang.journal import stamps
from yichuang.journal.actor import system
from yichuang.law import selection
from yichuang.law import sources as law
from yichuang.materials import onfile
from yichuang.registers import acts as registers
from yichuang.registers.models import Evidence
from yichuang.registers.sources import named

pytestmark = pytest.mark.once

CHEN, FIRM = PartyIn("陈秀英", CHEN_ID), PartyIn("示例商贸有限公司", FIRM_CODE, kind="body", document="001")
STATES = (selection.HAVE, selection.NONE, selection.DOWN, selection.REFUSED, selection.UNASKED)


def paths():
    """Every item with every full set of answers."""
    for record in records().values():
        for answers, _ in selection.paths(record):
            yield record, answers


def hows(record, answers, states):
    """Which materials the applicant hands in, with every source of the record connected and standing so."""
    sources = {name for material in record["materials"] for name in named(material)}
    chosen = selection.select(
        record, answers, shared_sources=sources, source_answers=dict.fromkeys(sources, states)
    )
    return {one.index for one in chosen.materials if not one.waived}


def test_a_source_that_is_down_never_asks_for_more_than_one_that_works():
    for record, answers in paths():
        works = hows(record, answers, selection.HAVE)
        assert hows(record, answers, selection.DOWN) == hows(record, answers, selection.UNASKED) == works
        assert works <= hows(record, answers, selection.NONE) == hows(record, answers, selection.REFUSED)


@pytest.mark.parametrize(
    ("mix", "waived", "word"),
    [
        ({"a": "none", "b": "have"}, True, "查到“b”"), ({"a": "down", "b": "none"}, True, "“a”现在查不到"),
        ({"a": "none", "b": "none"}, False, "没有查到"), ({"a": "refused"}, False, "没有同意调取“a”"), ({}, True, "取得“a”"),
    ],
)  # fmt: skip
def test_of_several_sources_the_best_answer_counts(mix, waived, word):
    item = {
        "name": "x",
        "materials": [
            {"name": "m", "obtainable_by": {"kind": "数据共享", "name": "a", "any_of": ["a", "b"]}}
        ],
    }
    one = selection.select(item, {}, shared_sources=mix or ["a"], source_answers=mix).materials[0]
    assert one.waived is waived and word in one.why_zh


@pytest.fixture
def connected(db):
    """All registers connected, and what was asked about Chen and her firm so far: every outcome in turn."""
    stamps.forget()
    night = system(REGION)
    for register in law.REGISTERS:
        registers.connect(
            by=night, at=MONDAY, register=register, provider="local", basis="示例", starts_on=MONDAY.date()
        )
    outcomes = ("found", "none", "down", "refused")
    asked = [
        (r, s, h)
        for r in records().values()
        for s in law.SOURCES.values()
        for h in s.elements.items()
        if _names(r, s)
    ]
    for place, (record, _, (register, wanted)) in enumerate(asked):
        number = CHEN_ID if register == law.CITIZENS else FIRM_CODE
        Evidence.objects.create(
            region=REGION, register=register, holder_index=vault.index(number), item=record["id"], elements=",".join(sorted(wanted)), purpose="x",
            ground="x", outcome=outcomes[place % 4], digest="0" * 64, asked_at=MONDAY, valid_until=MONDAY.replace(hour=20),
        )  # fmt: skip


def _names(record, source):
    return any(source.name in named(material) for material in record["materials"])


def test_the_rows_of_a_case_are_the_list_of_every_other_channel(connected):
    """`material_rows` writes what `onfile` tells counter, portal and paper, for persons and for bodies."""
    at, seen = MONDAY.replace(hour=3), set()
    stamp = stamps.current()
    for (record, answers), who in product(paths(), (CHEN, FIRM)):
        turn = types.SimpleNamespace(
            row=types.SimpleNamespace(id=uuid4(), region=REGION, commitment=False, round=0), by=system(REGION), at=at, on=at.date(), stamp=stamp, new={}, scratch={},
        )  # fmt: skip
        version = types.SimpleNamespace(record=record)
        rows = parts.material_rows(turn, version, Application(1, answers, who, 1, REGION), {"applicant": who})
        chosen = (
            onfile.of(record, {"applicant": who}, stamp=stamp, region=REGION, at=at)
            .select(record, answers)
            .materials
        )
        assert [(r["place"], r["how"], r["state"] == "waived") for r in rows] == [
            (m.index, m.how, m.waived) for m in chosen
        ]
        before = (
            onfile.of(record, {"applicant": who}, stamp=stamp, region=REGION, at=at)
            .before_asking()
            .select(record, answers)
        )
        assert [m.waived for m in before.materials] == [m.waived for m in chosen]
        seen |= {row["how"] for row in rows}
    assert {"submit", "share", "verify", "generate"} <= seen
