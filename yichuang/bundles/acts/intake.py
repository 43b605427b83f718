"""At the front: one application for many items received; what each department asks told in one notice; all accepted."""

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.bundles import application as filed
from yichuang.bundles import files, following, letters, preparing, reading
from yichuang.bundles.acts.board import Board
from yichuang.bundles.acts.parts import (
    go,
    go_further,
    hold_numbers,
    joint_moved,
    own,
    prepared,
    receipt,
    still,
    tell,
)
from yichuang.bundles.application import Filing
from yichuang.bundles.models import Demand, Notice, Thing
from yichuang.cases import acts as cases
from yichuang.cases.acts.sessions import end
from yichuang.catalogue import bundles
from yichuang.citizens.models import Account
from yichuang.clock import book
from yichuang.drafts import acts as drafts
from yichuang.ground import vault
from yichuang.halls.models import Hall
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.chain import canonical
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import BeyondCalendar, codes, merging, plans, realname, reasons, terms, things
from yichuang.law.standing import chosen_values
from yichuang.materials.models import Material

DELIVERIES = ("pickup", "post", "electronic")
JUDGED = ("got", "faulty")
STATES = ("got", "faulty", "awaited", "committed", "gap", "na", "waived")


@act("bundles.receive", on=Thing, creates=True)
def receive(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    filing: Filing,
    handing: drafts.Handing | None = None,
    intake: UUID | None = None,
) -> dict[str, Any]:
    """One application for many items is received: one number, one query code, one receipt; the first cases begin.

    At the window every paper has been judged: what is complete is accepted at once where the window is entrusted, what is faulty is
    told in one notice (`ask_once`). On line the departments look first, until `say_by`; `handing` is the draft that was filled in, `intake`
    the counter session that ends with it. Basis: 国发〔2024〕3号; 《行政许可法》第二十九条、第三十二条.
    """
    acts.require(turn, {})
    facts = bundles.facts(filing.version)
    if bundles.current(facts.bundle, turn.stamp).id != facts.id:
        raise WrongState(f"“{facts.name}”刚刚换了新版，请重新打开核对。")
    if filing.delivery not in DELIVERIES:
        raise BadInput("取件方式是自取、邮寄或者只要电子证照。", field="delivery")
    parties = filed.checked(filing, turn.on)
    hall = Hall.objects.filter(pk=filing.hall, region=by.region).first()
    if hall is None:
        raise BadInput("没有这个大厅。", field="hall")
    ready = preparing.prepared(
        facts, filing.answers, stamp=turn.stamp, region=by.region, at=at, choose=filing.choose, skip=filing.skip, parties=parties,
        asked=by.kind == "applicant",
    )  # fmt: skip
    _whole(by, ready, filing)
    if handing:
        drafts.acts_for(turn, handing, ready.standing.items)
    serial = acts.serial(turn, f"filing:{filing.hall}:{turn.on:%Y%m%d}") + filing.serial_from
    if serial > filing.serial_to:
        raise BadInput("今天这个大厅的收件号用完了，请系统管理员加大号段。")
    _begin(turn, filing, facts, parties, codes.filing_number(filing.area[:6], turn.on, serial))
    filled = drafts.finish(turn, handing, thing=True) if handing else {}
    end(turn, intake, thing=turn.row.id)
    board = Board(turn)
    for place, one in enumerate(ready.standing.members, 1):
        version = ready.items[one.item]
        board.join(
            key=one.item, name=version.name[:200], item_id=version.item, version_id=version.id, department_id=version.department,
            after=json.dumps(list(one.after)), place=place,
        )  # fmt: skip
    turn.scratch |= {"prepared": ready, "hall": hall}
    faulty = _put_right(turn, board, filing)
    moved = go(turn, board, by=by)
    joint = joint_moved(moved)
    letters.issue(turn, "receipt", board, papers=_listed(ready, board), answers=_told(ready, filing.answers))
    if faulty:
        moved["due"] = tell_missing(turn, board, faulty)
    elif turn.row.state == things.GOING:
        letters.issue(turn, "acceptance", board)
        tell(turn, "thing_accepted")
    else:
        tell(turn, "thing_filed")
    turn.enter(
        "bundles.receive",
        {
            "filing_number": turn.row.filing_number, "bundle": facts.key, "version": facts.number, "answers": dict(filing.answers),
            "choose": dict(filing.choose), "skip": list(filing.skip), "hall": filing.hall, "window": filing.window, "channel": filing.channel,
            "parts": board.summary(), "moved": moved, "joint": joint, "saved": saved(ready, turn.stamp, by.region), "letters": letters.issued(turn),
            **({"not_accepted": turn.scratch["not_accepted"]} if turn.scratch.get("not_accepted") else {}),
            **filled,
        },
        private={role: party.snapshot() for role, party in parties.items()},
    )  # fmt: skip
    return receipt(turn, board)


