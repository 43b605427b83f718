"""Mandates are taken, given on line and ended; a project's plan is opened, ordered, tied to its cases, noted on, passed, closed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.agency.models import Mandate, Plan, Remark, Stage
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.ground import rows, vault
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotThere, NotYours, WrongState
from yichuang.materials.models import File
from yichuang.people import asked
from yichuang.people.models import Holding, Organisation, Person

STAGES_MOST, NOTE_MOST = 60, 500
HELPERS = ("clerk", "guide")
WHO = ("firm", "agent", "department")


@act("agency.take_mandate", on=Mandate, creates=True)
def take_mandate(
    turn: Turn, *, by: Actor, at: datetime, holder: PartyIn, scan: UUID, scope: Sequence[str] = (), starts_on: date | None = None,
    ends_on: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Somebody signed a mandate at the desk, and its scan is kept: from now on the desk may file for them within it."""
    number = _number(turn)
    acts.require(turn, {})
    if by.organisation is None:
        raise NotYours("这个岗位不办帮办代办。", rule="post")
    _begin(turn, number, holder, scope, starts_on, ends_on, proof="paper", organisation=by.organisation)
    kept = rows.change(File, {"subject": turn.row.id}, "id = %s AND region = %s AND dropped_at IS NULL", [rows.key(scan), by.region])  # fmt: skip
    if kept.rowcount != 1:
        raise BadInput("没有收到签字的委托书。拍下来再交。", field="scan")
    return {"number": number}


@act("agency.give_mandate", on=Mandate, creates=True)
def give_mandate(
    turn: Turn, *, by: Actor, at: datetime, holder: PartyIn, organisation: int, scope: Sequence[str] = (), ends_on: date | None = None
) -> dict[str, Any]:  # fmt: skip
    """The owner of an account lets a help desk file for them, or for whom they may act."""
    number = _number(turn)
    acts.require(turn, {})
    if by.account is None or vault.index(holder.checked("applicant", turn.on).number) not in by.holders:
        raise NotYours("只能替自己，或者替您能代表的单位和人授权。", rule="own_case")
    _begin(turn, number, holder, scope, None, ends_on, proof="online", organisation=organisation)
    return {"number": number}


@act("agency.end_mandate", on=Mandate)
def end_mandate(turn: Turn, *, by: Actor, at: datetime, why: str = "") -> dict[str, Any]:
    """A mandate no longer holds; what was filed under it goes on."""
    if by.kind == "applicant" and turn.row.holder_index not in by.holders:
        raise NotYours("这份委托不是您给的。", rule="own_case")
    if turn.row.ended_on is not None:
        raise WrongState("这份委托已经结束了。")
    turn.set(ended_on=turn.on, ended_why=asked.text(why, "why", "原因", 200, empty=True))
    turn.enter("agency.end_mandate", {"why": turn.row.ended_why})
    return {"ended_on": turn.on.isoformat()}


@act("agency.open_plan", on=Plan, creates=True)
def open_plan(turn: Turn, *, by: Actor, at: datetime, mandate: UUID, name: str) -> dict[str, Any]:
    """A project of one firm has its agent: who opens the plan carries it until it is passed on."""
    turn.recorded_at = rows.clock_value(rows.execute(f"SELECT {rows.clock_sql()}", []).fetchone()[0])
    acts.require(turn, {})
    given = (
        Mandate.objects.on(turn.on).filter(pk=mandate, region=by.region, organisation=by.organisation).first()
    )
    if given is None or by.person is None:
        raise WrongState("要先有这家企业在您单位生效的委托，再立项目。")
    if given.kind != "body":
        raise WrongState("项目代办只给企业和单位。个人的事用帮办。")
    title = asked.text(name, "name", "项目名称", 80)
    turn.begin(
        organisation_id=given.organisation_id, mandate_id=given.pk, name=title, firm=given.name, firm_index=given.holder_index,
        agent_id=by.person, opened_at=at, closed_on=None,
    )  # fmt: skip
    turn.enter("agency.open_plan", {"name": title, "mandate": given.number, "agent": by.person})
    return {"name": title}


