"""跨域通办: the receiving place checks and sends on, the business place accepts and its date starts the clock."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import BEGIN, CHEN_ID, MONDAY, Town
from yichuang.cases import acts
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case, Paper
from yichuang.cases.papers import read
from yichuang.cases.places import Handing
from yichuang.clock.models import Term
from yichuang.ground.ids import uuid7
from yichuang.halls import acts as halls
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.people.models import Integrator

FIRM = "company-establishment"
PARTY = PartyIn("陈秀英", CHEN_ID, phone="13800000000")
BOTH = ["form", "identity"]
NEXT = MONDAY + timedelta(days=1)


def collected(town: Town, **said: Any) -> UUID:
    given: dict[str, Any] = {
        "item": "0100001",
        "applicant": PARTY,
        "checked": BOTH,
        "materials": ["身份证", "场所证明"],
    }
    partner = said.pop("partner", None) or town.partner()
    return UUID(acts.collect(by=town.across(), at=MONDAY, partner=partner, **given | said)["id"])


def announced(town: Town, **said: Any) -> UUID:
    given: dict[str, Any] = {
        "peer": uuid7(),
        "number": "代收〔2026〕189902-0302-001",
        "item": "0100001",
        "item_name": "企业设立登记",
        "applicant": PARTY,
    }
    return UUID(acts.announce(by=town.actor("lin"), at=MONDAY, partner=town.partner(), **given | said)["id"])


def test_the_receiving_place_checks_form_and_identity_and_starts_no_clock(town: Town) -> None:
    with pytest.raises(BadInput, match="证件是原件"):
        collected(town, checked=["form"])
    partner = halls.Partner.objects.get().pk
    row = Handing.objects.get(pk=collected(town, partner=partner))
    said = json.loads(row.receipt)
    assert (said["received_at"], said["business"], said["materials"]) == (
        "示例区政务服务大厅",
        "邻州市",
        ["身份证", "场所证明"],
    )
    assert row.due_on == NEXT.date() and row.accepted_on is None
    assert not Term.objects.filter(subject=row.pk).exists() and not Case.objects.exists()


def test_only_the_window_for_other_regions_receives_for_them(town: Town) -> None:
    with pytest.raises(NotYours, match="不是专窗"):
        acts.collect(
            by=town.actor("lin"),
            at=MONDAY,
            partner=town.partner(),
            item="0100001",
            applicant=PARTY,
            checked=BOTH,
        )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"item": "9"}, "没有这个事项"),
        ({"partner": 999}, "没有和这个地区的协议"),
        ({"mode": "x"}, "没有这种办法"),
    ],
)
def test_nothing_outside_the_agreement_is_received(town: Town, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        collected(town, **changes)
    assert not Handing.objects.exists()


def test_an_agreement_that_has_ended_carries_nothing_new(town: Town) -> None:
    partner = town.partner()
    halls.end_agreement(by=town.actor("xi"), at=MONDAY, partner=partner, reason="到期")
    with pytest.raises(BadInput, match="不在有效期"):
        collected(town, partner=partner)


def test_the_business_places_date_is_the_date(town: Town) -> None:
    made, lin = collected(town), town.actor("lin")
    sent = acts.send_across(made, by=lin, at=NEXT + timedelta(days=1), way="post", tracking="EX1")
    assert sent["late"]
    for what, said in (
        ("arrived", {}),
        ("accepted", {"number": "BJ-7", "promised": NEXT.date() + timedelta(days=9)}),
    ):
        acts.hear_across(made, by=lin, at=NEXT + timedelta(days=2), what=what, **said)
    row = Handing.objects.get(pk=made)
    assert (row.state, row.accepted_on, row.case_number) == (
        "accepted",
        (NEXT + timedelta(days=2)).date(),
        "BJ-7",
    )
    acts.hear_across(
        made, by=lin, at=NEXT + timedelta(days=3), what="returned", result="营业执照", tracking="EX2"
    )
    with pytest.raises(BadInput, match="代领人"):
        acts.give_across(made, by=lin, at=NEXT + timedelta(days=4), receiver_number="1")
    acts.give_across(made, by=lin, at=NEXT + timedelta(days=4), receiver_number=CHEN_ID)
    assert Handing.objects.get(pk=made).state == "given"
    acts_on_record = list(Entry.objects.filter(subject=made).order_by("seq").values_list("act", flat=True))
    assert (
        acts_on_record[:2] == ["cases.collect", "cases.send_across"]
        and acts_on_record[-1] == "cases.give_across"
    )


def test_the_receiving_place_cannot_do_what_is_the_other_places(town: Town) -> None:
    made = collected(town)
    with pytest.raises(WrongState, match="归另一地办"):
        acts.take_across(made, by=town.actor("lin"), at=MONDAY)
    with pytest.raises(WrongState, match="已代收"):
        acts.give_across(made, by=town.actor("lin"), at=MONDAY, receiver_number=CHEN_ID)


def test_what_came_from_elsewhere_is_accepted_here_and_both_names_stand_on_the_paper(town: Town) -> None:
    made, lin = announced(town), town.actor("lin")
    with pytest.raises(WrongState, match="还没有收到"):
        acts.receive(by=lin, at=MONDAY, application=town.application(FIRM, handing=made), then="accept")
    acts.take_across(made, by=lin, at=NEXT)
    case = UUID(
        acts.receive(by=lin, at=NEXT, application=town.application(FIRM, handing=made), then="accept")["id"]
    )
    acts.tie_across(made, by=lin, at=NEXT, case=case)
    row = Handing.objects.get(pk=made)
    assert (row.state, row.accepted_on, row.case_id) == ("accepted", NEXT.date(), case)
    assert Term.objects.get(subject=case, kind="promised").starts_on == NEXT.date()
    paper = read(Paper.objects.get(case=case, kind="acceptance").content)
    assert (paper["collected_by"], paper["collected_number"]) == ("邻州市", row.number)
    with pytest.raises(WrongState, match="还没有办结"):
        acts.return_across(made, by=lin, at=NEXT, tracking="EX3")
    town.review(case, NEXT)
    town.decide(case, NEXT)
    acts.return_across(made, by=lin, at=NEXT, tracking="EX3")
    assert Handing.objects.get(pk=made).result_tracking == "EX3"


def test_the_same_matter_is_announced_once(town: Town) -> None:
    peer = uuid7()
    announced(town, peer=peer)
    partner = halls.Partner.objects.get().pk
    with pytest.raises(WrongState, match="已经移送过"):
        acts.announce(
            by=town.actor("lin"),
            at=MONDAY,
            partner=partner,
            peer=peer,
            number="2",
            item="1",
            item_name="甲",
            applicant=PARTY,
        )


def test_only_the_partners_own_key_speaks_for_it(town: Town) -> None:
    own, other = (
        Integrator.objects.create(region="189901", name=name) for name in ("邻州市系统", "别的系统")
    )
    partner = town.partner(integrator=own.pk)
    said = {
        "partner": partner,
        "peer": uuid7(),
        "number": "1",
        "item": "0100001",
        "item_name": "甲",
        "applicant": PARTY,
    }
    with pytest.raises(NotYours, match="不是协议对方"):
        acts.announce(by=Actor("applicant", "189901", "申请人", integrator=other.pk), at=MONDAY, **said)
    acts.announce(by=Actor("applicant", "189901", "申请人", integrator=own.pk), at=MONDAY, **said)
    made = collected(town, partner=partner)
    acts.send_across(made, by=town.actor("lin"), at=MONDAY, way="post", tracking="EX1")
    with pytest.raises(NotYours, match="不归这个接口"):
        acts.hear_across(
            made, by=Actor("applicant", "189901", "申请人", integrator=other.pk), at=MONDAY, what="arrived"
        )
    acts.hear_across(
        made, by=Actor("applicant", "189901", "申请人", integrator=own.pk), at=MONDAY, what="arrived"
    )


def test_several_places_on_one_application_have_their_own_clocks(town: Town) -> None:
    first = collected(town, mode="joint")
    town.partner(name="远州市", area="189903")
    far = halls.Partner.objects.get(area="189903").pk
    second = collected(town, partner=far, mode="joint", together=first)
    assert Handing.objects.get(pk=second).together == first and Handing.objects.count() == 2


def test_what_is_handled_on_line_by_the_business_place_is_only_pointed_out(town: Town) -> None:
    row = Handing.objects.get(pk=collected(town, mode="remote", checked=[]))
    assert (row.state, row.due_on) == ("guided", None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"area": "12"}, "行政区划代码"),
        ({"items": {}}, "一行一个"),
        ({"origin": "http://evil"}, "https"),
        ({"name": ""}, "地区名称"),
    ],
)
def test_an_agreement_that_does_not_stand_says_why(town: Town, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        town.partner(**changes)


def test_one_region_has_one_agreement_at_a_time(town: Town) -> None:
    town.partner()
    with pytest.raises(BadInput, match="已经有一份协议"):
        town.partner(starts_on=BEGIN + timedelta(days=1))
