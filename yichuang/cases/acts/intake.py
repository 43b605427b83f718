"""At the front: received, then accepted, told once, not needed, not accepted, handed on, or decided at once."""

import json
import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.cases import delivering, papers, standing
from yichuang.cases.acts import reusing, sessions, verifying
from yichuang.cases.acts.parts import (
    by_commitment,
    close,
    fee_moment,
    material_rows,
    move,
    reckon,
    start_steps,
    steps_said,
    version_of,
)
from yichuang.cases.application import Application, PartyIn
from yichuang.cases.models import AfterCheck, Case, Commitment, CreditMark, Handing, Notice, Party
from yichuang.catalogue import mandates, versions
from yichuang.citizens.models import Account
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.drafts import acts as drafts
from yichuang.ground import rows, vault
from yichuang.halls.models import Hall
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import BeyondCalendar, codes, completeness, powers, procedures, realname, reasons, terms
from yichuang.law.numbers import zh_date
from yichuang.licences import acts as licences
from yichuang.materials.models import Material

PROPOSAL_MOST = 200


@act("cases.receive", on=Case, creates=True)
def receive(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    application: Application,
    then: str = "",
    intake: UUID | None = None,
    handing: drafts.Handing | None = None,
    **said: Any,
) -> dict[str, Any]:
    """The materials are received: number, query code, receipt; `then` is what the window does in the same sitting.

    `then` is "" (receipt only), "accept", "ask_once", "tell_not_required", "not_accept", "propose_not_accept",
    "pass_on" or "decide_at_once"; `said` are that act's arguments. `intake` is the counter session that ends with it, `handing` the draft that was
    filled in on line.
    Basis: 《行政许可法》 arts. 29, 32.
    """
    stamp = turn.stamp
    version, parties, rows_made = _looked_through(turn, application)
    # Whoever files next waits for the number from here to the end: what can be done before has been done.
    _give_number(turn, application)
    if turn.stamp != stamp:  # and some rule changed since the caller read them
        turn.new.clear()
        number = turn.row.filing_number
        version, parties, rows_made = _looked_through(turn, application)
        turn.set(filing_number=number)
    if handing:
        drafts.acts_for(turn, handing, [version.key])
    filled = drafts.finish(turn, handing) if handing else {}
    if application.of:
        filled = {"thing": str(application.of.thing)}
        if application.of.form:
            filled["form"] = drafts.fill(turn, application.of.form)
    notice = clock.start(
        turn,
        "notice",
        days=terms.NOTICE_DAYS,
        starts_on=turn.row.received_on,
        by=by,
        at=at,
        owner=version.department,
    )
    reckon(turn, {"notice": notice})
    turn.scratch["materials"] = rows_made
    fee_moment(turn, "filing")
    verifying.ask_later(turn, rows_made)
    reusing.attach(turn, version.name)
    if not then:
        papers.issue(turn, "filing_receipt", version, materials=_listed(turn))
        _tell(turn, "filed")
    turn.enter(
        "cases.receive",
        {
            "filing_number": turn.row.filing_number, "item": version.key, "version": version.number, "answers": dict(application.answers),
            "hall": application.hall, "window": application.window, "channel": application.channel, "delivery": application.delivery, "fetch_hall": turn.row.fetch_hall_id,
            "materials": [[r["place"], r["state"]] for r in rows_made], "papers": papers.issued(turn),
            "department": version.department, "front": _front(turn, application, version), "notice": _iso(notice.due_on),
            **sessions.sat(intake, at),
            **({"evidence": turn.scratch["evidence"]} if turn.scratch["evidence"] else {}),
            **filled,
        },
        private={role: party.snapshot() for role, party in parties} | turn.scratch["to"],
    )  # fmt: skip
    _corrected(turn, version)
    if then:
        _in_one_sitting(turn, by, at, version, then, said)
    sessions.end(turn, intake, case_id=turn.row.id)
    return _receipt(turn)


def _front(turn: Turn, application: Application, version: versions.VersionFacts) -> str:
    """Say for the entry who answers within the notice clock: the hall to which the item is entrusted, else the department."""
    entrusted, _ = mandates.entrusted(turn.stamp, version.item, application.hall, application.window, turn.on)
    inside = entrusted and version.item in versions.residents(turn.stamp)
    return "hall" if inside and turn.by.kind not in powers.DEPARTMENT else "department"


def _require_level(by: Actor, version: versions.VersionFacts) -> None:
    """Whoever files on line with an account is known as well as the item wants; the window sees the person."""
    if by.kind != "applicant" or by.account is None:
        return
    level = Account.objects.filter(pk=by.account).values_list("level", flat=True).first() or realname.PHONE
    if said := realname.too_low(level, version.record):
        raise WrongState(said)


