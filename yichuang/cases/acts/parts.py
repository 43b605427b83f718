"""What several acts do alike: move by the table, judge materials, reckon the clocks, open the steps, end the case."""

from datetime import date, datetime
from typing import Any

from yichuang.cases.application import Application, Judgement, Of, PartyIn
from yichuang.cases.models import AfterCheck, Step
from yichuang.catalogue import versions
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.ground import rows
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import BeyondCalendar, reasons, selection, states
from yichuang.materials import onfile
from yichuang.materials.models import Material
from yichuang.people.models import Alias, Organisation

STATES = {"got", "faulty", "gap", "committed", "awaited", "na"}
MAIN = ("promised", "statutory", "notice", "correction", "to_window", "delivery")


def version_of(turn: Turn) -> versions.VersionFacts:
    """Return the item version the turn's case is pinned to."""
    return versions.facts(turn.row.version_id)


def move(turn: Turn, act: str) -> None:
    """Move the case by the state table, or refuse with the table's sentence."""
    reason = states.lawful(act, turn.row.state)
    if reason:
        raise WrongState(reason, state=turn.row.state)
    row = states.move_for(act)
    if row.end:
        turn.set(state=row.end)
    if row.outcome:
        turn.set(outcome=row.outcome)


def close(turn: Turn, by: Actor, at: datetime) -> None:
    """End what still runs: terms, steps, checks that have lost their object, the colour."""
    clock.end_all(turn, by=by, at=at)
    turn.set(extension_asked_by=None)
    if not turn.fresh:
        dropped = {"checked_at": at, "finding": "办件已经终止，不再核查。", "by_person": by.person}
        rows.update(AfterCheck, dropped, "case_id = %s AND checked_at IS NULL", [rows.key(turn.row.id)])
    if not turn.fresh:
        skipped = {"state": "skipped"}
        rows.update(Step, skipped, "case_id = %s AND state IN ('open', 'waiting')", [rows.key(turn.row.id)])
    turn.set(closed_on=turn.on, due_on=None, turns_on=None, stopped=False, colour="green", step="")
    fee_ended(turn)


def fee_moment(turn: Turn, moment: str) -> None:
    """Tell the cashier that the case has come to a moment at which its fee may be due."""
    fee = version_of(turn).record.get("fee") or {}
    if fee.get("lines"):
        turn.errand(
            "fees", f"fees:{turn.row.id}:{moment}", owner="system", case=str(turn.row.id), moment=moment
        )


def fee_ended(turn: Turn) -> None:
    """Tell the cashier that the case has ended without a grant."""
    fee = version_of(turn).record.get("fee") or {}
    if fee.get("charged") is not False:
        turn.errand("fees_end", f"fees_end:{turn.row.id}", owner="system", case=str(turn.row.id))


def reckon(turn: Turn, running: dict[str, clock.Running]) -> None:
    """Cache on the case what its running terms say: due days, colour, when to look again."""
    changes: dict[str, Any] = {}
    if "statutory" in running:
        changes["statutory_due_on"] = running["statutory"].due_on
    if "promised" in running:
        changes["promised_due_on"] = running["promised"].due_on
    main = next((running[kind] for kind in MAIN if kind in running), None)
    changes |= {
        "due_on": main.due_on if main else None,
        "colour": main.colour if main else "green",
        "turns_on": main.turns_on if main else None,
        "provisional": any(term.provisional for term in running.values()),
    }
    turn.set(**changes)


def material_rows(
    turn: Turn, version: versions.VersionFacts, application: Application, parties: dict[str, PartyIn]
) -> list[dict[str, Any]]:
    """Judge every material that applies and queue its row; returns the rows.

    What a valid licence of the holder shows is waived; nothing outside the published list can be judged.
    """
    of = application.of
    asked = turn.by.kind == "applicant" or (of is not None and of.account is not None)
    file = onfile.of(
        version.record, parties, stamp=turn.stamp, region=turn.row.region, at=turn.at, asked=asked
    )
    committed = [
        m["name"]
        for i, m in enumerate(version.record.get("materials") or ())
        if _state(application, i) == "committed"
    ]
    chosen = file.select(version.record, application.answers, committed=committed)
    if chosen.questions_left:
        raise BadInput(
            "情形还没有问完，材料清单定不下来。", field="answers", left=list(chosen.questions_left)
        )
    places = {material.index for material in chosen.materials}
    extra = set(application.materials) - places
    if extra:
        raise BadInput("清单里没有这份材料，不能要求交。", field="materials", places=sorted(extra))
    made = [
        _fed(_row(turn, version, material, application.materials.get(material.index), file), application.of)
        for material in chosen.materials
    ]
    for row in made:
        turn.new.setdefault(Material, []).append(row)
    turn.scratch["evidence"] = file.evidence(chosen.materials)
    return made


def _fed(row: dict[str, Any], of: Of | None) -> dict[str, Any]:
    """What another part of the thing has brought forth is not handed in again (国务院令第716号 art. 7)."""
    said = of.feeds.get(row["place"]) if of else None
    if said is None or row["state"] == "waived":
        return row
    return row | {"how": "feed", "state": "waived", "reason": "", "sentence": "", "source": said[:200]}


def _state(application: Application, place: int) -> str:
    judgement = application.materials.get(place)
    return judgement.state if judgement else ""


