"""Where a case stands, told to whoever holds its query code: words and dates, no name, no number, no paper."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yichuang.cases import papers
from yichuang.cases.models import Case, Notice
from yichuang.catalogue import versions
from yichuang.clock import book
from yichuang.clock.models import Stop
from yichuang.doors import places
from yichuang.doors.progress import timeline, words
from yichuang.ground.templatetags.yc import cndate
from yichuang.law import BeyondCalendar, procedures
from yichuang.law import ratings as law
from yichuang.law.days import Calendar
from yichuang.materials.models import Material
from yichuang.ratings.models import Rating

ENDINGS = {
    "not_required": "not_needed",
    "not_accepted": "not_accepted",
    "withdrawn": "withdrawn",
    "lapsed": "lapsed",
    "forwarded": "forwarded",
    "void": "void",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as its query code shows it."""

    code: str
    key: str
    kind: str
    word: str
    next: str
    notes: tuple[str, ...]
    fixes: tuple[str, ...]
    events: tuple[timeline.Event, ...]
    item: str
    item_key: str
    department: str
    phone: str
    hall: places.Place | None
    remedies: str
    may_rate: bool
    rated: bool

    @property
    def at_issue(self) -> bool:
        """Whether something lies at the window to be fetched."""
        return self.key in ("ready", "ready_refused")


def find(code: str, region: str) -> Case | None:
    """Return the case with this query code in this region; an unknown code and a foreign one are alike."""
    return Case.objects.filter(query_code=code, region=region).select_related("item", "window").first()


@dataclass(frozen=True, slots=True)
class Read:
    """What is read of a case: its stops, notices, gaps, and whether it was rated."""

    stops: tuple[Stop, ...] = ()
    notices: tuple[Notice, ...] = ()
    gaps: tuple[tuple[str, date | None], ...] = ()
    rated: bool = False


def tell_all(cases: Sequence[Case], today: date, stamp: int) -> list[Standing]:
    """Return where many cases stand, with the queries of one; who rated is not asked."""
    ids = [case.pk for case in cases]
    stops, notices, gaps = defaultdict(list), defaultdict(list), defaultdict(list)
    for stop in Stop.objects.filter(subject__in=ids).order_by("starts_on", "pk"):
        stops[stop.subject].append(stop)
    for notice in Notice.objects.filter(case__in=ids).order_by("round"):
        notices[notice.case_id].append(notice)
    for subject, name, day in Material.objects.filter(subject__in=ids, state="gap").values_list(
        "subject", "name", "gap_due_on"
    ):
        gaps[subject].append((name, day))
    read = {pk: Read(tuple(stops[pk]), tuple(notices[pk]), tuple(gaps[pk])) for pk in ids}
    return [tell(case, today, stamp, read[case.pk]) for case in cases]


def tell(case: Case, today: date, stamp: int, read: Read | None = None) -> Standing:
    """Return where a case stands on `today`."""
    facts = versions.facts(case.version_id)
    seen = _Seen(case, facts, today, stamp, read or _read(case))
    row = words.row(seen.key)
    told = seen.names()
    late = seen.due is not None and today > seen.due and row.late
    sentence = row.late if late else row.next if _filled(row.next, told) else row.open
    return Standing(
        code=case.query_code, key=row.key, kind=(words.YOURS if row.late in words.WAITS_FOR_YOU else words.OURS) if late else row.kind, word=row.word.format_map(told), next=sentence.format_map(told),
        notes=tuple(seen.notes(bool(late))), fixes=tuple(seen.fixes()), events=tuple(seen.events()), item=facts.name, item_key=facts.key,
        department=facts.department_name, phone=facts.department_phone, hall=seen.hall,
        remedies=papers.remedies(facts) if _may_appeal(case) else "", may_rate=may_rate(case), rated=seen.rated,
    )  # fmt: skip


def _read(case: Case) -> Read:
    gaps = Material.objects.filter(subject=case.pk, state="gap").values_list("name", "gap_due_on")
    return Read(
        tuple(Stop.objects.filter(subject=case.pk).order_by("starts_on", "pk")),
        tuple(Notice.objects.filter(case=case).order_by("round")), tuple(gaps), is_rated(case),
    )  # fmt: skip


def may_rate(case: Case) -> bool:
    """Whether there was a contact that can be rated."""
    return case.outcome != "void" and not (case.state in ("draft", "filed") and not case.round)


def contact_of(case: Case) -> str:
    """Return which contact a rating is about: the intake, or the whole case once it is decided or over."""
    return law.contact_of(case.state)


def is_rated(case: Case) -> bool:
    """Whether this contact was rated already."""
    return Rating.objects.filter(case=case, contact=contact_of(case)).exists()


def _may_appeal(case: Case) -> bool:
    return case.outcome == "not_accepted" or (case.outcome == "refused" and case.state != "draft")


def _filled(sentence: str, told: Mapping[str, str]) -> bool:
    """Whether every name that a sentence needs is known."""
    return all(told.get(name) for name in told if "{" + name + "}" in sentence)