def _looked_through(
    turn: Turn, application: Application
) -> tuple[versions.VersionFacts, list[tuple[str, PartyIn]], list[dict[str, Any]]]:
    """Check what was handed in by the rules as the turn sees them; begins the case, with its materials and parties."""
    acts.require(turn, {})
    version = versions.facts(application.version)
    retired = version.key not in versions.by_keys((version.key,), turn.stamp)
    if not (retired and application.of) and versions.current(version.item, turn.stamp).id != version.id:
        raise WrongState(f"“{version.name}”的要求刚刚换了新版，请重新打开事项核对材料。")
    _require_level(turn.by, version)
    parties = [(role, party.checked(role, turn.on)) for role, party in application.parties()]
    _begin(turn, application, version, dict(parties))
    rows_made = material_rows(turn, version, application, dict(parties))
    for role, party in parties:
        turn.add(Party, case_id=turn.row.id, **party.row(role))
    return version, parties, rows_made


def _give_number(turn: Turn, application: Application) -> None:
    """Give the filing number: area, date, serial of the hall's day."""
    serial = acts.serial(turn, f"filing:{application.hall}:{turn.on:%Y%m%d}") + application.serial_from
    if serial > application.serial_to:
        raise BadInput("今天这个大厅的收件号用完了，请系统管理员加大号段。")
    turn.set(filing_number=codes.filing_number(application.area[:6], turn.on, serial))


def _corrected(turn: Turn, version: versions.VersionFacts) -> None:
    """What was corrected on the spot while it was looked through is on record, each with its paper (art. 32(1)(3))."""
    for made in materials_of(turn):
        if made["corrected"]:
            papers.issue(turn, "corrected", version, material=made["name"], what=made["corrected"])
            said = {"place": made["place"], "what": made["corrected"], "papers": papers.issued(turn)}
            turn.enter("cases.correct_on_spot", said)


def _received_on(turn: Turn, channel: str) -> date:
    """Return the day of receipt: today; on line on a day off, by local rule, the next working day (domain.md 1.2)."""
    if channel == "counter":
        return turn.on
    region = turn.by.region
    rollover = book.number(turn.stamp, region, "receive_rollover", turn.on).value == "1"
    return terms.received_on(turn.on, book.calendar(turn.stamp, region), rollover=rollover)


def _begin(
    turn: Turn, application: Application, version: versions.VersionFacts, parties: dict[str, Any]
) -> None:
    applicant = parties["applicant"]
    delivery, of = _delivery(turn, application, version), application.of
    turn.begin(
        hall_id=application.hall, window_id=application.window, item_id=version.item, version_id=version.id,
        department_id=version.department, filing_number="", number=None,
        query_code=codes.query_code(secrets.randbelow(codes.QUERY_CODES)), state="filed", outcome="", channel=application.channel, account=of.account if of else turn.by.account,
        thing=of.thing if of else None,
        answers=json.dumps(dict(application.answers), ensure_ascii=False, sort_keys=True), applicant_kind=applicant.kind,
        applicant_name=applicant.name, applicant_index=vault.index(applicant.number), tail_index=vault.tail_index(applicant.number),
        filed_at=turn.at, received_on=_received_on(turn, application.channel), accepted_on=None, decided_on=None, ready_on=None, delivered_on=None, closed_on=None,
        due_on=None, statutory_due_on=None, promised_due_on=None, provisional=False, colour="green", turns_on=None, stopped=False,
        extended=False, extension_asked_by=None, extension_reason="", deemed=False, gap=False, commitment=application.commitment_scope == "approval", passed_on=False,
        proposal="", round=0, returns=0, breaches=0, step="受理", received_by=of.received_by if of else turn.by.person, reviewers="", decided_by=None,
        **delivery, tracking="", result="{}", fetch_hall_id=_fetch_hall(turn, application), helped_by=application.helper, handing_id=_handing(turn, application),
    )  # fmt: skip


def _delivery(turn: Turn, application: Application, version: versions.VersionFacts) -> dict[str, str]:
    """Return how the result is to come; at the window the address for a letter may follow later."""
    if application.delivery not in ("pickup", "post", "electronic"):
        raise BadInput("取件方式是自取、邮寄或者只要电子证照。", field="delivery")
    chosen = delivering.way(application.delivery, version, turn.by.region, turn.stamp, turn.on)
    if chosen is None:
        raise BadInput("这个事项的结果不能这样拿，请改选取件方式。", field="delivery")
    to = application.to.checked() if application.to is not None and application.delivery == "post" else None
    said = vault.lock(json.dumps(to.said(), ensure_ascii=False)) if to else ""
    turn.scratch["to"] = {"to": to.said()} if to else {}
    return {"delivery": application.delivery, "delivery_to": said, "postage": chosen.payer}


