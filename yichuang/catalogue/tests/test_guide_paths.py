"""The guide of all packaged items, answered in every way and left off in every way, against a reading of its own."""

from datetime import date, timedelta
from itertools import product

import chinese_calendar
import pytest

from yichuang.catalogue import guide, seed
from yichuang.catalogue.tests.cast import load
from yichuang.journal import stamps

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 25)
DUES = ("promised_due", "statutory_due")


def ways(item):
    """Every set of answers: each question with each of its options, or left open."""
    choices = [[(q["key"], o["value"]) for o in q["options"]] + [None] for q in item["scenarios"]]
    return [dict(pair for pair in way if pair) for way in product(*choices)]


def asked_for(item, answers):
    names = []
    for one in item["materials"]:
        wanted = one["scenario"] or {}
        if all(key in answers and answers[key] in wanted[key] for key in wanted):
            made_here = one["obtainable_by"] and one["obtainable_by"]["kind"] == "系统生成"
            how = "generate" if made_here else "later" if one["required"] == "容缺后补" else "submit"
            names.append((one["name"], one["required"], how, one["obtainable_by"]))
    return names


def counted(days, natural):
    """The due day by walking from day to day."""
    if days is None:
        return None
    day = DAY
    while days:
        day += timedelta(days=1)
        days -= natural or chinese_calendar.is_workday(day)
    while day != DAY and not chinese_calendar.is_workday(day):
        day += timedelta(days=1)
    return day.isoformat()


def test_each_item_answered_in_every_way_gives_what_its_record_says():
    load()
    stamp, tried = stamps.current(), 0
    for item in seed.items():
        natural = item["day_kind"] == "自然日"
        dues = [counted(item[field], natural) for field in ("committed_days", "statutory_days")]
        for answers in ways(item):
            told = guide.guide(item["id"], answers, DAY, stamp=stamp)
            got = [(m["name"], m["required"], m["how"], m["obtainable_by"]) for m in told["materials"]]
            assert got == asked_for(item, answers), (item["id"], answers)
            left = [q["key"] for q in item["scenarios"] if q["key"] not in answers]
            assert (told["questions_left"], [told[due] for due in DUES]) == (left, dues), (
                item["id"],
                answers,
            )
            assert left or got, "a full set of answers ends in a list"
            tried += 1
    assert tried > 800
