"""What the acts on a thing do alike: begin a part's case, move the parts on, plan anew, tell how it ended."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from yichuang.bundles import application as filed
from yichuang.bundles import files, following, letters, preparing
from yichuang.bundles.acts.board import Board
from yichuang.bundles.models import Notice
from yichuang.cases import acts as cases
from yichuang.cases import delivering
from yichuang.cases.application import Application, Judgement, Of
from yichuang.catalogue import bundles, forms, mandates, versions
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.halls.models import Hall
from yichuang.journal.actor import Actor, system
from yichuang.journal.acts import Turn, hold
from yichuang.journal.refusals import Refused, WrongState
from yichuang.law import forms as law_forms
from yichuang.law import merging, one_form, plans, terms, things
from yichuang.law.procedures import PERMIT
from yichuang.law.states import OUTCOMES

WORDS = dict(OUTCOMES)
NAME = "一件事"
UNJUDGED = ("", "awaited")


def own(turn: Turn) -> Actor:
    """The thing itself, as who acts on its cases by its rules: by the rules that the turn has read, not to read them twice."""
    return replace(system(turn.by.region, NAME), stamp=turn.stamp)


def still(turn: Turn, *states: str) -> None:
    """Refuse unless the thing is in one of these states."""
    if turn.row.state not in states:
        raise WrongState(f"这一件{dict(things.STATES)[turn.row.state]}，不能这样办。", state=turn.row.state)


def prepared(turn: Turn, board: Board) -> preparing.Prepared:
    """The thing as it was filed, with the items and what is on file as they are now; read once a turn.

    An item that was retired since stands as it was filed: what is under way is finished under its version.
    """
    if "prepared" not in turn.scratch:
        row, facts = turn.row, bundles.facts(turn.row.version_id)
        mine = {part.key: versions.facts(part.version_id) for part in board.parts.values()}
        turn.scratch["prepared"] = preparing.prepared(
            facts, json.loads(row.answers), stamp=turn.stamp, region=row.region, at=turn.at, choose=json.loads(row.choose),
            skip=json.loads(row.skip), parties=filed.parties_of(board.content), asked=row.account is not None,
            items=mine | bundles.items(facts, turn.stamp),
        )  # fmt: skip
    made: preparing.Prepared = turn.scratch["prepared"]
    return made


def hold_numbers(turn: Turn) -> None:
    """Whoever accepts parts, and may begin others after it, queues for the hall's filing number before any case number (decision 0019)."""
    hold(f"filing:{turn.row.hall_id}:{turn.on:%Y%m%d}")


def go(turn: Turn, board: Board, *, by: Actor | None = None) -> dict[str, Any]:
    """Move the thing on as far as its parts allow; returns what moved, for the entry. `by` begins the first cases."""
    moved: dict[str, Any] = {}
    learned = _learn(board) | _lapse(turn, board)
    while True:
        onward = things.onward(board.rules())
        for key, cause in onward.drop.items():
            part = board.part(key)
            part.state, part.ended_on = things.DROPPED, turn.on
            part.why = f"“{board.part(cause).name}”没有办成，排在它后面的这一项办不了。"
        if onward.drop:
            moved["dropped"] = {**moved.get("dropped", {}), **onward.drop}
        start = _free(turn, board, onward.start)
        if not start:
            break
        for part in board.by_code(start):
            _begin(turn, board, part, by)
            moved.setdefault("started", []).append(part.key)
        board.look()
        _learn(board)
    if learned:
        moved["learned"] = learned
    moved |= _stand(turn, board)
    moved |= replan(
        turn,
        board,
        fewer="dropped" in moved or not {things.ENDED, things.DROPPED}.isdisjoint(learned.values()),
    )
    moved |= _end(turn, board)
    board.save()
    return moved


def go_further(turn: Turn, board: Board) -> None:
    """Move the thing on, whatever moved it; tell the acceptance when everything that runs is accepted for the first time."""
    first = turn.row.accepted_on is None
    turn.scratch["joint"] = joint_moved(go(turn, board))
    if first and turn.row.accepted_on is not None:
        letters.issue(turn, "acceptance", board)
        tell(turn, "thing_accepted")


def _free(turn: Turn, board: Board, keys: Iterable[str]) -> list[str]:
    """Return those of the parts that wait for no paper that was asked for and has not come."""
    wanted = list(keys)
    if not wanted:
        return []
    owed = files.owed(board.content)
    held = {item for paper in prepared(turn, board).papers if paper.name in owed for item, _ in paper.used_by}
    return [key for key in wanted if key not in held]


