"""The demo town: whole, alive, synthetic, on record, and loaded once."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from yichuang.asking.models import Known, PreReview, Thread
from yichuang.bundles.models import Letter, Thing
from yichuang.cases.models import Case, Party, Strike
from yichuang.catalogue import versions
from yichuang.catalogue.models import Version
from yichuang.ground.now import day_of
from yichuang.halls.models import Hall, Seat, Window
from yichuang.journal import stamps, verify
from yichuang.journal.models import Entry, Errand
from yichuang.law import identity, powers, sources
from yichuang.law.days import Calendar
from yichuang.law.states import OUTCOMES, STATES
from yichuang.licences.models import Licence
from yichuang.materials.models import Earlier
from yichuang.people.models import Holding, Organisation, Person, Post
from yichuang.ratings.models import Rating
from yichuang.registers import sources as sources_in_force
from yichuang.registers.models import Connection, Record
from yichuang.supervision import radar
from yichuang.supervision.models import Card
from yichuang.supervision.orders import Order
from yichuang.town import cast, load

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
TODAY = day_of(AT)


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """The demo town, loaded once for all tests of this page, and gone after them."""
    stamps.forget()
    versions.forget()
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(at=AT)
        transaction.set_rollback(True)
    (Path(settings.HOME) / "demo.json").unlink()


def test_some_three_hundred_cases_over_the_last_sixty_working_days(loaded):
    assert loaded is True
    days = [day_of(at) for at in Case.objects.values_list("filed_at", flat=True)]
    assert 270 <= len(days) <= 330
    assert min(days) >= Calendar.builtin().before(TODAY, 60) and max(days) <= TODAY
    assert len(set(days)) >= 50


def test_every_state_and_every_outcome_has_a_case():
    states = Counter(Case.objects.values_list("state", flat=True))
    assert {s for s in dict(STATES) if s != "draft"} == states.keys(), states
    outcomes = Counter(Case.objects.exclude(outcome="").values_list("outcome", flat=True))
    assert set(dict(OUTCOMES)) == outcomes.keys(), outcomes


def test_every_side_road_has_been_taken():
    acts = set(Entry.objects.filter(act__startswith="cases.").values_list("act", flat=True))
    rare = {"ask_once", "hand_in", "suspend", "extend", "send_back", "post", "sign_for", "decide_at_once", "withdraw",
            "propose_not_accept", "not_accept", "tell_not_required", "deem_accepted", "turn", "forward", "void", "lapse",
            "halt", "pass_on"}  # fmt: skip
    assert {f"cases.{verb}" for verb in rare} <= acts
    assert Case.objects.filter(gap=True).exists() and Case.objects.filter(commitment=True).exists()
    assert {"green", "yellow", "red", "grey"} <= set(Case.objects.values_list("colour", flat=True))


def test_every_kind_of_post_is_filled_and_one_person_has_none():
    held = set(Holding.objects.on(TODAY).values_list("post__kind", flat=True))
    wanted = set(dict(powers.POSTS)) - {"system", "applicant"}
    assert wanted <= held
    assert not Post.objects.exclude(pk__in=Holding.objects.on(TODAY).values("post")).exists()
    nobody = Person.objects.get(username="hu")
    assert not Holding.objects.filter(person=nobody).exists()


def test_halls_of_county_town_and_village_with_people_at_their_windows():
    assert {"county", "town", "village"} <= set(Hall.objects.values_list("level", flat=True))
    assert Window.objects.count() > 20 and Seat.objects.count() >= 10


def test_every_number_is_made_up_and_right():
    numbers = {party.clear_number() for party in Party.objects.all()}
    told = {number: identity.identify(number, TODAY) for number in numbers}
    assert len(numbers) > 100 and all(one.valid for one in told.values())
    people = [number for number, one in told.items() if one.kind == "resident-id"]
    bodies = [number for number, one in told.items() if one.kind == "uscc"]
    assert len(people) + len(bodies) == len(numbers) and people and bodies
    assert all(number.startswith("18") for number in people) and all(number[2:4] == "18" for number in bodies)
    codes = Organisation.objects.exclude(code="").values_list("code", flat=True)
    assert all(code[2:4] == "18" and identity.identify(code, TODAY).valid for code in codes)
    assert set(Case.objects.values_list("region", flat=True)) == {cast.AREA}


def test_names_are_short_long_and_rare():
    names = set(Party.objects.values_list("name", flat=True))
    assert any(len(name) > 12 for name in names) and any(len(name) == 2 for name in names)
    assert any(re.search("[\U00020000-\U0003ffff]", name) for name in names)
    assert any("·" in name for name in names)


def test_licences_and_ratings_give_every_screen_life():
    assert (
        Licence.objects.filter(valid_to__lt=TODAY).exists()
        and Licence.objects.filter(case__isnull=False).exists()
    )
    assert len(set(Rating.objects.values_list("grade", flat=True))) >= 4
    assert Errand.objects.filter(kind="notice", state="waiting").exists()


def test_bad_ratings_are_on_their_way_and_some_are_published():
    bad = Rating.objects.filter(bad=True)
    assert {"verify", "published", "excluded"} <= set(bad.values_list("state", flat=True))
    assert bad.filter(state="published", mended_on__isnull=False).exists()


def test_people_ask_are_answered_and_read_what_others_asked():
    assert set(Thread.objects.values_list("source", flat=True)) >= {
        "guide",
        "phone",
        "window",
        "callback",
        "case",
    }
    assert (
        Known.objects.filter(state="published").count() >= 8
        and PreReview.objects.filter(state="kept").exists()
    )


def test_its_whole_journal_verifies():
    report = verify.verify()
    assert report.broken == [] and report.entries > 1800 and report.subjects > Case.objects.count()


def test_passwords_are_this_installations_own():
    kept = json.loads((Path(settings.HOME) / "demo.json").read_text("utf-8"))
    assert (Path(settings.HOME) / "demo.json").stat().st_mode & 0o077 == 0
    for one in kept["people"][:3]:
        assert Person.objects.get(username=one["username"]).check_password(one["password"])
    assert len(set(kept["tokens"].values())) == 5


def test_loading_twice_changes_nothing():
    before = Entry.objects.count(), Person.objects.count()
    assert load(at=AT) is False
    assert (Entry.objects.count(), Person.objects.count()) == before


def test_the_registers_know_the_folk_and_some_papers_may_be_used_again():
    assert {row.provider for row in Connection.objects.all()} == {"local"} and Connection.objects.count() == 4
    assert set(Record.objects.values_list("register", flat=True)) == set(sources.REGISTERS)
    assert sources_in_force.connected(stamps.current(), settings.DEPLOYMENT.region, TODAY) == set(
        sources.SOURCES
    )
    assert Earlier.objects.count() == 9 and set(Earlier.objects.values_list("trust", flat=True)) == {"B", "C"}
    assert not Errand.objects.filter(kind="verify", state="given_up").exists()


def test_things_are_under_way_in_several_states():
    found = {(thing.state, thing.outcome): thing for thing in Thing.objects.all()}
    assert found.keys() == {("correcting", ""), ("going", ""), ("done", "all"), ("done", "some")}
    assert {part.state for part in found["going", ""].parts.all()} == {"granted", "running"}
    lie = Case.objects.filter(thing=found["done", "all"].pk).values_list("state", flat=True)
    assert set(lie) == {"ready"}
    assert (
        Letter.objects.filter(kind="notice").count() == 1
        and Letter.objects.filter(kind="result").count() == 2
    )


def test_supervision_has_seen_the_town():
    rules = Counter(Card.objects.values_list("rule", flat=True))
    assert rules["promised-over"] and rules["due-soon"] and sum(rules.values()) < 100, rules
    assert Card.objects.filter(state="appealed").count() == 1
    orders = Counter(Order.objects.values_list("level", "state", "closed_how"))
    assert (
        orders["urge", "closed", "done"]
        and orders["urge", "answered", ""]
        and orders["urge", "closed", "raised"]
    ), orders
    assert Order.objects.filter(before__isnull=False, state="ordered").exists()
    assert Strike.objects.get().state == "asked"


def test_the_drift_radar_has_something_to_say():
    about = radar.About("189901", date(2026, 9, 1), TODAY + timedelta(days=1))
    rows = [row for row in radar.rows(about) if row.beyond]
    kinds = Counter(
        found.kind
        for row in rows
        for found in radar.seen(about, Version.objects.get(pk=row.version)).findings
    )
    assert kinds["beyond"] and kinds["condition"], kinds


def test_grants_are_supervised_and_a_draw_can_be_made_again(loaded):
    from yichuang.inspections import reading
    from yichuang.inspections.models import Draw, Grant
    from yichuang.journal import stamps
    from yichuang.law import draws

    assert Grant.objects.filter(signed_at=None).exists() and Grant.objects.exclude(signed_at=None).exists()
    assert Grant.objects.exclude(recalled_on=None).exclude(signed_at=None).exists()
    done, waits = Draw.objects.order_by("committed_at")
    assert (done.state, waits.state) == ("published", "committed")
    assert draws.differences(reading.file_of(done, stamps.current())) == []
