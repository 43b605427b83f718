"""The office's page of the base registers: how they stand, a drill begins and ends, others only look."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from tests.town import CHEN_ID, MONDAY, build
from yichuang.registers import acts
from yichuang.registers.models import Connection

PAGE = "/office/registers/"


@pytest.fixture
def town(db):
    """The small town."""
    return build()


@pytest.fixture
def signed(town):
    """Sign somebody of the cast in; returns their client."""

    def enter(name):
        if name == "xi" and not town.people[name].authenticator_set.exists():
            TOTP.activate(town.people[name], "JBSWY3DPEHPK3PXP")
        client = Client()
        client.force_login(town.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


def sent(**changes):
    """What the form sends."""
    today = (MONDAY + timedelta(days=3650)).date()
    return {
        "register": "citizens",
        "provider": "silent",
        "starts_on": today.isoformat(),
        "hours": "24",
        "basis": "演练方案",
        **changes,
    }


def test_the_page_says_which_registers_answer_and_what_they_waive(town, signed):
    acts.connect(
        by=town.night,
        at=MONDAY,
        register="citizens",
        provider="local",
        basis="示政数函〔2026〕3号",
        starts_on=MONDAY.date(),
    )
    page = signed("xi").get(PAGE).content.decode()
    assert (
        "本地登记表" in page
        and "没有接通" in page
        and "居民身份证制证相片" in page
        and "演练：不应答" in page
    )


def test_the_system_administrator_begins_a_drill_and_it_stands_in_the_changes(town, signed):
    client = signed("xi")
    assert client.post(PAGE, sent()).status_code == 302
    row = Connection.objects.get()
    assert (row.register, row.provider) == ("citizens", "silent") and "演练方案" in client.get(
        PAGE
    ).content.decode()


def test_a_wrong_hour_keeps_what_was_typed_and_says_what_to_write(town, signed):
    answer = signed("xi").post(PAGE, sent(hours="0"))
    assert (
        answer.status_code == 422
        and "至少1小时" in answer.content.decode()
        and "演练方案" in answer.content.decode()
    )
    past = signed("xi").post(PAGE, sent(starts_on="2020-01-01"))
    assert past.status_code == 422 and "起始日不能早于今天" in past.content.decode()


def test_the_supervisor_looks_and_a_clerk_does_not(town, signed):
    assert "由系统管理员办理" in signed("guo").get(PAGE).content.decode()
    assert signed("lin").get(PAGE).status_code == 403 and signed("guo").post(PAGE, sent()).status_code == 403
    assert CHEN_ID not in signed("guo").get(PAGE).content.decode()