def saved(ready: preparing.Prepared, stamp: int, region: str) -> dict[str, int | None]:
    """Return papers, visits and working days, each for itself and as one; None where the records do not tell it."""
    told: dict[str, int | None] = ready.plan.told()["saved"]
    days = dict.fromkeys(("days_before", "days_after"))
    if not ready.plan.certain or ready.plan.joint_due_on is None:
        return told | days
    calendar = book.calendar(stamp, region)
    try:
        alone = plans.one_by_one(ready.plan, {key: one.record for key, one in ready.items.items()}, calendar)
        ends = {"days_before": alone, "days_after": ready.plan.joint_due_on}
        return told | {name: calendar.between(ready.plan.start, end) for name, end in ends.items()}
    except BeyondCalendar:
        return told | days


def _put_right(turn: Turn, board: Board, filing: Filing) -> list[dict[str, Any]]:
    """Take what the window found faulty out of the filing, as lines of the one notice; its cases wait until it is told."""
    found = {name: one for name, one in filing.papers.items() if one.state == "faulty"}
    lines = [{"paper": name, "reason": one.reason, "fields": one.fields} for name, one in found.items()]
    if found:
        board.judge({name: filed.judged("awaited") for name in found})
    return _lines(turn, board, lines) if lines else []


def _whole(by: Actor, ready: preparing.Prepared, filing: Filing) -> None:
    """Refuse what is not yet a whole application: open questions, unknown papers; on line what only a window takes, too low a level."""
    if ready.questions_left or ready.standing.unresolved_groups:
        left = [*ready.questions_left, *ready.standing.unresolved_groups]
        raise BadInput("情形还没有问完，要办哪几项、交哪些材料定不下来。", field="answers", left=left)
    if not ready.standing.members:
        raise BadInput("照这些回答，没有要办的事项。", field="answers")
    for key, read in filing.editions.items():
        if key in ready.standing.items and ready.items[key].id != read:
            raise WrongState(f"“{ready.items[key].name}”的要求刚刚换了新版，请重新打开核对。", item=key)
    if by.kind == "applicant" and (said := ready.window_only):
        raise WrongState(said)
    known = {paper.name for paper in ready.papers}
    if extra := sorted(set(filing.papers) - known):
        raise BadInput("清单里没有这份材料，不能要求交。", field="papers", papers=extra)
    if wrong := [one.state for one in filing.papers.values() if one.state not in STATES]:
        raise BadInput(f"材料的核验结果没有“{wrong[0][:20]}”。", field="papers")
    if by.kind == "applicant" and any(one.state in JUDGED for one in filing.papers.values()):
        raise BadInput("材料由受理的部门核，申请人自己不能核。", field="papers")
    if by.kind == "applicant" and by.account is not None:
        level = (
            Account.objects.filter(pk=by.account).values_list("level", flat=True).first() or realname.PHONE
        )
        for version in ready.members:
            if said := realname.too_low(level, version.record):
                raise WrongState(said, item=version.key)


