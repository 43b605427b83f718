"""Accounts and passwords."""

import json

import pytest

from tests.town import MONDAY, PASSWORD
from yichuang.ground import vault
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.people import acts, passwords
from yichuang.people.models import Person

NEW = "Qing-Tian-2026-bai"


def enrol(town, by="xi", username="qian", **asked):
    ready = passwords.checked(NEW, Person(username=username))
    return acts.enrol(by=town.actor(by), at=MONDAY, username=username, name="钱一", password=ready, **asked)


def test_a_new_account_must_change_its_first_password(town):
    person = Person.objects.get(pk=enrol(town, must_change=False)["person"])
    assert person.must_change and person.check_password(NEW)


def test_neither_name_nor_password_stands_in_the_chain(town):
    enrol(town)
    entry = Entry.objects.get(act="people.enrol")
    beside = vault.unlock(entry.private)
    assert "钱一" not in entry.payload and "钱一" in beside
    assert NEW not in entry.payload + beside and "argon2" not in entry.payload + beside


@pytest.mark.parametrize("username", ["lin", "LIN", "q", "9qian", "钱一", "a b", "a" * 41])
def test_a_sign_in_name_that_cannot_be_used(town, username):
    ready = passwords.checked(NEW, Person(username="qian"))
    with pytest.raises(BadInput) as refused:
        acts.enrol(by=town.actor("xi"), at=MONDAY, username=username, name="钱一", password=ready)
    assert refused.value.facts["field"] == "username"


@pytest.mark.parametrize("who", ["an", "ji", "lin"])
def test_only_the_system_administrator_enrols(town, who):
    with pytest.raises(NotYours):
        enrol(town, by=who)


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Short-1", "12个字符"),
        ("alllowercaseletters", "三种"),
        ("Sun-is-my-name-2026", "登录名"),
        ("A1-" * 50, "128"),
    ],
)
def test_a_password_keeps_the_rules(town, password, word):
    with pytest.raises(BadInput, match=word):
        passwords.checked(password, town.people["sun"])


def test_the_last_five_passwords_do_not_come_back(town):
    wu, by = town.people["wu"], town.actor("wu")
    words = [f"Yi-Chuang-No-{number}" for number in range(6)]
    for word in words:
        acts.change_password(by=by, at=MONDAY, password=passwords.checked(word, wu))
    for word in words[1:]:
        with pytest.raises(BadInput, match="最近5次"):
            passwords.checked(word, wu)
    assert passwords.checked(words[0], wu)


def test_a_changed_password_is_the_persons_own(town):
    acts.change_password(by=town.actor("wu"), at=MONDAY, password=passwords.checked(NEW, town.people["wu"]))
    assert Person.objects.get(username="wu").check_password(NEW)
    assert Person.objects.get(username="sun").check_password(PASSWORD)


def test_a_lost_password_is_reset_by_the_security_administrator_only(town):
    wu = town.people["wu"]
    ready = passwords.checked(NEW, wu)
    with pytest.raises(NotYours):
        acts.reset_password(by=town.actor("xi"), at=MONDAY, person=wu.pk, password=ready)
    acts.reset_password(by=town.actor("an"), at=MONDAY, person=wu.pk, password=ready)
    wu.refresh_from_db()
    assert wu.must_change and wu.check_password(NEW)


def test_a_lost_second_factor_goes_with_the_reset_and_on_record(town):
    from allauth.mfa.totp.internal.auth import TOTP

    ji = town.people["ji"]
    TOTP.activate(ji, "JBSWY3DPEHPK3PXP")
    ready = passwords.checked(NEW, ji)
    acts.reset_password(by=town.actor("an"), at=MONDAY, person=ji.pk, password=ready, drop_second=True)
    assert not ji.authenticator_set.exists()
    assert json.loads(Entry.objects.get().payload)["second_factor_dropped"] is True


def test_a_reset_is_for_others(town):
    an = town.people["an"]
    with pytest.raises(NotYours, match="改密码"):
        acts.reset_password(by=town.actor("an"), at=MONDAY, person=an.pk, password=passwords.checked(NEW, an))


def test_a_second_factor_is_set_dropped_and_on_record_without_its_seed(town):
    by, seed = town.actor("wu"), "JBSWY3DPEHPK3PXP"
    acts.change_second_factor(by=by, at=MONDAY, secret=seed, key="once")
    first, second = town.people["wu"].authenticator_set.order_by("id")
    assert (first.type, second.type) == ("totp", "recovery_codes") and seed not in str(first.data)
    assert seed not in Entry.objects.get().payload
    acts.change_second_factor(by=by, at=MONDAY, secret=None)
    assert not town.people["wu"].authenticator_set.exists()


def test_new_recovery_codes_take_the_place_of_the_old(town):
    by, wu = town.actor("wu"), town.people["wu"]
    with pytest.raises(WrongState, match="先设置"):
        acts.renew_codes(by=by, at=MONDAY)
    acts.change_second_factor(by=by, at=MONDAY, secret="JBSWY3DPEHPK3PXP")
    old = codes(wu)
    acts.renew_codes(by=by, at=MONDAY)
    assert len(old) == 10 and not set(old) & set(codes(wu))


def codes(person):
    return person.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
