"""Powers lent for some days: delegation in writing, substitution during a leave. What was lent is not lent on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yichuang.journal.actor import Actor
from yichuang.journal.acts import FACTS, Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.law.powers import DEPARTMENT
from yichuang.people import asked, lists
from yichuang.people.acts.posts import refuse_two_hats
from yichuang.people.models import Delegation, Holding, Leave, Person, Post


def facts(turn: Turn) -> Mapping[str, bool]:
    """Tell what the powers table asks about people: is it the post at which one acts, held in one's own right."""
    return {"own_post": turn.by.acting_for is None and turn.params.get("post") == turn.by.post is not None}


FACTS[Register] = facts


@act("people.delegate", on=Register, book="people")
def delegate(
    turn: Turn, *, by: Actor, at: datetime, post: int, to: int, document: str, starts_on: date, ends_on: date
) -> dict[str, Any]:
    """Another person also holds the powers of one's post, in writing, from a day until `ends_on` (exclusive)."""
    seat = asked.row(Post, post, "post", "岗位", region=by.region)
    first, after = asked.span(starts_on, ends_on, since=turn.on)
    paper = asked.text(document, "document", "书面依据", 120)
    holder = _holder(by, seat, first)
    given = _lend(seat, holder, to, "delegation", paper, first, after)
    turn.enter("people.delegate", _told(given))
    turn.change_rules()
    return {"delegation": given.id}


@act("people.end_delegation", on=Register, book="people")
def end_delegation(turn: Turn, *, by: Actor, at: datetime, delegation: int) -> dict[str, Any]:
    """What was lent comes back today; the leave behind a substitution ends with its last one."""
    given = asked.row(Delegation, delegation, "delegation", "授权", region=by.region)
    if by.kind not in ("system", "secadmin") and given.holder_id != by.person:
        raise NotYours("只能收回自己给出的授权。别人的由安全管理员收回。", rule="own_post")
    if given.ended_on is not None or given.ends_on <= turn.on:
        raise BadInput("这份授权已经结束了。", field="delegation")
    given.ended_on = turn.on
    given.save(update_fields=["ended_on"])
    if given.reason == "substitute":
        _back_from_leave(given, turn.on)
    turn.enter("people.end_delegation", _told(given))
    turn.change_rules()
    return {"delegation": given.id}


@act("people.take_leave", on=Register, book="people")
def take_leave(
    turn: Turn, *, by: Actor, at: datetime, starts_on: date, ends_on: date, person: int | None = None,
    substitute: int | None = None, document: str = "休假登记",
) -> dict[str, Any]:  # fmt: skip
    """A person is away from a day until `ends_on` (exclusive); the substitute holds the person's own posts meanwhile."""
    if person not in (None, by.person) and by.kind not in ("system", "secadmin"):
        raise NotYours("只能登记自己的休假。别人的由安全管理员登记。", rule="own_account")
    own = asked.row(Person, person or by.person, "person", "人员", region=by.region)
    first, after = asked.span(starts_on, ends_on, since=turn.on)
    if Leave.objects.filter(person=own, starts_on__lt=after, ends_on__gt=first).exists():
        raise BadInput(f"{own.name}这几天已经登记过休假。", field="starts_on")
    paper = asked.text(document, "document", "书面依据", 120)
    leave = Leave.objects.create(person=own, starts_on=first, ends_on=after)
    lent = [] if substitute is None else _substituted(own, substitute, paper, first, after)
    days = {"starts_on": first.isoformat(), "ends_on": after.isoformat()}
    turn.enter(
        "people.take_leave",
        {"person": own.id, "leave": leave.id, "substitute": substitute, "lent": lent, **days},
    )
    turn.change_rules()
    return {"leave": leave.id, "delegations": lent}


def _holder(by: Actor, post: Post, day: date) -> Person:
    held = Holding.objects.on(day).filter(post=post).select_related("person").order_by("starts_on", "id")
    own = held.first() if by.kind == "system" else held.filter(person=by.person).first()
    if own is None:
        raise BadInput(f"到{day:%Y-%m-%d}那天，“{post}”岗位上没有人可以给出授权。", field="starts_on")
    return own.person


def _substituted(own: Person, substitute: int, paper: str, first: date, after: date) -> list[int]:
    held = Holding.objects.filter(person=own, starts_on__lt=after).exclude(ends_on__lte=first)
    lent = []
    for holding in held.select_related("post__organisation").order_by("id"):
        begins, ends = max(first, holding.starts_on), min(after, holding.ends_on or after)
        lent.append(_lend(holding.post, own, substitute, "substitute", paper, begins, ends).id)
    if not lent:
        raise BadInput(f"{own.name}这几天没有岗位，不用代班。", field="substitute")
    return lent


def _lend(
    post: Post, holder: Person, to: Any, reason: str, paper: str, first: date, after: date
) -> Delegation:
    other = asked.row(Person, to, "to", "人员", region=holder.region, is_active=True)
    if other.id == holder.id:
        raise BadInput("不能交给自己，选另一个人。", field="to")
    if Leave.objects.filter(person=other, starts_on__lt=after, ends_on__gt=first).exists():
        raise BadInput(f"{other.name}这几天也休假，换一个人。", field="to")
    same = Delegation.objects.filter(
        post=post, to=other, ended_on=None, starts_on__lt=after, ends_on__gt=first
    )
    if same.exists():
        raise BadInput(f"{other.name}这几天已经有“{post}”岗位的授权。", field="to")
    refuse_two_hats(other, post.kind, first, after)
    if post.kind in DEPARTMENT:
        _same_body(post, other, first)
    return Delegation.objects.create(
        region=post.region, post=post, holder=holder, to=other, reason=reason, document=paper, starts_on=first, ends_on=after
    )  # fmt: skip


def _same_body(post: Post, other: Person, day: date) -> None:
    """A department's decision is lent within the department; to another organ it would be an entrustment (许可法 24)."""
    if (
        not Holding.objects.on(day)
        .filter(person=other, post__organisation__in=lists.bodies_below(post.organisation_id))
        .exists()
    ):
        raise BadInput(
            f"{other.name}在“{post.organisation}”没有岗位，审批的权限只能交给本部门的人。", field="to"
        )


def _back_from_leave(given: Delegation, day: date) -> None:
    rest = Delegation.objects.filter(holder=given.holder, reason="substitute", ended_on=None, ends_on__gt=day)
    if not rest.filter(starts_on__lt=given.ends_on).exists():
        away = Leave.objects.filter(person=given.holder, starts_on__lt=given.ends_on, ends_on__gt=day)
        away.filter(starts_on__lt=day).update(ends_on=day)
        away.filter(starts_on__gte=day).delete()


def _told(given: Delegation) -> dict[str, Any]:
    days = {name: getattr(given, name) for name in ("starts_on", "ends_on", "ended_on")}
    return {
        "delegation": given.id, "post": given.post_id, "holder": given.holder_id, "to": given.to_id, "reason": given.reason,
        "document": given.document,
    } | {name: day and day.isoformat() for name, day in days.items()}  # fmt: skip
