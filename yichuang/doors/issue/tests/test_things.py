"""The results of a thing at the issue desk: together on the shelf, found by its numbers, handed over at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.town import CHEN_ID, MONDAY
from yichuang.bundles import acts
from yichuang.bundles.models import Letter, Thing
from yichuang.bundles.tests import scenes
from yichuang.cases import acts as cases
from yichuang.cases.application import PostTo
from yichuang.cases.models import Case
from yichuang.doors.issue import shelf, views
from yichuang.journal.models import Entry
from yichuang.payments.models import Posting

HTMX = {"HX-Request": "true"}
CHECKED = {"checked-document": "1", "checked-person": "1", "checked-result": "1"}
SHELF = shelf.SHELVES[1]


@pytest.fixture(autouse=True)
def _on_wednesday(monkeypatch):
    monkeypatch.setattr(views, "now", lambda: MONDAY + timedelta(days=2))


def address(name, thing):
    return reverse(f"issue:{name}", args=[thing.pk])


def body(thing, **said):
    return {"expected": Thing.objects.get(pk=thing.pk).seq, "idempotency_key": str(uuid4()), **said}


def text(response):
    return response.content.decode()


def half(town, **changes):
    """A thing of which the licence lies at the desk and the rest is under way."""
    thing = scenes.received(scenes.brought(town), **changes)
    scenes.decided(
        town, scenes.part(thing, "individual-business-establishment").case_id, MONDAY + scenes.HOUR
    )
    cases.arrive(
        scenes.part(thing, "individual-business-establishment").case_id,
        by=town.actor("yang"),
        at=MONDAY + scenes.HOUR,
    )
    return Thing.objects.get(pk=thing.pk)


def test_results_that_are_fetched_together_are_one_line(town):
    thing = scenes.ready(town)
    page = shelf.page(SHELF, town.actor("yang"), MONDAY.date())
    assert [row.key for row in page.rows] == [thing.pk] and page.rows[0].of.words == "5项到齐，可以交"
    assert shelf.counts(town.actor("yang"), MONDAY.date())["waiting"] == "1"


def test_a_thing_that_is_not_whole_waits_on_its_line(town, enter):
    half(town)
    page = text(enter("yang").get(reverse("issue:shelf")))
    assert "等到齐" in page and "到了1项，还差4项" in page


def test_what_comes_one_by_one_lies_singly_and_names_its_thing(town, enter):
    thing = half(town, together=False)
    page = shelf.page(SHELF, town.actor("yang"), MONDAY.date())
    assert [row.whole for row in page.rows] == [False]
    listed = text(enter("yang").get(reverse("issue:shelf")))
    assert "个体工商户" in listed and thing.filing_number in listed


def test_a_thing_is_found_by_its_numbers_and_the_name(town, enter):
    thing, client = scenes.ready(town), enter("yang")
    for words in (thing.query_code, thing.filing_number, "陈秀英"):
        response = client.get(reverse("issue:shelf"), {"q": words})
        assert response.status_code == 302 and str(thing.pk) in response["Location"]


def test_everything_is_handed_over_at_once_against_one_receipt(town, enter):
    thing, client = scenes.ready(town), enter("yang")
    page = text(
        client.post(
            address("thing_handover", thing), body(thing, receiver_number=CHEN_ID, **CHECKED), headers=HTMX
        )
    )
    letter = Letter.objects.get(thing=thing, kind="delivery")
    assert "5项结果一次交给了办事人" in page
    assert f'data-yc-print-now="{reverse("letters:letter", args=[letter.pk])}"' in page
    assert set(Case.objects.filter(thing=thing.pk).values_list("state", flat=True)) == {"delivered"}
    assert "没有还要领的结果" in page


def test_a_half_checked_form_keeps_what_was_typed(town, enter):
    thing, client = scenes.ready(town), enter("yang")
    sent = body(thing, receiver_number=CHEN_ID, **{"checked-document": "1"})
    page = client.post(address("thing_handover", thing), sent, headers=HTMX)
    assert page.status_code == 409 and "还没有核对人、证上信息" in text(page)
    assert f'value="{CHEN_ID}"' in text(page) and text(page).count(" checked>") == 1
    assert not Letter.objects.filter(thing=thing, kind="delivery").exists()


def test_the_same_form_twice_is_one_handover(town, enter):
    thing, client = scenes.ready(town), enter("yang")
    sent = body(thing, receiver_number=CHEN_ID, **CHECKED)
    assert [client.post(address("thing_handover", thing), sent).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(subject=thing.pk, act="bundles.hand_over").count() == 1


def test_what_is_not_whole_is_handed_over_only_after_the_way_was_changed(town, enter):
    thing, client = half(town), enter("yang")
    page = text(client.get(address("thing", thing)))
    assert "到齐再一次交" in page and "receiver_number" not in page
    early = client.post(address("thing_handover", thing), body(thing, receiver_number=CHEN_ID, **CHECKED))
    assert early.status_code == 409
    changed = text(client.post(address("thing_way", thing), body(thing), headers=HTMX))
    assert "改成办好一项领一项了" in changed and "receiver_number" in changed
    client.post(address("thing_handover", thing), body(thing, receiver_number=CHEN_ID, **CHECKED))
    done = scenes.part(thing, "individual-business-establishment").case_id
    assert Case.objects.get(pk=done).state == "delivered"


def test_a_single_result_leads_to_its_thing(town, enter):
    thing = scenes.ready(town)
    case = Case.objects.filter(thing=thing.pk).first()
    page = text(enter("yang").get(reverse("issue:case", args=[case.pk])))
    assert "一次交出" in page and address("thing", thing) in page and "receiver_number" not in page


def test_what_is_in_the_post_is_not_handed_over_again(town):
    thing = scenes.ready(town)
    posted = Case.objects.filter(thing=thing.pk).first()
    yang, at = town.actor("yang"), MONDAY + timedelta(days=2)
    cases.post(posted.pk, by=yang, at=at, tracking="EA1", address="示例区")
    made = acts.hand_over(
        thing.pk,
        by=yang,
        at=at,
        receiver_number=CHEN_ID,
        checked={"document": True, "person": True, "result": True},
    )
    assert len(made["handed"]) == 4 and Case.objects.get(pk=posted.pk).state == "ready"


def test_a_stale_page_says_what_changed(town, enter):
    thing = scenes.ready(town)
    sent = body(thing, receiver_number=CHEN_ID, **CHECKED)
    acts.choose_way(thing.pk, by=town.actor("yang"), at=MONDAY + timedelta(days=1), together=False)
    page = enter("yang").post(address("thing_handover", thing), sent, headers=HTMX)
    assert page.status_code == 409 and "改成办好一项领一项" in text(page)


@pytest.mark.parametrize(("who", "status"), [("yang", 200), ("lin", 200), ("wu", 403), ("guo", 403)])
def test_who_may_hand_over_a_thing(town, enter, who, status):
    thing, client = scenes.ready(town), enter(who)
    assert client.get(address("thing", thing)).status_code == status
    if status == 403:
        sent = body(thing, receiver_number=CHEN_ID, **CHECKED)
        assert client.post(address("thing_handover", thing), sent).status_code == 403


def test_the_number_of_queries_does_not_grow_with_things(town, enter):
    client = enter("yang")

    def count():
        client.get(reverse("issue:shelf"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("issue:shelf"))
        return len(seen)

    half(town)
    first = count()
    for together in (True, False):
        half(town, together=together)
    assert count() == first <= 18


def test_everything_is_posted_in_one_letter_comes_back_and_is_signed_for(town, enter):
    thing, client = scenes.ready(town), enter("yang")
    assert "示例区幸福路1号" in text(client.get(address("thing_posting", thing)))
    empty = client.post(address("thing_posting", thing), body(thing, address="", tracking=""), headers=HTMX)
    assert empty.status_code == 422 and "请填写邮件号。" in text(empty)
    client.post(address("thing_posting", thing), body(thing, address="示例区幸福路1号", tracking="EA1"))
    scenes.drained(MONDAY + timedelta(days=2))
    assert Posting.objects.filter(tracking="EA1").count() == 1
    posted = shelf.page(shelf.SHELVES[2], town.actor("yang"), MONDAY.date())
    assert [row.key for row in posted.rows] == [thing.pk] and posted.rows[0].of.words == "5项在邮寄路上"
    page = text(client.get(address("thing", thing)))
    assert "EA1" in page and "receiver_number" not in page
    case = Case.objects.filter(thing=thing.pk).first()
    assert "同一封邮件里的结果一起" in text(client.get(reverse("issue:case", args=[case.pk])))
    blank = client.post(address("thing_returned", thing), body(thing, tracking="EA1", why=""), headers=HTMX)
    assert blank.status_code == 422 and "请填写退回的原因。" in text(blank)
    client.post(address("thing_returned", thing), body(thing, tracking="EA1", why="查无此人"))
    client.post(address("thing_posting", thing), body(thing, address="示例区幸福路2号", tracking="EA2"))
    wrong = client.post(
        address("thing_receipt", thing), body(thing, tracking="EA1", signed_by="陈秀英"), headers=HTMX
    )
    assert wrong.status_code == 409 and 'value="陈秀英"' not in text(wrong)
    client.post(address("thing_receipt", thing), body(thing, tracking="EA2", signed_by="陈秀英"))
    assert set(Case.objects.filter(thing=thing.pk).values_list("state", flat=True)) == {"delivered"}


def test_who_chose_the_post_is_posted_to_where_they_said(town, enter):
    to = PostTo("陈秀英", "13800000000", "示例区平安路9号")
    thing = scenes.received(scenes.brought(town), delivery="post", to=to)
    at = scenes.done(town, thing, MONDAY)
    for case in Case.objects.filter(thing=thing.pk):
        cases.arrive(case.pk, by=town.actor("yang"), at=at)
    client = enter("yang")
    assert "申请人选了邮寄" in text(client.get(address("thing", thing)))
    assert "示例区平安路9号" in text(client.get(address("thing_posting", thing)))
