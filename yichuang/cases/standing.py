"""Where an actor stands to a case: the facts that the powers table asks for, and so which buttons are shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.cases.models import Case, Step, Strike
from yichuang.catalogue import mandates, versions
from yichuang.ground import rows
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.law import powers, states


def facts_for(case: Any, by: Actor, stamp: int, day: date, step: Any = None) -> dict[str, bool]:
    """Return the facts about this actor and this case (a row or a model) on a civil day."""
    version = versions.facts(case.version_id)
    own_department = case.department_id in by.organisations
    own_hall = by.hall is not None and by.hall in (case.hall_id, case.fetch_hall_id)
    facts = facts_of_item(
        version,
        by,
        stamp,
        day,
        own_department=own_department,
        hall=(by.hall or 0) if own_hall else case.hall_id,
        passed_on=case.passed_on,
    )
    person = by.person
    facts |= {
        "own_department": own_department or (step is not None and step.department_id in by.organisations),
        "own_hall": own_hall,
        "own_region": case.region == by.region,
        "own_case": owns(case, by),
        **({"entrusted": True, "own_hall": True} if by.kind == "system" and case.thing is not None else {}),
        "received_by_me": person is not None and case.received_by == person,
        "helped_by_me": person is not None and case.helped_by == person,
        "reviewed_by_me": person is not None and f",{person}," in case.reviewers,
        "asked_by_me": person is not None and case.extension_asked_by == person,
        "my_step": step is not None and step.state == "open" and step.department_id in by.organisations,
    }
    return facts


def owns(case: Any, by: Actor) -> bool:
    """Tell whether an applicant stands behind this case: it is for whom they act, they filed it, or they hold its paper."""
    if by.kind != "applicant":
        return False
    filed = by.account is not None and case.account == by.account and case.applicant_index not in by.ended
    mine = filed or case.applicant_index in by.holders or case.id == by.opened
    return mine or any(case.applicant_index == holder and _is_of(case, keys) for holder, keys in by.scopes)


def _is_of(case: Any, keys: frozenset[str]) -> bool:
    return versions.facts(case.version_id).key in keys


def facts_of_item(
    version: versions.VersionFacts,
    by: Actor,
    stamp: int,
    day: date,
    *,
    own_department: bool,
    hall: int,
    passed_on: bool = False,
) -> dict[str, bool]:
    """Return the facts that follow from the item and the written lists, before there is a case."""
    accept, refuse = mandates.entrusted(stamp, version.item, hall, by.window, day)
    inside = accept and hall == by.hall and version.item in versions.residents(stamp) and not passed_on
    department = own_department and by.kind in powers.DEPARTMENT
    return {
        "at_once": version.at_once,
        "combined": version.combined,
        "resident": version.item in versions.residents(stamp),
        "entrusted": inside or department,
        "entrusted_refusal": (inside and refuse) or department,
        **{
            f"authorised_{d}": mandates.authorised(stamp, version.item, d, by.post, day)
            for d in ("review", "approve", "at_once", "extend")
        },
    }


def _facts(turn: acts.Turn) -> Mapping[str, bool]:
    step = None
    if turn.act == "cases.conclude":
        steps = rows.read_all(Step, "t.case_id = %s ORDER BY t.id", [rows.key(turn.row.id)])
        step = next((s for s in steps if s.key == turn.params.get("step")), None)
        turn.scratch["steps"] = steps
    facts = facts_for(turn.row, turn.by, turn.stamp, turn.on, step)
    if turn.act == "cases.strike_demand":
        facts["strike_asked_by_me"] = strike_asked_by(turn.row.id, turn.by)
    return facts


def strike_asked_by(case: Any, by: Actor) -> bool:
    """Tell whether this natural person asked for the forced stop that waits for its second person."""
    asked = Strike.objects.filter(case=case, state="asked").values_list("asked_by", flat=True).first()
    return by.person is not None and asked == by.person


acts.FACTS[Case] = _facts


def may(act: str, case: Any, by: Actor, stamp: int, day: date, step: Any = None) -> str | None:
    """Return None if the actor may perform `act` on the case as it stands, else the sentence that says why not."""
    unlawful = states.lawful(act, case.state)
    if unlawful:
        return unlawful
    reason = powers.may(act, by.kind, facts_for(case, by, stamp, day, step))
    return reason.sentence if reason else None


def open_acts(case: Any, by: Actor, stamp: int, day: date, steps: Any = ()) -> dict[str, str | None]:
    """Return every act of the state table with None (may) or the reason why not, for the buttons of a page."""
    mine = next(
        (
            s
            for s in steps
            if s.state == "open" and s.kind == "review" and s.department_id in by.organisations
        ),
        None,
    )
    return {
        move.act: may(move.act, case, by, stamp, day, mine if move.act == "cases.conclude" else None)
        for move in states.MOVES[1:]
    }
