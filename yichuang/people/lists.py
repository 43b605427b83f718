"""What the lists of people are made of. One predicate each says what an actor sees; search and counts use it too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from yichuang.journal.actor import Actor
from yichuang.law.powers import DEPARTMENT, SINGLE
from yichuang.people.models import Delegation, Holding, Leave, Organisation, Person, Post

ALL = ("sysadmin", "secadmin", "government", "system")
OWN = ("head",)


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations this actor sees: administrators all of the region, a head the own ones."""
    mine = Organisation.objects.filter(region=actor.region)
    if actor.kind in ALL:
        return mine
    return mine.filter(pk__in=actor.organisations) if actor.kind in OWN else mine.none()


def posts(actor: Actor) -> QuerySet[Post]:
    """Return the posts of the organisations this actor sees."""
    return Post.objects.filter(organisation__in=organisations(actor))


def persons(actor: Actor) -> QuerySet[Person]:
    """Return the persons this actor sees: accounts are the administrators' alone."""
    mine = Person.objects.filter(region=actor.region)
    return mine if actor.kind in ("sysadmin", "secadmin", "system") else mine.none()


def found(rows: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Narrow persons down by a part of the name, the sign-in name or the staff number."""
    text = words.replace("\0", "").strip()
    return (
        rows.filter(Q(name__contains=text) | Q(username__icontains=text) | Q(staff_number=text))
        if text
        else rows
    )


def with_posts(rows: QuerySet[Person], day: date) -> Any:
    """Let each person carry `now_held`: the posts held on a day."""
    held = Holding.objects.on(day).select_related("post__organisation").order_by("id")
    return rows.prefetch_related(Prefetch("holdings", held, to_attr="now_held"))


def with_holders(rows: QuerySet[Post], day: date) -> Any:
    """Let each open post carry `now_held`: who holds it on a day, or will."""
    held = Holding.objects.exclude(ends_on__lte=day).select_related("person").order_by("starts_on", "id")
    still = rows.exclude(closed_on__lte=day).select_related("organisation")
    return still.prefetch_related(Prefetch("holdings", held, to_attr="now_held"))


def lent(actor: Actor, day: date) -> QuerySet[Delegation]:
    """Return what is lent on a day or will be, of the posts this actor sees."""
    rows = Delegation.objects.filter(post__in=posts(actor), ended_on=None, ends_on__gt=day)
    return rows.select_related("post__organisation", "holder", "to").order_by("starts_on", "id")


def leaves(actor: Actor, day: date) -> QuerySet[Leave]:
    """Return the leaves of a day or later, of the holders this actor sees."""
    held = Holding.objects.on(day).filter(post__in=posts(actor))
    rows = Leave.objects.filter(ends_on__gt=day, person__in=held.values("person"))
    return rows.select_related("person").order_by("starts_on", "id")


def bodies_below(organisation: int) -> set[int]:
    """Return an organisation and all below it."""
    bodies = {organisation}
    while more := set(Organisation.objects.filter(parent__in=bodies).values_list("id", flat=True)) - bodies:
        bodies |= more
    return bodies


def could_receive(post: Post, day: date) -> QuerySet[Person]:
    """Return who may be lent a post: a department's decision stays within it, other posts within the region."""
    held = Holding.objects.on(day).filter(person__is_active=True, post__region=post.region)
    if post.kind in DEPARTMENT:
        held = held.filter(post__organisation__in=bodies_below(post.organisation_id))
    else:
        held = held.exclude(post__kind__in=SINGLE)
    return Person.objects.filter(pk__in=held.values("person")).order_by("name", "id")


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation with its depth in the tree."""

    organisation: Organisation
    depth: int


def tree(rows: QuerySet[Organisation]) -> list[Branch]:
    """Return organisations in the order of their tree; whose parent is not among them stands at the top."""
    every = list(rows.select_related("successor").order_by("kind", "id"))
    below: dict[int | None, list[Organisation]] = {}
    known = {own.pk for own in every}
    for own in every:
        below.setdefault(own.parent_id if own.parent_id in known else None, []).append(own)
    return list(_walk(below, None, 0))


def _walk(below: dict[int | None, list[Organisation]], above: int | None, depth: int) -> Iterator[Branch]:
    for own in below.get(above, ()):
        yield Branch(own, depth)
        yield from _walk(below, own.pk, depth + 1)
