"""What an account owes before anything else: a second factor for administrators, a fresh password for everybody."""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator

from yichuang.clock import book
from yichuang.journal.actor import Actor
from yichuang.law.powers import SINGLE
from yichuang.people.models import Person

ALWAYS = ("/entrance/logout/",)
SECOND_FACTOR = "/entrance/totp/"
PASSWORD = "/entrance/password/"


def first(person: Person, actor: Actor, day: date) -> str | None:
    """Return the page to which the person has to go first, or None."""
    if actor.kind in SINGLE and not has_second_factor(person):
        return SECOND_FACTOR
    if person.must_change or is_password_old(person, actor, day):
        return PASSWORD
    return None


def has_second_factor(person: Person) -> bool:
    """Tell whether the person set up one-time codes."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def is_password_old(person: Person, actor: Actor, day: date) -> bool:
    """Tell whether the password is older than the region's dated rule allows."""
    if person.password_set_on is None:
        return False
    days = book.number(actor.stamp, actor.region, "password_days", day).whole
    return day >= person.password_set_on + timedelta(days=days)
