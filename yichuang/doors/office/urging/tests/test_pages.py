"""Cards and orders at the office: who sees which, what each post may do, what was typed stays, queries do not grow."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.town import BEGIN, MONDAY, Town, build
from yichuang.doors.office.tests.test_pages import signed_in
from yichuang.ground import now
from yichuang.journal import errands
from yichuang.journal.sweeps import discover
from yichuang.people.models import Holding
from yichuang.supervision import acts, escalating
from yichuang.supervision.models import Card
from yichuang.supervision.orders import Order, OrderPaper

WHY = "这一件超了承诺时限，写明原因并办结"


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The small town on its Monday."""
    monkeypatch.setattr(now, "clock", lambda: MONDAY)
    discover()
    return build(("company-establishment", "food-business-license-new"))


def at(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    monkeypatch.setattr(now, "clock", lambda: MONDAY + timedelta(days=days))


def ordered(town: Town, **asked: Any) -> Order:
    made = acts.order(
        by=town.actor("guo"), at=MONDAY, level="urge", why=WHY, **asked or {"card": town.card().pk}
    )
    return Order.objects.get(pk=made["id"])


def text(client: Client, name: str, *ids: Any, **asked: str) -> str:
    page = client.get(reverse(f"office:urging:{name}", args=ids), asked)
    assert page.status_code == 200
    return page.content.decode()


def post(client: Client, name: str, *ids: Any, **said: Any) -> int:
    return client.post(reverse(f"office:urging:{name}", args=ids), said).status_code


def test_each_sees_what_lands_on_them(town: Town) -> None:
    card, hall = town.card(), town.card(department=None, hall=town.hall.pk, window=town.window.pk)
    for who, seen in (("guo", 2), ("luo", 2), ("gao", 1), ("wu", 1), ("lin", 1), ("feng", 0)):
        assert f"共{seen}张" in text(signed_in(town, who), "cards")
    assert signed_in(town, "feng").get(reverse("office:urging:card", args=[card.pk])).status_code == 404
    assert "3号窗" in text(signed_in(town, "lin"), "card", hall.pk)
    assert signed_in(town, "he").get(reverse("office:urging:cards")).status_code == 403


def test_the_list_is_filtered_by_its_address(town: Town) -> None:
    town.card()
    town.card(rule="due-soon", level="yellow")
    town.card(department=None, hall=town.hall.pk)
    guo, market = signed_in(town, "guo"), str(town.departments["market"].pk)
    for asked, seen in (
        ({"level": "red"}, 2), ({"rule": "due-soon"}, 1), ({"state": "standing"}, 3), ({"state": "upheld"}, 0), ({"department": market}, 2),
        ({"hall": str(town.hall.pk)}, 1), ({"hall": "x'"}, 3), ({"level": "red", "department": market}, 1),
    ):  # fmt: skip
        assert f"共{seen}张" in text(guo, "cards", **asked), asked


def test_the_head_answers_and_appeals_and_the_supervisor_judges(town: Town) -> None:
    card = town.card()
    gao, guo = signed_in(town, "gao"), signed_in(town, "guo")
    first = text(guo, "card", card.pk)
    assert "现在只能撤销" in first and 'value="withdraw"' in first and 'value="uphold"' not in first
    assert post(gao, "answer", card.pk, text=" ") == 422
    assert post(gao, "answer", card.pk, text="系统故障，已经补办。") == 302
    assert post(gao, "appeal", card.pk, text="停止计时期间不该算。") == 302
    page = text(guo, "card", card.pk)
    assert "停止计时期间不该算" in page and "作出结论" in page
    wrong = guo.post(reverse("office:urging:decision", args=[card.pk]), {"why": "没有停止计时的文书。"})
    assert wrong.status_code == 422 and "没有停止计时的文书。" in wrong.content.decode()
    assert post(guo, "decision", card.pk, verdict="uphold", why="没有停止计时的文书。") == 302
    assert Card.objects.get().state == "upheld" and "没有停止计时的文书" in text(gao, "card", card.pk)


def test_an_appeal_after_its_day_is_refused_with_the_sentence(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = town.card()
    at(monkeypatch, 4)
    gao = signed_in(town, "gao")
    assert "已经过了" in text(gao, "card", card.pk)
    late = gao.post(reverse("office:urging:appeal", args=[card.pk]), {"text": "停止计时期间不该算。"})
    assert late.status_code == 422 and "申诉期到2026年3月5日" in late.content.decode()


def test_who_may_not_judge_has_no_button_and_the_try_is_on_record(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    card = town.card()
    for who in ("gao", "wu", "luo"):
        assert "作出结论" not in text(signed_in(town, who), "card", card.pk)
    assert post(signed_in(town, "gao"), "decision", card.pk, verdict="withdraw", why="期限算错了。") == 403
    Holding.objects.create(person=town.people["guo"], post=town.posts["sun"], starts_on=BEGIN)
    assert post(signed_in(town, "guo"), "decision", card.pk, verdict="withdraw", why="期限算错了。") == 403
    assert Card.objects.get().state == "issued"
    assert len([one for one in caplog.records if one.name == "yichuang.refused"]) == 2


def test_the_supervisor_s_day_from_card_to_closing(town: Town) -> None:
    card = town.card()
    guo, gao = signed_in(town, "guo"), signed_in(town, "gao")
    assert reverse("office:urging:order_new") + f"?card={card.pk}" in text(guo, "card", card.pk)
    assert post(guo, "order_new", card=card.pk, level="urge", why="") == 422
    assert post(guo, "order_new", card=card.pk, level="urge", why=WHY) == 302
    order = Order.objects.get()
    assert order.number in text(gao, "orders") and "签收" in text(gao, "order", order.pk)
    assert post(gao, "signature", order.pk) == post(gao, "hand", order.pk) == 302
    assert post(gao, "reply", order.pk, text="嗯") == 422
    assert post(gao, "reply", order.pk, text="已经办结，系统故障补了手续。") == 302
    assert post(guo, "check", order.pk, verdict="back", why="没说以后怎么防。") == 302
    assert "没说以后怎么防" in text(gao, "order", order.pk)
    assert post(gao, "reply", order.pk, text="加了到期提醒，每天有人看。") == 302
    assert (
        post(guo, "check", order.pk, verdict="pass", why="查过，属实。")
        == post(guo, "closing", order.pk)
        == 302
    )
    assert Order.objects.get().closed_how == "done" and "已经办结" not in text(guo, "orders")
    assert order.number in text(guo, "orders", box="closed")


def test_cases_are_named_by_their_numbers(town: Town) -> None:
    first, second = town.case(), town.case()
    guo = signed_in(town, "guo")
    page = text(guo, "order_new", case=str(first.pk))
    assert first.filing_number in page
    numbers = f"{first.filing_number}\n{second.number}"
    wrong = guo.post(
        reverse("office:urging:order_new"), {"level": "urge", "numbers": numbers + "\n123", "why": WHY}
    )
    assert (
        wrong.status_code == 422
        and "没有编号是123的办件" in wrong.content.decode()
        and numbers in wrong.content.decode()
    )
    assert post(guo, "order_new", level="supervise", numbers=numbers, why=WHY) == 302
    assert Order.objects.get().matters.count() == 2


def test_only_who_supervises_orders_and_only_the_step_they_may(town: Town) -> None:
    card = town.card()
    assert signed_in(town, "gao").get(reverse("office:urging:order_new")).status_code == 403
    assert post(signed_in(town, "guo"), "order_new", card=card.pk, level="account", why=WHY) == 422
    assert post(signed_in(town, "luo"), "order_new", card=card.pk, level="account", why=WHY) == 302


def test_the_next_step_by_a_person_and_the_way_back(town: Town) -> None:
    order, guo = ordered(town), signed_in(town, "guo")
    assert "升级为督办" in text(guo, "order", order.pk)
    assert post(guo, "step", order.pk, why="") == 422
    answer = guo.post(reverse("office:urging:step", args=[order.pk]), {"why": "电话催过，没人接。"})
    higher = Order.objects.get(before=order)
    assert answer["Location"] == reverse("office:urging:order", args=[higher.pk])
    assert order.number in text(guo, "order", higher.pk)
    assert post(guo, "withdrawal", higher.pk, why="已经当面说清。") == 302


def test_a_step_that_follows_by_itself_shows_in_the_list(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    order = ordered(town)
    at(monkeypatch, 2)
    assert "签收超期" in text(signed_in(town, "guo"), "orders", box="late")
    escalating.climb(MONDAY + timedelta(days=2))
    assert "没有签收" in text(signed_in(town, "gao"), "order", Order.objects.get(before=order).pk)


def test_the_sheet_is_printed_as_it_was_given(town: Town) -> None:
    order = ordered(town)
    errands.drain(MONDAY)
    sheet = OrderPaper.objects.get(order=order)
    assert sheet.html_sm3 and order.number in sheet.html and "陈秀英" not in sheet.html
    page = signed_in(town, "gao").get(reverse("office:urging:paper", args=[order.pk])).content.decode()
    assert sheet.html in page and "按发出时的样子保存" in page


@pytest.mark.parametrize("name", ["cards", "orders"])
def test_a_longer_list_asks_no_more_questions(town: Town, name: str) -> None:
    guo = signed_in(town, "guo")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            text(guo, name)
        return len(seen)

    ordered(town)
    asked()
    few = asked()
    for _ in range(4):
        ordered(town)
    assert asked() == few


def test_a_card_page_asks_the_same_however_long_its_story(town: Town) -> None:
    guo, case = signed_in(town, "guo"), town.case()
    short = town.card(case, evidence={"calendar": "2026", "entries": [1]})
    long = town.card(
        case,
        rule="due-soon",
        evidence={"calendar": "2026", "entries": [1, 2], "why": [["2026-03-03", "counted", ""]] * 9},
    )
    found = []
    for card in (short, short, long):
        with CaptureQueriesContext(connection) as seen:
            text(guo, "card", UUID(str(card.pk)))
        found.append(len(seen))
    assert found[1] == found[2]


@pytest.mark.parametrize(
    "who, where", [("guo", "office:case"), ("sun", "desk:case"), ("lin", "counter:case")]
)
def test_the_case_s_page_says_which_cards_and_orders_are_on_it(town: Town, who: str, where: str) -> None:
    case = town.case()
    hall = {"department": None, "hall": town.hall.pk} if who == "lin" else {}
    order = ordered(town, card=town.card(case, **hall).pk)
    page = signed_in(town, who).get(reverse(where, args=[case.pk])).content.decode()
    assert order.number in page and "3月3日（周二）前签收" in page and "超过承诺期限" in page
    assert (
        order.number
        not in signed_in(town, "wu").get(reverse("desk:case", args=[town.case().pk])).content.decode()
    )


def test_the_desk_s_list_says_what_is_urged(town: Town) -> None:
    ordered(town, cases=[town.case().pk])
    wu = signed_in(town, "wu")
    assert '<span class="tag is-err">催办</span>' in wu.get(reverse("desk:inbox")).content.decode()


def test_a_card_says_how_it_came_about(town: Town) -> None:
    says = "承诺期限到2026年3月1日，没有停止计时。"
    evidence = {
        "says": says,
        "calendar": "c0ffee",
        "entries": [1],
        "due": "2026-03-01",
        "asks": [{"place": 2, "asks": "房东身份证"}],
    }
    page = text(signed_in(town, "gao"), "card", town.card(evidence=evidence).pk)
    for piece in (says, "2026年3月1日", "房东身份证", "收件，申请编号", "c0ffee"):
        assert piece in page


def test_a_complaint_and_a_last_place_are_ordered_about_too(town: Town) -> None:
    guo, fire = signed_in(town, "guo"), town.departments["fire"].pk
    page = text(guo, "order_new", about="rank", level="talk")
    assert "连续两个季度末位" in page and 'value="talk" selected' in page
    assert post(guo, "order_new", about="rank", level="talk", why=WHY) == 422
    assert post(guo, "order_new", about="rank", level="talk", to=fire, why=WHY) == 302
    assert (
        post(guo, "order_new", about="complaint", of=str(town.case().pk), level="urge", to=fire, why=WHY)
        == 302
    )
    assert {(one.about, one.level, one.to_id) for one in Order.objects.all()} == {
        ("rank", "talk", fire),
        ("complaint", "urge", fire),
    }
    assert "看工单" in text(guo, "order", Order.objects.get(about="complaint").pk)