class _Seen:
    """What is read of a case once: its stops, notices, gaps; and what follows for the words."""

    def __init__(self, case: Case, facts: versions.VersionFacts, today: date, stamp: int, read: Read) -> None:
        self.case, self.facts, self.today = case, facts, today
        self.stops, self.notices, self.gaps, self.rated = read.stops, read.notices, read.gaps, read.rated
        self.hall = next(
            (p for p in places.halls(stamp, case.region) if p.hall == (case.fetch_hall_id or case.hall_id)),
            None,
        )
        self.calendar = book.calendar(stamp, case.region)
        self.keep_days = book.number(stamp, case.region, "pickup_days", today).whole
        self.open_stop = next((stop for stop in self.stops if stop.ends_on is None), None)
        self.key = self._key()
        self.due = self._due()

    def _key(self) -> str:
        case = self.case
        if case.outcome in ENDINGS:
            return ENDINGS[case.outcome]
        if case.state == "filed":
            return "passed_on" if case.passed_on else "handed_in" if case.round else "submitted"
        if case.state in ("ready", "delivered", "closed"):
            stage = "delivered" if case.state != "ready" else "posted" if case.tracking else "ready"
            return f"{stage}_refused" if case.outcome == "refused" else stage
        if case.state == "decided":
            return "at_once" if self._at_once() else case.outcome
        return {"correcting": "supplement", "draft": "draft"}.get(case.state) or self._under_way()

    def _under_way(self) -> str:
        case = self.case
        if case.stopped:
            return "paused"
        if case.gap and self.gaps:
            return "gap"
        if self.open_stop is not None:
            return "visiting"
        return "extended" if case.extended else "deemed" if case.deemed else "accepted"

    def _at_once(self) -> bool:
        return (
            self.facts.at_once
            and self.case.accepted_on == self.case.decided_on
            and self.case.outcome == "granted"
        )

    def _due(self) -> date | None:
        """The day that counts: of our clock, of the applicant's, or the last day on which a result lies at the window."""
        case = self.case
        if self.key in ("ready", "ready_refused"):
            return (
                case.ready_on + timedelta(days=self.keep_days) if case.ready_on and self.keep_days else None
            )
        return None if self.key in ("posted", "posted_refused", "paused") else case.due_on

    def names(self) -> dict[str, str]:
        """Everything that a sentence of the table may name."""
        case, stop = self.case, self.open_stop
        granted, refused = procedures.result_words(self.facts.type, self.facts.name)
        return {
            "department": self.facts.department_name, "hall": self.hall.name if self.hall else "窗口", "due": cndate(self.due), "ought": self._ought(),
            "count": str(len(self._lines()) if self.key == "supplement" else len(self.gaps)), "gap_due": cndate(self._gap_due()),
            "name": stop.name if stop else "", "end": cndate(planned_end(stop, self.calendar)), "received": cndate(case.received_on),
            "granted": granted, "refused": refused, "result": self._result(), "pickup": self._pickup(), "hall_phone": (self.hall.phone if self.hall else "") or "12345",
            "tracking": case.tracking[-4:], "why_lapsed": "容缺的材料没有按期补交" if case.accepted_on else "补正期满没有交齐",
        }  # fmt: skip

    def _ought(self) -> str:
        return {"decided": "把结果送到窗口", "filed": "告诉您是否受理"}.get(self.case.state, "办结")

    def _gap_due(self) -> date | None:
        return min((day for _, day in self.gaps if day), default=None)

    def _lines(self) -> list[dict[str, Any]]:
        told = json.loads(self.notices[-1].lines) if self.notices else []
        return [line for line in told if not line.get("struck")]

    def _result(self) -> str:
        if self.case.outcome == "refused":
            return "决定书"
        licensed = any(one.get("kind") == "证照" for one in self.facts.record.get("result_documents") or ())
        return "证" if licensed else "结果"

    def _pickup(self) -> str:
        if self.hall is None:
            return "窗口"
        area = f"的{self.hall.issue_area}" if self.hall.issue_area else ""
        return f"{self.hall.name}{area}"

    def fixes(self) -> list[str]:
        """Everything that must be corrected or is still owed, one sentence each, without what was typed by hand."""
        if self.key == "gap":
            return [f"{name}，{cndate(day)}前补交" if day else name for name, day in self.gaps]
        if self.key != "supplement":
            return []
        return [
            words.RETURNS.get(str(line.get("reason")), words.RETURNS["7"]).format(material=line["material"])
            for line in self._lines()
        ]

    def notes(self, late: bool) -> list[str]:
        """What else one should know."""
        case, found = self.case, []
        if case.extended and case.state in ("accepted", "reviewed"):
            found.append("延期由机关负责人批准，理由写在《延期告知书》上。")
        if case.extended and self.key in ("gap", "paused", "visiting"):
            found.append("这件事已经延期一次。")
        if case.deemed and self.key not in ("deemed", *ENDINGS.values()):
            found.append("这件事因为超过5个工作日没有告知，视为受理。")
        if (
            case.provisional
            and self.due is not None
            and not late
            and self.key not in ("ready", "ready_refused")
        ):
            found.append(words.PROVISIONAL)
        if self.key == "supplement":
            found.append("材料交齐当天重新算收到，5个工作日内告诉您是否受理。")
        return found

    def events(self) -> list[timeline.Event]:
        """What happened and what will, oldest first."""
        stop = self.open_stop.name if self.open_stop else "特别程序"
        ended = words.row(self.key).word.format_map(self.names()) if self.key in ENDINGS.values() else ""
        return [
            *timeline.past(self.case, self.stops, self.notices, ended),
            *timeline.now(self.key, self.facts.department_name, self.due, stop),
            *timeline.later(self.key, self.facts),
        ]


def planned_end(stop: Stop | None, calendar: Calendar) -> date | None:
    """Return the working day on which a stop should end, if its length is planned and the calendar reaches it."""
    if stop is None or not stop.planned_days:
        return None
    try:
        return calendar.after(stop.starts_on, stop.planned_days)
    except BeyondCalendar:
        return None
