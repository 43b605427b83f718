"""The guide: the contract of `yichuang guide`, the same answers everywhere."""

from datetime import date

import pytest

from yichuang.catalogue import guide, versions
from yichuang.catalogue.tests.cast import FOOD, item, load
from yichuang.journal import stamps
from yichuang.journal.refusals import NotThere
from yichuang.law import BadInput

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


def asked(key, **answers):
    load(key)
    return guide.guide(key, answers, MONDAY, stamp=stamps.current())


def test_the_guide_has_exactly_the_contracts_keys():
    told = asked(FOOD, same_address="yes", project="catering")
    assert list(told) == ["item", "version", "questions_left", "materials", "promised_due", "statutory_due"]
    assert set(told["materials"][0]) == {"name", "required", "how", "obtainable_by"}
    assert (told["item"], told["version"], told["questions_left"]) == (
        FOOD,
        1,
        ["warehouse", "vending", "agent"],
    )


def test_unanswered_questions_leave_conditional_materials_out():
    names = [material["name"] for material in asked("company-establishment")["materials"]]
    assert "公司章程" in names and not any("住所使用证明" in name for name in names)


def test_both_due_days_count_from_the_filing_day():
    told = asked("company-establishment")
    assert (told["promised_due"], told["statutory_due"]) == ("2026-03-03", "2026-03-10")


def test_an_unknown_term_has_no_day():
    told = asked("social-insurance-registration-unit")
    assert (told["promised_due"], told["statutory_due"]) == ("2026-03-02", None)


def test_a_licence_on_file_waives_its_material_and_it_stays_listed():
    load(FOOD)
    told = guide.guide(FOOD, {}, MONDAY, stamp=stamps.current(), licences=["营业执照"])
    assert next(m for m in told["materials"] if m["name"] == "营业执照")["how"] == "licence"


@pytest.mark.parametrize("name", [FOOD, "code", "local"])
def test_an_item_is_named_by_key_or_code(name):
    load(FOOD, "company-establishment")
    one = item("company-establishment")
    wanted = {"code": one.code, "local": one.local_code}.get(name, FOOD)
    assert guide.guide(wanted, {}, MONDAY, stamp=stamps.current())["item"] in (FOOD, one.key)


@pytest.mark.parametrize("answers", [{"gone": "x"}, {"project": "gone"}])
def test_an_unknown_question_or_answer_is_refused(answers):
    load(FOOD)
    with pytest.raises(BadInput):
        guide.guide(FOOD, answers, MONDAY, stamp=stamps.current())


def test_an_unknown_item_is_not_there():
    with pytest.raises(NotThere):
        guide.guide("gone", {}, MONDAY, stamp=stamps.current())


def test_the_sheet_says_in_words_what_the_guide_says():
    load(FOOD)
    facts = versions.by_name(FOOD, stamps.current())
    sheet = guide.sheet(facts, {"same_address": "yes"}, MONDAY, licences=["营业执照"])
    told = guide.guide(FOOD, {"same_address": "yes"}, MONDAY, stamp=stamps.current(), licences=["营业执照"])
    parts = [*sheet.to_hand_in, *sheet.waived, *sheet.later]
    assert sorted(m.name for m in parts) == sorted(m["name"] for m in told["materials"])
    assert (sheet.promised, sheet.fee, sheet.visits) == ("10 个工作日", "不收费", "不用到现场")
    assert sheet.next is not None and sheet.next.key == "project"


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        ({}, "没有查到，请问窗口"),
        ({"charged": False, "note": "不收费"}, "不收费"),
        ({"charged": True, "note": "每件80元"}, "收费，每件80元"),
        ({"charged": True}, "收费"),
    ],
)
def test_what_it_costs_is_said_in_words(fee, said):
    assert guide.fee_words(fee) == said
