"""A thing that is done stays done: what still happens to its cases, as their results come to the window, does not open it again."""

import pytest

from tests.town import CHEN_ID, MONDAY, Town, build
from yichuang.bundles import acts
from yichuang.bundles.models import Thing
from yichuang.bundles.tests.scenes import brought, done, drained, on_line, received
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import WrongState
from yichuang.materials.models import Material

CHECKED = {"document": True, "person": True, "result": True}


@pytest.fixture
def town(db: None) -> Town:
    return brought(build(keys=()))


def test_results_that_come_to_the_window_leave_the_thing_done_and_can_be_handed_over(town: Town) -> None:
    thing = received(town)
    at = done(town, thing, MONDAY)
    for case in Case.objects.filter(thing=thing.pk):
        cases.arrive(case.pk, by=town.actor("yang"), at=at)
        drained(at)
    assert Thing.objects.get(pk=thing.pk).state == "done"
    assert Entry.objects.filter(subject=thing.pk).last().act == "bundles.go_on"  # type: ignore[union-attr]
    handed = acts.hand_over(
        thing.pk, by=town.actor("yang"), at=at, receiver_number=CHEN_ID, checked=CHECKED, signature="data:"
    )["handed"]
    assert len(handed) == 5
    drained(at)
    assert Thing.objects.get(pk=thing.pk).state == "closed"


def test_a_thing_is_called_only_when_something_that_it_reads_has_changed(town: Town) -> None:
    thing = received(town)
    case = Case.objects.filter(thing=thing.pk, state="accepted").first()
    assert case is not None
    town.review(case.pk, MONDAY)
    assert not Errand.objects.filter(kind="thing").exists()
    town.decide(case.pk, MONDAY)
    assert Errand.objects.filter(kind="thing", subject=case.pk).count() == 1
    drained(MONDAY)
    cases.arrive(case.pk, by=town.actor("yang"), at=MONDAY)
    assert Errand.objects.filter(kind="thing", subject=case.pk).count() == 1


def test_no_second_notice_is_let_through_for_one_part_alone(town: Town) -> None:
    thing = on_line(town)
    case = Case.objects.filter(thing=thing.pk, state="filed").order_by("pk").first()
    assert case is not None
    place = Material.objects.filter(subject=case.pk, state="awaited").values_list("place", flat=True)[0]
    lines, why = [{"place": place, "reason": "1"}], "材料确实不全，督查放行"
    with pytest.raises(WrongState, match="第二次告知"):
        cases.force_notice(case.pk, by=town.actor("guo"), at=MONDAY, lines=lines, why=why)
