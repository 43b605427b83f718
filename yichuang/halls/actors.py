"""Who acts: from a person or a token to the actor, with the posts, delegations and seats in force on a day.

Read once for each value of the rules' stamp, then kept in memory: a warm call asks for the stamp and nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from yichuang.halls.models import Hall, Seat
from yichuang.journal import stamps
from yichuang.journal.actor import Actor, applicant
from yichuang.journal.refusals import NotYours
from yichuang.law.powers import post_name
from yichuang.people import tokens
from yichuang.people.models import Delegation, Holding, Leave, Organisation, Person, Post, Token


@dataclass(frozen=True, slots=True)
class Choice:
    """A post that a person may act at on a day; `acting_for` is the holder who gave it away."""

    post_id: int
    label: str
    kind: str
    acting_for: int | None = None


@dataclass(frozen=True, slots=True)
class _Key:
    """What a token opens, as kept in memory."""

    integrator: int
    region: str
    person: int | None
    post: int | None
    ends_on: date | None


def choices(person_id: int, day: date) -> list[Choice]:
    """Return the posts at which this person may act on `day`: held, delegated, or as a substitute."""
    return [choice for choice, _ in _standing(person_id, day, stamps.current())]


def for_person(person_id: int, *, post_id: int | None = None, day: date, channel: str) -> Actor | None:
    """Return the person at the asked post, or at the first one; None without such a post on `day`."""
    return _at_post(person_id, post_id, day, channel, stamps.current())


def for_token(raw_token: str, day: date, channel: str = "api") -> Actor | None:
    """Return whom a token stands for: its person at its post, or an applicant when it names no post."""
    if not tokens.looks_right(raw_token):
        return None
    return _by_digest(tokens.digest_of(raw_token), day, channel)


def _at_post(person_id: int, post_id: int | None, day: date, channel: str, stamp: int) -> Actor | None:
    for choice, actor in _standing(person_id, day, stamp):
        if post_id in (None, choice.post_id):
            return replace(actor, channel=channel)
    return None


def _standing(person_id: int, day: date, stamp: int) -> tuple[tuple[Choice, Actor], ...]:
    return stamps.kept(stamp, ("actors", person_id, day), lambda: _read(person_id, day, stamp))


def _read(person_id: int, day: date, stamp: int) -> tuple[tuple[Choice, Actor], ...]:
    person = Person.objects.filter(id=person_id, is_active=True).first()
    if person is None:
        return ()
    seat = Seat.objects.filter(person=person, starts_on__lte=day).exclude(ends_on__lte=day)
    sits = seat.select_related("window__zone").order_by("-starts_on", "-id").first()
    found = [*_held(person, day), *_given(person, day)]
    return tuple((choice, _actor(person, post, choice, sits, stamp)) for choice, post in found)


def _held(person: Person, day: date) -> Iterable[tuple[Choice, Post]]:
    """The person's own posts, without those that a substitute holds during the leave."""
    away: set[int] = set()
    if Leave.objects.on(day).filter(person=person).exists():
        given = Delegation.objects.on(day).filter(holder=person, reason="substitute")
        away = set(given.values_list("post_id", flat=True))
    held = Holding.objects.on(day).filter(person=person).select_related("post__organisation")
    for holding in held.order_by("starts_on", "id"):
        if _is_open(holding.post, day) and holding.post_id not in away:
            yield Choice(holding.post_id, str(holding.post), holding.post.kind), holding.post


def _given(person: Person, day: date) -> Iterable[tuple[Choice, Post]]:
    """Posts that others gave to the person for some days; they end with the holder's own right to them."""
    given = Delegation.objects.on(day).filter(to=person).select_related("post__organisation", "holder")
    for delegation in given.order_by("starts_on", "id"):
        holder, post = delegation.holder, delegation.post
        holds = Holding.objects.on(day).filter(person=holder, post=post).exists()
        if holds and holder.is_active and _is_open(post, day):
            word = delegation.get_reason_display()
            yield Choice(post.id, f"{post}（{word}，替{holder.name}）", post.kind, holder.id), post


def _is_open(post: Post, day: date) -> bool:
    return post.closed_on is None or post.closed_on > day


def _actor(person: Person, post: Post, choice: Choice, seat: Seat | None, stamp: int) -> Actor:
    tree = stamps.kept(stamp, ("organisations", post.region), lambda: _Tree(post.region))
    return Actor(
        kind=post.kind,
        region=post.region,
        name=person.name,
        person=person.id,
        post=post.id,
        organisation=post.organisation_id,
        organisations=tree.below(post.organisation_id),
        hall=seat.window.zone.hall_id if seat else tree.hall_of(post.organisation_id),
        window=seat.window_id if seat else None,
        acting_for=choice.acting_for,
        stamp=stamp,
        renew=_renewed,
    )


class _Tree:
    """The organisations and halls of a region in memory."""

    def __init__(self, region: str) -> None:
        self.parents: dict[int, int | None] = {}
        self.next: dict[int, list[int]] = {}
        for own, parent, successor in Organisation.objects.filter(region=region).values_list(
            "id", "parent_id", "successor_id"
        ):
            self.parents[own] = parent
            for above in (parent, successor):
                if above is not None:
                    self.next.setdefault(above, []).append(own)
        halls = Hall.objects.filter(region=region).order_by("-id").values_list("organisation_id", "id")
        self.halls: Mapping[int, int] = dict(halls)

    def below(self, organisation: int) -> frozenset[int]:
        """The organisation, all below it, and those whose matters it took over."""
        seen, ahead = {organisation}, [organisation]
        while ahead:
            new = [child for child in self.next.get(ahead.pop(), ()) if child not in seen]
            seen.update(new)
            ahead.extend(new)
        return frozenset(seen)

    def hall_of(self, organisation: int) -> int | None:
        """The hall of the organisation, or of the nearest one above it that has a hall."""
        at: int | None = organisation
        while at is not None and at not in self.halls:
            at = self.parents.get(at)
        return None if at is None else self.halls[at]


def _renewed(actor: Actor, day: date) -> Actor:
    if actor.person is None or actor.post is None:
        return actor
    return _still(_at_post(actor.person, actor.post, day, actor.channel, stamps.current()), actor)


def _still(now: Actor | None, before: Actor) -> Actor:
    if now is None:
        raise NotYours(
            f"您在“{post_name(before.kind)}”岗位上的权限刚才变了。重新选一个岗位再办。", rule="post"
        )
    return now


def _by_digest(digest: str, day: date, channel: str) -> Actor | None:
    stamp = stamps.current()
    try:
        key = stamps.kept(stamp, ("token", digest), lambda: _key(digest))
    except Token.DoesNotExist:
        return None
    if key.ends_on is not None and key.ends_on <= day:
        return None
    renew = partial(_renewed_by_token, digest)
    if key.person is None or key.post is None:
        return replace(applicant(key.region, channel), integrator=key.integrator, stamp=stamp, renew=renew)
    actor = _at_post(key.person, key.post, day, channel, stamp)
    return actor and replace(actor, integrator=key.integrator, renew=renew)


def _key(digest: str) -> _Key:
    """Raises for an unknown token, so that guesses never fill the memory."""
    token = Token.objects.select_related("integrator").get(
        digest=digest, revoked_at=None, integrator__active=True
    )
    own = token.integrator
    return _Key(own.id, own.region, token.person_id, token.post_id, token.ends_on)


def _renewed_by_token(digest: str, actor: Actor, day: date) -> Actor:
    return _still(_by_digest(digest, day, actor.channel), actor)