def _lapse(turn: Turn, board: Board) -> dict[str, str]:
    """A part that has not begun ends when the day to correct its papers is over, as a case would that had begun."""
    owed = files.owed(board.content) if turn.row.state == things.CORRECTING else set()
    last = Notice.objects.filter(thing=turn.row.id).order_by("-round").first() if owed else None
    if last is None or last.due_on is None or turn.on <= last.due_on:
        return {}
    held = {item for paper in prepared(turn, board).papers if paper.name in owed for item, _ in paper.used_by}
    gone = [part for part in board.parts.values() if part.key in held and part.state == things.WAITING]
    for part in gone:
        part.state, part.ended_on, part.why = things.DROPPED, turn.on, "补正材料过期没有交来"
    running = [board.case(part) for part in board.parts.values() if part.state == things.RUNNING]
    if not any(case is not None and case.state == "correcting" for case in running):
        board.judge({name: filed.judged("na") for name in owed})
    return {part.key: things.DROPPED for part in gone}


def _learn(board: Board) -> dict[str, str]:
    """Take over how the cases of running parts have ended, and which results were made void since."""
    learned: dict[str, str] = {}
    for part in board.parts.values():
        case = board.case(part)
        void = part.state == things.GRANTED and case is not None and case.outcome == "void"
        if (part.state != things.RUNNING and not void) or case is None or not case.outcome:
            continue
        granted = case.outcome == "granted"
        part.state = things.GRANTED if granted else things.ENDED
        part.ended_on = case.closed_on if void else case.decided_on or case.closed_on
        part.why = "" if granted else WORDS[case.outcome]
        learned[part.key] = part.state
    return learned


def _begin(turn: Turn, board: Board, part: Any, by: Actor | None) -> None:
    """A part's turn has come: its case is received, and accepted where the window may and nothing is missing."""
    version = prepared(turn, board).items[part.key]
    application = application_of(turn, board, part, version)
    states = [one.state for one in application.materials.values()]
    who = by or own(turn)
    with following.inside():
        made = cases.receive(by=who, at=turn.at, application=application)
        case = UUID(made["id"])
        files.lend(turn, board, case, part.key, prepared(turn, board).papers)
        part.case_id, part.version_id, part.state, part.starts_on = case, version.id, things.RUNNING, turn.on
        if not set(states).isdisjoint(UNJUDGED) or not _judged_by_window(turn):
            return
        _accepted(turn, part, version, case, by)


def _judged_by_window(turn: Turn) -> bool:
    """Whether the papers were looked at: at the window at once, otherwise by the departments until nobody asked for more."""
    return turn.row.say_by is None


def _accepted(turn: Turn, part: Any, version: versions.VersionFacts, case: UUID, by: Actor | None) -> None:
    accepts, _ = mandates.entrusted(turn.stamp, version.item, turn.row.hall_id, turn.row.window_id, turn.on)
    inside = accepts and version.item in versions.residents(turn.stamp)
    at_once = (
        by is not None
        and version.at_once
        and mandates.authorised(turn.stamp, version.item, "at_once", by.post, turn.on)
    )
    try:
        if at_once and by is not None:
            cases.decide_at_once(case, by=by, at=turn.at)
        elif inside:
            cases.accept(case, by=by or own(turn), at=turn.at)
        else:
            cases.pass_on(case, by=by or own(turn), at=turn.at)
    except Refused as error:
        # Received it stays: its department answers within the notice clock.
        turn.scratch.setdefault("not_accepted", {})[part.key] = error.sentence


def application_of(turn: Turn, board: Board, part: Any, version: versions.VersionFacts) -> Application:
    """Return the part's own application, made of the one form and the one set of papers."""
    row, content, ready, hall = turn.row, board.content, prepared(turn, board), _hall(turn)
    given = merging.settled(ready.facts.record, json.loads(row.answers))
    judged, parties = filed.judgements_of(content), filed.parties_of(content)
    materials: dict[int, Judgement] = {}
    feeds: dict[int, str] = {}
    for paper in ready.papers:
        for item, place in paper.used_by:
            if item != part.key:
                continue
            source = board.parts.get(paper.fed_by or "")
            if paper.how == "feed" and source is not None and source.state == things.GRANTED:
                feeds[place] = f"由“{source.name}”办成的结果转来，不用再交"
            elif paper.how != "feed" and paper.name in judged:
                materials[place] = judged[paper.name]
            elif not paper.waived and paper.how != "feed":
                materials[place] = Judgement("awaited")
    of = Of(
        row.id,
        row.account,
        row.received_by,
        feeds,
        _own_form(part, version, board, ready, given),
    )
    return Application(
        version=version.id, answers=merging.answers_of(given, part.key), hall=row.hall_id, area=row.region, window=row.window_id,
        serial_from=hall.serial_from, serial_to=hall.serial_to, materials=materials, delivery=_delivery(turn, version),
        to=filed.to_of(content) if row.delivery == "post" else None, channel=row.channel, helper=row.helped_by, of=of, applicant=parties["applicant"],
        representative=parties.get("representative"), agent=parties.get("agent"),
    )  # fmt: skip


