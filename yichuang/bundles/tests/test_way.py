"""The way of a thing: one application, cases in parallel and in turn, results that feed, one hand-over."""

from datetime import timedelta

import pytest

from tests.town import CHEN_ID, MONDAY, Town, build
from yichuang.bundles import acts
from yichuang.bundles.models import Letter, Thing
from yichuang.bundles.tests.scenes import HOUR, decided, done, drained, part, received, states, whole
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.journal.verify import verify
from yichuang.materials.models import Material

LICENCE = "individual-business-establishment"
FOOD, FIRE, SIGN, HEALTH = (
    "food-business-license-new",
    "fire-safety-check-general",
    "signboard-management",
    "food-handler-health-cert",
)
CHECKED = {"document": True, "person": True, "result": True}


@pytest.fixture
def town(db: None) -> Town:
    made = build(keys=())
    made.bundle("open-restaurant")
    return made


def test_one_application_begins_what_waits_for_nothing(town: Town) -> None:
    thing = received(town)
    assert states(thing) == {
        LICENCE: "running",
        HEALTH: "running",
        FOOD: "waiting",
        FIRE: "waiting",
        SIGN: "waiting",
    }
    assert (thing.state, thing.accepted_on) == ("going", MONDAY.date())
    assert thing.due_on and thing.due_on == thing.forecast_on and thing.due_why == "已受理，从受理之日算起"
    assert Case.objects.filter(thing=thing.pk).count() == 2
    assert [one.kind for one in Letter.objects.filter(thing=thing).order_by("made_at", "kind")] == [
        "acceptance",
        "receipt",
    ]


def test_what_follows_starts_with_the_result_that_is_fed_to_it(town: Town) -> None:
    thing = received(town)
    decided(town, part(thing, LICENCE).case_id, MONDAY + HOUR)
    assert {states(thing)[key] for key in (FOOD, FIRE, SIGN)} == {"running"}
    food = Case.objects.get(pk=part(thing, FOOD).case_id)
    licence = Material.objects.get(subject=food.pk, name__contains="营业执照")
    assert (food.state, licence.state) == ("accepted", "waived")


def test_everything_granted_is_handed_over_at_once(town: Town) -> None:
    thing = received(town)
    at = done(town, thing, MONDAY)
    thing.refresh_from_db()
    assert (thing.state, thing.outcome) == ("done", "all")
    for case in Case.objects.filter(thing=thing.pk):
        cases.arrive(case.pk, by=town.actor("yang"), at=at)
    made = acts.hand_over(
        thing.pk, by=town.actor("yang"), at=at, receiver_number=CHEN_ID, checked=CHECKED, signature="data:"
    )
    assert len(made["handed"]) == 5
    for case in Case.objects.filter(thing=thing.pk):
        cases.close(case.pk, by=town.night, at=at)
    drained(at)
    thing.refresh_from_db()
    assert thing.state == "closed"
    assert verify().broken == []


def test_a_refused_part_ends_what_waits_for_it_and_no_more(town: Town) -> None:
    thing = received(town)
    decided(town, part(thing, LICENCE).case_id, MONDAY + HOUR, outcome="refused")
    assert states(thing) == {
        LICENCE: "ended",
        HEALTH: "running",
        FOOD: "dropped",
        FIRE: "dropped",
        SIGN: "dropped",
    }
    assert "没有办成" in part(thing, FOOD).why
    done(town, thing, MONDAY + HOUR)
    thing.refresh_from_db()
    assert (thing.state, thing.outcome) == ("done", "some")
    assert Letter.objects.filter(thing=thing, kind="result").count() == 1


def test_people_are_told_once_for_all_parts(town: Town) -> None:
    thing = received(town)
    told = list(Errand.objects.filter(kind="notice").values_list("args", flat=True))
    assert len(told) == 1 and "thing_accepted" in told[0] and str(thing.pk) in told[0]


def test_a_case_of_a_thing_is_not_asked_on_its_own(town: Town) -> None:
    thing = received(town, state="awaited")
    case = part(thing, LICENCE).case_id
    with pytest.raises(WrongState, match="一次告知"):
        cases.ask_once(case, by=town.actor("lin"), at=MONDAY, lines=[{"place": 0, "reason": "1"}])


def test_the_joint_date_is_moved_by_a_rule_only(town: Town) -> None:
    thing = received(town)
    before = thing.due_on
    late = MONDAY + timedelta(days=40)
    decided(town, part(thing, LICENCE).case_id, late)
    thing.refresh_from_db()
    assert thing.due_on == before and thing.forecast_on > before


def test_a_repeated_request_is_harmless(town: Town) -> None:
    filing = whole(town)
    first = acts.receive(by=town.actor("lin"), at=MONDAY, filing=filing, key="k1")
    again = acts.receive(by=town.actor("lin"), at=MONDAY, filing=filing, key="k1")
    assert first["id"] == again["id"] and Thing.objects.count() == 1


def test_an_open_question_and_an_unknown_paper_are_refused(town: Town) -> None:
    filing = whole(town)
    with pytest.raises(BadInput, match="没有问完"):
        acts.receive(
            by=town.actor("lin"),
            at=MONDAY,
            filing=whole(town, answers={}, choose=None).__class__(**{**_fields(filing), "answers": {}}),
        )
    with pytest.raises(BadInput, match="清单里没有"):
        acts.receive(
            by=town.actor("lin"),
            at=MONDAY,
            filing=filing.__class__(
                **{**_fields(filing), "papers": {"房产证": filing.papers[next(iter(filing.papers))]}}
            ),
        )


def _fields(filing: object) -> dict[str, object]:
    return {name: getattr(filing, name) for name in filing.__slots__}  # type: ignore[attr-defined]


def test_other_posts_are_refused(town: Town) -> None:
    filing = whole(town)
    with pytest.raises(NotYours):
        acts.receive(by=town.actor("wu"), at=MONDAY, filing=filing)
    thing = received(town)
    with pytest.raises(NotYours):
        acts.go_on(thing.pk, by=town.actor("lin"), at=MONDAY)


def test_every_step_is_on_record(town: Town) -> None:
    thing = received(town)
    decided(town, part(thing, LICENCE).case_id, MONDAY + HOUR)
    assert list(Entry.objects.filter(subject=thing.pk).values_list("act", flat=True)) == [
        "bundles.receive",
        "bundles.go_on",
    ]