def _begin(
    turn: Turn, filing: Filing, facts: bundles.BundleFacts, parties: Mapping[str, Any], number: str
) -> None:
    calendar = book.calendar(turn.stamp, turn.by.region)
    applicant, window = parties["applicant"], turn.by.kind == "clerk"
    looked = window and all(one.state != "awaited" for one in filing.papers.values())
    received_on = turn.on
    if not window:
        rollover = book.number(turn.stamp, turn.by.region, "receive_rollover", turn.on).value == "1"
        received_on = terms.received_on(turn.on, calendar, rollover=rollover)
    content = filing.content(parties)
    turn.begin(
        hall_id=filing.hall, window_id=filing.window, bundle_id=facts.bundle, version_id=facts.id, lead_id=facts.lead, filing_number=number,
        query_code=codes.query_code(secrets.randbelow(codes.QUERY_CODES)), state=things.FILED, outcome="", channel=filing.channel,
        account=turn.by.account, helped_by=filing.helper, answers=canonical(dict(filing.answers)), choose=canonical(dict(filing.choose)),
        skip=json.dumps(list(filing.skip), ensure_ascii=False), applicant_kind=applicant.kind, applicant_name=applicant.name,
        applicant_index=vault.index(applicant.number), tail_index=vault.tail_index(applicant.number), content=vault.lock(canonical(content)),
        filed_at=turn.at, received_on=received_on, say_by=None if looked else things.say_by(received_on, calendar),
        notice_by=terms.notice_due(received_on, calendar), accepted_on=None, due_on=None, due_certain=True, due_why="", forecast_on=None,
        finished_on=None, closed_on=None, together=filing.together, delivery=filing.delivery, round=0, received_by=turn.by.person if window else None,
        ceiling_on=None, ceiling_why="", rows_seal="",
    )  # fmt: skip


def _listed(ready: preparing.Prepared, board: Board) -> list[dict[str, Any]]:
    """Return the merged papers as the receipt prints them: name, how it comes, for which items."""
    judged = filed.judgements_of(board.content)
    names = {key: version.name for key, version in ready.items.items()}
    return [
        {
            "name": one.name, "how": one.how, "why": one.why, "required": one.required, "form": one.form or "", "copies": one.copies or 1,
            "state": "waived" if one.waived or one.how == "feed" else judged[one.name].state if one.name in judged else "awaited",
            "used_by": [names[item] for item in dict.fromkeys(item for item, _ in one.used_by)],
        }
        for one in ready.papers
    ]  # fmt: skip


def _told(ready: preparing.Prepared, answers: Mapping[str, str]) -> list[list[str]]:
    """Return the questions, the bundle's and its members' own, with their answers in words."""
    records = {key: version.record for key, version in ready.items.items()}
    told = []
    for question in merging.questions(ready.facts.record, records, ready.standing, answers):
        given = chosen_values(question.answer)
        labels = [label for value, label in question.options if value in given]
        if labels:
            told.append([question.text, "、".join(labels)])
    return told


