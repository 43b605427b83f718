"""同城通办: any entrusted window of the city accepts, the clock starts there, the result goes where the applicant wants it."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.cases import acts
from yichuang.cases.models import Case, Paper
from yichuang.cases.papers import read
from yichuang.cases.places import Passage
from yichuang.catalogue import acts as catalogue
from yichuang.catalogue.models import Entrustment
from yichuang.clock.models import Term
from yichuang.halls.models import Window
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotYours, WrongState

FIRM = "company-establishment"
TUESDAY = MONDAY + timedelta(days=1)
CHECKED = {"document": True, "person": True, "result": True}


def at_once(actor: Actor) -> Actor:
    """The actor as a fresh page would have them."""
    return actor.at_stamp(stamps.current(), MONDAY.date())


def in_the_town(town: Town, *, fetch: int | None = None) -> Case:
    """A case that Xing accepts in the town's hall."""
    hall = town.annex()
    catalogue.entrust(
        by=town.actor("he"),
        at=MONDAY,
        items=[town.items[FIRM].pk],
        hall=None,
        document="示例委托书〔2026〕2号",
    )
    window = Window.objects.get(zone__hall=hall).pk
    given = town.application(FIRM, hall=hall.pk, window=window, serial_from=hall.serial_from, serial_to=hall.serial_to, fetch_hall=fetch)  # fmt: skip
    made = acts.receive(by=town.xing(), at=MONDAY, application=given, then="accept")
    return Case.objects.get(pk=made["id"])


def decided(town: Town, case: Case) -> UUID:
    town.review(case.pk, MONDAY)
    town.decide(case.pk, MONDAY)
    return case.pk


def test_a_town_hall_accepts_by_the_citys_list_and_the_clock_starts_there(town: Town) -> None:
    case = in_the_town(town)
    assert (case.state, case.accepted_on) == ("accepted", MONDAY.date())
    assert Term.objects.get(subject=case.pk, kind="promised").starts_on == MONDAY.date()
    assert case.hall == town.annex() and case.department == town.departments["market"]
    assert case.filing_number[14:] == "600001"
    paper = read(Paper.objects.get(case=case, kind="acceptance").content)
    assert (paper["hall"], paper["department"]) == (town.annex().pk, case.department.name)


def test_without_the_lists_the_town_hall_only_takes_what_it_may(town: Town) -> None:
    hall = town.annex()
    with pytest.raises(NotYours, match="没有把这个事项委托"):
        acts.receive(
            by=town.xing(), at=MONDAY, application=town.application(FIRM, hall=hall.pk), then="accept"
        )


def test_a_list_for_the_whole_city_names_no_zone(town: Town) -> None:
    with pytest.raises(BadInput, match="不再选区"):
        catalogue.entrust(
            by=town.actor("he"), at=MONDAY, items=[town.items[FIRM].pk], hall=None, window=town.window.pk, document="示例",
        )  # fmt: skip
    assert "同城通办" in Entrustment(region="189901").place


def test_the_result_lies_where_the_applicant_chose(town: Town) -> None:
    case = decided(town, in_the_town(town, fetch=town.hall.pk))
    with pytest.raises(WrongState, match="示例区政务服务大厅取"):
        acts.arrive(case, by=town.xing(), at=MONDAY)
    acts.arrive(case, by=town.actor("yang"), at=MONDAY)
    answer = acts.hand_over(case, by=town.actor("yang"), at=MONDAY, receiver_number=CHEN_ID, checked=CHECKED)
    assert answer["state"] == "delivered"


def test_a_hall_that_has_nothing_to_do_with_it_sees_nothing(town: Town) -> None:
    case = town.case()
    assert not Case.objects.sees(town.xing(), case.pk)
    acts.choose_hall(case.pk, by=town.xing(), at=MONDAY, hall=town.annex().pk)
    assert Case.objects.sees(at_once(town.xing()), case.pk) and Case.objects.sees(town.actor("lin"), case.pk)


def test_a_correction_is_handed_in_and_accepted_in_the_other_hall(town: Town) -> None:
    catalogue.entrust(
        by=town.actor("he"), at=MONDAY, items=[town.items[FIRM].pk], hall=None, document="示例委托书"
    )
    case = town.case(upto="filed").pk
    place = min(town.application().materials)
    acts.ask_once(case, by=town.actor("lin"), at=MONDAY, lines=[{"place": place, "reason": "1"}])
    acts.choose_hall(case, by=town.xing(), at=MONDAY, hall=town.annex().pk)
    acts.hand_in(case, by=town.xing(), at=TUESDAY, judgements={place: "got"}, then="accept")
    row = Case.objects.get(pk=case)
    assert (row.state, row.accepted_on) == ("accepted", TUESDAY.date())


def test_papers_go_to_the_department_within_a_working_day(town: Town) -> None:
    case = in_the_town(town).pk
    made = acts.send_on(case, by=town.xing(), at=MONDAY, what="papers", bag="F-1")
    assert made["due_on"] == TUESDAY.date().isoformat()
    with pytest.raises(WrongState, match="还没有接收"):
        acts.send_on(case, by=town.xing(), at=MONDAY, what="papers")
    with pytest.raises(NotYours, match="不是送到您这里"):
        acts.take_over(case, by=town.actor("tang"), at=TUESDAY, passage=UUID(made["passage"]))
    answer = acts.take_over(case, by=town.actor("wu"), at=TUESDAY, passage=UUID(made["passage"]))
    assert not answer["late"] and Passage.objects.get().taken_by.startswith("吴强")
    with pytest.raises(WrongState, match="已经接收过"):
        acts.take_over(case, by=town.actor("wu"), at=TUESDAY, passage=UUID(made["passage"]))


def test_a_result_goes_on_to_another_hall_and_is_fetched_there(town: Town) -> None:
    case = decided(town, town.case())
    acts.arrive(case, by=town.actor("yang"), at=MONDAY)
    made = acts.send_on(case, by=town.actor("yang"), at=MONDAY, what="result", hall=town.annex().pk)
    xing = town.xing()
    with pytest.raises(WrongState, match="移交途中"):
        acts.hand_over(case, by=xing, at=MONDAY, receiver_number=CHEN_ID, checked=CHECKED)
    with pytest.raises(WrongState, match="幸福镇便民服务中心取"):
        acts.hand_over(case, by=town.actor("yang"), at=MONDAY, receiver_number=CHEN_ID, checked=CHECKED)
    late = acts.take_over(case, by=xing, at=MONDAY + timedelta(days=3), passage=UUID(made["passage"]))
    assert late["late"] and Case.objects.get(pk=case).step == "待出件"
    acts.hand_over(case, by=xing, at=MONDAY + timedelta(days=3), receiver_number=CHEN_ID, checked=CHECKED)
    assert Case.objects.get(pk=case).state == "delivered"


def test_a_repeated_hand_over_between_halls_is_one(town: Town) -> None:
    case = in_the_town(town).pk
    first = acts.send_on(case, by=town.xing(), at=MONDAY, what="papers", key="k")
    assert acts.send_on(case, by=town.xing(), at=MONDAY, what="papers", key="k") == first
    assert Passage.objects.count() == 1
