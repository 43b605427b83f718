"""Who received never reviews, who reviewed never approves: by the person, whatever post, delegation, leave or token."""

from datetime import date
from typing import Any

import pytest

from tests import town as towns
from tests.bad.asking import Scene, told
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.halls import actors
from yichuang.journal import stamps
from yichuang.journal.refusals import NotYours
from yichuang.people import tokens
from yichuang.people.models import Delegation, Holding, Integrator, Leave, Token

LATER = date(2100, 1, 1)
DAY = towns.MONDAY.date()
PASS = {"do": "pass", "opinion": "符合条件，同意。"}


@pytest.fixture
def scene(db: None) -> Scene:
    """The town."""
    return Scene(towns.build())


def lent(town: towns.Town, holder: str, to: str, reason: str = "delegation") -> Delegation:
    """The holder's post given to another for good; a substitute's holder is away."""
    if reason == "substitute":
        Leave.objects.create(person=town.people[holder], starts_on=towns.BEGIN, ends_on=LATER)
    row = Delegation.objects.create(
        region=towns.REGION, post=town.posts[holder], holder=town.people[holder], to=town.people[to], reason=reason,
        document="示例授权书〔2026〕1号", starts_on=towns.BEGIN, ends_on=LATER,
    )  # fmt: skip
    stamps.bump()
    return row


def also(town: towns.Town, name: str, post_of: str) -> None:
    """The person holds another's post too."""
    Holding.objects.create(person=town.people[name], post=town.posts[post_of], starts_on=towns.BEGIN)
    stamps.bump()


def chosen(scene: Scene, who: str, post_of: str) -> Any:
    """A browser in which this person acts at that post."""
    client = scene.client(who)
    assert client.post("/entrance/post/", {"post": scene.town.posts[post_of].pk}).status_code == 302
    return client


@pytest.mark.parametrize("reason", ["delegation", "substitute", "held"])
def test_who_received_cannot_review_at_any_post_of_theirs(scene: Scene, reason: str) -> None:
    case = scene.town.case()
    also(scene.town, "lin", "wu") if reason == "held" else lent(scene.town, "wu", "lin", reason)
    client = chosen(scene, "lin", "wu")
    answer = client.post(f"/desk/cases/{case.pk}/judgement/", PASS)
    assert answer.status_code == 403 and "收件的人不能审查" in told(answer)
    assert Case.objects.get(pk=case.pk).seq == case.seq


@pytest.mark.parametrize("reason", ["delegation", "substitute", "held"])
def test_who_reviewed_cannot_approve_at_any_post_of_theirs(scene: Scene, reason: str) -> None:
    case = scene.town.case(upto="reviewed")
    also(scene.town, "wu", "sun") if reason == "held" else lent(scene.town, "sun", "wu", reason)
    answer = chosen(scene, "wu", "sun").post(f"/desk/cases/{case.pk}/decision/", {"opinion": "准"})
    assert answer.status_code == 403 and Case.objects.get(pk=case.pk).state == "reviewed"


def test_who_received_cannot_review_with_a_token_either(scene: Scene) -> None:
    town = scene.town
    case, raw = town.case(), tokens.make()
    lent(town, "wu", "lin")
    Token.objects.create(
        integrator=Integrator.objects.create(region=towns.REGION, name="试"), person=town.people["lin"], post=town.posts["wu"],
        digest=tokens.digest_of(raw), hint="yc_", made_at=towns.MONDAY,
    )  # fmt: skip
    answer = scene.client("").post(
        f"/api/v1/cases/{case.pk}/conclusion", {"verdict": "pass"}, content_type="application/json",
        headers={"Authorization": f"Bearer {raw}", "Idempotency-Key": "k"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["rule"]) == (403, "received_by_me")


def test_an_ended_delegation_shuts_the_door_in_the_middle_of_a_session(scene: Scene) -> None:
    case, row = scene.town.case(), lent(scene.town, "wu", "min")
    client = chosen(scene, "min", "wu")
    assert client.get(f"/desk/cases/{case.pk}/").status_code == 200
    Delegation.objects.filter(pk=row.pk).update(ended_on=towns.BEGIN)
    stamps.bump()
    answer = client.post(f"/desk/cases/{case.pk}/judgement/", PASS)
    assert answer.status_code == 403 and "岗位" in told(answer)
    assert Case.objects.get(pk=case.pk).seq == case.seq


def test_an_actor_read_before_the_delegation_ended_cannot_act_after(scene: Scene) -> None:
    case, row = scene.town.case(), lent(scene.town, "wu", "min")
    stale = actors.for_person(
        scene.town.people["min"].pk, post_id=scene.town.posts["wu"].pk, day=DAY, channel="desk"
    )
    assert stale is not None
    Delegation.objects.filter(pk=row.pk).update(ended_on=towns.BEGIN)
    stamps.bump()
    with pytest.raises(NotYours):
        cases.conclude(case.pk, by=stale, at=towns.MONDAY, step="review", verdict="pass", opinion="同意")


def test_a_page_of_the_post_before_does_nothing_at_the_new_one(scene: Scene) -> None:
    case = scene.town.case(upto="reviewed")
    also(scene.town, "sun", "zheng")
    client = chosen(scene, "sun", "zheng")
    answer = client.post(f"/desk/cases/{case.pk}/decision/", {"opinion": "准", "expected": str(case.seq)})
    assert answer.status_code == 404 and Case.objects.get(pk=case.pk).state == "reviewed"
    answer = chosen(scene, "sun", "sun").post(
        f"/desk/cases/{case.pk}/decision/", {"opinion": "准", "expected": str(case.seq)}
    )
    assert Case.objects.get(pk=case.pk).state == "decided"


def test_a_holder_on_leave_cannot_act_at_the_post_that_a_substitute_holds(scene: Scene) -> None:
    case = scene.town.case()
    lent(scene.town, "wu", "min", "substitute")
    answer = scene.client("wu").post(f"/desk/cases/{case.pk}/judgement/", PASS)
    assert answer.status_code == 403 and Case.objects.get(pk=case.pk).seq == case.seq


def test_a_revoked_or_expired_token_opens_nothing(scene: Scene) -> None:
    raw = scene.token("guo")
    ask = {"Authorization": f"Bearer {raw}"}
    assert scene.client("").get("/api/v1/cases", headers=ask).status_code == 200
    for change in ({"ends_on": towns.BEGIN}, {"ends_on": None, "revoked_at": towns.MONDAY}):
        Token.objects.filter(digest=tokens.digest_of(raw)).update(**change)
        stamps.bump()
        assert scene.client("").get("/api/v1/cases", headers=ask).status_code == 401


def test_forms_without_their_token_are_refused_at_every_door(scene: Scene) -> None:
    from django.conf import settings
    from django.test import Client

    case = scene.town.case()
    for who, path in (
        ("lin", "/counter/person/"), ("wu", f"/desk/cases/{case.pk}/judgement/"), ("yang", f"/issue/cases/{case.pk}/arrival/"),
        ("guo", f"/office/cases/{case.pk}/voidance/"), ("lin", "/entrance/post/"), ("lin", "/entrance/logout/"),
    ):  # fmt: skip
        client = Client(enforce_csrf_checks=True)
        client.force_login(scene.town.people[who], backend=settings.AUTHENTICATION_BACKENDS[-1])
        answer = client.post(path, {"why": "x"})
        assert answer.status_code == 403 and "没有提交" in told(answer), path
    assert Case.objects.get(pk=case.pk).seq == case.seq
