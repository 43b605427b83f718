"""The drift radar counts over the cases received in a span; each number is the length of its list; nobody sees more than is theirs."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.town import MONDAY, Town, build
from yichuang.cases import acts as cases
from yichuang.catalogue.models import Version
from yichuang.complaints import acts as complaints
from yichuang.journal.refusals import WrongState
from yichuang.law.conduct import demands, drifting
from yichuang.supervision import radar, sweeping

FOOD, FIRM = "food-business-license-new", "company-establishment"
LANDLORD, GUILD = "另外交房东的身份证复印件", "要先加入行业协会才能办"
ASKS = ("房东的身份证复印件", "加入行业协会才能办")


@pytest.fixture
def town(db: None) -> Town:
    return build((FOOD, FIRM))


def at(count: int) -> datetime:
    return MONDAY + timedelta(days=count)


def lived(town: Town) -> Version:
    """Four food cases: two asked for a landlord's paper, one for a condition too, one as published; a firm's beside them."""
    for n, texts in enumerate(((LANDLORD,), (LANDLORD, GUILD), ("",), ())):
        case = town.case(FOOD, upto="filed", at=at(n))
        lines = [
            {"place": place, "reason": "7", "fields": {"text": text}} if text else {"place": place, "reason": "1"}
            for place, text in enumerate(texts)
        ]  # fmt: skip
        if lines:
            cases.ask_once(case.pk, by=town.actor("lin"), at=at(n), lines=lines)
    town.case(FIRM, at=at(1))
    sweeping.sweep(at(5))
    return Version.objects.select_related("item").get(pk=town.items[FOOD].current_id)


def whole(town: Town, name: str = "guo", item: str = "") -> radar.About:
    return radar.about(town.actor(name), MONDAY.date(), at(30).date(), item=item)


def test_a_version_says_what_its_desks_ask_beyond_the_list_and_what_comes_back(town: Town) -> None:
    version = lived(town)
    seen = radar.seen(whole(town), version)
    assert (seen.row.cases, seen.row.beyond, seen.row.told) == (4, 2, 3)
    assert [(d.cases, d.condition) for d in seen.demands] == [(2, False), (1, True)]
    assert [p.told for p in seen.papers][:3] == [3, 1, 0]
    assert [(p.beyond, p.told) for p in seen.places] == [(2, 3)]
    assert [(f.kind, f.cases) for f in seen.findings][:3] == [("condition", 1), ("beyond", 2), ("returned", 3)]  # fmt: skip


def test_every_number_is_the_length_of_its_list(town: Town) -> None:
    version = lived(town)
    about = whole(town)
    found, seen = radar.cases(about, version.pk), radar.seen(about, version)
    for what in ("beyond", "told", "waived"):
        assert radar.named(found, what).count() == getattr(seen.row, what)
    for demand in seen.demands:
        assert radar.named(found, "beyond", asks=demand.asks).count() == demand.cases
    for paper in seen.papers:
        for what in ("applied", "told", "waived"):
            assert radar.named(found, what, place=paper.place).count() == getattr(paper, what)
    for place in seen.places:
        assert radar.named(found, "beyond", at=place.key).count() == place.beyond
        assert radar.named(found, "told", at=place.key).count() == place.told


def test_the_most_drifting_comes_first_and_a_department_sees_its_own(town: Town) -> None:
    version = lived(town)
    assert radar.rows(whole(town))[0].version == version.pk
    assert len(radar.rows(whole(town))) == 2 and len(radar.rows(whole(town, item="食品"))) == 1
    assert {row.version for row in radar.rows(whole(town, "zheng"))} == set()
    assert radar.rows(radar.about(town.actor("guo"), at(40).date(), at(50).date())) == []


def test_more_cases_are_as_many_questions(town: Town) -> None:
    version = lived(town)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as made:
            radar.rows(whole(town))
            radar.seen(whole(town), version)
        return len(made)

    before = asked()
    lived(town)
    assert asked() == before <= 12


def test_a_finding_is_handed_on_once_while_it_is_open(town: Town) -> None:
    version = lived(town)
    one = radar.seen(whole(town), version).findings[0]
    key = radar.finding_key(version.pk, one)
    said = {"place": "material", "content": one.says, "item": version.item_id, "finding": key}
    made = complaints.find_flaw(by=town.actor("guo"), at=at(6), **said)
    assert radar.handed_on(version.pk)[key].number == made["number"]
    with pytest.raises(WrongState, match="已经转给编辑"):
        complaints.find_flaw(by=town.actor("guo"), at=at(6), **said)
    complaints.answer_flaw(UUID(made["id"]), by=town.actor("he"), at=at(7), text="窗口已经不再这样要求。")
    complaints.find_flaw(by=town.actor("guo"), at=at(8), **said)


@pytest.mark.parametrize(
    "text", ["加入行业协会才能办", "缴纳保证金", "指定机构做评估", "邻居签字同意后", "注册资本不足一百万"]
)
def test_conditions_are_told_from_papers(text: str) -> None:
    assert demands.is_condition(text)
    assert not demands.is_condition("房东的身份证复印件") and not demands.is_condition("社区意见")
    assert not demands.is_condition("社区盖章的情况说明") and not demands.is_condition("水电费收据")


def test_few_cases_make_no_finding_of_papers_that_come_back() -> None:
    paper = drifting.Paper(0, "申请书", 10, 2, 4)
    assert drifting.findings(10, [], [paper]) == []
    often = drifting.Paper(0, "申请书", 10, 3, 5)
    assert [one.kind for one in drifting.findings(10, [], [often])] == ["returned", "waived"]
