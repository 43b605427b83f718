"""Tries to cheat, as the issue names them: each is refused, changes nothing, and stays on record."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests import town as towns
from tests.bad.asking import told
from tests.town import MONDAY, REGION
from yichuang.cases.models import Case
from yichuang.doors.office.tests.test_pages import signed_in
from yichuang.figures import acts as figures
from yichuang.figures.acts import periods
from yichuang.figures.models import Period
from yichuang.figures.tests import scenes as lived
from yichuang.journal.models import Entry
from yichuang.journal.refusals import Moved, NotYours, WrongState
from yichuang.journal.verify import verify
from yichuang.law.identity import synthetic_resident_id
from yichuang.people import tokens
from yichuang.people.models import Holding, Integrator, Token
from yichuang.ratings import guarded
from yichuang.ratings.models import Rating
from yichuang.ratings.tests import scenes as bad
from yichuang.supervision.models import Card

EARLIER = "2026-02-27"


@pytest.fixture
def town(db: None) -> towns.Town:
    """The town."""
    return towns.build()


def entry(act: str) -> dict[str, Any]:
    """What the one entry of this act says; the chains are whole."""
    assert verify().broken == []
    return dict(json.loads(Entry.objects.get(act=act).payload))


def key_of(town: towns.Town, who: str) -> str:
    """A key of an integrator that stands for a person at their post."""
    raw, system = tokens.make(), Integrator.objects.create(region=REGION, name="试")
    Token.objects.create(
        integrator=system, person=town.people[who], post=town.posts[who], digest=tokens.digest_of(raw), hint="yc_", made_at=MONDAY
    )  # fmt: skip
    return raw


def test_rate_twice(town: towns.Town) -> None:
    case, chen = town.case(upto="delivered"), town.chen
    guarded.rate(by=chen, at=MONDAY, case=case.pk, grade=2)
    with pytest.raises(Moved):
        guarded.rate(by=chen, at=MONDAY, case=case.pk, grade=5)
    assert Rating.objects.get().grade == 2 and entry("ratings.note_try")["what"] == "twice"


def test_rate_for_others(town: towns.Town) -> None:
    case = town.case(upto="delivered")
    other = town.account("周平", synthetic_resident_id("189901", MONDAY.date(), 33), phone="13800000001")
    with pytest.raises(NotYours):
        guarded.rate(by=replace(town.applies(other), opened=case.pk), at=MONDAY, case=case.pk, grade=5)
    assert not Rating.objects.exists() and entry("ratings.note_try")["what"] == "others"


def test_clerk_opens_the_rater(town: towns.Town) -> None:
    row = bad.taken(town, "call")
    with pytest.raises(NotYours):
        guarded.contact_of(row.pk, town.actor("lin"), MONDAY)
    assert entry("ratings.note_look")["person"] == town.people["lin"].pk


@pytest.mark.parametrize("who", ["guo", "gao"])
@pytest.mark.parametrize("verdict", ["withdraw", "uphold"])
def test_card_withdrawn_by_its_own_subject(town: towns.Town, who: str, verdict: str) -> None:
    card = town.card()
    if who == "guo":
        Holding.objects.create(person=town.people["guo"], post=town.posts["wu"], starts_on=towns.BEGIN)
    else:
        Card.objects.filter(pk=card.pk).update(department=town.posts["gao"].organisation_id)
    sent = {"verdict": verdict, "why": "查过，没有超期。"}
    answer = signed_in(town, who).post(reverse("office:urging:decision", args=[card.pk]), sent)
    assert answer.status_code == 403 and Card.objects.get(pk=card.pk).state == "issued"
    said = json.loads(Entry.objects.get(subject=card.pk, act="supervision.note_try").payload)
    assert (said["what"], said["person"]) == (verdict, town.people[who].pk)


def test_who_is_not_touched_by_the_card_leaves_no_try(town: towns.Town) -> None:
    card = town.card()
    sent = {"verdict": "withdraw", "why": "查过，没有超期。"}
    assert (
        signed_in(town, "guo").post(reverse("office:urging:decision", args=[card.pk]), sent).status_code
        == 302
    )
    assert not Entry.objects.filter(act="supervision.note_try").exists()


@pytest.mark.parametrize(
    ("who", "upto", "path", "sent"),
    [
        ("sun", "reviewed", "/desk/cases/{}/decision/", {"opinion": "准", "decided_on": EARLIER}),
        ("guo", "accepted", "/office/cases/{}/voidance/", {"why": "录错了人", "date": EARLIER}),
    ],
)
def test_decision_back_dated_by_a_form(
    town: towns.Town, who: str, upto: str, path: str, sent: dict[str, str]
) -> None:
    case = town.case(upto=upto)
    answer = signed_in(town, who).post(path.format(case.pk), sent)
    assert answer.status_code == 422 and "日期由系统记" in told(answer)
    row = Case.objects.get(pk=case.pk)
    assert (row.state, row.outcome, row.decided_on) == (case.state, case.outcome, case.decided_on)
    said = json.loads(Entry.objects.get(subject=case.pk, act="cases.note_claim").payload)
    assert EARLIER in said["said"].values() and said["person"] == town.people[who].pk


@pytest.mark.parametrize("field", ["decided_on", "at"])
def test_decision_back_dated_by_the_api(town: towns.Town, field: str) -> None:
    case, raw = town.case(upto="reviewed"), key_of(town, "sun")
    ask = {"data": json.dumps({"outcome": "granted", field: EARLIER}), "content_type": "application/json"}
    answer = Client().post(
        f"/api/v1/cases/{case.pk}/decision", headers={"Authorization": f"Bearer {raw}"}, **ask
    )
    assert answer.status_code == 422 and answer.headers["Content-Type"] == "application/problem+json"
    assert "日期由系统记" in answer.json()["detail"] and answer.json()["errors"][0]["place"] == field
    assert Case.objects.get(pk=case.pk).state == "reviewed"
    said = entry("cases.note_claim")
    assert (said["what"], said["door"], said["said"]) == ("cases.decide", "api", {field: EARLIER})


def test_a_field_that_is_no_day_is_refused_without_a_word_on_the_case(town: towns.Town) -> None:
    case, raw = town.case(upto="reviewed"), key_of(town, "sun")
    ask = {"data": json.dumps({"outcome": "granted", "colour": "x"}), "content_type": "application/json"}
    answer = Client().post(
        f"/api/v1/cases/{case.pk}/decision", headers={"Authorization": f"Bearer {raw}"}, **ask
    )
    assert answer.status_code == 422 and not Entry.objects.filter(act="cases.note_claim").exists()


def test_indicator_period_edited_after_closing(town: towns.Town) -> None:
    lived.lived_in(town)
    guo, at = town.actor("guo"), datetime(2026, 4, 20, 1, tzinfo=UTC)
    figures.keep_reckoning(REGION, lived.MARCH, periods.reckoned(REGION, lived.MARCH, at=at), by=guo, at=at)
    periods.closed_or_recorded(lived.MARCH, by=guo, at=at)
    before = Period.objects.get(name=lived.MARCH)
    with pytest.raises(WrongState):
        periods.closed_or_recorded(lived.MARCH, by=guo, at=at)
    row = Period.objects.get(name=lived.MARCH)
    assert (row.content, row.digest, row.tries) == (before.content, before.digest, before.tries + 1)
    assert Entry.objects.filter(subject=UUID(str(row.pk)), act="figures.refuse").count() == 1
