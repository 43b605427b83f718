"""What two hands do at the same moment: numbers are given once, a repeated request is one act, on PostgreSQL."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests import town as towns
from yichuang.cases import acts as cases
from yichuang.cases import sweeps
from yichuang.cases.models import Case
from yichuang.journal import stamps
from yichuang.journal.models import Entry
from yichuang.journal.refusals import Moved, NotThere, Refused, Reused
from yichuang.materials.models import Material

HANDS = 8
AT_ONCE = "enterprise-name-declaration"


@pytest.fixture
def busy(transactional_db: None) -> towns.Town:
    """A town whose windows commit for real."""
    return towns.build((AT_ONCE, "food-business-license-new"))


def together(hands: int, do: Callable[[int], Any]) -> list[Any]:
    """Let every hand begin at the same moment; returns what each got, refusals too."""
    begin = threading.Barrier(hands)

    def one(place: int) -> Any:
        try:
            begin.wait(10)
            return do(place)
        except Refused as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as all_hands:
        return list(all_hands.map(one, range(hands)))


def filed(town: towns.Town, key: str, **more: Any) -> dict[str, Any]:
    application = town.application("food-business-license-new", **more)
    return cases.receive(
        by=town.actor("lin"), at=towns.MONDAY, application=application, then="accept", key=key
    )


@pytest.mark.postgres
def test_numbers_are_given_once_however_many_windows_ask_at_once(busy: towns.Town) -> None:
    made = together(HANDS, lambda place: [filed(busy, f"{place}-{turn}") for turn in range(5)])
    numbers = [one["number"] for some in made for one in some]
    filings = [one["filing_number"] for some in made for one in some]
    assert len(set(numbers)) == len(set(filings)) == HANDS * 5
    assert {number[:31] for number in numbers} == {busy.items["food-business-license-new"].code}


def test_an_application_under_rules_that_just_changed_is_looked_through_once_more(busy: towns.Town) -> None:
    lin, application = busy.actor("lin"), busy.application("food-business-license-new")
    stamps.bump()
    made = cases.receive(by=lin, at=towns.MONDAY, application=application)
    case = Case.objects.get(pk=made["id"])
    assert case.filing_number == made["filing_number"] and case.filing_number.endswith("000001")
    assert case.parties.count() == 1
    places = list(Material.objects.filter(subject=case.pk).values_list("place", flat=True))
    assert set(places) >= set(application.materials) and len(places) == len(set(places))


@pytest.mark.postgres
@pytest.mark.parametrize("tries", range(5))
def test_the_same_request_sent_twice_at_once_is_one_case(busy: towns.Town, tries: int) -> None:
    answers = together(2, lambda _: filed(busy, "same"))
    assert answers[0] == answers[1] and Case.objects.count() == 1
    assert Entry.objects.filter(act="cases.receive").count() == 1


@pytest.mark.postgres
def test_the_same_act_sent_twice_at_once_is_done_once(busy: towns.Town) -> None:
    case = busy.case("food-business-license-new").pk
    send = lambda _: cases.send_back(case, by=busy.actor("wu"), at=towns.MONDAY, why="缺页", key="same")  # noqa: E731
    answers = together(4, send)
    assert all(answer == answers[0] for answer in answers) and Case.objects.get(pk=case).returns == 1


@pytest.mark.postgres
def test_of_two_requests_under_one_key_one_is_done_and_the_other_is_told(busy: towns.Town) -> None:
    answers = together(2, lambda place: filed(busy, "same", delivery=("pickup", "post")[place]))
    assert sorted(type(answer) for answer in answers if not isinstance(answer, dict)) == [Reused]
    assert Case.objects.count() == 1


@pytest.mark.postgres
def test_two_keepers_accept_a_silent_case_once(busy: towns.Town) -> None:
    case = busy.case("food-business-license-new", upto="filed").pk
    late = towns.MONDAY.replace(month=4)
    assert sum(together(2, lambda _: sweeps.deem(late))) == 1
    assert Entry.objects.filter(subject=case, act="cases.deem_accepted").count() == 1


def test_a_key_belongs_to_whoever_used_it(busy: towns.Town) -> None:
    first = filed(busy, "same")
    application = busy.application("food-business-license-new")
    other = cases.receive(by=busy.actor("lan"), at=towns.MONDAY, application=application, key="same")
    assert other["id"] != first["id"]


def test_a_stale_sequence_is_told_what_was_done_since(busy: towns.Town) -> None:
    case = busy.case("food-business-license-new")
    cases.send_back(case.pk, by=busy.actor("wu"), at=towns.MONDAY, why="缺页")
    with pytest.raises(Moved) as told:
        cases.withdraw(case.pk, by=busy.actor("lin"), at=towns.MONDAY, expected=case.seq)
    changed = told.value.facts["changed"]
    assert [(c["seq"], c["act"]) for c in changed] == [(case.seq + 1, "cases.send_back")]


def test_an_actor_of_another_region_finds_no_case_here(busy: towns.Town) -> None:
    case = busy.case("food-business-license-new")
    with pytest.raises(NotThere):
        cases.withdraw(case.pk, by=busy.actor("lin", region="189902"), at=towns.MONDAY)


def test_a_case_that_fails_holds_up_no_other_case(busy: towns.Town, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (busy.case("food-business-license-new", upto="filed") for _ in range(2))
    deem = cases.deem_accepted

    def trip(case: Any, **who: Any) -> Any:
        if case == first.pk:
            raise RuntimeError("broken")
        return deem(case, **who)

    monkeypatch.setattr(sweeps.acts, "deem_accepted", trip)
    with pytest.raises(RuntimeError, match="broken"):
        sweeps.deem(towns.MONDAY.replace(month=4))
    assert Case.objects.get(pk=second.pk).deemed
