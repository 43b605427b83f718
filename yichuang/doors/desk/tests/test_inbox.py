"""The list: the least slack first, each box what it says, pages by keyset, never a query per row."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.town import MONDAY
from yichuang.cases import acts as cases
from yichuang.cases.models import AfterCheck, Case, Step
from yichuang.catalogue import versions
from yichuang.doors.desk import inbox
from yichuang.doors.desk.views import bench as benches

KEY = "food-business-license-new"


@pytest.fixture
def on(monkeypatch):
    def set_day(days):
        monkeypatch.setattr(benches, "now", lambda: MONDAY + timedelta(days=days))
        return (MONDAY + timedelta(days=days)).date()

    return set_day


def listed(town, box="all", who="wu", day=MONDAY.date(), after=""):
    actor = town.actor(who)
    return inbox.page(inbox.box_named(actor, box), actor, day, after=after)


def ids(page):
    return [row.case.pk for row in page.rows]


def test_the_least_slack_comes_first_and_what_stands_still_last(town):
    late = town.case(KEY, at=MONDAY + timedelta(days=2)).pk
    still = town.case(KEY, at=MONDAY - timedelta(days=5)).pk
    urgent = town.case(KEY).pk
    cases.suspend(still, by=town.actor("wu"), at=MONDAY, name="听证", days=20)
    page = listed(town)
    assert ids(page) == [urgent, late, still]
    assert page.rows[2].left.words == "停0天" and page.rows[0].stage == "审查"
    assert ids(listed(town, "still")) == [still]


def test_boxes_hold_what_they_say(town):
    case = town.case(KEY).pk
    due = Case.objects.get(pk=case).due_on
    assert ids(listed(town, "over", day=due)) == [] and ids(listed(town, "soon", day=due)) == [case]
    assert ids(listed(town, "soon", day=due - timedelta(days=1))) == [case]
    assert ids(listed(town, "soon", day=due - timedelta(days=4))) == []
    assert ids(listed(town, "over", day=due + timedelta(days=1))) == [case]


def test_filed_cases_wait_for_the_department_and_proposals_for_its_approver(town):
    filed, proposed = town.case(KEY, upto="filed").pk, town.case(KEY, upto="filed").pk
    cases.propose_not_accept(proposed, by=town.actor("lin"), at=MONDAY, why="不归", whose="别处")
    assert ids(listed(town, "filed")) == [filed]
    assert ids(listed(town, "refusal", "sun")) == [proposed]
    assert ids(listed(town, "filed", "zheng")) == []


def test_extensions_wait_for_the_head_and_checks_for_the_department(town):
    asked, decided = town.case(KEY), town.case(KEY, upto="decided")
    cases.ask_extension(asked.pk, by=town.actor("wu"), at=MONDAY, reason="等报告")
    AfterCheck.objects.create(case=decided, kind="sample", due_on=MONDAY.date())
    assert ids(listed(town, "extension", "gao")) == [asked.pk] and ids(listed(town, "extension", "luo")) == []
    assert ids(listed(town, "check")) == [decided.pk] and ids(listed(town, "check", "zheng")) == []
    row = listed(town, "check").rows[0]
    assert row.left.due == AfterCheck.objects.get(case=decided).due_on and not row.left.card


def test_a_reviewer_has_reviews_an_approver_decisions_a_chief_both(town):
    review, approve = town.case(KEY).pk, town.case(KEY, upto="reviewed").pk
    assert ids(listed(town)) == [review] and ids(listed(town, who="sun")) == [approve]
    assert ids(listed(town, who="qi")) == [review, approve] and ids(listed(town, who="zheng")) == []


def test_pages_follow_each_other_without_a_gap_or_a_double_across_the_undated(town, monkeypatch):
    monkeypatch.setattr(inbox, "PAGE", 2)
    made = [town.case(KEY, at=MONDAY + timedelta(days=d)).pk for d in (0, 0, 1, 2, 3)]
    Step.objects.filter(case__in=made[3:]).update(due_on=None)
    seen, after = [], ""
    for _ in range(3):
        page = listed(town, after=after)
        seen += ids(page)
        after = page.next
    assert seen == made and after == ""


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "~",
        "2026-99-99~1",
        "2026-03-02~x",
        "~x",
        "2026-03-02~" + "9" * 40,
        str(uuid4()),
        "' OR 1=1",
        "~\0",
    ],
)
@pytest.mark.parametrize("box", ["all", "filed", "nonsense"])
def test_a_broken_cursor_shows_the_beginning(town, enter, on, after, box):
    on(0)
    assert enter("wu").get(reverse("desk:inbox"), {"box": box, "after": after}).status_code == 200


def test_a_count_stops_at_a_thousand(town, monkeypatch):
    monkeypatch.setattr(inbox, "MOST", 1)
    town.case(KEY)
    assert inbox.counts(town.actor("wu"), MONDAY.date())["all"] == "1"
    town.case(KEY)
    assert inbox.counts(town.actor("wu"), MONDAY.date())["all"] == "1+"


def test_a_search_finds_only_what_this_post_may_see(town, enter, on):
    on(0)
    mine, other = town.case(KEY), town.case("public-place-hygiene-license")
    client = enter("wu")
    for words in (mine.filing_number, mine.number, mine.query_code, "陈秀"):
        page = client.get(reverse("desk:inbox"), {"q": words}).content.decode()
        assert str(mine.pk) in page and str(other.pk) not in page
    assert "没有找到" in client.get(reverse("desk:inbox"), {"q": other.filing_number}).content.decode()


def queries(client, *addresses, **more):
    found = []
    for address in addresses:
        versions.forget()
        client.get(address, **more)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address, **more).status_code == 200
        found.append(len(seen))
    return found


def test_the_number_of_queries_does_not_grow_with_the_list(town, enter, on):
    on(1)
    client, kinds = enter("wu"), [KEY, "equity-pledge-registration", "company-establishment"]
    one = town.case(KEY)
    first = queries(client, reverse("desk:inbox"))
    for n in range(9):
        town.case(kinds[n % 3], at=MONDAY + timedelta(minutes=n))
    assert queries(client, reverse("desk:inbox")) == first and first[0] <= 30
    alone = queries(client, reverse("desk:case", args=[one.pk]), headers={"HX-Request": "true"})
    assert alone[0] <= 18


def test_the_batch_asks_as_often_for_ten_as_for_one(town, enter, on):
    on(1)
    client = enter("sun")
    town.case(KEY, upto="reviewed")
    first = queries(client, reverse("desk:batch"))
    for n in range(5):
        town.case(KEY, upto="reviewed", at=MONDAY + timedelta(minutes=n))
    assert queries(client, reverse("desk:batch")) == first


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("wu", 200),
        ("sun", 200),
        ("gao", 200),
        ("luo", 200),
        ("qi", 200),
        ("lin", 403),
        ("guo", 403),
        ("hu", 403),
        ("xi", 302),
    ],
)
def test_who_may_open_the_desk(town, enter, on, who, status):
    on(0)
    assert enter(who).get(reverse("desk:inbox")).status_code == status
