"""A draw: committed to, drawn once, its number corrected if it was copied wrongly, or abandoned on record."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.clock import book
from yichuang.ground import rows, vault
from yichuang.inspections import pooling, standing
from yichuang.inspections.models import (
    Check,
    Draw,
    DrawCheck,
    Goer,
    Inspection,
    Inspector,
    Pool,
    Target,
    Unsealing,
)
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import draws, grading
from yichuang.law.codes import normalise
from yichuang.people import asked

WITNESSES = 2


@act("inspections.commit", on=Draw, creates=True)
def commit(
    turn: Turn, *, by: Actor, at: datetime, name: str, checks: Sequence[UUID], rates: Mapping[str, int], overall: int, source: str,
    announced_at: datetime, planned_at: datetime, grades: Sequence[str] = draws.GRADES, since: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What the draw will be is published before it: lists, rates and secret by their digests, the source of the number to come."""
    serial = acts.serial(turn, f"inspections.draw:{by.region}:{turn.on.year}")
    listed = _checks(turn, checks)
    acts.require(turn, standing.of_body(by, listed[0].body_id) | {"in_pool": False})
    _in_time(turn, announced_at, planned_at)
    for check in listed:
        used = draws.rates(rates, check.weight, check.cap)
        grading.shares(used, check.weight, check.cap)
    least = book.number(turn.stamp, by.region, "draw_percent", turn.on).whole
    if overall < least:
        raise BadInput(f"抽查的户数不能少于名录的{least}%。", field="overall")
    lines = list(dict.fromkeys(check.line for check in listed))
    secret, salt = secrets.token_hex(32), secrets.token_hex(32)
    rests = {} if any(check.weight == "key" for check in listed) else grading.rests(turn.on)
    targets = pooling.candidates(by.region, lines, [g for g in draws.GRADES if g in grades], since, rests)
    people = pooling.officers(by.region, lines, {check.body_id for check in listed}, turn.on)
    pool = pooling.lists(targets, people, lines, salt)
    directed = since is not None or set(grades) != set(draws.GRADES)
    number = f"SJ{turn.on.year}{serial:04d}"
    about = {
        "number": number, "name": asked.text(name, "name", "抽查名称", 80), "region": by.region, "mode": "directed" if directed else "open",
        "scope": _scope(grades, since, rests), "source": asked.text(source, "source", "公开号码的来源", 120), "announced_at": rows.text_of(announced_at),
        "planned_at": rows.text_of(planned_at), "rates": used, "overall": overall, "lines": lines, "each": draws.EACH,
        "checks": [check.code for check in listed],
    }  # fmt: skip
    said = draws.commitment(about, pool.objects, pool.inspectors, pool.avoid, secret)
    days = book.number(turn.stamp, by.region, "draw_publish_days", turn.on).whole
    turn.begin(
        number=number, name=about["name"], state="committed", mode=about["mode"], lead_id=listed[0].body_id, commitment=draws.canonical(said),
        digest=draws.digest(said), secret=vault.lock(secret), salt=vault.lock(salt), objects_count=len(pool.objects), source=about["source"],
        announced_at=announced_at, planned_at=planned_at, committed_at=at, recorded_at=turn.recorded_at, committed_by=by.name, announced="", drawn_at=None,
        drawn_by="", witnesses="[]", corrections="[]", replaced="[]", inspect_by=None, publish_days=days, published_at=None, abandoned_at=None,
        why="",
    )  # fmt: skip
    for place, check in enumerate(listed):
        turn.add(DrawCheck, draw_id=turn.row.id, check_item_id=check.pk, place=place)
    texts = {"things": pool.objects, "inspectors": pool.inspectors, "avoid": pool.avoid}
    turn.add(
        Pool, draw_id=turn.row.id, drawn="[]", **{key: draws.canonical(value) for key, value in texts.items()}
    )
    turn.enter(
        "inspections.commit", {"commitment": said, "digest": turn.row.digest, "lead": turn.row.lead_id}
    )
    return {"number": number, "digest": turn.row.digest}


def _checks(turn: Turn, checks: Sequence[UUID]) -> list[Check]:
    there = Check.objects.filter(region=turn.by.region, ends_on=None).in_bulk(list(checks))
    listed = [there[pk] for pk in dict.fromkeys(checks) if pk in there]
    if not listed or len(listed) < len(set(checks)):
        raise BadInput("从抽查事项清单里选一项或几项。", field="checks")
    return listed


def _in_time(turn: Turn, announced_at: datetime, planned_at: datetime) -> None:
    if announced_at <= turn.at:
        raise BadInput("号码公布的时间要在现在以后：先公布承诺，再有号码。", field="announced_at")
    if planned_at < announced_at:
        raise BadInput("抽取的时间不能早于号码公布的时间。", field="planned_at")


def _scope(grades: Sequence[str], since: date | None, rests: Mapping[str, date]) -> str:
    said = [] if set(grades) == set(draws.GRADES) else [f"信用等级{'、'.join(sorted(grades))}级"]
    if since:
        said.append(f"{since.isoformat()}起列入名录的")
    if rests:
        said.append(
            f"不抽{'、'.join(f'{level}级{day.isoformat()}以后查过的' for level, day in rests.items())}"
        )
    return "；".join(said)


