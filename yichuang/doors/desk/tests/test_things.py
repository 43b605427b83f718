"""Things at the desk: a case says what it is a part of, the board shows the most pressing first, one page shows the whole."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.town import MONDAY, build
from yichuang.bundles.models import Letter, Part, Thing
from yichuang.bundles.tests.scenes import HOUR, brought, decided, drained, on_line, part, received
from yichuang.cases.models import Step
from yichuang.doors.desk import board
from yichuang.doors.desk.views import things as views
from yichuang.ground import now

LICENCE, FOOD, FIRE = (
    "individual-business-establishment",
    "food-business-license-new",
    "fire-safety-check-general",
)
DAY = MONDAY.date()


@pytest.fixture
def town(db):
    return brought(build(keys=()))


def shown(client, thing):
    return client.get(reverse("desk:thing", args=[thing.pk])).content.decode()


def listed(town, box="lead", who="wu", day=DAY, **more):
    actor = town.actor(who)
    ask = board.asked(actor, {"box": box, **more})
    return [row.thing.pk for row in board.page(ask, actor, day).rows]


def test_a_case_says_what_it_is_a_part_of_and_what_waits_for_it(town, enter):
    thing = received(town)
    page = enter("wu").get(reverse("desk:case", args=[part(thing, LICENCE).case_id])).content.decode()
    assert "开办餐饮店一件事" in page and "里的一项，共5项" in page and "等它办成" in page
    assert reverse("desk:thing", args=[thing.pk]) in page and "共同办结日" in page


def test_other_departments_see_the_decision_and_not_the_words_of_reviewers(town, enter):
    thing = received(town)
    case = part(thing, LICENCE).case_id
    town.review(case, MONDAY + HOUR)
    Step.objects.filter(case=case, kind="review").update(opinion="里面的话")
    town.decide(case, MONDAY + HOUR)
    drained(MONDAY + HOUR)
    page = shown(enter("zheng"), thing)
    assert "准予" in page and "里面的话" not in page
    assert reverse("desk:case", args=[case]) not in page
    assert reverse("desk:case", args=[case]) in shown(enter("wu"), thing)


def test_a_thing_of_others_is_not_there(town, enter):
    thing = received(town)
    client = enter("kong")
    client.raise_request_exception = False
    assert client.get(reverse("desk:thing", args=[thing.pk])).status_code == 404
    assert enter("zheng").get(reverse("desk:thing", args=[thing.pk])).status_code == 200
    assert enter("lin").get(reverse("desk:things")).status_code == 403


def test_the_most_pressing_thing_comes_first_and_boxes_hold_what_they_say(town):
    later, first = received(town, at=MONDAY + timedelta(days=1)), received(town)
    due = min(
        filter(None, Part.objects.filter(thing=first, state="running").values_list("due_on", flat=True))
    )
    assert listed(town) == [first.pk, later.pk]
    assert listed(town, "late", day=due) == [] and listed(town, "soon", day=due)[0] == first.pk
    assert listed(town, "late", day=due + timedelta(days=1))[0] == first.pk
    assert listed(town, who="zheng") == [] and listed(town, "part", who="zheng") == [first.pk, later.pk]
    assert listed(town, bundle=str(first.bundle_id)) == [first.pk, later.pk]
    assert listed(town, q=first.filing_number) == [first.pk] and listed(town, q="陈秀") == [
        first.pk,
        later.pk,
    ]


def test_what_cannot_be_done_by_the_joint_date_is_in_a_box_of_its_own(town):
    thing = received(town)
    assert listed(town, "behind") == []
    decided(town, part(thing, LICENCE).case_id, MONDAY + timedelta(days=40))
    assert listed(town, "behind") == [thing.pk]


def test_a_number_is_as_long_as_its_list(town):
    received(town)
    on_line(town)
    for who in ("wu", "zheng"):
        actor = town.actor(who)
        counts = board.counts(actor, DAY)
        assert {key: len(listed(town, key, who)) for key in counts} == {k: int(v) for k, v in counts.items()}
    assert board.counts(town.actor("wu"), DAY)["say"] == "1"


def test_pages_follow_each_other_without_a_hole(town, monkeypatch):
    monkeypatch.setattr(board, "PAGE", 2)
    made = [received(town).pk for _ in range(5)]
    actor, seen, after = town.actor("wu"), [], ""
    while True:
        page = board.page(board.asked(actor, {"box": "lead", "after": after}), actor, DAY)
        seen += [row.thing.pk for row in page.rows]
        after = page.next
        if not after:
            break
    assert sorted(seen) == sorted(made) and len(seen) == len(made)


def test_the_number_of_queries_does_not_grow(town, enter):
    client = enter("wu")

    def asked():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("desk:things"))
        return len(seen)

    received(town)
    client.get(reverse("desk:things"))
    few = asked()
    for _ in range(4):
        received(town)
    assert asked() == few


def test_the_page_says_why_the_joint_date_is_what_it_is_and_what_would_shorten_it(town, enter, monkeypatch):
    monkeypatch.setattr(views, "now", lambda: MONDAY)
    thing = received(town)
    page = shown(enter("wu"), thing)
    assert "共同办结日怎么来的" in page and "已受理，从受理之日算起" in page and "怎样能早办好" in page
    assert "第1步" in page and "收件，申请编号" in page
    assert Thing.objects.get(pk=thing.pk).seq == thing.seq


def test_the_papers_of_a_thing_open_from_its_page(town, enter):
    thing = received(town)
    page = shown(enter("wu"), thing)
    for letter in Letter.objects.filter(thing=thing):
        assert f'href="{reverse("letters:letter", args=[letter.pk])}"' in page
        assert enter("wu").get(reverse("letters:letter", args=[letter.pk])).status_code == 200


def test_the_head_of_the_government_sees_what_is_exceeded_and_extends_it(town, enter, monkeypatch):
    monkeypatch.setattr(now, "clock", lambda: MONDAY + HOUR)
    town.rewrite("food-business-license-new", committed_days=60)
    thing, client = received(town), enter("luo")
    assert "超过了联合办理的最后一天" in shown(client, thing) and "批准延长" in shown(client, thing)
    href = reverse("desk:thing_extension", args=[thing.pk])
    answer = client.post(href, {"reason": ""})
    assert answer.status_code == 422 and "请写明延长的理由" in answer.content.decode()
    assert client.post(href, {"reason": "会审复杂"}).status_code == 302
    page = shown(client, thing)
    assert "已经批准延长：会审复杂" in page and "批准延长</button>" not in page
    assert "批准延长</button>" not in shown(enter("wu"), thing)
