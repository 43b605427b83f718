"""The page of a forced stop: one supervisor names the lines, another person confirms; what was typed stays."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests import town as towns
from yichuang.bundles.tests import scenes
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Strike
from yichuang.doors.office.tests.test_pages import signed_in, town  # noqa: F401
from yichuang.ground import now

FOOD = "food-business-license-new"
WHY = "清单里没有房东的证明"


@pytest.fixture
def told(town: towns.Town, monkeypatch: pytest.MonkeyPatch) -> UUID:  # noqa: F811
    """A notice that asks for what the list does not hold."""
    monkeypatch.setattr(now, "clock", lambda: towns.MONDAY)
    case = town.case(FOOD, upto="filed").pk
    line = {"place": 2, "reason": "7", "fields": {"text": "另外交房东的身份证复印件和收入证明"}}
    cases.ask_once(case, by=town.actor("lin"), at=towns.MONDAY, lines=[line])
    return case


def test_two_people_stop_a_demand_from_the_page(town: towns.Town, told: UUID) -> None:  # noqa: F811
    guo, luo, where = signed_in(town, "guo"), signed_in(town, "luo"), reverse("office:stop", args=[told])
    assert where in guo.get(reverse("office:case", args=[told])).content.decode()
    wrong = guo.post(where, {"why": WHY})
    assert wrong.status_code == 422 and WHY in wrong.content.decode()
    assert guo.post(where, {"lines": ["0"], "why": WHY}).status_code == 302
    confirm = reverse("office:stop_confirmation", args=[told, Strike.objects.get().pk])
    assert confirm not in guo.get(where).content.decode() and guo.post(confirm).status_code == 403
    assert confirm in luo.get(where).content.decode() and luo.post(confirm).status_code == 302
    assert Case.objects.get(pk=told).state == "filed" and WHY in guo.get(where).content.decode()


def test_the_second_person_may_let_it_stand(town: towns.Town, told: UUID) -> None:  # noqa: F811
    where = reverse("office:stop", args=[told])
    signed_in(town, "guo").post(where, {"lines": ["0"], "why": WHY})
    refuse = reverse("office:stop_refusal", args=[told, Strike.objects.get().pk])
    assert signed_in(town, "luo").post(refuse, {"why": "清单第3项写明要交"}).status_code == 302
    assert Strike.objects.get().state == "dropped" and Case.objects.get(pk=told).state == "correcting"


def test_a_department_does_not_open_it(town: towns.Town, told: UUID) -> None:  # noqa: F811
    assert signed_in(town, "wu").get(reverse("office:stop", args=[told])).status_code == 403


def test_who_asked_cannot_confirm_and_the_try_is_on_record(
    town: towns.Town,  # noqa: F811
    told: UUID,
    caplog: pytest.LogCaptureFixture,
) -> None:
    where = reverse("office:stop", args=[told])
    assert signed_in(town, "luo").post(where, {"lines": ["0"], "why": WHY}).status_code == 403
    signed_in(town, "guo").post(where, {"lines": ["0"], "why": WHY})
    confirm = reverse("office:stop_confirmation", args=[told, Strike.objects.get().pk])
    assert signed_in(town, "guo").post(confirm).status_code == 403
    assert len([one for one in caplog.records if one.name == "yichuang.refused"]) == 2


def test_two_people_stop_a_demand_of_a_thing_and_its_pages_say_that_it_is_void(
    town: towns.Town,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(now, "clock", lambda: towns.MONDAY)
    thing = scenes.demanded(scenes.brought(town))
    case = scenes.part(thing, "individual-business-establishment").case_id
    guo, luo, where = (
        signed_in(town, "guo"),
        signed_in(town, "luo"),
        reverse("office:thing_stop", args=[thing.pk]),
    )
    assert guo.get(reverse("office:stop", args=[case])).headers["Location"] == where
    wrong = guo.post(where, {"why": WHY})
    assert wrong.status_code == 422 and WHY in wrong.content.decode()
    assert guo.post(where, {"lines": ["0"], "why": WHY}).status_code == 302
    confirm = reverse("office:thing_stop_confirmation", args=[thing.pk, scenes.Strike.objects.get().pk])
    assert confirm not in guo.get(where).content.decode() and guo.post(confirm).status_code == 403
    assert confirm in luo.get(where).content.decode() and luo.post(confirm).status_code == 302
    assert Case.objects.get(pk=case).state == "accepted" and WHY in guo.get(where).content.decode()
    desk = signed_in(town, "wu").get(reverse("desk:thing", args=[thing.pk])).content.decode()
    assert "这一行作废，不用补" in desk and WHY in desk
    asked = Client().get(f"/p/{thing.query_code}").content.decode()
    assert "这些不用补了" in asked and "要补这些" not in asked


def test_the_second_person_may_let_the_demand_of_a_thing_stand(
    town: towns.Town,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(now, "clock", lambda: towns.MONDAY)
    thing = scenes.demanded(scenes.brought(town))
    where = reverse("office:thing_stop", args=[thing.pk])
    signed_in(town, "guo").post(where, {"lines": ["0"], "why": WHY})
    refuse = reverse("office:thing_stop_refusal", args=[thing.pk, scenes.Strike.objects.get().pk])
    assert signed_in(town, "luo").post(refuse, {"why": "清单第3项写明要交"}).status_code == 302
    assert scenes.Strike.objects.get().state == "dropped"