def _handing(turn: Turn, application: Application) -> UUID | None:
    """Return the matter that a partner region received for us, which this case now is; it must be here."""
    if application.handing is None:
        return None
    here = Handing.objects.filter(pk=application.handing, region=turn.by.region, side="in", state="arrived")
    if not here.exists():
        raise WrongState("异地移送的这一件还没有收到，或者已经接过了。")
    return application.handing


def _fetch_hall(turn: Turn, application: Application) -> int | None:
    """Return the hall that the applicant chose to go on in; none if it is the one that receives."""
    chosen = application.fetch_hall
    if chosen is None or chosen == application.hall:
        return None
    if not Hall.objects.filter(pk=chosen, region=turn.by.region).exists():
        raise BadInput("没有这个大厅。从列表里选一个。", field="fetch_hall")
    return chosen


def _in_one_sitting(
    turn: Turn, by: Actor, at: datetime, version: versions.VersionFacts, then: str, said: dict[str, Any]
) -> None:
    """Do the next act in the same turn, with its own powers asked."""
    doing = THEN.get(then)
    if doing is None:
        raise BadInput("没有这个操作。", field="then")
    facts = standing.facts_for(turn.row, by, turn.stamp, turn.on)
    name = turn.act
    turn.act = f"cases.{then}"
    acts.require(turn, facts | {"received_by_me": False})
    doing(turn, by, at, version, **said)
    turn.act = name


def _receipt(turn: Turn) -> dict[str, Any]:
    row = turn.row
    return {
        "filing_number": row.filing_number, "number": row.number, "query_code": row.query_code, "state": row.state,
        "outcome": row.outcome, "promised_due_on": _iso(row.promised_due_on), "statutory_due_on": _iso(row.statutory_due_on),
        "papers": [{"id": p["id"], "kind": p["kind"]} for p in papers.issued(turn)],
    }  # fmt: skip


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _tell(turn: Turn, template: str, **args: Any) -> None:
    turn.errand(
        "notice",
        f"notice:{turn.row.id}:{turn.row.seq + len(turn.entries)}:{template}",
        template=template,
        case=str(turn.row.id),
        **args,
    )


def _listed(turn: Turn) -> list[dict[str, Any]]:
    return [
        {k: r[k] for k in ("place", "name", "form", "copies", "state", "how", "source", "sentence")}
        for r in materials_of(turn)
    ]


def materials_of(turn: Turn) -> list[dict[str, Any]]:
    """The case's material rows: those just made, or those on record."""
    if "materials" not in turn.scratch:
        found = rows.read_all(Material, "t.subject = %s ORDER BY t.place", [rows.key(turn.row.id)])
        turn.scratch["materials"] = [vars(row) for row in found]
    return turn.scratch["materials"]  # type: ignore[no-any-return]


def _judged(turn: Turn) -> list[completeness.Judged]:
    return [completeness.Judged(r["name"], r["required"], r["state"]) for r in materials_of(turn)]


@act("cases.accept", on=Case)
def accept(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    remark: str = "",
    got: Iterable[int] = (),
    later: Iterable[int] = (),
) -> dict[str, Any]:
    """The application is accepted: case number, both clocks from today, the department's first steps are open.

    `got` are the places of materials that nobody had judged and that are judged in order now, `later` those that the
    applicant may still bring (容缺).
    """
    _accept(turn, by, at, version_of(turn), remark=remark, got=got, later=later)
    return _receipt(turn)


def _accept(
    turn: Turn,
    by: Actor,
    at: datetime,
    version: versions.VersionFacts,
    *,
    remark: str = "",
    got: Iterable[int] = (),
    later: Iterable[int] = (),
) -> None:
    move(turn, "cases.accept")
    _in_time(turn, version)
    found = _judge_got(turn, got)
    left = _judge_got(turn, later, "gap")
    judged = _judged(turn)
    missing = completeness.missing(judged)
    if missing:
        raise WrongState(
            f"还有{len(missing)}份材料没有收齐：{'、'.join(missing[:5])}。收齐再受理，或一次告知补正。",
            missing=list(missing),
        )
    number_case(turn, version)
    _gap(turn, by, at, version, judged)
    _commitment(turn, version)
    verifying.give_day(turn, materials_of(turn))
    reusing.remember(turn, materials_of(turn))
    clock.end(turn, ["notice", "correction"], by=by, at=at)
    begin_clocks(turn, by, at, version, turn.on)
    start_steps(turn, version)
    papers.issue(
        turn, "acceptance", version, materials=_listed(turn), remark=remark[:300],
        statutory_days=version.statutory_days, promised_days=version.promised_days, unit=version.unit,
    )  # fmt: skip
    turn.enter("cases.accept", {"number": turn.row.number, "promised": _iso(turn.row.promised_due_on), "statutory": _iso(turn.row.statutory_due_on),
                                "remark": remark[:300], "got": found, **steps_said(turn), **({"later": left} if left else {}), "papers": papers.issued(turn)})  # fmt: skip
    _tell(turn, "accepted")