def _hall(turn: Turn) -> Hall:
    """The hall that received the thing: its cases take their numbers there."""
    if "hall" not in turn.scratch:
        turn.scratch["hall"] = Hall.objects.get(pk=turn.row.hall_id)
    made: Hall = turn.scratch["hall"]
    return made


def _delivery(turn: Turn, version: versions.VersionFacts) -> str:
    """Return how the part's result comes: as the applicant wishes for the whole, and at the window where it cannot come so."""
    wished = str(turn.row.delivery)
    return wished if delivering.way(wished, version, turn.row.region, turn.stamp, turn.on) else "pickup"


def _own_form(
    part: Any,
    version: versions.VersionFacts,
    board: Board,
    ready: preparing.Prepared,
    answers: dict[str, str],
) -> dict[str, Any]:
    """Return the part's own form as it is frozen: the values of the one form under its own keys."""
    if not board.content["form"]:
        return {}
    kind, agent = board.turn.row.applicant_kind, "agent" in board.content["parties"]
    whole = preparing.form(ready, kind=kind, agent=agent, answers=answers)
    groups = law_forms.groups(
        forms.of(version.record), merging.answers_of(answers, part.key), kind=kind, agent=agent
    )
    values = one_form.values_of(whole, part.key, board.content["form"])
    ways = board.content.get("ways") or {}
    own_ways = {
        str(place): ways[paper.name]
        for paper in ready.papers
        if paper.name in ways
        for item, place in paper.used_by
        if item == part.key
    }
    return law_forms.frozen(groups, values, {}) | {"ways": own_ways}


def _stand(turn: Turn, board: Board) -> dict[str, Any]:
    """Let the thing stand as its parts do; accepted once nothing that runs waits for acceptance; one that is done stays done."""
    if turn.row.finished_on is not None:
        return {}
    running = [board.case(part) for part in board.parts.values() if part.state == things.RUNNING]
    waiting = [case for case in running if case is not None and case.state == "filed"]
    state = turn.row.state
    if any(case is not None and case.state == "correcting" for case in running) or (
        files.owed(board.content) and state == things.CORRECTING
    ):
        state = things.CORRECTING
    elif waiting and turn.row.accepted_on is None:
        state = things.FILED
    else:
        state = things.GOING
    if state == turn.row.state and not (state == things.GOING and turn.row.accepted_on is None):
        return {}
    changes: dict[str, Any] = {"state": state}
    if state == things.GOING and turn.row.accepted_on is None:
        changes |= {"accepted_on": turn.on, "say_by": None}
    turn.set(**changes)
    return {"state": state}


def replan(turn: Turn, board: Board, *, fewer: bool = False, added: str = "") -> dict[str, Any]:
    """Plan anew: each part's days, the forecast, and the joint date where a rule moves it."""
    row, calendar = turn.row, book.calendar(turn.stamp, turn.row.region)
    alive = [p for p in board.parts.values() if p.state not in (things.ENDED, things.DROPPED)]
    if not alive:
        return {}
    begun, before = row.received_on, {part.key: part.due_on for part in alive}
    for part in alive:
        _keep_promise(turn, board, part)
    lawful = plans.schedule(_nodes(turn, board, alive, lawful=True), begun, calendar)
    really = plans.schedule(_nodes(turn, board, alive, lawful=False), begun, calendar, today=turn.on)
    for slot in lawful:
        part = board.parts[slot.item]
        if part.state in (things.WAITING, things.RUNNING):
            part.due_on = slot.due_on
            if part.state == things.WAITING:
                part.starts_on = slot.starts_on
    turn.scratch["path"] = plans.critical_path(lawful)
    due, forecast = plans.joint(lawful), plans.joint(really)
    told: dict[str, Any] = {}
    if forecast != row.forecast_on:
        turn.set(forecast_on=forecast)
        told["forecast"] = forecast.isoformat()
    if row.accepted_on is not None:
        told |= _move(turn, board, due, before, fewer=fewer, added=added)
        turn.set(due_certain=all(slot.certain for slot in lawful))
        told |= _held(turn, board, lawful)
    return told


