"""What leaves the counter, each by its key: what this window may give out here, and the one act that does it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.agency import book as agency
from yichuang.cases import acts as cases
from yichuang.cases import standing
from yichuang.cases.application import Application, Judgement
from yichuang.cases.models import Case
from yichuang.catalogue import versions
from yichuang.catalogue.versions import VersionFacts
from yichuang.doors.counter import looking, reading
from yichuang.doors.counter.sitting import Sitting, Table
from yichuang.halls.models import Hall
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Refused, WrongState
from yichuang.law import powers

RECEIPT, ACCEPT, ASK, AT_ONCE, PASS_ON = "receipt", "accept", "ask_once", "decide_at_once", "pass_on"
REFUSE, PROPOSE, NOT_REQUIRED = "not_accept", "propose_not_accept", "tell_not_required"
NAMES = {
    RECEIPT: "只出收件凭证", ACCEPT: "受理并打印", ASK: "一次性告知", AT_ONCE: "当场办结并打印", PASS_ON: "收件转办并打印",
    REFUSE: "不予受理", PROPOSE: "提出不予受理", NOT_REQUIRED: "不需要办理",
}  # fmt: skip
DONE = {
    RECEIPT: "已收件", ACCEPT: "已受理", ASK: "已一次告知", AT_ONCE: "当场办好了", PASS_ON: "已收件转办", REFUSE: "已决定不予受理",
    PROPOSE: "已提出不予受理", NOT_REQUIRED: "已告知不需要办理",
}  # fmt: skip
ACTS = {
    ACCEPT: cases.accept, ASK: cases.ask_once, AT_ONCE: cases.decide_at_once, PASS_ON: cases.pass_on, REFUSE: cases.not_accept,
    PROPOSE: cases.propose_not_accept, NOT_REQUIRED: cases.tell_not_required,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out as the page shows it; `why` says why it does not work now, and is shown when it is tried all the same."""

    then: str
    key: str
    name: str
    why: str

    @property
    def is_open(self) -> bool:
        """Whether it works now."""
        return not self.why


def open_to(actor: Actor, facts: VersionFacts, day: date, case: Case | None = None) -> dict[str, str]:
    """Return, for every way out, an empty text or the sentence why this post may not take it."""
    known = dict(
        standing.facts_of_item(
            facts, actor, actor.stamp, day, own_department=facts.department in actor.organisations, hall=actor.hall or 0,
            passed_on=bool(case and case.passed_on),
        )
    ) | {"own_hall": True}  # fmt: skip
    found = {}
    for then in ACTS:
        no = powers.may(f"cases.{then}", actor.kind, known)
        found[then] = no.sentence if no else ""
    receive = powers.may("cases.receive", actor.kind, {})
    found[RECEIPT] = receive.sentence if receive else ""
    return {then: receive.sentence if receive else why for then, why in found.items()}


def choose(may: Mapping[str, str], rows: list[looking.Row], case: Case | None = None) -> list[Exit]:
    """Return the ways out in their order: the main one on F9, then F8, F7, F10."""
    number = looking.count(rows)
    main = next((then for then in (AT_ONCE, ACCEPT, PASS_ON) if not may[then]), ACCEPT)
    unfit = f"还有{number.open}份没核。" if number.open else ""
    wrong = f"有{number.faulty}份要补，先按F8一次告知。" if number.faulty else ""
    name = "容缺受理并打印" if main == ACCEPT and any(row.judged == "gap" for row in rows) else NAMES[main]
    early = unfit or wrong if main != PASS_ON else ""
    made = [Exit(main, "F9", name, may[main] or early)]
    if main == AT_ONCE:
        made.append(Exit(ACCEPT, "", "先受理，交部门办", may[ACCEPT] or early))
    told = (
        f"还有{number.open}份没核，全部核完才能一次告知。"
        if number.open
        else ""
        if number.faulty
        else "没有要补的材料。"
    )
    made.append(Exit(ASK, "F8", NAMES[ASK], may[ASK] or told))
    no = REFUSE if not may[REFUSE] else PROPOSE
    made.append(Exit(no, "F7", "不受理…", may[no] and may[NOT_REQUIRED]))
    if case is None or case.state == "correcting":
        made.append(Exit(RECEIPT, "F10", NAMES[RECEIPT], may[RECEIPT]))
    return made


def perform(
    table: Table, then: str, said: dict[str, Any], *, rows: list[looking.Row], case: Case | None, by: Actor, at: datetime, today: date
) -> dict[str, Any]:  # fmt: skip
    """Do the one act that this exit is, and return its answer; Refused with the sentence when it is too early."""
    if then not in NAMES:
        raise BadInput("没有这个操作。")
    if table.intake is None:
        raise WrongState("还没有开始办。先读证，再选事项。")
    key = f"intake:{table.intake.pk}:{table.intake.turn}"
    act_then = "" if then == RECEIPT else then
    if case is None:
        made = application(table.sitting, by, rows, today)
        answer = cases.receive(
            by=by, at=at, application=made, then=act_then, intake=table.intake.pk, key=key, **said
        )
        if made.handing is not None and then in (ACCEPT, AT_ONCE):
            cases.tie_across(made.handing, by=by, at=at, case=UUID(answer["id"]), key=f"{key}:across")
        return answer
    if case.state == "correcting":
        return _hand_in(table, act_then, said, rows, case, by, at, key)
    return _on_file(table, then, said, rows, case, by, at, key)


