"""What a rating page is about: the contact of a case, or of a thing (一件事), and the whole thing once it is done."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.catalogue import bundles
from yichuang.doors.progress import standing
from yichuang.law import things
from yichuang.law.codes import group_query_code
from yichuang.ratings.acts import WHOLE
from yichuang.ratings.models import Rating


@dataclass(frozen=True, slots=True)
class Contact:
    """What can be rated now: which contact, of what, where, and how it was rated."""

    about: dict[str, Any]
    contact: str
    name: str
    window: str
    region: str
    code: str
    is_open: bool
    rating: Rating | None

    @property
    def subject(self) -> UUID:
        """The case or the thing."""
        found: UUID = next(iter(self.about.values()))
        return found

    @property
    def asked(self) -> dict[str, Any]:
        """What the act is asked about."""
        return {"contact": self.contact, **self.about}

    @property
    def whole(self) -> bool:
        """Whether it is about a thing from its beginning to its end."""
        return self.contact == WHOLE

    @property
    def asks(self) -> bool:
        """Whether a verdict is still to be had."""
        return self.is_open and self.rating is None


def of(row: Case | Thing) -> Contact:
    """Return what may be rated of a case or a thing as it stands now."""
    return _of_thing(row) if isinstance(row, Thing) else _of_case(row)


def _of_case(case: Case) -> Contact:
    contact = standing.contact_of(case)
    rating = Rating.objects.filter(case=case, contact=contact).first()
    window = case.window.name if case.window else ""
    return Contact(
        {"case": case.pk}, contact, case.item.name, window, case.region, group_query_code(case.query_code), standing.may_rate(case), rating
    )  # fmt: skip


def _of_thing(thing: Thing) -> Contact:
    over = thing.state in (things.DONE, things.CLOSED)
    contact = WHOLE if over else "intake"
    rating = Rating.objects.filter(thing=thing, contact=contact).first()
    name, handled = bundles.facts(thing.version_id).name, thing.state != things.FILED or bool(thing.round)
    window = thing.window.name if thing.window and not over else ""
    return Contact(
        {"thing": thing.pk}, contact, name, window, thing.region, group_query_code(thing.query_code), handled, rating
    )  # fmt: skip
