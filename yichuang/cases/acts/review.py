"""Behind the window: each department concludes its step, stops and goes on, extends, decides."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from yichuang.cases import papers
from yichuang.cases.acts.intake import grant, result_clocks
from yichuang.cases.acts.parts import (
    close,
    due_of_steps,
    fee_ended,
    move,
    reason_given,
    reckon,
    step_due,
    version_of,
)
from yichuang.cases.models import Case, Step
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.clock.models import Term
from yichuang.ground import rows
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.law import points as law_points
from yichuang.law import powers, procedures, routes, terms

VERDICTS = {"pass": "建议准予", "fail": "建议不予"}
OPINION_MOST = 2000


@act("cases.conclude", on=Case)
def conclude(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    step: str,
    verdict: str,
    opinion: str = "",
    points: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    """A department's step is concluded; when the last review step is, the case is reviewed and waits for the decision."""
    move(turn, "cases.conclude")
    if verdict not in VERDICTS:
        raise BadInput("审查意见要么是建议准予，要么是建议不予。", field="verdict")
    if verdict == "fail":
        reason_given(opinion, "建议不予时，请写明理由和条款。", "opinion")
    if turn.row.stopped:
        raise WrongState("这一件正在特别程序中，恢复计时后再审查。")
    steps: list[Any] = turn.scratch["steps"]
    mine = next(s for s in steps if s.key == step)
    said = [dict(point) for point in points]
    if sentence := law_points.refused(verdict, said):
        raise BadInput(sentence, field="points")
    done = {
        "state": "done", "verdict": verdict, "opinion": opinion.strip()[:OPINION_MOST], "points": json.dumps(said, ensure_ascii=False),
        "by_person": by.person, "by_name": by.name, "done_at": at,
    }  # fmt: skip
    rows.update(Step, done, "id = %s", [mine.id])
    moved, due = _go_on(turn, steps, step, verdict)
    turn.set(reviewers=_with(turn.row.reviewers, by.person))
    turn.enter(
        "cases.conclude",
        {
            "step": step,
            "verdict": verdict,
            "opinion": done["opinion"],
            "points": said,
            "state": turn.row.state,
            "steps": moved,
            **({"step_due": due} if due else {}),
        },
    )
    return {"state": turn.row.state, "step": step}


def _go_on(
    turn: Turn, steps: list[Any], key: str, verdict: str
) -> tuple[dict[str, str], dict[str, str | None]]:
    """Move the other steps as the item's route says; returns those that moved, with their new state, and own days that begin."""
    version = version_of(turn)
    rules = {rule.key: rule for rule in version.route}
    stages = [_stage(step, rules.get(step.key)) for step in steps]
    states = routes.onward(stages, key, verdict)
    moved = {s.key: states[s.key] for s in steps if states[s.key] != s.state and s.key != key}
    if states[key] != routes.DONE:
        moved[key] = states[key]
    due: dict[str, str | None] = {}
    for step in steps:
        if step.key in moved:
            changes: dict[str, Any] = {"state": moved[step.key], "due_on": None}
            if moved[step.key] == routes.OPEN:
                rule = rules.get(step.key)
                changes |= {"due_on": step_due(turn, rule.days if rule else None), "verdict": ""}
                if rule is not None and rule.days is not None:
                    due[step.key] = _iso(changes["due_on"])
            rows.update(Step, changes, "id = %s", [step.id])
    if routes.reviewed(stages, states):
        turn.set(state="reviewed")
    turn.set(step="、".join(s.name for s in steps if states[s.key] == routes.OPEN)[:40])
    return moved, due


def _stage(step: Any, rule: Any) -> routes.Stage:
    after = tuple(filter(None, step.after.split(",")))
    how = (rule.join, rule.refusal) if rule else ()
    return routes.Stage(step.key, step.kind, step.state, after, *how)


def _with(people: str, person: int | None) -> str:
    return people if person is None or f",{person}," in people else f"{people or ','}{person},"