@act("bundles.say", on=Thing)
def say(
    turn: Turn, *, by: Actor, at: datetime, part: str, lines: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """A department says what is missing in the papers of its part, or that nothing is; once all have, the thing goes on.

    Each line is {"paper", "reason", "fields"}. Only papers of the published list can be named (粤府办〔2016〕19号 二（五）2).
    """
    still(turn, things.FILED)
    _in_time(turn)
    board = Board(turn)
    mine = board.part(part)
    if Demand.objects.filter(part=mine.id, round=turn.row.round).exists():
        raise WrongState("这一项已经说过了，只说一次。")
    asked = _lines(turn, board, lines, of=part)
    turn.add(
        Demand, part_id=mine.id, round=turn.row.round, lines=json.dumps(asked, ensure_ascii=False), by_person=by.person, by_name=by.name,
        said_at=at,
    )  # fmt: skip
    said = Demand.objects.filter(part__thing=turn.row.id, round=turn.row.round).values_list(
        "part__key", "lines"
    )
    open_parts = [key for key, one in board.parts.items() if one.state in (things.WAITING, things.RUNNING)]
    left = set(open_parts) - {key for key, _ in said} - {part}
    accepted = not left and not asked and not any(json.loads(one) for _, one in said)
    if accepted:
        _accept(turn, board)
    elif not left:
        turn.errand(
            "hint",
            f"hint:{turn.row.id}:{turn.row.seq}",
            owner="window",
            text="各部门都说完了，请发一次性告知",
            thing=str(turn.row.id),
        )
    turn.enter(
        "bundles.say",
        {
            "part": part,
            "lines": asked,
            "left": sorted(left),
            "accepted": accepted,
            "joint": turn.scratch.get("joint", {}),
            "letters": letters.issued(turn),
        },
    )
    return receipt(turn, board) | {"left": len(left)}


def _in_time(turn: Turn) -> None:
    """Refuse what a department says too late: after `say_by`, or after the notice clock where the window passed its part on."""
    last = turn.row.say_by or turn.row.notice_by
    if last is not None and turn.on > last:
        raise WrongState(
            f"要补的材料可以提到{last.month}月{last.day}日，已经过了。没有提出的，视为材料齐全，不能再要求补。"
        )


def _lines(
    turn: Turn, board: Board, lines: Iterable[Mapping[str, Any]], *, of: str | None = None
) -> list[dict[str, Any]]:
    """Return the lines with the sentence that is printed; only what the list asks for, and only of one's own part."""
    ready = prepared(turn, board)
    papers = {paper.name: paper for paper in ready.papers}
    told = []
    for line in lines:
        paper = papers.get(str(line.get("paper", "")))
        if paper is None or (of and of not in {item for item, _ in paper.used_by}):
            raise BadInput("清单里没有这份材料，不能要求补。", field="lines")
        if paper.how == "feed":
            raise BadInput(f"“{paper.name}”由前一项的结果转来，不能要求交。", field="lines")
        given = {
            "material": paper.name,
            "form": paper.form or "材料",
            "copies": paper.copies or 1,
            **(line.get("fields") or {}),
        }
        text = reasons.sentence(str(line.get("reason", "")), given)[:300]
        fields = {name: str(value) for name, value in (line.get("fields") or {}).items()}
        told.append(
            {
                "paper": paper.name,
                "reason": str(line["reason"]),
                "fields": fields,
                "sentence": text,
                "items": sorted({i for i, _ in paper.used_by}),
            }
        )
    return told


@act("bundles.accept", on=Thing)
def accept(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Nobody asks for more, or the day to say so is over (silence means no demand): every case that waits is accepted."""
    still(turn, things.FILED)
    board = Board(turn)
    silent = _hear(turn, board, by)
    if _demands(turn, board):
        raise WrongState("有部门提出了要补的材料，请发一次性告知。")
    _accept(turn, board)
    turn.enter(
        "bundles.accept",
        {
            "silent": silent,
            "parts": board.summary(),
            "joint": turn.scratch.get("joint", {}),
            "letters": letters.issued(turn),
        },
    )
    return receipt(turn, board)


def _hear(turn: Turn, board: Board, by: Actor) -> list[str]:
    """Write down who was silent; refuse while somebody may still say something."""
    said = set(
        Demand.objects.filter(part__thing=turn.row.id, round=turn.row.round).values_list(
            "part__key", flat=True
        )
    )
    left = [
        p for p in board.parts.values() if p.state in (things.WAITING, things.RUNNING) and p.key not in said
    ]
    if left and turn.row.say_by is not None and turn.on <= turn.row.say_by:
        names = "、".join(one.name for one in left[:3])
        raise WrongState(
            f"还有{len(left)}个部门没有说（{names}），可以说到{turn.row.say_by.month}月{turn.row.say_by.day}日。"
        )
    for one in left:
        turn.add(
            Demand,
            part_id=one.id,
            round=turn.row.round,
            lines="[]",
            silent=True,
            by_person=None,
            by_name="",
            said_at=turn.at,
        )
    return [one.key for one in left]


def _demands(turn: Turn, board: Board) -> list[dict[str, Any]]:
    """Return what all departments ask, each paper with each reason once."""
    found = Demand.objects.filter(part__thing=turn.row.id, round=turn.row.round).order_by("part__place")
    return reading.merged(found)


def _accept(turn: Turn, board: Board) -> None:
    hold_numbers(turn)
    with following.inside():
        for part in board.by_code():
            case = board.case(part)
            if case is not None and case.state == "filed":
                cases.accept(case.id, by=own(turn), at=turn.at, got=awaited_of(case.id))
    _judge_all(turn, board)
    turn.set(say_by=None)
    board.look()
    go_further(turn, board)


def _judge_all(turn: Turn, board: Board) -> None:
    """Nobody asked for more: what was awaited is in order, for the parts that start later too."""
    names = {paper.name for paper in prepared(turn, board).papers if not paper.waived and paper.how != "feed"}
    judged = board.content["papers"]
    board.judge(
        {
            name: filed.judged("got")
            for name in names
            if judged.get(name, {}).get("state", "awaited") == "awaited"
        }
    )


def awaited_of(case: Any) -> list[int]:
    """Return the places of a case's papers that nobody has judged."""
    return list(Material.objects.filter(subject=case, state="awaited").values_list("place", flat=True))


@act("bundles.ask_once", on=Thing)
def ask_once(
    turn: Turn, *, by: Actor, at: datetime, lines: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """What all departments ask, and what the window found, is told in ONE notice; parts without a fault go on.

    The lead sends it, or the clock does on the day after `say_by`. Basis: 《行政许可法》第三十二条第一款第四项; 国发〔2024〕3号 (一次告知).
    """
    still(turn, things.FILED, things.GOING)
    board = Board(turn)
    if turn.row.round or (turn.row.accepted_on is not None and not files.owed(board.content)):
        raise WrongState("已经一次告知过，或者已经受理。受理以后不能再要求补材料。", second_notice=True)
    silent = _hear(turn, board, by) if turn.row.state == things.FILED else []
    told = _demands(turn, board) if turn.row.state == things.FILED else []
    seen = {(line["paper"], line["sentence"]) for line in told}
    told += [line for line in _lines(turn, board, lines) if (line["paper"], line["sentence"]) not in seen]
    if not told:
        raise WrongState("没有要补的材料。材料齐全就受理。")
    due = tell_missing(turn, board, told)
    turn.enter(
        "bundles.ask_once",
        {
            "round": turn.row.round,
            "lines": told,
            "silent": silent,
            "due": due,
            "joint": turn.scratch.get("joint", {}),
            "parts": board.summary(),
            "letters": letters.issued(turn),
        },
    )
    return receipt(turn, board)


def tell_missing(turn: Turn, board: Board, told: list[dict[str, Any]]) -> str | None:
    """Give the one notice: the cases concerned wait for the papers, the others are accepted; returns the day they are due."""
    rule = book.number(turn.stamp, turn.row.region, "correction_days", turn.on)
    unit = "natural" if rule.unit == "自然日" else "working"
    calendar = book.calendar(turn.stamp, turn.row.region)
    due = terms.due(turn.on, rule.whole, unit=unit, calendar=calendar).due_on if rule.whole else None
    wanted = {line["paper"] for line in told}
    _judge_all(turn, board)
    board.judge({line["paper"]: filed.judged("faulty", line["reason"], line["fields"]) for line in told})
    places = places_of(turn, board, wanted)
    by_paper = {line["paper"]: line for line in told}
    hold_numbers(turn)
    with following.inside():
        for part in board.by_code():
            case = board.case(part)
            if case is None or case.state != "filed":
                continue
            got = awaited_of(case.id)
            mine = [(place, by_paper[name]) for (key, place), name in places.items() if key == part.key]
            if mine:
                faulty = {place for place, _ in mine}
                own_lines = [
                    {"place": place, "reason": line["reason"], "fields": line["fields"]}
                    for place, line in mine
                ]
                cases.ask_once(
                    case.id,
                    by=own(turn),
                    at=turn.at,
                    lines=own_lines,
                    got=[p for p in got if p not in faulty],
                )
            else:
                cases.accept(case.id, by=own(turn), at=turn.at, got=got)
    turn.set(round=turn.row.round + 1, say_by=None, state=things.CORRECTING)
    turn.add(
        Notice,
        thing_id=turn.row.id,
        round=turn.row.round,
        lines=json.dumps(told, ensure_ascii=False),
        told_at=turn.at,
        due_on=due,
    )
    board.look()
    go_further(turn, board)
    letters.issue(
        turn,
        "notice",
        board,
        lines=told,
        correct_by=due.isoformat() if due else "",
        round=turn.row.round,
        correction_basis=rule.basis,
    )
    tell(turn, "thing_correct", count=len(told))
    return due.isoformat() if due else None


def places_of(turn: Turn, board: Board, names: set[str]) -> dict[tuple[str, int], str]:
    """Return the places of these papers in the items' own lists."""
    return {
        (item, place): paper.name
        for paper in prepared(turn, board).papers
        if paper.name in names
        for item, place in paper.used_by
    }


@act("bundles.hand_in", on=Thing)
def hand_in(turn: Turn, *, by: Actor, at: datetime, papers: Iterable[str] | None = None) -> dict[str, Any]:
    """What the one notice asked for is handed in; at the window it is looked at and accepted at once, on line the departments look."""
    still(turn, things.CORRECTING)
    board = Board(turn)
    owed = files.owed(board.content)
    given = owed if papers is None else set(papers) & owed
    if not given:
        raise BadInput("请选出这次交来的材料。", field="papers")
    window = by.kind == "clerk"
    state = "got" if window else "awaited"
    files.came(turn, board, given)
    board.judge({name: filed.judged(state) for name in given})
    left = owed - given
    hold_numbers(turn)
    with following.inside():
        for case in hand_in_whole(
            turn, board, {line["paper"] for line in last_told(turn)} - left, by=by, state=state
        ):
            if window:
                cases.accept(case, by=own(turn), at=at)
    if not left and not window:
        look_first(turn)
    elif not left:
        turn.set(state=things.GOING if turn.row.accepted_on else things.FILED)
    board.look()
    go_further(turn, board)
    tell(turn, "thing_handed_in")
    turn.enter(
        "bundles.hand_in",
        {
            "papers": sorted(given),
            "left": sorted(left),
            "joint": turn.scratch.get("joint", {}),
            "parts": board.summary(),
            "letters": letters.issued(turn),
        },
    )
    return receipt(turn, board)


def hand_in_whole(turn: Turn, board: Board, here: set[str], *, by: Actor, state: str = "") -> list[UUID]:
    """The papers of these names are here: each case that waits for no other is handed in; returns those cases, in the order of numbers.

    `state` is how whoever takes them judges them; without one they stand as they were kept when they came.
    """
    found, of_part, kept = [], places_of(turn, board, here), board.content["papers"]
    for part in board.by_code():
        case = board.case(part)
        mine = {place: name for (key, place), name in of_part.items() if key == part.key}
        if case is None or case.state != "correcting" or not mine:
            continue
        faulty = set(Material.objects.filter(subject=case.id, state="faulty").values_list("place", flat=True))
        if faulty <= set(
            mine
        ):  # else the rest of this part's papers is still to come: it is handed in with them
            judged = {place: state or kept[mine[place]]["state"] for place in faulty}
            cases.hand_in(case.id, by=by, at=turn.at, places=sorted(faulty), judgements=judged)
            files.lend(turn, board, case.id, part.key, prepared(turn, board).papers, here)
            found.append(case.id)
    return found


def look_first(turn: Turn) -> None:
    """What came on line is looked at by the departments first, as on the day of the filing."""
    calendar = book.calendar(turn.stamp, turn.row.region)
    turn.set(
        state=things.FILED,
        received_on=turn.on,
        say_by=things.say_by(turn.on, calendar),
        notice_by=terms.notice_due(turn.on, calendar),
    )


def last_told(turn: Turn) -> list[dict[str, Any]]:
    """The lines of the last notice."""
    last = Notice.objects.filter(thing=turn.row.id).order_by("-round").first()
    return last.told() if last else []