def silent_since(
    version: versions.VersionFacts, region: str, stamp: int, received_on: date, on: date
) -> date | None:
    """Return the day as of which silence has accepted an application by `on`, or None so far.

    It binds permits, the types of the local rule, and items whose own record says so.
    """
    types = book.number(stamp, region, "deemed_types", on).value.replace("，", "、").split("、")
    if version.type not in types and version.record.get("deemed") is not True:
        return None
    try:
        return terms.deemed(received_on, on, book.calendar(stamp, region))
    except BeyondCalendar:  # nobody knows yet which days are working days
        return None


def _in_time(turn: Turn, version: versions.VersionFacts) -> None:
    """Refuse to judge an application that silence has accepted already (art. 32(1)(4)); the keeper puts that on record."""
    day0 = silent_since(version, turn.row.region, turn.stamp, turn.row.received_on, turn.on)
    if day0 is not None:
        raise WrongState(
            f"五个工作日里没有告知，依法自{zh_date(day0)}收到材料起就是受理。系统会出视为受理凭证，请接着审查。",
            silent=True,
        )


def _judge_got(turn: Turn, places: Iterable[int], state: str = "got") -> list[int]:
    """Judge in order what nobody had judged: a receipt only, or an application that came on line."""
    wanted = set(places)
    found = [made for made in materials_of(turn) if made["place"] in wanted and made["state"] == "awaited"]
    for made in found:
        _change_material(turn, made, state=state)
    return [made["place"] for made in found]


def _leave_out(turn: Turn, places: Iterable[int]) -> None:
    """Put on record that optional materials stay out."""
    wanted = set(places)
    for made in materials_of(turn):
        if (
            made["place"] in wanted
            and made["state"] == "awaited"
            and made["required"] != completeness.NECESSARY
        ):
            _change_material(turn, made, state="na")


def number_case(turn: Turn, version: versions.VersionFacts) -> None:
    """Give the case number: item code, date, serial of the day."""
    code = version.code[:31]
    serial = acts.serial(turn, f"case:{turn.row.region}:{code}:{turn.on:%Y%m%d}")
    if serial > 9999:
        raise BadInput("这个事项今天的办件编号用完了（9999件）。")
    turn.set(number=codes.case_number(code, turn.on, serial))


def begin_clocks(turn: Turn, by: Actor, at: datetime, version: versions.VersionFacts, day0: Any) -> None:
    """Start the statutory and promised clocks on day 0; an unknown limit starts none, joint handling has its ceiling."""
    running = {}
    for kind, days in (("statutory", version.statutory_days), ("promised", version.promised_days)):
        if days is not None:
            days = min(days, procedures.procedure(version.type).joint_days) if version.joint else days
            running[kind] = clock.start(
                turn,
                kind,
                days=days,
                unit=version.unit,
                starts_on=day0,
                by=by,
                at=at,
                owner=version.department,
            )
    turn.set(accepted_on=day0)
    reckon(turn, running)
    fee_moment(turn, "acceptance")


def _gap(
    turn: Turn, by: Actor, at: datetime, version: versions.VersionFacts, judged: list[completeness.Judged]
) -> None:
    names = [row.name for row in judged if row.state == "gap"]
    if not names:
        return
    margin, ceiling = (
        book.number(turn.stamp, turn.row.region, n, turn.on).whole
        for n in ("gap_margin_days", "gap_ceiling_days")
    )
    rule, calendar = terms.GapRule(margin, ceiling), book.calendar(turn.stamp, turn.row.region)
    room = terms.gap_days(turn.on, version.promised_days, rule, calendar=calendar, unit=version.unit)
    refused = completeness.gap_refused(judged, marked=marked(turn), days=room)
    if refused:
        raise WrongState(refused)
    term = clock.start(turn, "gap", days=room, starts_on=turn.on, by=by, at=at)
    for made in materials_of(turn):
        if made["state"] == "gap":
            _change_material(turn, made, gap_due_on=term.due_on)
    turn.set(gap=True)
    turn.add(Commitment, case_id=turn.row.id, scope="gap", names=json.dumps(names, ensure_ascii=False), public=False,
             check_due_on=term.due_on, basis=book.number(turn.stamp, turn.row.region, "gap_ceiling_days", turn.on).basis)  # fmt: skip
    papers.issue(turn, "gap_notice", version, materials=names, gap_due_on=_iso(term.due_on))
    papers.issue(turn, "gap_promise", version, materials=names, gap_due_on=_iso(term.due_on))