@act("inspections.run", on=Draw)
def run(
    turn: Turn, *, by: Actor, at: datetime, announced: str, again: str, witnesses: Sequence[Mapping[str, str]]
) -> dict[str, Any]:  # fmt: skip
    """The draw is made, once: by the secret committed to and the number that was announced, in the presence of two witnesses."""
    if turn.row.state != "committed":
        raise WrongState("这次抽查已经抽取过，或者已经放弃。一份承诺只抽一次。")
    if at < turn.row.planned_at:
        raise WrongState("还没到承诺里写的抽取时间。")
    number = _number(announced, again)
    there = [
        {key: asked.text(one.get(key), "witnesses", label, 40) for key, label in (("name", "见证人姓名"), ("body", "见证人单位"))}
        for one in witnesses
    ]  # fmt: skip
    if len({(one["name"], one["body"]) for one in there}) < WITNESSES:
        raise BadInput(f"抽取要有至少{WITNESSES}名见证人在场。", field="witnesses")
    if by.name.split("·")[0] in {one["name"] for one in there}:
        raise BadInput("主持抽取的人不能自己作见证。", field="witnesses")
    pairs = _draw(turn, number)
    turn.set(state="drawn", announced=number, drawn_at=at, drawn_by=by.name, witnesses=draws.canonical(there))
    turn.enter(
        "inspections.run",
        {"announced": number, "witnesses": there, "drawn": draws.digest(pairs), "count": len(pairs)},
    )
    return {"number": turn.row.number, "count": len(pairs)}


def _number(announced: str, again: str) -> str:
    number = draws.announced(announced)
    if number != draws.announced(again):
        raise BadInput("两遍输入的号码不一样。对着公布的号码再输一遍。", field="again")
    return number


def _draw(turn: Turn, number: str) -> list[dict[str, Any]]:
    """Make the draw by its lists and write down where each inspector goes."""
    pool = Pool.objects.get(draw=turn.row.id)
    lists, said = pool.lists(), Draw(commitment=turn.row.commitment).said()
    secret = vault.unlock(turn.row.secret)
    made = draws.draw(said, lists["objects"], lists["inspectors"], lists["avoid"], secret, number)
    pairs = [
        {"object": one.object, "inspectors": {k: list(v) for k, v in one.inspectors.items()}} for one in made
    ]
    Pool.objects.filter(pk=pool.pk).update(drawn=draws.canonical(pairs))
    _send(turn, made)
    return pairs


def _send(turn: Turn, made: Sequence[draws.Pair]) -> None:
    region = turn.row.region
    targets = dict(
        Target.objects.filter(region=region, code__in=[p.object for p in made]).values_list("code", "pk")
    )
    people = dict(Inspector.objects.filter(region=region).values_list("code", "pk"))
    places = [
        Inspection(region=region, draw_id=turn.row.id, target_id=targets[pair.object], place=n)
        for n, pair in enumerate(made, 1)
    ]
    Inspection.objects.bulk_create(places)
    Goer.objects.bulk_create(
        Goer(region=region, inspection=place, inspector_id=people[who], line=line, place=n)
        for place, pair in zip(places, made, strict=True)
        for line, those in pair.inspectors.items()
        for n, who in enumerate(those)
    )


@act("inspections.correct", on=Draw)
def correct(turn: Turn, *, by: Actor, at: datetime, announced: str, again: str, why: str) -> dict[str, Any]:
    """The number was copied wrongly: the same commitment gives the one lawful draw by the right number; the wrong one stays told."""
    if turn.row.state != "drawn":
        raise WrongState("已经开始检查，或者还没有抽取，不能更正号码。")
    number, before = _number(announced, again), turn.row.announced
    if number == before:
        raise BadInput("号码没有变。", field="announced")
    told = {
        "announced": before, "drawn": draws.digest(json.loads(Pool.objects.get(draw=turn.row.id).drawn)), "why": asked.text(why, "why", "原因", 200), "at": rows.text_of(at),
    }  # fmt: skip
    Goer.objects.filter(inspection__draw=turn.row.id).delete()
    Inspection.objects.filter(draw=turn.row.id).delete()
    pairs = _draw(turn, number)
    turn.set(
        announced=number,
        corrections=draws.canonical([*Draw(corrections=turn.row.corrections).listed("corrections"), told]),
    )
    turn.enter("inspections.correct", {"announced": number, "before": told, "drawn": draws.digest(pairs)})
    return {"number": turn.row.number, "count": len(pairs)}


@act("inspections.abandon", on=Draw)
def abandon(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """A draw that was committed to will not be made; that and the reason are published, with the secret."""
    if turn.row.state != "committed":
        raise WrongState("已经抽取的不能放弃。一份承诺只抽一次。")
    turn.set(state="abandoned", abandoned_at=at, why=asked.text(why, "why", "放弃的原因", 200))
    turn.enter("inspections.abandon", {"why": turn.row.why})
    return {"number": turn.row.number}


@act("inspections.unseal", on=Draw)
def unseal(
    turn: Turn, *, by: Actor, at: datetime, number: str, asker: str, checked: str
) -> dict[str, Any]:  # fmt: skip
    """Somebody asks whether they were in the list: told on record, and their own seal can be opened with its salt, no other's."""
    if turn.row.state == "committed":
        raise WrongState("抽取以后才能问：抽取前名录只公布摘要。")
    clear = normalise(number)
    if not clear:
        raise BadInput("请填写统一社会信用代码或者证件号码。", field="number")
    target = Target.objects.filter(region=turn.row.region, number_index=vault.index(clear)).first()
    codes = {row[0] for row in Pool.objects.get(draw=turn.row.id).lists()["objects"]}
    listed = target is not None and target.code in codes
    who = asked.text(asker, "asker", "来问的人", 50)
    turn.add(
        Unsealing, draw_id=turn.row.id, target_id=target.pk if target and listed else None, listed=listed, number=vault.lock(clear),
        asker=vault.lock(who), checked=asked.text(checked, "checked", "核对了什么", 100), at=at, by_person=by.person, by_name=by.name,
    )  # fmt: skip
    turn.enter(
        "inspections.unseal",
        {"listed": listed, "object": target.code if target and listed else ""},
        private={"number": clear, "asker": who},
    )
    return {"listed": listed}