def _row(
    turn: Turn,
    version: versions.VersionFacts,
    material: selection.Chosen,
    judgement: Judgement | None,
    file: onfile.OnFile,
) -> dict[str, Any]:
    if judgement is not None and judgement.state not in STATES | {"waived"}:
        raise BadInput("材料的核验结果只能是收齐、要补、容缺、承诺、不交或待核。", field="materials")
    if judgement is not None and judgement.state == "na" and material.required == "必要":
        raise BadInput(f"“{material.name}”是必要材料，不能记成不交。", field="materials")
    by_promise = judgement is not None and judgement.state == "committed"
    if by_promise and not may_commit(version, material.index, whole=turn.row.commitment):
        raise BadInput(f"“{material.name}”没有列入告知承诺清单，不能用承诺代替。", field="materials")
    said = judgement.state if judgement and judgement.state != "waived" else "awaited"
    state = "waived" if material.waived and material.how != "commit" else said
    sentence = ""
    if state == "faulty" and judgement is not None:
        fields = {
            "material": material.name,
            "form": material.form or "材料",
            "copies": material.copies or 1,
            **judgement.fields,
        }
        sentence = reasons.sentence(judgement.reason, fields)
    source, licence = file.source(material), file.licence(material)
    paper = file.paper(material) if material.waived else None
    return {
        "subject": turn.row.id, "region": turn.row.region, "place": material.index, "name": material.name[:200],
        "required": material.required, "how": material.how, "state": state, "form": material.form or "", "copies": material.copies or 1,
        "reason": judgement.reason if judgement else "", "sentence": sentence[:300], "licence_id": licence.id if licence else None, "source": material.why_zh[:200],
        "evidence": source.evidence if source else paper.id if paper else None,
        "gap_due_on": None, "round": turn.row.round, "corrected": (judgement.corrected if judgement else "")[:200],
    }  # fmt: skip


def by_commitment(version: versions.VersionFacts) -> bool:
    """Tell whether the whole approval may go by commitment: only where the item's record says so."""
    return bool((version.record.get("commitment") or {}).get("approval"))


def may_commit(version: versions.VersionFacts, place: int, *, whole: bool) -> bool:
    """Commitment stands for papers that the record marks; for all of them where the whole approval goes by commitment."""
    if whole and by_commitment(version):
        return True
    named = (version.record.get("commitment") or {}).get("materials") or ()
    material = version.record["materials"][place]
    return material.get("commitment") is True or material["name"] in named


def start_steps(turn: Turn, version: versions.VersionFacts) -> None:
    """Open the first steps of the route; the others wait."""
    first = [step for step in version.route if not step.after]
    for step in version.route:
        turn.add(
            Step, case_id=turn.row.id, key=step.key, name=step.name, department_id=_department(turn, version, step.department), kind=step.kind,
            after=",".join(step.after), state="open" if step in first else "waiting",
            due_on=step_due(turn, step.days) if step in first else turn.row.due_on, by_person=None, done_at=None,
        )  # fmt: skip
    turn.set(step="、".join(step.name for step in first)[:40])
    if not any(step.kind == "review" for step in version.route):
        turn.set(state="reviewed")


def _department(turn: Turn, version: versions.VersionFacts, name: str | None) -> int:
    if not name:
        return version.department
    found = stamps.kept(turn.stamp, ("people.names", turn.row.region), lambda: _names(turn.row.region)).get(
        name
    )
    if found is None:
        raise BadInput(f"环节里的部门“{name}”没有对上组织机构，请事项管理岗补别名。")
    return found


def _names(region: str) -> dict[str, int]:
    named = dict(Organisation.objects.filter(region=region).values_list("name", "pk"))
    return (
        dict(
            Alias.objects.filter(region=region, organisation__isnull=False).values_list(
                "name", "organisation_id"
            )
        )
        | named
    )


def steps_said(turn: Turn) -> dict[str, Any]:
    """Return for the entry whose each step is, and by which day those with days of their own are due."""
    own = {rule.key for rule in version_of(turn).route if rule.days is not None}
    made = turn.new.get(Step, ())
    due = {
        s["key"]: s["due_on"].isoformat()
        for s in made
        if s["key"] in own and s["state"] == "open" and s["due_on"]
    }
    return {"steps": {s["key"]: s["department_id"] for s in made}, **({"step_due": due} if due else {})}


def due_of_steps(turn: Turn, due_on: date | None) -> dict[str, Any]:
    """Keep the inbox in order: open steps carry the case's due day, or their own days from now if those end sooner.

    Returns for the entry what the days of those with days of their own are now.
    """
    ruled = ((rule.key, rule.days) for rule in version_of(turn).route if due_on and rule.days is not None)
    own = {key: day for key, days in ruled if (day := step_due(turn, days))}
    known = turn.beside(Step)
    if known is None:
        mine = [rows.key(turn.row.id)]
        rows.update(Step, {"due_on": due_on}, "case_id = %s AND state IN ('open', 'waiting')", mine)
        for key, day in own.items():
            open_ = "case_id = %s AND state = 'open' AND key = %s"
            rows.update(Step, {"due_on": day}, open_, [*mine, key])
    for step in known or ():
        day = own.get(step.key, due_on) if step.state == "open" else due_on
        if step.state in ("open", "waiting") and day != step.due_on:
            turn.alter(Step, step, due_on=day)
    return {"step_due": {key: day.isoformat() for key, day in own.items()}} if own else {}


def step_due(turn: Turn, days: int | None) -> date | None:
    """Return the day a step that opens now is due: its own days, never beyond the case's due day."""
    if days is None or turn.row.due_on is None:
        return turn.row.due_on  # type: ignore[no-any-return]
    try:
        own = book.calendar(turn.stamp, turn.row.region).after(turn.on, days)
        return min(own, turn.row.due_on)  # type: ignore[no-any-return]
    except BeyondCalendar:
        return turn.row.due_on  # type: ignore[no-any-return]


def reason_given(text: str, sentence: str, field: str) -> str:
    """Return the text trimmed, or refuse with the sentence that asks for it."""
    trimmed = text.strip()
    if not trimmed:
        raise BadInput(sentence, field=field)
    return trimmed
