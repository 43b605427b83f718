"""What an applicant is told about one thing (一件事): once for all its parts, with the day, who acts, where."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests import town as towns
from tests.town import MONDAY, Town
from yichuang.bundles import acts
from yichuang.bundles.models import Thing
from yichuang.bundles.tests.scenes import (
    HOUR,
    brought,
    called,
    decided,
    done,
    drained,
    on_line,
    ready,
    received,
    told_once,
)
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.exchange.models import Message
from yichuang.exchange.notices import THINGS, thing_text

WORDS = re.compile(r"尽快|等部门|相关|有关|用户|有误|无效|[,;:!]")


@pytest.fixture
def hall(outbox: Any, db: None) -> Town:
    return towns.build(keys=())


def said(thing: Thing, template: str) -> str:
    drained(MONDAY + 30 * HOUR)
    return Message.objects.filter(subject=thing.pk, template=template).latest("id").text


def test_what_is_filed_on_line_is_answered_by_a_day_and_by_the_lead(hall: Town) -> None:
    thing = on_line(hall)
    text = said(thing, "thing_filed")
    code = f"{thing.query_code[:4]}-{thing.query_code[4:]}"
    assert text == (
        "【政务服务】开办餐饮店一件事：已收到您的材料，一共5项一起办。2026年3月9日（周一）前，市场监督管理局告诉您是否受理。"
        f"查询码{code}"
    )


def test_it_goes_to_the_account_by_the_channel_of_the_account_and_links_to_the_thing(
    hall: Town, outbox: Any
) -> None:
    thing = on_line(hall)
    drained(MONDAY)
    kept = Message.objects.get(subject=thing.pk)
    assert kept.account == thing.account and [line["key"] for line in outbox()] == [kept.key]


def test_accepted_says_the_joint_date_and_no_part_says_it_again(hall: Town) -> None:
    thing = received(brought(hall))
    text = said(thing, "thing_accepted")
    assert "已受理，5项一起办。2026年" in text and "前全部办好" in text
    assert not Message.objects.filter(template__in=("accepted", "filed")).exists()


def test_one_notice_counts_the_papers_of_all_departments_and_says_the_day(hall: Town) -> None:
    thing = told_once(hall)
    text = said(thing, "thing_correct")
    assert "要补1份材料" in text and "各部门要的一次说清" in text


def test_what_was_handed_in_goes_on_to_the_joint_date_where_the_rest_is_accepted(hall: Town) -> None:
    thing = told_once(hall)
    acts.hand_in(thing.pk, by=hall.citizen, at=MONDAY + timedelta(days=1))
    assert "已收到您补的材料。2026年3月18日（周三）前全部办好。" in said(thing, "thing_handed_in")


def test_a_visit_says_which_half_day_how_many_come_and_where(hall: Town) -> None:
    thing, _ = called(hall)
    assert "2026年3月2日（周一）上午，2个部门一起上门看，只来一次，地点您申请的场所。" in said(
        thing, "thing_visit"
    )


def test_the_end_says_how_many_were_done_and_where_to_fetch_them_once(hall: Town) -> None:
    thing = received(brought(hall))
    at = done(hall, thing, MONDAY)
    drained(at)
    text = Message.objects.get(subject=thing.pk, template="thing_done").text
    assert "5项全部办成。结果1个工作日内送到" in text and "统一出件窗口" in text


def test_who_fetches_everything_at_once_is_not_sent_for_a_single_result(hall: Town) -> None:
    thing = received(brought(hall), together=True)
    case = Case.objects.filter(thing=thing.pk).order_by("pk")[0]
    decided(hall, case.pk, MONDAY + HOUR)
    cases.arrive(case.pk, by=hall.actor("yang"), at=MONDAY + HOUR)
    drained(MONDAY + HOUR)
    assert not Message.objects.filter(template="ready").exists()
    ready_after = ready(hall)
    drained(MONDAY + 40 * HOUR)
    assert Message.objects.filter(template="ready").exists() and ready_after.state == "done"


def test_no_notice_of_a_thing_names_the_applicant(hall: Town) -> None:
    thing = on_line(hall)
    assert "陈" not in said(thing, "thing_filed") and towns.CHEN_ID[-4:] not in said(thing, "thing_filed")


@pytest.mark.parametrize("template", sorted(THINGS))
def test_every_notice_of_a_thing_is_a_plain_sentence_with_the_query_code(template: str) -> None:
    facts = dict.fromkeys(("item", "department", "hall", "joint", "next", "ended", "place"), "示例")
    day = MONDAY.date()
    facts |= {
        "query_code": "ABCD2345",
        "count": 5,
        "visitors": 2,
        "lines": 1,
        "answer_by": day,
        "due": day,
        "on": day,
    }  # type: ignore[dict-item]
    text = thing_text(
        template,
        facts,
        {"half": "am", "tracking": "EA1", "posted": 5, "days": 15, "struck": 1, "why": "会审复杂"},
    )
    assert text.startswith("【政务服务】示例：") and text.endswith("。查询码ABCD-2345") and "{" not in text
    assert not WORDS.search(text)