def _held(turn: Turn, board: Board, slots: Iterable[plans.Slot]) -> dict[str, Any]:
    """Hold joint handling to its last day; what the plan of the permits exceeds goes on record with the joint date."""
    row = turn.row
    permits = [key for key, part in board.parts.items() if versions.facts(part.version_id).type == PERMIT]
    if bundles.facts(row.version_id).record.get("joint") is False:
        permits = []
    calendar = book.calendar(turn.stamp, row.region)
    found = plans.ceiling(slots, permits, row.accepted_on, calendar)
    if found is None:
        return {}
    last = found.extended_on if row.ceiling_why else found.due_on
    turn.set(ceiling_on=last)
    if found.last_on <= last:
        return {}
    days = calendar.between(row.accepted_on, found.last_on)
    return {"ceiling": {"due_on": last.isoformat(), "last_on": found.last_on.isoformat(), "days": days}}


def _move(
    turn: Turn, board: Board, due: date, before: dict[str, date | None], *, fewer: bool, added: str
) -> dict[str, Any]:
    """Move the joint date by a rule, or leave it: a department's delay, or being early, moves nothing."""
    old = turn.row.due_on
    if old == due:
        return {}
    if old is None:
        why = things.moved("accepted")
    elif added:
        why = things.moved("added", added)
    elif fewer:
        gone = next((p.name for p in board.parts.values() if p.state in (things.ENDED, things.DROPPED)), "")
        why = things.moved("fewer", gone)
    elif turn.scratch.get("calendar"):
        due, why = _recounted(turn, board, due, before), things.moved("calendar")
        if due == old:
            return {}
    elif due < old:
        return {}
    else:
        why = _cause(board, before)
    turn.set(due_on=due, due_why=why)
    return {"due": due.isoformat(), "was": old.isoformat() if old else None, "why": why}


def _recounted(turn: Turn, board: Board, due: date, before: dict[str, date | None]) -> date:
    """Return the joint date by another calendar: what a part was early by is not taken from it."""
    parts = [(board.parts[key], day) for key, day in before.items() if day]
    stood = max(min(day, part.ended_on) if part.state == things.GRANTED else day for part, day in parts)
    old: date = turn.row.due_on
    if due >= stood:
        return max(due, old)
    calendar = book.calendar(turn.stamp, turn.row.region)
    return calendar.before(old, calendar.between(due, stood))


def joint_moved(moved: dict[str, Any]) -> dict[str, Any]:
    """Return what a turn did to the joint date, for its entry: the day, the one before, the rule; nothing where it stayed."""
    return (
        {name: moved[name] for name in ("due", "was", "why", "ceiling") if name in moved}
        if "why" in moved
        else {}
    )


def _cause(board: Board, before: dict[str, date | None]) -> str:
    """Return by which rule a later part is later."""
    later = [
        p
        for p in board.parts.values()
        if p.key in before and p.due_on and (before[p.key] is None or p.due_on > before[p.key])
    ]
    for reason, column in (("stopped", "stopped"), ("extended", "extended"), ("corrected", "round")):
        for part in later:
            case = board.case(part)
            if case is not None and getattr(case, column):
                return things.moved(reason, part.name)
    started = next((p for p in later if p.state == things.RUNNING), None)
    return things.moved("later", started.name) if started else things.moved("calendar")


def _nodes(turn: Turn, board: Board, parts: list[Any], *, lawful: bool) -> tuple[plans.Node, ...]:
    keys = {part.key for part in parts}
    return tuple(_node(turn, board, part, keys, lawful) for part in parts)


def _node(turn: Turn, board: Board, part: Any, keys: set[str], lawful: bool) -> plans.Node:
    """Return a part as the planner sees it: what is fact, and what its term and its margins are."""
    version, case = versions.facts(part.version_id), board.case(part)
    accepts, _ = mandates.entrusted(turn.stamp, version.item, turn.row.hall_id, turn.row.window_id, turn.on)
    looked = turn.row.state == things.GOING and accepts
    done = part.ended_on if part.state == things.GRANTED else None
    if done is not None and lawful and part.due_on is not None:
        done = min(done, part.due_on)
    accepted = case is not None and case.accepted_on is not None
    due = _due(turn, case) if accepted else None
    if due is not None:
        due = part.due_on if lawful else max(due, turn.on)
    return plans.Node(
        part.key, tuple(one for one in json.loads(part.after) if one in keys), version.promised_days, version.unit,
        before=0 if accepted or looked else terms.NOTICE_DAYS, out=_out(turn, part, version),
        started_on=_begun(turn, part, accepted=accepted, lawful=lawful), due_on=due, done_on=done,
    )  # fmt: skip


