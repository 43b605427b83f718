"""The thing's own papers: drawn whole from what was frozen, shown from storage, for whoever may see the thing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.town import CHEN_ID, MONDAY, Town, build
from yichuang.bundles import acts
from yichuang.bundles.models import Letter, Thing
from yichuang.bundles.tests.scenes import decided, demanded, done, drained, part, ready, received, told_once
from yichuang.doors import letters
from yichuang.journal.chain import sm3
from yichuang.law import letters as law

LICENCE, FOOD = "individual-business-establishment", "food-business-license-new"
CHECKED = {"document": True, "person": True, "result": True}


@pytest.fixture
def town(db: None) -> Town:
    made = build(keys=())
    made.bundle("open-restaurant")
    return made


def drawn(thing: Thing, kind: str) -> str:
    html, template = letters.render(Letter.objects.filter(thing=thing, kind=kind).order_by("-made_at")[0])
    assert template == f"{kind}@{letters.VERSION}" and "None" not in html
    assert thing.query_code[:4] in html and law.letter(kind).title in html.replace("&quot;", '"')
    return html


def test_the_receipt_lists_every_item_each_paper_once_and_the_answers(town: Town) -> None:
    thing = received(town)
    html = drawn(thing, "receipt")
    assert all(
        one.name in html and one.department.name in html for one in thing.parts.select_related("department")
    )
    assert "申请情形" in html and "前一项的结果带入" in html and "一份只交一次" in html
    assert "已受理" in html and "项办好后开始" in html


def test_the_acceptance_says_the_joint_date_and_how_it_came_about(town: Town) -> None:
    thing = received(town)
    html = drawn(thing, "acceptance")
    assert (
        "共同办结日" in html and "用时最长的一条线" in html and "一个部门办晚了，共同办结日不往后推" in html
    )


def test_the_one_notice_names_every_paper_with_whose_it_is(town: Town) -> None:
    thing = told_once(town)
    html = drawn(thing, "notice")
    assert "市场监督管理局" in html and "只告知这一次" in html and "不等补正" in html


def test_the_letter_of_a_forced_stop_names_what_is_void_and_what_follows(town: Town) -> None:
    thing = demanded(town)
    told = {"lines": [0], "why": "清单里没有房东的证明"}
    strike = acts.ask_strike(thing.pk, by=town.actor("guo"), at=MONDAY, **told)["strike"]
    acts.strike_demand(thing.pk, by=town.actor("luo"), at=MONDAY, strike=UUID(strike))
    html = drawn(thing, "struck")
    assert "清单里没有房东的证明" in html and "已经受理" in html and "共同办结日" in html


def test_the_result_letter_tells_what_was_refused_and_why(town: Town) -> None:
    thing = received(town)
    decided(
        town, part(thing, FOOD if part(thing, FOOD).case_id else LICENCE).case_id, MONDAY, outcome="refused"
    )
    done(town, thing, MONDAY)
    html = drawn(thing, "result")
    assert (
        "场所不符合规定的条件" in html
        and "第三十八条" in html
        and "行政复议" in html
        and "可以另外申请" in html
    )


def test_one_delivery_paper_for_all_results(town: Town) -> None:
    thing = ready(town)
    acts.hand_over(
        thing.pk,
        by=town.actor("yang"),
        at=MONDAY + timedelta(days=1),
        receiver_number=CHEN_ID,
        checked=CHECKED,
    )
    html = drawn(thing, "delivery")
    assert "陈秀英" in html and all(one in html for one in thing.parts.values_list("name", flat=True))


def test_letters_are_frozen_and_printed_from_storage(town: Town) -> None:
    thing = received(town)
    drained(MONDAY + timedelta(minutes=1))
    for letter in Letter.objects.filter(thing=thing):
        assert letter.html and letter.html_sm3 == sm3(letter.html) and letters.shown(letter) == letter.html


def test_letters_are_for_those_who_may_see_the_thing(
    town: Town, enter: Callable[[str], Client], client: Any
) -> None:
    thing = received(town)
    letter = Letter.objects.get(thing=thing, kind="acceptance")
    page = enter("lin").get(reverse("letters:letter", args=[letter.pk]))
    assert page.status_code == 200 and page.content.decode().count("<article") == 2
    assert enter("lin").get(reverse("letters:print"), {"letter": str(letter.pk)}).status_code == 200
    assert enter("lin").get(reverse("letters:print"), {"letter": "x"}).status_code == 422
    assert enter("hu").get(reverse("letters:letter", args=[letter.pk])).status_code in (302, 403, 404)
    town.enter(client)
    assert client.get(reverse("me:letter", args=[letter.pk])).status_code == 200