def application(sitting: Sitting, by: Actor, rows: list[looking.Row], today: date) -> Application:
    """Return what the sitting holds as the act takes it."""
    if sitting.version is None:
        raise WrongState("先读证，再选事项。")
    return Application(
        version=sitting.version, answers=sitting.answers,
        materials={row.place: judgement(sitting, row) for row in rows if row.judged and row.judged != "waived"},
        handing=UUID(sitting.handing) if sitting.handing else None, fetch_hall=sitting.fetch or None, delivery=sitting.delivery,
        commitment_scope="approval" if sitting.commitment else "", **front(sitting, by, today, (versions.facts(sitting.version).key,)),
    )  # fmt: skip


def front(sitting: Sitting, by: Actor, today: date, keys: Iterable[str]) -> dict[str, Any]:
    """Return who applies and where, as an application for these items takes it."""
    if sitting.applicant is None or by.hall is None:
        raise WrongState("先读证，再选事项。")
    hall = halls(by.stamp)[by.hall]
    helped = _mandated(sitting, by, today, keys)
    parties = {
        role: reading.checked(party, role, today)
        for role in ("applicant", "representative", "agent")
        if (party := getattr(sitting, role))
    }
    return parties | {
        "hall": by.hall, "area": by.region, "serial_from": hall.serial_from, "serial_to": hall.serial_to, "window": by.window,
        "helper": by.person if helped else None,
    }  # fmt: skip


def _mandated(sitting: Sitting, by: Actor, today: date, keys: Iterable[str]) -> bool:
    """Tell whether a mandate of the help desk carries this application; Refused when it does not hold or cover an item."""
    if not sitting.mandate or sitting.applicant is None:
        return False
    found = agency.mandates(by, today, sitting.applicant["number"])
    own = next((one for one in found if str(one.pk) == sitting.mandate), None)
    if own is None:
        raise WrongState("这份帮办委托不在有效期，或者已经结束。去掉代理人，由本人来办。")
    for key in keys:
        agency.agent(own, by, key)
    return True


def halls(stamp: int) -> dict[int, Hall]:
    """Return the halls by id, kept for a value of the stamp."""
    return stamps.kept(stamp, "doors.halls", lambda: {hall.pk: hall for hall in Hall.objects.all()})


def judgement(sitting: Sitting, row: looking.Row) -> Judgement:
    """Return how a row was judged, as the act takes it."""
    said = sitting.judged.get(str(row.place), {})
    return Judgement(
        row.judged,
        str(said.get("reason", "")),
        dict(said.get("fields") or {}),
        str(said.get("corrected", "")),
    )


def _lines(sitting: Sitting, rows: list[looking.Row]) -> list[dict[str, Any]]:
    asked = [row for row in rows if row.asked and row.judged == "faulty"]
    return [
        {"place": row.place, "reason": made.reason, "fields": dict(made.fields)}
        for row in asked
        if (made := judgement(sitting, row))
    ]


def _hand_in(
    table: Table, then: str, said: dict[str, Any], rows: list[looking.Row], case: Case, by: Actor, at: datetime, key: str
) -> dict[str, Any]:  # fmt: skip
    """Corrections come back: what was handed in now, and what is done with it in the same sitting."""
    given = [
        row
        for row in rows
        if row.asked and row.judged and (row.judged != "faulty" or _reason(table, row) != "1")
    ]
    if then == ASK:
        said = said | {"lines": _lines(table.sitting, rows)}
    judgements = {row.place: "got" if row.judged == "got" else "awaited" for row in given}
    return cases.hand_in(
        case.pk, by=by, at=at, expected=table.sitting.case_seq, key=key, places=sorted(judgements), judgements=judgements,
        then=then, intake=table.id, **said,
    )  # fmt: skip


def _reason(table: Table, row: looking.Row) -> str:
    return str(table.sitting.judged.get(str(row.place), {}).get("reason", ""))


def _on_file(
    table: Table, then: str, said: dict[str, Any], rows: list[looking.Row], case: Case, by: Actor, at: datetime, key: str
) -> dict[str, Any]:  # fmt: skip
    """What was received before is judged now: accepted, told once, decided."""
    if then == RECEIPT:
        raise WrongState("这一件的收件凭证已经出过，可以在办件页重打。")
    judged = {row.place: row.judged for row in rows if row.asked}
    if then in (ACCEPT, ASK, AT_ONCE):
        said = said | {"got": [place for place, word in judged.items() if word == "got"]}
    if then == ACCEPT:
        said = said | {"later": [place for place, word in judged.items() if word == "gap"]}
    if then == ASK:
        out = [place for place, word in judged.items() if word == "na"]
        said = said | {"lines": _lines(table.sitting, rows), "out": out}
    answer: dict[str, Any] = ACTS[then](
        case.pk, by=by, at=at, expected=table.sitting.case_seq, key=key, **said
    )
    if table.id is not None:
        cases.finish_intake(table.id, case.pk, by=by, at=at)
    return answer


def refused_by(error: Refused) -> list[dict[str, str]]:
    """Return a refusal as the error summary takes it."""
    return [{"id": str(error.facts.get("field", "")), "text": error.sentence}]
