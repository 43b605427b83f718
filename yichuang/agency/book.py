"""What the pages read: mandates in force, the agent that a mandate puts into an application, plans with what is late first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.agency.models import Mandate, Plan, Stage
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.ground import vault
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import WrongState

HELPS = "帮办"
ENDED = ("decided", "ready", "delivered", "closed")


def mandates(actor: Actor, day: date, number: str) -> list[Mandate]:
    """Return the mandates in force that a holder gave to this actor's organisation."""
    given = Mandate.objects.on(day).filter(region=actor.region, organisation=actor.organisation)
    return list(given.filter(holder_index=vault.index(number)).order_by("starts_on", "pk"))


def agent(mandate: Mandate, by: Actor, item_key: str) -> PartyIn:
    """Return the agent of an application filed under this mandate: the organisation, and who helped; WrongState outside its scope; an item that is not chosen yet is asked about later."""
    if item_key and not mandate.covers(item_key):
        raise WrongState(f"{mandate.number}没有委托这个事项。请委托人补签，或者本人来办。")
    desk = mandate.organisation
    who = by.name.split("·")[0]
    return PartyIn(desk.name, desk.code, "body", "001", mandate=f"{HELPS}：{who}，{mandate.number}")


@dataclass(frozen=True, slots=True)
class Standing:
    """One stage as it stands: the days planned, the days as they were, whether it is late."""

    stage: Stage
    begun: date | None
    ended: date | None
    late: str

    @property
    def state(self) -> str:
        """In words."""
        if self.ended:
            return "办结"
        return "在办" if self.begun else "没开始"


def standing(stage: Stage, day: date) -> Standing:
    """Return a stage as it stands on a day; its actual days come from its case."""
    case = stage.case
    begun = case.received_on if case else None
    ended = (case.decided_on or case.closed_on) if case and case.state in ENDED else None
    late = ""
    if ended is None and stage.ends_on < day:
        late = "过了计划办结日"
    elif begun is None and stage.begins_on < day:
        late = "过了计划开始日"
    return Standing(stage, begun, ended, late)


@dataclass(frozen=True, slots=True)
class Row:
    """A plan in the list: how much is done, what is late, what comes next."""

    plan: Plan
    done: int
    all: int
    late: int
    next: Standing | None

    @property
    def rank(self) -> tuple[bool, date, str]:
        """What is late stands first, then what ends first."""
        due = self.next.stage.ends_on if self.next else date.max
        return (not self.late, due, str(self.plan.pk))


def plans(found: Any, day: date) -> list[Row]:
    """Return plans with their stages counted, what is late first; the same few statements for many plans as for one."""
    whole = found.select_related("agent").prefetch_related("stages__case", "stages__item")
    return sorted((_row(plan, day) for plan in whole), key=lambda row: row.rank)


def _row(plan: Plan, day: date) -> Row:
    stood = [standing(stage, day) for stage in plan.stages.all()]
    ahead = [one for one in stood if one.ended is None]
    return Row(plan, len(stood) - len(ahead), len(stood), sum(bool(one.late) for one in ahead), ahead[0] if ahead else None)  # fmt: skip


def fitting(plan: Plan, stood: list[Standing]) -> dict[int, list[Case]]:
    """Return, for each stage that is no case yet, the firm's cases of that item."""
    open_ = {one.stage.item_id: one.stage.pk for one in stood if one.stage.case_id is None}
    taken = [one.stage.case_id for one in stood if one.stage.case_id]
    mine = Case.objects.filter(region=plan.region, applicant_index=plan.firm_index, item__in=open_).exclude(
        pk__in=taken
    )
    found: dict[int, list[Case]] = {}
    for case in mine.order_by("-pk")[:50]:
        found.setdefault(open_[case.item_id], []).append(case)
    return found


def of_desk(actor: Actor) -> Any:
    """Return the plans that this actor's organisation carries."""
    return Plan.objects.filter(
        region=actor.region, organisation__in=actor.organisations | {actor.organisation or 0}
    )


def of_firm(region: str, holders: frozenset[str]) -> Any:
    """Return the plans of the firms that a citizen may act for."""
    return Plan.objects.filter(region=region, firm_index__in=holders)
