"""Keys of outside systems. The raw token is made by the door (people.tokens.make), shown once, and never stored."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput
from yichuang.law.powers import SINGLE
from yichuang.people import asked, tokens
from yichuang.people.models import Holding, Integrator, Person, Post, Token


@act("people.issue_token", on=Register, book="people")
def issue_token(
    turn: Turn, *, by: Actor, at: datetime, raw: str, integrator: int | Mapping[str, str], person: int | None = None,
    post: int | None = None, ends_on: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """An outside system may speak as a person at a post, or for applicants when neither is named.

    `integrator` is an id, or name and contact of a new one. `raw` must be new.
    """
    if not tokens.looks_right(raw):
        raise BadInput("令牌的样子不对，要由系统生成。", field="raw")
    if ends_on is not None:
        asked.span(turn.on, ends_on, since=turn.on)
    system = _integrator(by, integrator)
    seat = _seat(turn, person, post)
    made = Token.objects.create(
        integrator=system, person_id=person, post=seat, digest=tokens.digest_of(raw), hint=tokens.hint_of(raw), made_at=at,
        ends_on=ends_on,
    )  # fmt: skip
    turn.enter("people.issue_token", _told(made))
    turn.change_rules()
    return {"token": made.id, "integrator": system.id, "hint": made.hint}


@act("people.revoke_token", on=Register, book="people")
def revoke_token(turn: Turn, *, by: Actor, at: datetime, token: int) -> dict[str, Any]:
    """A key opens nothing any more."""
    own = asked.row(Token, token, "token", "令牌", integrator__region=by.region)
    if own.revoked_at is not None:
        raise BadInput("这个令牌已经作废了。", field="token")
    own.revoked_at = at
    own.save(update_fields=["revoked_at"])
    turn.enter("people.revoke_token", _told(own))
    turn.change_rules()
    return {"token": own.id}


def _integrator(by: Actor, given: int | Mapping[str, str]) -> Integrator:
    if not isinstance(given, Mapping):
        return asked.row(Integrator, given, "integrator", "接入系统", region=by.region, active=True)
    name = asked.text(given.get("name"), "name", "接入系统名称", 80)
    if Integrator.objects.filter(region=by.region, name=name).exists():
        raise BadInput(f"已经有一个接入系统叫“{name}”。从列表里选它。", field="name")
    contact = asked.text(given.get("contact"), "contact", "联系人", 80, empty=True)
    return Integrator.objects.create(region=by.region, name=name, contact=contact)


def _seat(turn: Turn, person: int | None, post: int | None) -> Post | None:
    if person is None and post is None:
        return None
    own = asked.row(Person, person, "person", "人员", region=turn.by.region, is_active=True)
    seat = asked.row(Post, post, "post", "岗位", region=turn.by.region)
    if seat.kind in SINGLE:
        raise BadInput("管理员岗位不发接口令牌。", field="post")
    if not Holding.objects.on(turn.on).filter(person=own, post=seat).exists():
        raise BadInput(f"{own.name}不在“{seat}”岗位上。", field="post")
    return seat


def _told(own: Token) -> dict[str, Any]:
    return {
        "token": own.id, "integrator": own.integrator_id, "person": own.person_id, "post": own.post_id, "hint": own.hint,
        "digest": own.digest, "ends_on": own.ends_on and own.ends_on.isoformat(),
    }  # fmt: skip