def _begun(turn: Turn, part: Any, *, accepted: bool, lawful: bool) -> date | None:
    """Return when a part began; what runs and is not accepted yet can really be accepted today at the earliest."""
    if part.state == things.WAITING:
        return None
    waits = part.state == things.RUNNING and not accepted and not lawful
    began: date | None = max(part.starts_on, turn.on) if waits else part.starts_on
    return began


def _keep_promise(turn: Turn, board: Board, part: Any) -> None:
    """Let a running part be due when its clock says so; one begun late by a department keeps the day it was planned for.

    From then on only what moves the clock of its case by law (a stop, an extension, the calendar) moves that day, by as many days;
    being early moves nothing, save where the calendar itself has changed.
    """
    case, calendar = board.case(part), book.calendar(turn.stamp, turn.row.region)
    if case is None or case.accepted_on is None or part.state != things.RUNNING:
        return
    due, was = _due(turn, case), part.clock_on
    if due is None:
        return
    if was is None:
        late = (
            part.due_on is not None and turn.row.due_on is not None and due > part.due_on and not case.round
        )
        part.due_on = part.due_on if late else due
    elif due > was:
        part.due_on = due if part.due_on == was else calendar.after(part.due_on, calendar.between(was, due))
    elif due < was and turn.scratch.get("calendar"):
        part.due_on = due if part.due_on == was else calendar.before(part.due_on, calendar.between(due, was))
    else:
        return
    part.clock_on = due


def _due(turn: Turn, case: Any) -> date | None:
    """Return the day a running case is due; a stop that goes on is reckoned with the days it was planned for."""
    due: date | None = case.promised_due_on or case.due_on
    if not case.stopped or due is None:
        return due
    return clock.due_as_planned(case.id, turn.row.region, turn.stamp, turn.on)


def _out(turn: Turn, part: Any, version: versions.VersionFacts) -> int:
    """Return the working days until what follows may begin: none for an e-licence, one for a certified copy."""
    record = bundles.facts(turn.row.version_id).record
    results = {one["result"] for one in record.get("feeds") or () if one["from_item"] == part.key}
    licences = {
        one.get("name") for one in version.record.get("result_documents") or () if one.get("kind") == "证照"
    }
    return terms.TO_WINDOW_DAYS if results - licences else 0


def _end(turn: Turn, board: Board) -> dict[str, Any]:
    """When every part is over the whole is told in one letter; it is closed when the last result is out."""
    states = [part.state for part in board.parts.values()]
    if not states or any(state not in things.OVER for state in states):
        return {}
    told: dict[str, Any] = {}
    if turn.row.finished_on is None:
        outcome = things.outcome(states, withdrawn=bool(turn.scratch.get("withdrawn")))
        turn.set(state=things.DONE, outcome=outcome, finished_on=turn.on, say_by=None)
        letters.issue(turn, "result", board, outcome=outcome, told=letters.outcomes(board))
        tell(turn, "thing_done", outcome=outcome)
        told = {"outcome": outcome}
    elif (
        outcome := things.outcome(states, withdrawn=turn.row.outcome == things.WITHDRAWN)
    ) != turn.row.outcome:
        turn.set(outcome=outcome)
        told = {"outcome": outcome}
    left = [board.case(p) for p in board.parts.values() if p.state == things.GRANTED]
    if all(case is not None and case.state == "closed" for case in left):
        turn.set(state=things.CLOSED, closed_on=turn.on)
        told["closed"] = True
    return told


def tell(turn: Turn, template: str, **args: Any) -> None:
    """Tell the applicant, once for all parts."""
    key = f"notice:{turn.row.id}:{turn.row.seq + len(turn.entries)}:{template}"
    turn.errand("notice", key, template=template, thing=str(turn.row.id), **args)


def receipt(turn: Turn, board: Board) -> dict[str, Any]:
    """Return what the caller of an act needs to know."""
    row = turn.row
    return {
        "filing_number": row.filing_number, "query_code": row.query_code, "state": row.state, "outcome": row.outcome,
        "due_on": _iso(row.due_on), "forecast_on": _iso(row.forecast_on), "parts": board.summary(),
        "letters": [{"id": one["id"], "kind": one["kind"]} for one in letters.issued(turn)],
    }  # fmt: skip


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
