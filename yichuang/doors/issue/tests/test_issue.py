"""The issue desk: what arrives is signed for, who fetches is checked, what is posted is followed."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.town import CHEN_ID, MONDAY
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Delivery, Paper
from yichuang.catalogue import versions
from yichuang.doors.issue import shelf, views
from yichuang.journal.models import Entry
from yichuang.law import identity

KEY = "food-business-license-new"
HTMX = {"HX-Request": "true"}
CHECKED = {"checked-document": "1", "checked-person": "1", "checked-result": "1"}
OTHER = identity.synthetic_resident_id("189901", MONDAY.date().replace(year=1990), 7)


@pytest.fixture(autouse=True)
def _on_tuesday(monkeypatch):
    monkeypatch.setattr(views, "now", lambda: MONDAY + timedelta(days=1))


def address(name, case):
    return reverse(f"issue:{name}", args=[case.pk])


def body(case, **said):
    return {"expected": Case.objects.get(pk=case.pk).seq, "idempotency_key": str(uuid4()), **said}


def text(response):
    return response.content.decode()


def state(case):
    return Case.objects.get(pk=case.pk).state


def test_what_is_scanned_opens_the_case(town, enter):
    case, client = town.case(KEY, upto="ready"), enter("yang")
    for scanned in (
        case.query_code,
        f"{case.query_code[:4]}-{case.query_code[4:]}".lower(),
        case.filing_number,
        case.number,
    ):
        response = client.get(reverse("issue:shelf"), {"q": scanned})
        assert response.status_code == 302 and str(case.pk) in response["Location"]
    assert "没有找到" in text(client.get(reverse("issue:shelf"), {"q": "ABCD2345"}))
    town.case(KEY, upto="ready")
    assert text(client.get(reverse("issue:shelf"), {"q": "陈秀"})).count("data-yc-row") == 2


def test_a_result_that_is_not_here_after_one_working_day_is_yellow(town):
    case = town.case(KEY, upto="decided")
    on = case.due_on
    row = shelf.page(shelf.SHELVES[0], town.actor("yang"), on).rows[0]
    assert row.left.card == "" and shelf.counts(town.actor("yang"), on)["late"] == "0"
    later = on + timedelta(days=1)
    assert shelf.page(shelf.SHELVES[0], town.actor("yang"), later).rows[0].left.card == "yellow"
    assert shelf.counts(town.actor("yang"), later) == {
        "coming": "1",
        "waiting": "0",
        "posted": "0",
        "late": "1",
    }


def test_a_result_is_signed_for_and_waits(town, enter):
    case, client = town.case(KEY, upto="decided"), enter("yang")
    page = text(client.post(address("arrival", case), body(case, document=["食品经营许可证"]), headers=HTMX))
    assert state(case) == "ready" and "已签收" in page and 'name="receiver_number"' in page
    again = client.post(address("arrival", case), body(case), headers=HTMX)
    assert again.status_code == 409 and "只能在“已决定（办结）”时办" in text(again)


def test_many_are_signed_for_at_once_each_by_its_own_act(town, enter):
    one, two, gone = (
        town.case(KEY, upto="decided"),
        town.case(KEY, upto="decided"),
        town.case(KEY, upto="ready"),
    )
    client = enter("yang")
    empty = client.post(reverse("issue:arrivals"), {}, headers=HTMX)
    assert empty.status_code == 422 and "还没有选" in text(empty)
    page = text(
        client.post(
            reverse("issue:arrivals"),
            {"case": [str(one.pk), str(two.pk), str(gone.pk), "x"], "idempotency_key": "k"},
            headers=HTMX,
        )
    )
    assert "签收了2件" in page and page.count("✗") == 2 and state(one) == state(two) == "ready"
    assert Entry.objects.filter(act="cases.arrive", subject__in=[one.pk, two.pk]).count() == 2


def test_the_checked_applicant_gets_it_against_a_receipt(town, enter):
    case, client = town.case(KEY, upto="ready"), enter("yang")
    half = client.post(
        address("handover", case),
        body(case, receiver_number=CHEN_ID, **{"checked-document": "1"}),
        headers=HTMX,
    )
    assert half.status_code == 409 and "还没有核对人、证上信息" in text(half)
    assert f'value="{CHEN_ID}"' in text(half) and text(half).count(" checked>") == 1
    page = text(
        client.post(address("handover", case), body(case, receiver_number=CHEN_ID, **CHECKED), headers=HTMX)
    )
    paper = Paper.objects.get(case=case, kind="delivery")
    assert (
        state(case) == "delivered"
        and f'data-yc-print-now="{reverse("papers:paper", args=[paper.pk])}"' in page
    )
    assert Delivery.objects.get(case=case).relation == "本人"


def test_somebody_else_needs_a_mandate_a_name_and_a_right_number(town, enter):
    case, client = town.case(KEY, upto="ready"), enter("yang")
    stranger = client.post(
        address("handover", case), body(case, receiver_number=OTHER, **CHECKED), headers=HTMX
    )
    assert (
        stranger.status_code == 409
        and "要有委托书" in text(stranger)
        and "open><summary>别人代领" in text(stranger)
    )
    wrong = client.post(
        address("handover", case),
        body(case, receiver_number="123", receiver_name="李四", mandate="3月1日", **CHECKED),
        headers=HTMX,
    )
    assert wrong.status_code == 422 and "代领人的证件号码" in text(wrong) and 'value="李四"' in text(wrong)
    client.post(
        address("handover", case),
        body(case, receiver_number=OTHER, receiver_name="李四", mandate="3月1日", **CHECKED),
    )
    assert Delivery.objects.get(case=case).receiver == "李四" and state(case) == "delivered"


@pytest.mark.parametrize("signature", ["javascript:alert(1)", "data:text/html,x", "x" * 70_000])
def test_a_signature_is_a_picture_or_nothing(town, enter, signature):
    case = town.case(KEY, upto="ready")
    response = enter("yang").post(
        address("handover", case),
        body(case, receiver_number=CHEN_ID, signature=signature, **CHECKED),
        headers=HTMX,
    )
    assert response.status_code == 422 and "重签一次" in text(response) and state(case) == "ready"


def test_a_result_is_posted_comes_back_and_is_posted_again_until_signed_for(town, enter):
    case, client = town.case(KEY, upto="ready"), enter("yang")
    assert "示例区幸福路1号" in text(client.get(address("posting", case)))
    empty = client.post(address("posting", case), body(case, address="", tracking=""), headers=HTMX)
    assert empty.status_code == 422 and "请填写收件地址。" in text(empty) and "请填写邮件号。" in text(empty)
    client.post(address("posting", case), body(case, address="示例区幸福路1号", tracking="EA123456789CN"))
    assert Case.objects.get(pk=case.pk).tracking == "EA123456789CN"
    client.post(address("returned", case), body(case, why="地址查无此人"))
    assert Case.objects.get(pk=case.pk).tracking == ""
    client.post(address("posting", case), body(case, address="示例区幸福路2号", tracking="EA2"))
    blank = client.post(address("receipt", case), body(case, signed_by=""), headers=HTMX)
    assert blank.status_code == 422 and "请填写签收人。" in text(blank)
    client.post(address("receipt", case), body(case, signed_by="陈秀英"))
    assert state(case) == "delivered"


def test_what_must_be_fetched_in_person_is_not_posted(town, enter):
    from yichuang.catalogue.models import Version

    version = Version.objects.get(item=town.items[KEY])
    Version.objects.filter(pk=version.pk).update(record=json.dumps({**version.content, "no_post": True}))
    versions.forget()
    case, client = town.case(KEY, upto="ready"), enter("yang")
    assert "要本人领取，不能邮寄" in text(client.get(address("case", case)))
    refused = client.post(address("posting", case), body(case, address="x", tracking="y"), headers=HTMX)
    assert refused.status_code == 409 and "不能邮寄" in text(refused)


def test_a_stale_page_says_what_changed_and_keeps_the_words(town, enter):
    case = town.case(KEY, upto="ready")
    sent = body(case, receiver_number=CHEN_ID, **CHECKED)
    cases.post(
        case.pk, by=town.actor("yang"), at=MONDAY + timedelta(hours=9), tracking="EA1", address="示例区"
    )
    response = enter("yang").post(address("handover", case), sent, headers=HTMX)
    assert response.status_code == 409 and "寄出，邮件号EA1" in text(response)


def test_the_same_form_twice_is_one_handover(town, enter):
    case, client = town.case(KEY, upto="ready"), enter("yang")
    sent = body(case, receiver_number=CHEN_ID, **CHECKED)
    assert [client.post(address("handover", case), sent).status_code for _ in range(2)] == [302, 302]
    assert Delivery.objects.filter(case=case).count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("yang", 200), ("lin", 200), ("wu", 403), ("sun", 403), ("guo", 403), ("hu", 403), ("lan", 200)],
)
def test_who_may_use_the_issue_desk(town, enter, who, status):
    case = town.case(KEY, upto="ready")
    client = enter(who)
    assert client.get(reverse("issue:shelf")).status_code == status
    if status == 403:
        response = client.post(
            address("handover", case), body(case, receiver_number=CHEN_ID, **CHECKED), headers=HTMX
        )
        assert response.status_code == 403 and state(case) == "ready"


def test_another_hall_finds_nothing(town, enter):
    from yichuang.halls.models import Hall

    other = Hall.objects.create(
        region="189901",
        organisation=town.hall.organisation,
        name="别的大厅",
        level="town",
        opens="09:00",
        closes="17:00",
    )
    case = town.case(KEY, upto="ready")
    Case.objects.filter(pk=case.pk).update(hall=other)
    client = enter("yang")
    assert client.get(address("case", case)).status_code == 404
    assert (
        client.post(
            address("handover", case), body(case, receiver_number=CHEN_ID, **CHECKED), headers=HTMX
        ).status_code
        == 404
    )
    assert "没有找到" in text(client.get(reverse("issue:shelf"), {"q": case.query_code}))


def test_pages_follow_each_other_and_a_broken_cursor_begins_anew(town, enter, monkeypatch):
    monkeypatch.setattr(shelf, "PAGE", 2)
    made = [town.case(KEY, upto="ready", at=MONDAY + timedelta(hours=h)).pk for h in range(3)]
    first = shelf.page(shelf.SHELVES[1], town.actor("yang"), MONDAY.date())
    second = shelf.page(shelf.SHELVES[1], town.actor("yang"), MONDAY.date(), first.next)
    assert [r.case.pk for r in first.rows + second.rows] == made and not second.next
    for after in ("x", "~", "2026-03-02~x", "' OR 1", "\0"):
        assert (
            enter("yang").get(reverse("issue:shelf"), {"after": after, "shelf": "waiting"}).status_code == 200
        )


@pytest.mark.parametrize("kind", ["coming", "waiting", "posted"])
def test_the_number_of_queries_does_not_grow_with_the_list(town, enter, kind):
    client = enter("yang")
    upto = "decided" if kind == "coming" else "ready"

    def one_more():
        case = town.case(KEY, upto=upto)
        if kind == "posted":
            cases.post(
                case.pk,
                by=town.actor("yang"),
                at=MONDAY + timedelta(hours=9),
                tracking="EA1",
                address="示例区",
            )

    def count():
        client.get(reverse("issue:shelf"), {"shelf": kind})
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("issue:shelf"), {"shelf": kind})
        return len(seen)

    one_more()
    first = count()
    for _ in range(4):
        one_more()
    assert count() == first <= 16