def _commitment(turn: Turn, version: versions.VersionFacts) -> None:
    names = [m["name"] for m in materials_of(turn) if m["state"] == "committed"]
    if not names and not turn.row.commitment:
        return
    if turn.row.commitment and not by_commitment(version):
        raise WrongState("这个事项没有列入整件告知承诺，请照材料清单办。")
    if marked(turn):
        raise WrongState("申请人有不实承诺或严重失信记录，修复前不能用告知承诺，请交材料。")
    rule = book.number(turn.stamp, turn.row.region, "commitment_check_days", turn.on)
    due = terms.due(turn.on, rule.whole, calendar=book.calendar(turn.stamp, turn.row.region)).due_on
    whole = turn.row.commitment
    turn.set(commitment=True)
    public = bool((version.record.get("commitment") or {}).get("public"))
    turn.add(Commitment, case_id=turn.row.id, scope="approval" if whole else "materials", names=json.dumps(names, ensure_ascii=False),
             public=public, check_due_on=due, basis=rule.basis)  # fmt: skip
    turn.add(
        AfterCheck,
        case_id=turn.row.id,
        kind="commitment",
        due_on=due,
        checked_at=None,
        truthful=None,
        by_person=None,
    )
    papers.issue(
        turn, "commitment", version, materials=names, whole=whole, check_due_on=_iso(due), public=public
    )


def marked(turn: Turn) -> bool:
    """Tell whether the applicant is on the local list that closes commitment and gap until repair."""
    found, _ = rows.read(
        CreditMark,
        "t.region = %s AND t.holder_index = %s AND t.repaired_on IS NULL",
        [turn.row.region, turn.row.applicant_index],
    )
    return found is not None


def _change_material(turn: Turn, made: dict[str, Any], **changes: Any) -> None:
    """Change a material row: before it is written if it is new in this turn, else in the table."""
    made.update(changes)
    if made.get("id") is not None:
        rows.update(Material, changes, "id = %s", [made["id"]])


@act("cases.ask_once", on=Case)
def ask_once(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    lines: Iterable[dict[str, Any]] = (),
    got: Iterable[int] = (),
    out: Iterable[int] = (),
) -> dict[str, Any]:
    """Everything that is missing is told, once; the applicant's correction clock runs, ours has stopped as met.

    `got` are the places of materials that nobody had judged and that are judged in order now.
    """
    _ask_once(turn, by, at, version_of(turn), lines=lines, got=got, out=out)
    return _receipt(turn)


@act("cases.force_notice", on=Case)
def force_notice(
    turn: Turn, *, by: Actor, at: datetime, lines: Iterable[dict[str, Any]], why: str
) -> dict[str, Any]:
    """A supervisor lets an unlawful second notice through; it stands as a recorded breach."""
    if len(why.strip()) < 5:
        raise BadInput("请写明为什么放行第二次告知。", field="why")
    _ask_once(turn, by, at, version_of(turn), lines=lines, forced=why.strip()[:300])
    return _receipt(turn)


def _ask_once(
    turn: Turn,
    by: Actor,
    at: datetime,
    version: versions.VersionFacts,
    *,
    lines: Iterable[dict[str, Any]] = (),
    got: Iterable[int] = (),
    out: Iterable[int] = (),
    forced: str = "",
) -> None:
    move(turn, "cases.force_notice" if forced else "cases.ask_once")
    _in_time(turn, version)
    found = _judge_got(turn, got)
    _leave_out(turn, out)
    owed = {m["place"] for m in materials_of(turn) if m["state"] == "faulty"} if turn.row.round else set()
    told = _judge_lines(turn, list(lines))
    if not told:
        raise WrongState("没有要补的材料。材料齐全就受理。")
    waiting = completeness.unjudged(_judged(turn))
    if waiting and not forced:
        raise WrongState(
            f"还有{len(waiting)}份没核：{'、'.join(waiting[:5])}。全部核完，才能一次告知。",
            unjudged=list(waiting),
        )
    if turn.row.round and not forced:
        _only_what_is_new(turn, told, owed)
    rule = book.number(turn.stamp, turn.row.region, "correction_days", turn.on)
    unit = "natural" if rule.unit == "自然日" else "working"
    clock.end(turn, ["notice"], by=by, at=at)
    term = (
        clock.start(turn, "correction", days=rule.whole, unit=unit, starts_on=turn.on, by=by, at=at)
        if rule.whole
        else None
    )
    turn.set(round=turn.row.round + 1, step="待补正", breaches=turn.row.breaches + bool(forced), proposal="")
    reckon(turn, {"correction": term} if term else {})
    turn.add(Notice, case_id=turn.row.id, round=turn.row.round, lines=json.dumps(told, ensure_ascii=False), told_at=at,
             due_on=term.due_on if term else None, forced_by=by.person if forced else None, forced_why=forced)  # fmt: skip
    papers.issue(turn, "one_time_notice", version, lines=told, due_on=_iso(term.due_on if term else None), round=turn.row.round,
                 review_days=terms.NOTICE_DAYS, forced=bool(forced), correction_basis=rule.basis)  # fmt: skip
    name = "cases.force_notice" if forced else "cases.ask_once"
    turn.enter(
        name,
        {
            "round": turn.row.round,
            "got": found,
            "lines": told,
            "due": _iso(term.due_on if term else None),
            "why": forced,
            "papers": papers.issued(turn),
        },
    )
    _tell(turn, "correct", count=len(told))