@act("agency.order_plan", on=Plan)
def order_plan(turn: Turn, *, by: Actor, at: datetime, stages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The plan says which items come in which order, from which day to which, and who does what next.

    A stage is {"stage": id of one that is there, or none; "item": key; "begins_on", "ends_on"; "who"; "what"}. One that is
    left out falls away, but never one that has become a case.
    """
    _open(turn)
    if len(stages) > STAGES_MOST:
        raise BadInput(f"一个项目最多列{STAGES_MOST}个事项。", field="stages")
    known = {row.pk: row for row in Stage.objects.filter(plan=turn.row.id)}
    made = [_stage(turn, place, dict(given), known) for place, given in enumerate(stages)]
    kept = {row.pk for row in made if row.pk}
    gone = [row for pk, row in known.items() if pk not in kept]
    if any(row.case_id for row in gone):
        raise WrongState("已经办件的事项不能从计划里去掉。")
    Stage.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for row in made:
        row.save()
    told = [[r.item.key, r.begins_on.isoformat(), r.ends_on.isoformat(), r.who, r.what] for r in made]
    turn.enter("agency.order_plan", {"stages": told})
    return {"stages": [row.pk for row in made]}


@act("agency.tie_case", on=Plan)
def tie_case(turn: Turn, *, by: Actor, at: datetime, stage: int, case: UUID) -> dict[str, Any]:
    """A stage of the plan has become this case of the firm: its days come from there."""
    _open(turn)
    row = Stage.objects.filter(pk=stage, plan=turn.row.id).select_related("item").first()
    if row is None:
        raise NotThere("计划里没有这个事项。")
    if row.case_id is not None:
        raise WrongState("这个事项已经有办件了。")
    found = Case.objects.filter(pk=case, region=by.region, applicant_index=turn.row.firm_index).first()
    if found is None or found.item_id != row.item_id:
        raise BadInput("不是这家企业办这个事项的件。", field="case")
    Stage.objects.filter(pk=stage).update(case=found, who="department", what="")
    turn.enter(
        "agency.tie_case", {"item": row.item.key, "case": str(case), "filing_number": found.filing_number}
    )
    return {"stage": stage}


@act("agency.note", on=Plan)
def note(turn: Turn, *, by: Actor, at: datetime, text: str) -> dict[str, Any]:
    """A note stands on the plan, for the agent and the firm."""
    _open(turn)
    said = asked.text(text, "text", "备注", NOTE_MOST)
    turn.add(Remark, plan_id=turn.row.id, text=said, by_name=by.name, at=at)
    turn.enter("agency.note", {"text": said})
    return {"text": said}


@act("agency.pass_plan", on=Plan)
def pass_plan(turn: Turn, *, by: Actor, at: datetime, agent: int, why: str = "") -> dict[str, Any]:
    """Another agent of the same desk carries the project from now on."""
    _open(turn)
    posts = {"post__organisation": turn.row.organisation_id, "post__kind__in": HELPERS}
    holds = Holding.objects.on(turn.on).filter(person=agent, **posts).exists()
    if not holds or agent == turn.row.agent_id:
        raise BadInput("请选一位本单位的另一位代办员。", field="agent")
    name = Person.objects.values_list("name", flat=True).get(pk=agent)
    turn.set(agent_id=agent)
    turn.enter(
        "agency.pass_plan",
        {"agent": agent, "name": name, "why": asked.text(why, "why", "原因", 200, empty=True)},
    )
    return {"agent": agent}


@act("agency.close_plan", on=Plan)
def close_plan(turn: Turn, *, by: Actor, at: datetime, why: str = "") -> dict[str, Any]:
    """The project is done, or given up; the plan stays to be read."""
    _open(turn)
    turn.set(closed_on=turn.on)
    turn.enter("agency.close_plan", {"why": asked.text(why, "why", "原因", 200, empty=True)})
    return {"closed_on": turn.on.isoformat()}


def _number(turn: Turn) -> str:
    """Give the mandate its number: region, year, serial."""
    serial = acts.serial(turn, f"mandate:{turn.by.region}:{turn.on:%Y}")
    return f"帮办委托〔{turn.on:%Y}〕{turn.by.region}-{serial:05d}"


def _begin(
    turn: Turn, number: str, holder: PartyIn, scope: Sequence[str], starts_on: date | None, ends_on: date | None, *, proof: str,
    organisation: int,
) -> None:  # fmt: skip
    by, party = turn.by, holder.checked("applicant", turn.on)
    desk = asked.row(Organisation, organisation, "organisation", "帮办单位", region=by.region)
    first = asked.day(starts_on or turn.on, "starts_on", "开始日期", since=turn.on)
    if ends_on is not None:
        asked.span(first, ends_on, since=first)
    keys = sorted({str(key) for key in scope if key})
    known = set(Item.objects.filter(region=by.region, key__in=keys).values_list("key", flat=True))
    if set(keys) - known:
        raise BadInput("选的事项里有一个已经没有了。重新选一次。", field="scope")
    turn.begin(
        organisation_id=desk.pk, number=number, kind=party.kind, name=party.name, document=party.document,
        holder_number=vault.lock(party.number), holder_index=vault.index(party.number), phone=vault.lock(party.phone), scope=" ".join(keys),
        proof=proof, account=by.account, taken_by=by.person, made_at=turn.at, starts_on=first, ends_on=ends_on, ended_on=None, ended_why="",
    )  # fmt: skip
    days = [first.isoformat(), ends_on.isoformat() if ends_on else None]
    turn.enter(
        turn.act, {"number": number, "scope": keys, "proof": proof, "organisation": desk.pk, "days": days}, private=party.snapshot()
    )  # fmt: skip


def _open(turn: Turn) -> None:
    if turn.row.closed_on is not None:
        raise WrongState("这个项目已经结束了。")


def _stage(turn: Turn, place: int, given: dict[str, Any], known: dict[int, Stage]) -> Stage:
    row = known.get(given.get("stage") or 0) or Stage(plan_id=turn.row.id)
    label = f"第{place + 1}行"
    if row.case_id is None:
        row.item = asked.row(
            Item, _item(turn, given.get("item")), f"item-{place}", "事项", region=turn.by.region
        )
    row.begins_on = asked.day(given.get("begins_on"), f"begins-{place}", f"{label}计划开始")
    row.ends_on = asked.day(given.get("ends_on"), f"ends-{place}", f"{label}计划办结", since=row.begins_on)
    row.who = asked.one_of(given.get("who") or "firm", f"who-{place}", f"{label}谁办", WHO)
    row.what = asked.text(given.get("what"), f"what-{place}", f"{label}下一步", 200, empty=True)
    row.place = place
    return row


def _item(turn: Turn, key: Any) -> Any:
    return Item.objects.filter(region=turn.by.region, key=str(key or "")).values_list("pk", flat=True).first()


def _facts(turn: Turn) -> Mapping[str, bool]:
    own = turn.row.organisation_id in (turn.by.organisations | {turn.by.organisation})
    return {"own_desk": own}


acts.FACTS[Mandate] = _facts
acts.FACTS[Plan] = _facts
