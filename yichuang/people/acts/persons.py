"""Persons and their passwords. A password comes already checked and hashed (people.passwords.checked)."""

import re
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from axes.utils import reset as unlock

from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.people import asked
from yichuang.people.models import OldPassword, Person
from yichuang.people.passwords import LAST, Checked

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


@act("people.enrol", on=Register, book="people")
def enrol(
    turn: Turn, *, by: Actor, at: datetime, username: str, name: str, password: Checked, staff_number: str = "",
    must_change: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """A person has an account with a first password, to be changed at the first sign-in; no powers come with it."""
    login = asked.text(username, "username", "登录名", 40).lower()
    if not USERNAME.fullmatch(login):
        raise BadInput("登录名用小写字母开头，2到40个小写字母、数字、点或横线。", field="username")
    if Person.objects.filter(username=login).exists():
        raise BadInput(f"登录名“{login}”已经有人用了，换一个。", field="username")
    person = Person(
        region=by.region,
        username=login,
        name=asked.text(name, "name", "姓名", 50),
        staff_number=asked.text(staff_number, "staff_number", "工号", 20, empty=True),
        must_change=must_change or by.kind != "system",
    )
    _give(turn, person, password)
    private = {"username": login, "name": person.name, "staff_number": person.staff_number}
    turn.enter("people.enrol", {"person": person.id}, private=private)
    turn.change_rules()
    return {"person": person.id}


@act("people.change_password", on=Register, book="people")
def change_password(turn: Turn, *, by: Actor, at: datetime, password: Checked) -> dict[str, Any]:
    """The person who acts has a new password; all other sessions of the account end."""
    person = asked.row(Person, by.person, "person", "人员", region=by.region)
    person.must_change = False
    _give(turn, person, password)
    turn.enter("people.change_password", {"person": person.id})
    return {"person": person.id}


@act("people.reset_password", on=Register, book="people")
def reset_password(
    turn: Turn, *, by: Actor, at: datetime, person: int, password: Checked, drop_second: bool = False
) -> dict[str, Any]:
    """A person who lost the password has a first one again, and a lock after wrong tries is gone.

    `drop_second` also takes away a lost second factor.
    """
    own = asked.row(Person, person, "person", "人员", region=by.region)
    if own.id == by.person:
        raise NotYours("自己的密码在“改密码”里改，不用重置。", rule="own_account")
    own.must_change = True
    _give(turn, own, password)
    dropped = Authenticator.objects.filter(user=own).delete()[0] if drop_second else 0
    unlock(username=own.username)
    turn.enter("people.reset_password", {"person": own.id, "second_factor_dropped": bool(dropped)})
    return {"person": own.id}


@act("people.change_second_factor", on=Register, book="people")
def change_second_factor(turn: Turn, *, by: Actor, at: datetime, secret: str | None) -> dict[str, Any]:
    """The person who acts signs in with one-time codes of this seed, and has recovery codes; None takes both away."""
    person = asked.row(Person, by.person, "person", "人员", region=by.region)
    Authenticator.objects.filter(user=person).delete()
    if secret is not None:
        TOTP.activate(person, secret)
        RecoveryCodes.activate(person)
    turn.enter("people.change_second_factor", {"person": person.id, "on": secret is not None})
    return {"person": person.id}


@act("people.renew_codes", on=Register, book="people")
def renew_codes(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The person who acts has new recovery codes; the old ones open nothing."""
    person = asked.row(Person, by.person, "person", "人员", region=by.region)
    mine = Authenticator.objects.filter(user=person)
    if not mine.filter(type=Authenticator.Type.TOTP).exists():
        raise WrongState("先设置动态口令，才有备用码。")
    mine.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)
    turn.enter("people.renew_codes", {"person": person.id})
    return {"person": person.id}


def _give(turn: Turn, person: Person, password: Checked) -> None:
    person.password = password.encoded
    # By the database's clock: a town that is founded in the past has fresh passwords all the same.
    person.password_set_on = day_of(turn.recorded_at or turn.at)
    person.save()
    OldPassword.objects.create(person=person, hash=password.encoded, set_at=turn.at)
    kept = person.old_passwords.order_by("-id").values_list("id", flat=True)[:LAST]
    person.old_passwords.exclude(id__in=list(kept)).delete()