@act("cases.send_back", on=Case)
def send_back(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """A wrong acceptance is a counted return to the window; the clock runs on and the case stays accepted (殷都 三（一）1（2）)."""
    move(turn, "cases.send_back")
    text = reason_given(why, "请写明受理错在哪里。", "why")[:300]
    turn.set(returns=turn.row.returns + 1)
    turn.errand(
        "hint",
        f"hint:{turn.row.id}:{turn.row.seq}",
        owner="window",
        person=turn.row.received_by,
        case=str(turn.row.id),
        text=text,
    )
    turn.enter("cases.send_back", {"why": text, "returns": turn.row.returns})
    return {"returns": turn.row.returns}


@act("cases.suspend", on=Case)
def suspend(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    name: str,
    days: int,
    basis: str = "",
    hearing_on: date | None = None,
) -> dict[str, Any]:
    """A special procedure begins: unless the item counts it, both clocks stand still, and the applicant is told the time in writing."""
    move(turn, "cases.suspend")
    version = version_of(turn)
    if turn.row.stopped:
        raise WrongState("已经停止计时了，恢复以后才能再停。")
    if not isinstance(days, int) or not 0 < days <= 400:
        raise BadInput("请填写特别程序需要的天数，1到400之间。", field="days")
    listed = next((p for p in version.record.get("special_procedures") or () if p.get("name") == name), None)
    counted = (
        bool(listed["counted"])
        if listed and listed.get("counted") is not None
        else not procedures.special_kinds(name)
    )
    own_basis = basis or ((listed or {}).get("note") or "" if listed and not counted else "")
    if not counted:
        refused = procedures.may_stop(name, counted=False, own_basis=own_basis, notice=True)
        if refused:
            raise WrongState(f"{refused}。")
    if hearing_on is not None:
        _hearing_told(turn, hearing_on)
    kind = (procedures.special_kinds(name) or ("其他",))[0]
    clock.stop(
        turn,
        by=by,
        at=at,
        kind=kind,
        name=name[:60],
        counted=counted,
        basis=own_basis[:200],
        planned_days=days,
        approver=by.name,
    )
    if not counted:
        turn.set(stopped=True, colour="grey", turns_on=None)
        due_of_steps(turn, None)
    papers.issue(
        turn,
        "special",
        version,
        procedure=name[:60],
        days=days,
        counted=counted,
        hearing_on=hearing_on.isoformat() if hearing_on else "",
    )
    turn.enter(
        "cases.suspend",
        {
            "name": name[:60],
            "days": days,
            "counted": counted,
            "basis": own_basis[:200],
            "papers": papers.issued(turn),
        },
    )
    turn.errand(
        "notice",
        f"notice:{turn.row.id}:{turn.row.seq}:special",
        template="special",
        case=str(turn.row.id),
        name=name[:60],
        days=days,
    )
    return {"stopped": turn.row.stopped}


def _hearing_told(turn: Turn, hearing_on: date) -> None:
    latest = terms.hearing_tell_by(hearing_on, book.calendar(turn.stamp, turn.row.region))
    if turn.on > latest:
        raise WrongState("听证的时间、地点要在7日前通知，请把听证安排得晚一些。")


@act("cases.halt", on=Case)
def halt(turn: Turn, *, by: Actor, at: datetime, why: str, basis: str) -> dict[str, Any]:
    """The case is halted (中止) on a basis of its own, by an approver."""
    move(turn, "cases.halt")
    if turn.row.stopped:
        raise WrongState("已经停止计时了。")
    refused = procedures.may_halt(basis=basis, approver=by.name)
    if refused:
        raise BadInput(f"{refused}。", field="basis")
    text = reason_given(why, "请写明中止的理由。", "why")[:300]
    clock.stop(
        turn,
        by=by,
        at=at,
        kind="中止",
        name="中止",
        counted=False,
        basis=basis.strip()[:200],
        planned_days=None,
        approver=by.name,
    )
    turn.set(stopped=True, colour="grey", turns_on=None)
    due_of_steps(turn, None)
    papers.issue(turn, "halt", version_of(turn), why=text, halt_basis=basis.strip()[:200])
    turn.enter("cases.halt", {"why": text, "basis": basis.strip()[:200], "papers": papers.issued(turn)})
    turn.errand(
        "notice", f"notice:{turn.row.id}:{turn.row.seq}:halted", template="halted", case=str(turn.row.id)
    )
    return {"stopped": True}


@act("cases.resume", on=Case)
def resume(turn: Turn, *, by: Actor, at: datetime, result: str) -> dict[str, Any]:
    """The special procedure or halt is over; the due days are counted anew without the stopped days."""
    move(turn, "cases.resume")
    text = reason_given(result, "请写明结果。", "result")[:300]
    stopped = turn.row.stopped
    running = clock.go_on(turn, by=by, at=at, result=text)
    turn.set(stopped=False)
    reckon(turn, running)
    step_due = due_of_steps(turn, turn.row.due_on)
    papers.issue(turn, "resumed", version_of(turn), result=text, counted=not stopped)
    turn.enter(
        "cases.resume",
        {
            "result": text,
            "papers": papers.issued(turn),
            "promised": _iso(turn.row.promised_due_on),
            "statutory": _iso(turn.row.statutory_due_on),
            **step_due,
        },
    )
    turn.errand(
        "notice", f"notice:{turn.row.id}:{turn.row.seq}:resumed", template="resumed", case=str(turn.row.id)
    )
    return {
        "promised_due_on": _iso(turn.row.promised_due_on),
        "statutory_due_on": _iso(turn.row.statutory_due_on),
    }


@act("cases.offer_hearing", on=Case)
def offer_hearing(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The applicant is told of the right to a hearing; five working days to ask for it (art. 47)."""
    move(turn, "cases.offer_hearing")
    version = version_of(turn)
    if procedures.procedure(version.type).hearing is None:
        raise WrongState("这类事项没有法定的听证程序。")
    text = reason_given(why, "请写明告知听证权利的缘由。", "why")[:300]
    term = clock.start(turn, "hearing", days=terms.HEARING_ASK_DAYS, starts_on=turn.on, by=by, at=at)
    papers.issue(turn, "hearing", version, why=text, days=terms.HEARING_ASK_DAYS, ask_by=_iso(term.due_on))
    turn.enter(
        "cases.offer_hearing", {"why": text, "ask_by": _iso(term.due_on), "papers": papers.issued(turn)}
    )
    turn.errand(
        "notice",
        f"notice:{turn.row.id}:{turn.row.seq}:hearing",
        template="hearing",
        case=str(turn.row.id),
        due=_iso(term.due_on),
    )
    return {"ask_by": _iso(term.due_on)}


@act("cases.ask_hearing", on=Case)
def ask_hearing(turn: Turn, *, by: Actor, at: datetime, who: str = "申请人") -> dict[str, Any]:
    """A hearing is asked for in time; it must be held within twenty working days (art. 47)."""
    move(turn, "cases.ask_hearing")
    asked, _ = rows.read(
        Term,
        "t.subject = %s AND t.kind = 'hearing' AND t.ended_on IS NULL ORDER BY t.id DESC",
        [rows.key(turn.row.id)],
    )
    if asked is None:
        raise WrongState("还没有告知听证权利。")
    if asked.due_on is not None and turn.on > asked.due_on:
        raise WrongState("申请听证的五个工作日已经过了。")
    clock.end(turn, ["hearing"], by=by, at=at)
    term = clock.start(turn, "hearing", days=terms.HEARING_HOLD_DAYS, starts_on=turn.on, by=by, at=at)
    turn.enter("cases.ask_hearing", {"who": who[:20], "hold_by": _iso(term.due_on)})
    return {"hold_by": _iso(term.due_on)}


@act("cases.ask_extension", on=Case)
def ask_extension(turn: Turn, *, by: Actor, at: datetime, reason: str) -> dict[str, Any]:
    """An extension is asked for; only the head may grant it, once, before the limit passes."""
    move(turn, "cases.ask_extension")
    text = reason_given(reason, "请写明延期的理由，申请人会看到。", "reason")[:300]
    _extendable(turn)
    turn.set(extension_asked_by=by.person, extension_reason=text)
    turn.enter("cases.ask_extension", {"reason": text})
    return {"asked": True}


@act("cases.extend", on=Case)
def extend(turn: Turn, *, by: Actor, at: datetime, reason: str = "") -> dict[str, Any]:
    """The head of the organ (joint: of the government) extends once, before the limit; the applicant is told why (art. 42)."""
    move(turn, "cases.extend")
    version = version_of(turn)
    joint = version.joint
    wanted = "government" if joint else "head"
    if by.kind != wanted:
        raise NotYours(
            f"延期要由{procedures.extension_approver(joint=joint)}批准，“{powers.post_name(by.kind)}”岗位不能批准。"
        )
    _extendable(turn)
    text = reason_given(reason or turn.row.extension_reason, "请写明延期的理由，申请人会看到。", "reason")[
        :300
    ]
    days = procedures.extension_days(version.type, version.extension_days, joint=joint)
    running = clock.extend(turn, by=by, at=at, days=days)
    turn.set(extended=True, extension_reason=text)
    reckon(turn, running)
    if turn.row.stopped:
        turn.set(colour="grey", turns_on=None)
    step_due = due_of_steps(turn, None if turn.row.stopped else turn.row.due_on)
    papers.issue(turn, "extension", version, days=days, why=text, joint=joint)
    turn.enter(
        "cases.extend",
        {
            "days": days,
            "why": text,
            "statutory": _iso(turn.row.statutory_due_on),
            "promised": _iso(turn.row.promised_due_on),
            "papers": papers.issued(turn),
            **step_due,
        },
    )
    turn.errand(
        "notice", f"notice:{turn.row.id}:{turn.row.seq}:extended", template="extended", case=str(turn.row.id)
    )
    return {
        "days": days,
        "statutory_due_on": _iso(turn.row.statutory_due_on),
        "promised_due_on": _iso(turn.row.promised_due_on),
    }


def _extendable(turn: Turn) -> None:
    if turn.row.statutory_due_on is None:
        raise WrongState("这一件没有法定时限，不用延期。")
    limit = clock.due_by_now(turn, "statutory") if turn.row.stopped else turn.row.statutory_due_on
    refused = terms.extension_allowed(turn.on, limit or turn.on, turn.row.extended)
    if refused:
        raise WrongState(f"{refused}。")


@act("cases.decide", on=Case)
def decide(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    outcome: str,
    opinion: str = "",
    clause: str = "",
    documents: Iterable[str] = (),
) -> dict[str, Any]:
    """The organ decides: granted with its results, or refused with reasons, clause and remedies. This is 办结 for statistics."""
    move(turn, "cases.decide")
    version = version_of(turn)
    if outcome not in ("granted", "refused"):
        raise BadInput("决定要么是准予，要么是不予。", field="outcome")
    if turn.row.stopped:
        raise WrongState("这一件正在停止计时，恢复以后才能决定。")
    if turn.row.gap and outcome == "granted":
        raise WrongState("容缺的材料还没有补齐，补齐以后才能作出决定。")
    if outcome == "granted":
        _nobody_bars(turn, version)
    if outcome == "refused":
        reason_given(opinion, "请写明不予的理由。", "opinion")
        reason_given(clause, "请写明依据的条款。", "clause")
    granted, refused = procedures.result_words(version.type, version.name)
    turn.set(outcome=outcome, decided_on=turn.on, decided_by=by.person, step="出件", extension_asked_by=None)
    if outcome == "granted":
        grant(turn, by, at, version, tuple(documents))
    else:
        fee_ended(turn)
        if turn.row.delivery == "electronic":
            turn.set(delivery="pickup")
    clock.end(turn, ["statutory", "promised", "hearing", "gap"], by=by, at=at)
    done = {
        "state": "done",
        "verdict": outcome,
        "opinion": opinion.strip()[:OPINION_MOST],
        "by_person": by.person,
        "by_name": by.name,
        "done_at": at,
    }
    rows.update(Step, done, "case_id = %s AND kind = 'approve' AND state = 'open'", [rows.key(turn.row.id)])
    words = granted if outcome == "granted" else refused
    kind = "decision_grant" if outcome == "granted" else "decision_refuse"
    papers.issue(
        turn, kind, version, words=words, opinion=opinion.strip()[:OPINION_MOST], clause=clause.strip()[:300], result=json.loads(turn.row.result),
        remedies=papers.remedies(version) if outcome == "refused" else "",
    )  # fmt: skip
    clocks = result_clocks(turn, by, at, version)
    turn.enter("cases.decide", {**clocks, "outcome": outcome, "words": words, "opinion": opinion.strip()[:OPINION_MOST], "clause": clause.strip()[:300],
                                "result": json.loads(turn.row.result), "papers": papers.issued(turn)})  # fmt: skip
    turn.errand(
        "notice", f"notice:{turn.row.id}:{turn.row.seq}:decided", template="decided", case=str(turn.row.id)
    )
    return {"state": turn.row.state, "outcome": outcome, "words": words}


def _nobody_bars(turn: Turn, version: Any) -> None:
    """Where the route lets one department's no refuse the whole case, nobody grants it against that no."""
    barring = [rule.key for rule in version.route if rule.refusal == routes.REFUSE]
    if not barring:
        return
    for step in rows.read_all(Step, "t.case_id = %s AND t.verdict = 'fail'", [rows.key(turn.row.id)]):
        if step.key in barring:
            raise WrongState(f"“{step.name}”建议不予，按这个事项的环节规定，整件不予，不能准予。")


@act("cases.forward", on=Case)
def forward(turn: Turn, *, by: Actor, at: datetime, to: str, opinion: str) -> dict[str, Any]:
    """The opinion and the whole file go up to a higher organ, whose own clock begins with its acceptance (art. 35)."""
    move(turn, "cases.forward")
    whom = reason_given(to, "请写明转报给哪个机关。", "to")[:80]
    text = reason_given(opinion, "请写明初审意见。", "opinion")[:OPINION_MOST]
    close(turn, by, at)
    papers.issue(turn, "forwarded", version_of(turn), to=whom, opinion=text)
    turn.enter("cases.forward", {"to": whom, "opinion": text, "papers": papers.issued(turn)})
    turn.errand(
        "notice",
        f"notice:{turn.row.id}:{turn.row.seq}:forwarded",
        template="forwarded",
        case=str(turn.row.id),
        to=whom,
    )
    return {"state": turn.row.state, "outcome": turn.row.outcome}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
