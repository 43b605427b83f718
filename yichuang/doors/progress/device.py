"""The rating device of a window (评价器): a second screen that follows what the window has just finished, without a sign-in.

Its address carries the window, signed; it is good for a month. It shows the newest contact of the last quarter of an hour
that is neither rated nor left, and nobody can choose another one on it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import Q

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case, Intake
from yichuang.doors.progress import rated
from yichuang.ground.now import day_of
from yichuang.halls.models import Seat, Window
from yichuang.journal.models import Entry

SALT, ABOUT = "rating-device", "rating-device.about"
LASTS, FRESH, SITTING = timedelta(days=31), timedelta(minutes=15), timedelta(hours=12)


def key_of(window: int) -> str:
    """Return the key of a window's device."""
    return signing.dumps(window, salt=SALT)


def window_of(key: str, region: str) -> Window | None:
    """Return the window of a key; None for one that was made up or is older than a month."""
    try:
        pk = signing.loads(key, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Window.objects.filter(pk=pk, region=region).select_related("zone__hall").first()


def token_of(contact: rated.Contact) -> str:
    """Return what the form says it is about, so that an answer never lands on the next person's contact."""
    return signing.dumps([contact.subject.hex, contact.contact], salt=ABOUT)


def about_of(token: str) -> tuple[UUID, str] | None:
    """Return the case or thing and the contact of a token, or None."""
    try:
        subject, contact = signing.loads(token, salt=ABOUT, max_age=FRESH * 2)
    except signing.BadSignature:
        return None
    return UUID(subject), str(contact)


def waiting(window: Window, at: datetime, left: str = "") -> rated.Contact | None:
    """Return the contact that the window has just finished, if there is still a verdict to be had."""
    found = _newest(window, at)
    contact = rated.of(found) if found is not None else None
    return contact if contact is not None and contact.asks and contact.subject.hex != left else None


def of(window: Window, at: datetime, token: str) -> rated.Contact | None:
    """Return the contact that a form of this device was about, if the window has just finished it."""
    said = about_of(token)
    if said is None or said[0] not in {subject for _, subject in _finished(window, at)}:
        return None
    row = _row(said[0])
    contact = rated.of(row) if row is not None else None
    return contact if contact is not None and contact.contact == said[1] else None


def _newest(window: Window, at: datetime) -> Case | Thing | None:
    done = _finished(window, at)
    return _row(max(done)[1]) if done else None


def _row(subject: UUID) -> Case | Thing | None:
    case = Case.objects.filter(pk=subject).select_related("item", "window").first()
    return case or Thing.objects.filter(pk=subject).select_related("window").first()


def _finished(window: Window, at: datetime) -> list[tuple[datetime, UUID]]:
    """When which case or thing was finished here: a sitting at the window, or a result handed out."""
    since = at - FRESH
    sat = Intake.objects.filter(
        pk__gte=_first_id(at - SITTING), window=window, state="done", kept_at__gte=since
    )
    made = [(kept, case or thing) for kept, case, thing in sat.values_list("kept_at", "case", "thing")]
    on = day_of(at)
    here = Seat.objects.filter(window=window, starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))
    people = list(here.values_list("person", flat=True))
    given: Any = Entry.objects.filter(
        recorded_at__gte=since, act__in=("cases.hand_over", "bundles.hand_over"), by_person__in=people
    )
    made += [(when, subject) for when, subject in given.values_list("at", "subject")] if people else []
    return [(when, subject) for when, subject in made if subject is not None and since <= when <= at + FRESH]


def _first_id(at: datetime) -> UUID:
    """Return the least UUIDv7 of an instant: sittings before it are not read."""
    return UUID(int=int(at.timestamp() * 1000) << 80)