def _judge_lines(turn: Turn, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write what the lines say onto the rows, and return every faulty row as it will be printed.

    Only materials of the published version can be named: anything else is refused (粤府办〔2016〕19号 二（五）2).
    """
    by_place = {made["place"]: made for made in materials_of(turn)}
    for line in lines:
        made = by_place.get(line.get("place"))
        if made is None:
            raise BadInput("清单里没有这份材料，不能要求补。", field="lines")
        text = reasons.sentence(
            str(line.get("reason", "")),
            {
                "material": made["name"],
                "form": made["form"],
                "copies": made["copies"],
                **(line.get("fields") or {}),
            },
        )
        _change_material(turn, made, state="faulty", reason=str(line["reason"]), sentence=text[:300])
    faulty = [made for made in by_place.values() if made["state"] == "faulty"]
    return [
        {"place": m["place"], "material": m["name"], "reason": m["reason"], "sentence": m["sentence"]}
        for m in faulty
    ]


def _only_what_is_new(turn: Turn, told: list[dict[str, Any]], owed: set[int]) -> None:
    """A second notice is lawful only for what was newly handed in; what was told before and never came may be repeated."""
    new = owed | {m["place"] for m in materials_of(turn) if m["round"] == turn.row.round}
    old = [line["material"] for line in told if line["place"] not in new]
    if old:
        raise WrongState(
            f"第一次告知时已经看过“{'”“'.join(old)}”，不能再要求补。只能就新交的材料再告知。",
            second_notice=True,
        )


@act("cases.hand_in", on=Case)
def hand_in(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    places: Iterable[int] | None = None,
    judgements: dict[int, str] | None = None,
    then: str = "",
    intake: UUID | None = None,
    **said: Any,
) -> dict[str, Any]:
    """The corrections are handed in: a new receipt day and a new notice clock; judged `got` they may be accepted next.

    `then` is what the window does with them in the same sitting ("accept", "ask_once" for what is new, …), as in `receive`.
    """
    version = version_of(turn)
    move(turn, "cases.hand_in")
    wanted = {m["place"] for m in materials_of(turn) if m["state"] == "faulty"}
    given = wanted if places is None else set(places) & wanted
    if not given:
        raise BadInput("请选出这次交来的材料。", field="places")
    for made in materials_of(turn):
        if made["place"] in given:
            _change_material(
                turn,
                made,
                state=(judgements or {}).get(made["place"], "awaited"),
                reason="",
                sentence="",
                round=turn.row.round,
            )
    clock.end(turn, ["correction"], by=by, at=at)
    received_on = _received_on(turn, by.channel)
    notice = clock.start(
        turn, "notice", days=terms.NOTICE_DAYS, starts_on=received_on, by=by, at=at, owner=version.department
    )
    turn.set(received_on=received_on, step="受理")
    reckon(turn, {"notice": notice})
    names = [m["name"] for m in materials_of(turn) if m["place"] in given]
    if not then:
        papers.issue(turn, "filing_receipt", version, materials=names, round=turn.row.round)
    turn.enter(
        "cases.hand_in",
        {
            "places": sorted(given),
            "round": turn.row.round,
            "notice": _iso(notice.due_on),
            "papers": papers.issued(turn),
        },
    )
    _tell(turn, "handed_in")
    if then:
        _in_one_sitting(turn, by, at, version, then, said)
    sessions.end(turn, intake, case_id=turn.row.id)
    return _receipt(turn)


@act("cases.correct_on_spot", on=Case)
def correct_on_spot(turn: Turn, *, by: Actor, at: datetime, place: int, what: str) -> dict[str, Any]:
    """A mistake is corrected on the spot and confirmed by the applicant (art. 32(1)(3))."""
    version = version_of(turn)
    move(turn, "cases.correct_on_spot")
    made = next((m for m in materials_of(turn) if m["place"] == place), None)
    if made is None:
        raise BadInput("清单里没有这份材料。", field="place")
    if not what.strip():
        raise BadInput("请写明当场改了什么。", field="what")
    _change_material(turn, made, state="got", corrected=what.strip()[:200])
    papers.issue(turn, "corrected", version, material=made["name"], what=what.strip()[:200])
    turn.enter(
        "cases.correct_on_spot", {"place": place, "what": what.strip()[:200], "papers": papers.issued(turn)}
    )
    return _receipt(turn)


@act("cases.tell_not_required", on=Case)
def tell_not_required(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The matter needs no permit; told at once, with a paper (art. 32(1)(1))."""
    _tell_not_required(turn, by, at, version_of(turn), why=why)
    return _receipt(turn)


def _tell_not_required(
    turn: Turn, by: Actor, at: datetime, version: versions.VersionFacts, *, why: str
) -> None:
    _reason(why, "请写明为什么不需要办理。")
    move(turn, "cases.tell_not_required")
    _in_time(turn, version)
    close(turn, by, at)
    papers.issue(turn, "not_required", version, why=why.strip()[:300])
    turn.enter("cases.tell_not_required", {"why": why.strip()[:300], "papers": papers.issued(turn)})
    _tell(turn, "not_required")


@act("cases.propose_not_accept", on=Case)
def propose_not_accept(turn: Turn, *, by: Actor, at: datetime, why: str, whose: str) -> dict[str, Any]:
    """The window proposes not to accept; the department's post answers within the notice clock, which runs on."""
    _propose_not_accept(turn, by, at, version_of(turn), why=why, whose=whose)
    return _receipt(turn)


def _propose_not_accept(
    turn: Turn, by: Actor, at: datetime, version: versions.VersionFacts, *, why: str, whose: str
) -> None:
    _reason(why, "请写明不予受理的理由。")
    _reason(whose, "请写明该向哪个机关申请。")
    if len(why.strip()) > PROPOSAL_MOST:
        raise BadInput(f"理由最多写{PROPOSAL_MOST}个字，现在是{len(why.strip())}个。", field="why")
    move(turn, "cases.propose_not_accept")
    _in_time(turn, version)
    turn.set(proposal=f"{why.strip()}（该找：{whose.strip()[:80]}）", step="部门确认不予受理")
    papers.issue(turn, "filing_receipt", version, materials=_listed(turn))
    turn.enter(
        "cases.propose_not_accept",
        {"why": why.strip(), "whose": whose.strip()[:80], "papers": papers.issued(turn)},
    )


@act("cases.not_accept", on=Case)
def not_accept(turn: Turn, *, by: Actor, at: datetime, why: str, whose: str) -> dict[str, Any]:
    """The organ does not accept: reasons, the right organ, remedies (art. 32(1)(2))."""
    _not_accept(turn, by, at, version_of(turn), why=why, whose=whose)
    return _receipt(turn)


def _not_accept(
    turn: Turn, by: Actor, at: datetime, version: versions.VersionFacts, *, why: str, whose: str
) -> None:
    _reason(why, "请写明不予受理的理由。")
    _reason(whose, "请写明该向哪个机关申请。")
    move(turn, "cases.not_accept")
    _in_time(turn, version)
    close(turn, by, at)
    papers.issue(
        turn,
        "not_accepted",
        version,
        why=why.strip()[:300],
        whose=whose.strip()[:80],
        remedies=papers.remedies(version),
    )
    turn.enter(
        "cases.not_accept",
        {"why": why.strip()[:300], "whose": whose.strip()[:80], "papers": papers.issued(turn)},
    )
    _tell(turn, "not_accepted")


@act("cases.pass_on", on=Case)
def pass_on(turn: Turn, *, by: Actor, at: datetime, copies: int = 0) -> dict[str, Any]:
    """An item not yet resident: the window receives and hands the papers on; the department answers (粤府办〔2016〕19号 二（二）1)."""
    _pass_on(turn, by, at, version_of(turn), copies=copies)
    return _receipt(turn)


def _pass_on(turn: Turn, by: Actor, at: datetime, version: versions.VersionFacts, *, copies: int = 0) -> None:
    move(turn, "cases.pass_on")
    _in_time(turn, version)
    if turn.row.passed_on:
        raise WrongState("这一件已经转给部门了。")
    turn.set(passed_on=True, step="部门受理")
    papers.issue(turn, "filing_receipt", version, materials=_listed(turn))
    papers.issue(turn, "passed_on", version, materials=_listed(turn), copies=copies)
    turn.enter("cases.pass_on", {"department": version.department_name, "papers": papers.issued(turn)})
    _tell(turn, "filed")


def _decide_at_once(
    turn: Turn,
    by: Actor,
    at: datetime,
    version: versions.VersionFacts,
    *,
    opinion: str = "",
    documents: Any = (),
    got: Iterable[int] = (),
) -> None:
    """即办件: received, reviewed and decided in one sitting, one paper; sampled for an after-check."""
    move(turn, "cases.decide_at_once")
    _in_time(turn, version)
    _judge_got(turn, got)
    missing = completeness.missing(_judged(turn))
    if missing:
        raise WrongState(
            f"还有{len(missing)}份材料没有收齐：{'、'.join(missing[:5])}。", missing=list(missing)
        )
    if any(made["state"] == "gap" for made in materials_of(turn)):
        raise WrongState("即办件当场给结果，不能容缺。补齐材料再办，或先收件。")
    number_case(turn, version)
    _commitment(turn, version)
    verifying.give_day(turn, materials_of(turn))
    reusing.remember(turn, materials_of(turn))
    clock.end(turn, ["notice", "correction"], by=by, at=at)
    granted, _ = procedures.result_words(version.type, version.name)
    turn.set(
        accepted_on=turn.on,
        decided_on=turn.on,
        outcome="granted",
        decided_by=by.person,
        step="出件",
        reviewers=f",{by.person},",
    )
    grant(turn, by, at, version, documents)
    _sample(turn)
    papers.issue(
        turn,
        "at_once",
        version,
        materials=_listed(turn),
        words=granted,
        opinion=opinion[:500],
        result=json.loads(turn.row.result),
    )
    turn.enter(
        "cases.decide_at_once",
        {
            "number": turn.row.number,
            "words": granted,
            "opinion": opinion[:500],
            "papers": papers.issued(turn),
            **result_clocks(turn, by, at, version),
        },
    )
    _tell(turn, "decided")


@act("cases.decide_at_once", on=Case)
def decide_at_once(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    opinion: str = "",
    documents: Any = (),
    got: Iterable[int] = (),
) -> dict[str, Any]:
    """A filed 即办件 is decided in one sitting by the authorised post; `got` is judged in order now, as in `accept`."""
    _decide_at_once(turn, by, at, version_of(turn), opinion=opinion, documents=documents, got=got)
    return _receipt(turn)


def grant(turn: Turn, by: Actor, at: datetime, version: versions.VersionFacts, documents: Any = ()) -> None:
    """Record the results of a granted case; licences among them go on file."""
    given = list(documents) or [
        d.get("name") for d in version.record.get("result_documents") or () if d.get("name")
    ]
    kinds = {d.get("name") for d in version.record.get("result_documents") or () if d.get("kind") == "证照"}
    numbers = licences.issue(
        turn, by=by, at=at, kinds=[name for name in given if name in kinds], holder_name=turn.row.applicant_name,
        holder_index=turn.row.applicant_index, issuer=version.department_name, issuer_code=version.department_code, number=turn.row.number,
    )  # fmt: skip
    turn.set(result=json.dumps({"documents": given, "licences": numbers}, ensure_ascii=False, sort_keys=True))
    fee_moment(turn, "result")
    if turn.row.delivery == "electronic":
        turn.errand("deliver_online", f"deliver_online:{turn.row.id}", owner="system", case=str(turn.row.id))


def result_clocks(
    turn: Turn, by: Actor, at: datetime, version: versions.VersionFacts
) -> dict[str, str | None]:
    """Start the clocks after a decision: to the window within one working day, delivered within ten; returns their days."""
    limits = {"to_window": terms.TO_WINDOW_DAYS, "delivery": terms.DELIVERY_DAYS}
    running = {
        kind: clock.start(turn, kind, days=days, starts_on=turn.on, by=by, at=at, owner=version.department)
        for kind, days in limits.items()
    }
    reckon(turn, running)
    return {kind: _iso(term.due_on) for kind, term in running.items()}


def _sample(turn: Turn) -> None:
    percent = book.number(turn.stamp, turn.row.region, "sample_percent", turn.on).whole
    if secrets.randbelow(100) < percent:
        days = book.number(turn.stamp, turn.row.region, "sample_days", turn.on).whole
        due = terms.due(turn.on, days, calendar=book.calendar(turn.stamp, turn.row.region)).due_on
        turn.add(
            AfterCheck,
            case_id=turn.row.id,
            kind="sample",
            due_on=due,
            checked_at=None,
            truthful=None,
            by_person=None,
        )


def _reason(text: str, sentence: str) -> None:
    if not text.strip():
        raise BadInput(sentence)


THEN: dict[str, Callable[..., None]] = {
    "accept": _accept,
    "ask_once": _ask_once,
    "tell_not_required": _tell_not_required,
    "propose_not_accept": _propose_not_accept,
    "not_accept": _not_accept,
    "pass_on": _pass_on,
    "decide_at_once": _decide_at_once,
}
