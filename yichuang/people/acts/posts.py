"""Posts and who holds them. The three administrators are three people, and none of them has another post."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.law.powers import POSTS, SINGLE, post_name
from yichuang.people import asked
from yichuang.people.models import Delegation, Holding, Organisation, Person, Post

ALONE = "三员（系统、安全、审计管理员）各由一个人专任，不兼别的管理员，也不兼业务岗位。"


@act("people.appoint", on=Register, book="people")
def appoint(
    turn: Turn, *, by: Actor, at: datetime, person: int, post: int | None = None,
    new_post: Mapping[str, Any] | None = None, starts_on: date | None = None, ends_on: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A person holds a post from a day on. `new_post` makes the post first: organisation (id), kind, title."""
    own = asked.row(Person, person, "person", "人员", region=by.region, is_active=True)
    first = asked.day(starts_on or turn.on, "starts_on", "任职日期", since=turn.on)
    if ends_on is not None:
        asked.span(first, ends_on, since=first)
    seat = _new_post(turn, new_post) if new_post is not None else _open_post(turn, post, first)
    if Holding.objects.on(first).filter(person=own, post=seat).exists():
        raise BadInput(f"{own.name}已经在“{seat}”岗位上。", field="post")
    refuse_two_hats(own, seat.kind, first, ends_on)
    held = Holding.objects.create(person=own, post=seat, starts_on=first, ends_on=ends_on)
    turn.enter(
        "people.appoint",
        {"person": own.id, "post": seat.id, "kind": seat.kind, "holding": held.id, **_days(held)},
    )
    turn.change_rules()
    return {"holding": held.id, "post": seat.id}


@act("people.dismiss", on=Register, book="people")
def dismiss(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    holding: int,
    ends_on: date | None = None,
    close_post: bool = False,
) -> dict[str, Any]:
    """A person no longer holds a post from `ends_on` on (today if not said); `close_post` ends the post itself."""
    held = asked.row(Holding, holding, "holding", "任职", person__region=by.region)
    last = asked.day(ends_on or turn.on, "ends_on", "免职日期", since=turn.on)
    if held.ends_on is not None and held.ends_on <= last:
        raise BadInput(f"这次任职到{held.ends_on:%Y-%m-%d}已经结束。", field="ends_on")
    _keep_one(held, last)
    held.ends_on = last
    held.save(update_fields=["ends_on"])
    if close_post:
        _close(held.post, last)
    turn.enter(
        "people.dismiss",
        {
            "person": held.person_id,
            "post": held.post_id,
            "holding": held.id,
            "closed": close_post,
            **_days(held),
        },
    )
    turn.change_rules()
    return {"holding": held.id}


def refuse_two_hats(person: Person, kind: str, starts_on: date, ends_on: date | None) -> None:
    """Refuse a post that would join an administrator's with any other, at any time of the span."""
    until = Q() if ends_on is None else Q(starts_on__lt=ends_on)
    held = Holding.objects.filter(until, person=person).exclude(ends_on__lte=starts_on)
    given = Delegation.objects.filter(until, to=person, ended_on=None, ends_on__gt=starts_on)
    others = {*held.values_list("post__kind", flat=True), *given.values_list("post__kind", flat=True)} - {
        kind
    }
    if others and (kind in SINGLE or others & SINGLE):
        has = "、".join(sorted(post_name(other) for other in others))
        raise NotYours(f"{person.name}已经是{has}。{ALONE}", rule="single")


def _new_post(turn: Turn, given: Mapping[str, Any]) -> Post:
    body = asked.row(Organisation, given.get("organisation"), "organisation", "机构", region=turn.by.region)
    if body.valid_to is not None and body.valid_to <= turn.on:
        raise BadInput(f"“{body}”已经撤销，岗位设到承接它的机构。", field="organisation")
    kind = asked.one_of(given.get("kind"), "kind", "岗位类别", dict(POSTS))
    title = asked.text(given.get("title") or post_name(kind), "title", "岗位名称", 60)
    return Post.objects.create(region=turn.by.region, organisation=body, kind=kind, title=title)


def _open_post(turn: Turn, post: int | None, day: date) -> Post:
    seat = asked.row(Post, post, "post", "岗位", region=turn.by.region)
    if seat.closed_on is not None and seat.closed_on <= day:
        raise BadInput(f"“{seat}”岗位已经撤销，选别的岗位或新设一个。", field="post")
    return seat


def _keep_one(held: Holding, day: date) -> None:
    """Nobody can appoint an administrator's successor once the last one has gone."""
    if held.post.kind not in SINGLE:
        return
    others = Holding.objects.on(day).filter(post__kind=held.post.kind, person__region=held.person.region)
    if not others.filter(person__is_active=True).exclude(pk=held.pk).exists():
        raise BadInput(f"这是最后一位{post_name(held.post.kind)}。先任命接任的人，再免。", field="holding")


def _close(post: Post, day: date) -> None:
    if post.holdings.exclude(ends_on__lte=day).exists():
        raise BadInput(f"“{post}”岗位还有别人在任，不能撤销。", field="close_post")
    post.closed_on = day
    post.save(update_fields=["closed_on"])


def _days(held: Holding) -> dict[str, Any]:
    return {"starts_on": held.starts_on.isoformat(), "ends_on": held.ends_on and held.ends_on.isoformat()}
