"""Who acts, at which post."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A natural person at a post, or the system. The law sees only `kind`.

    `person` is the natural person even when the post is held by delegation or as a substitute, so that the
    separation of duties follows the person. For an applicant `account` is their account, `holders` are the keyed indexes
    of everyone they act for, and `opened` is a case whose paper they hold (its query code and the end of the number).
    `scopes` are those for whom they act in some items only (index, keys of items); `ended` those for whom no more.
    """

    kind: str
    region: str
    name: str
    person: int | None = None
    post: int | None = None
    organisation: int | None = None
    organisations: frozenset[int] = frozenset()
    hall: int | None = None
    window: int | None = None
    channel: str = "counter"
    integrator: int | None = None
    acting_for: int | None = None
    account: UUID | None = None
    holders: frozenset[str] = frozenset()
    opened: UUID | None = None
    scopes: tuple[tuple[str, frozenset[str]], ...] = ()
    ended: frozenset[str] = frozenset()
    stamp: int = 0
    renew: Callable[["Actor", date], "Actor"] | None = field(default=None, compare=False)

    def at_stamp(self, stamp: int, day: date) -> "Actor":
        """Return this actor as the rules of `stamp` see it; the posts may have changed since sign-in."""
        if stamp == self.stamp or self.renew is None:
            return self
        return replace(self.renew(self, day), stamp=stamp)


def system(region: str, name: str = "系统") -> Actor:
    """Return the actor for what happens by itself."""
    return Actor(kind="system", region=region, name=name, channel="system")


def applicant(region: str, channel: str) -> Actor:
    """Return the actor for the applicant, who is named in the case and not in the trace."""
    return Actor(kind="applicant", region=region, name="申请人", channel=channel)
