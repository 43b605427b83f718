"""How every door shows a case. Read-only; pieces are read when a template asks, so a page pays for what it shows.

    view = caseview.find(request.actor, case_id, at, purpose="审批台")     # NotThere if not visible; the look is on record
    render(request, "desk/case.html", {"view": view})

Then, in the template (each file's first comment is its contract; all take only `view`):
    {% include "caseview/banner.html" %}     name, card, status, numbers            view.status, view.left, view.case, view.item
    {% include "caseview/thing.html" %}      the other parts of a 一件事            view.thing, view.part
    {% include "caseview/asked.html" %}      scenario answers in words              view.asked
    {% include "caseview/parties.html" %}    masked; 看全号 posts, is on record     view.parties
    {% include "caseview/filled.html" %}     the form as it was filed, masked        view.filled
    {% include "caseview/materials.html" %}  rows with state and files              view.materials
    {% include "caseview/clocks.html" %}     each clock, 为什么是这一天             view.clocks
    {% include "caseview/steps.html" %}      who reviewed what                      view.steps
    {% include "caseview/signatures.html" %} what was signed, checked again         view.signatures
    {% include "caseview/papers.html" %}     papers with their addresses            view.papers
    {% include "caseview/timeline.html" %}   the journal in plain words             view.timeline
Addresses shared by all doors (doors/urls.py, namespace `caseview`): `why` (case, term), `reveal` (case, POST role), `file` (file).
`left_of(case, …)` and `status_of(case)` serve lists, without a query per row.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse

from yichuang.cases.models import Case, Paper, Party, Step
from yichuang.catalogue import versions
from yichuang.clock import book
from yichuang.clock.models import Stop, Term
from yichuang.doors import clocks as ticking
from yichuang.doors import forms, supervised, talking, thingview, told
from yichuang.doors.lines import tight
from yichuang.drafts import signing
from yichuang.drafts.models import Filled
from yichuang.ground import rows, vault
from yichuang.ground.now import day_of
from yichuang.ground.templatetags.yc import cnday, grouped_id, grouped_phone, masked_id, masked_phone
from yichuang.halls.models import Hall, Window
from yichuang.journal import looks, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.journal.refusals import NotThere
from yichuang.law import fees, procedures, reasons
from yichuang.law import papers as law_papers
from yichuang.law.states import OUTCOMES
from yichuang.materials.models import File, Material
from yichuang.payments.models import Bill
from yichuang.people.models import Organisation

HOW = {
    "submit": "自备",
    "licence": "电子证照",
    "share": "数据共享",
    "generate": "系统生成",
    "verify": "数据共享（待核验）",
    "commit": "告知承诺",
    "later": "容缺后补",
}
OUTCOME_WORDS = dict(OUTCOMES)
CHANNELS = {"counter": "窗口受理", "portal": "网上提交", "api": "部门系统提交", "system": "系统"}
MATERIAL_STATES = {
    "waived": "waived",
    "awaited": "open",
    "got": "ok",
    "faulty": "fix",
    "gap": "gap",
    "committed": "gap",
    "na": "off",
}


@dataclass(frozen=True, slots=True)
class Status:
    """The status of a case: a code and word for `{% status_tag %}`."""

    code: str
    word: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a material."""

    id: UUID
    name: str
    size: int
    pages: int | None
    is_picture: bool


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material row, for `parts/material_table.html` and `caseview/materials.html`."""

    id: int
    name: str
    note: str
    source: str
    state: str
    word: str
    files: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party; number and phone are masked and the address left out here already, unless the look was put on record (`open`)."""

    role: str
    role_word: str
    name: str
    kind: str
    number: str
    phone: str
    address: str
    mandate: str
    open: bool


@dataclass(frozen=True, slots=True)
class PaperLine:
    """An issued paper."""

    id: UUID
    title: str
    number: str
    made_at: datetime

    @property
    def href(self) -> str:
        """Where it is shown as it was issued."""
        return paper_href(self.id)


def paper_href(paper: UUID | str) -> str:
    """Return where a paper is shown as it was issued, and prints again."""
    return reverse("papers:paper", args=[paper])


def find(actor: Actor, case: UUID, at: datetime, *, purpose: str) -> "View":
    """Return the view of a case this actor may see, and put the look on record; NotThere otherwise."""
    row = Case.objects.visible_to(actor).filter(pk=case).first()
    if row is None:
        raise NotThere("没有这个办件，或者不归您看。")
    looks.seen(actor, purpose, subject=row.pk, holder_index=row.applicant_index, at=at)
    return View(row, actor, at)


class View:
    """A case as one actor sees it at one instant."""

    def __init__(self, case: Case, actor: Actor, at: datetime, *, revealed: str = "") -> None:
        self.case, self.actor, self.at, self.revealed = case, actor, at, revealed
        self.today = day_of(at)
        self._mine = [rows.key(case.pk)]
        self.item = versions.facts(case.version_id)

    @cached_property
    def status(self) -> Status:
        """Where it stands."""
        return status_of(self.case, self.item)

    @cached_property
    def left(self) -> ticking.Left:
        """What is left of the clock that counts now."""
        since = next((s.starts_on for s in self.stops if s.ends_on is None and not s.counted), None)
        return left_of(self.case, self.actor, self.today, since)

    @cached_property
    def fee(self) -> dict[str, str]:
        """What it costs and whether that is paid; nothing for what is free."""
        record = self.item.record.get("fee") or {}
        if record.get("charged") is False:
            return {}
        bill = Bill.objects.filter(case=self.case).order_by("-made_at").first()
        if bill is None:
            return {"words": "还没有开缴费单", "kind": "", "state": "没有开"} if record.get("charged") else {}
        kinds = {"open": "is-warn", "paid": "is-ok", "waived": "is-ok", "refunding": "is-warn"}
        words = f"{fees.yuan(bill.total)}元" + ("，先缴费再领" if bill.first else "")
        return {"words": words, "kind": kinds.get(bill.state, ""), "state": bill.get_state_display()}

    @cached_property
    def talk(self) -> dict[str, Any]:
        """The talk with the applicant: how many words, how many unread, where."""
        return talking.panel(self.actor, self.case.pk)

    @cached_property
    def supervised(self) -> supervised.Supervised:
        """Its standing cards and open orders, as far as this actor may see them."""
        return supervised.of_case(self.actor, self.case.pk)

    @cached_property
    def complaints(self) -> list[dict[str, Any]]:
        """The work orders about this case, or its thing, that this actor may read."""
        return supervised.complaints_of(self.actor, self.case.pk, self.case.thing, self.today)

    @cached_property
    def thing(self) -> thingview.ThingView | None:
        """The thing (一件事) that it is a part of, for whoever may see that."""
        return thingview.of_case(self.case, self.actor, self.at)

    @cached_property
    def part(self) -> thingview.Line | None:
        """Its own row in the thing."""
        return self.thing.of(self.case.pk) if self.thing else None

    @cached_property
    def place(self) -> str:
        """Hall and window where it was received."""
        names = Hall.objects.filter(pk=self.case.hall_id).values_list("name", flat=True)
        window = (
            Window.objects.filter(pk=self.case.window_id).values_list("name", flat=True)
            if self.case.window_id
            else ()
        )
        return "".join([*names, *window])

    @cached_property
    def other_halls(self) -> list[tuple[int, str]]:
        """The halls to which a result may be sent on."""
        here = self.case.fetch_hall_id or self.case.hall_id
        others = Hall.objects.filter(region=self.case.region).exclude(pk=here).order_by("pk")
        return list(others.values_list("pk", "name"))

    @cached_property
    def fetched_in(self) -> str:
        """The hall where the applicant goes on and fetches the result."""
        hall = self.case.fetch_hall_id or self.case.hall_id
        return Hall.objects.values_list("name", flat=True).get(pk=hall)

    @property
    def channel(self) -> str:
        """How it came in."""
        return CHANNELS.get(self.case.channel, "窗口受理")

    @property
    def received_by(self) -> str:
        """Who received it, as the trace names them."""
        return self.entries[0].by_name if self.entries else ""

    @cached_property
    def asked(self) -> list[tuple[str, str]]:
        """The scenario questions that were answered, with the answers in words."""
        answers = json.loads(self.case.answers)
        return [
            (
                q["question"],
                next(
                    (o["label"] for o in q["options"] if o["value"] == answers[q["key"]]), answers[q["key"]]
                ),
            )
            for q in self.item.record.get("scenarios") or ()
            if q["key"] in answers
        ]

    @cached_property
    def parties(self) -> list[PartyLine]:
        """The parties in their roles; numbers are masked, but the one whose look is on record."""
        return [
            _party(row, row.role == self.revealed)
            for row in rows.instances(Party, "t.case_id = %s ORDER BY t.id", self._mine)
        ]

    @cached_property
    def filled(self) -> list[dict[str, Any]]:
        """The form as the applicant filed it on line, group by group, numbers masked; empty for a case from the window."""
        return forms.filed(self.form) if self.form else []

    @cached_property
    def form(self) -> dict[str, Any]:
        """The frozen form in clear, for its paper."""
        if self.case.channel == "counter":
            return {}
        row = Filled.objects.filter(pk=self.case.pk).first()
        return row.opened() if row else {}

    @cached_property
    def materials(self) -> list[MaterialLine]:
        """The material rows with their files."""
        files: dict[int | None, list[Kept]] = {}
        for file in self.files:
            files.setdefault(file.place, []).append(_kept(file))
        made = rows.instances(Material, "t.subject = %s ORDER BY t.place", self._mine)
        return [_material(row, tuple(files.get(row.place, ()))) for row in made]

    @cached_property
    def files(self) -> list[File]:
        """All files of the case."""
        there = "t.subject = %s AND t.dropped_at IS NULL ORDER BY t.place, t.rank, t.kept_at"
        return rows.instances(File, there, self._mine)

    @cached_property
    def summed(self) -> str:
        """The materials in a few words: 6份，免交4份."""
        waived = sum(m.state == "waived" for m in self.materials)
        wrong = sum(m.state in ("fix", "open") for m in self.materials)
        gap = sum(m.state == "gap" for m in self.materials)
        counts = [(waived, "免交"), (gap, "容缺或承诺"), (wrong, "没收齐")]
        return "，".join(
            [f"{len(self.materials)}份", *(f"{word}{count}份" for count, word in counts if count)]
        )

    @cached_property
    def stops(self) -> list[Stop]:
        """The spans that did not count, and special procedures that do."""
        return rows.instances(Stop, "t.subject = %s ORDER BY t.starts_on, t.id", self._mine)

    @cached_property
    def terms(self) -> list[Term]:
        """The terms as stored."""
        return rows.instances(Term, "t.subject = %s ORDER BY t.id", self._mine)

    @cached_property
    def clocks(self) -> list[ticking.Clock]:
        """The clocks as people read them."""
        return ticking.clocks(self.terms, self.stops, self.today, self.actor.stamp, self.case.region)

    def why(self, term: int) -> ticking.Why:
        """Why a term ends on its day; NotThere for a term of another case."""
        row = next((row for row in self.terms if row.pk == term), None)
        if row is None:
            raise NotThere("这一件没有这个期限。")
        return ticking.why(row, self.stops, self.today, self.actor.stamp, self.case.region)

    @cached_property
    def steps(self) -> list[Step]:
        """The steps of the route, with their departments."""
        made = rows.instances(Step, "t.case_id = %s ORDER BY t.id", self._mine)
        bodies = stamps.kept(self.actor.stamp, "doors.bodies", lambda: Organisation.objects.in_bulk())
        for step in made:
            if step.department_id in bodies:
                step.department = bodies[step.department_id]
        return made

    @property
    def shows_steps(self) -> bool:
        """Whether the steps say more than the status: something was said, or several departments take part."""
        return any(s.state == "done" for s in self.steps) or len({s.department_id for s in self.steps}) > 1

    @cached_property
    def papers(self) -> list[PaperLine]:
        """The papers that were issued, newest first."""
        found = (
            Paper.objects.filter(case=self.case)
            .order_by("-made_at", "-pk")
            .values_list("pk", "kind", "number", "made_at")
        )
        return [
            PaperLine(pk, law_papers.title(kind, self.item.type), number, made)
            for pk, kind, number, made in found
        ]

    @cached_property
    def signatures(self) -> list[signing.Evidence]:
        """What was signed, each checked again and looked for in the trace."""
        named = [digest for entry in self.entries for digest in _signed(entry)]
        return signing.of(self.case.pk, named)

    @cached_property
    def entries(self) -> list[Entry]:
        """The trace, oldest first."""
        return rows.instances(Entry, "t.subject = %s ORDER BY t.seq", self._mine)

    @property
    def timeline(self) -> list[told.Line]:
        """The trace in plain words, newest first."""
        return told.lines(self.entries)


def _signed(entry: Entry) -> list[str]:
    """Return the digests of signatures that an entry names: one, or a list."""
    named = json.loads(entry.payload).get("signed") or [] if '"signed"' in entry.payload else []
    return [named] if isinstance(named, str) else list(named)


def read_steps(views: list[View]) -> None:
    """Read the steps of many cases in one query."""
    found: dict[UUID, list[Step]] = {view.case.pk: [] for view in views}
    for step in Step.objects.filter(case__in=list(found)).select_related("department").order_by("pk"):
        found[step.case_id].append(step)
    for view in views:
        view.steps = found[view.case.pk]


def left_of(case: Case, actor: Actor, today: date, stopped_since: date | None = None) -> ticking.Left:
    """Return what is left of a case's clock, for a list: no query once the calendar is in memory."""
    calendar = book.calendar(actor.stamp, case.region)
    return ticking.left(today, case.due_on, case.colour, stopped_since, calendar, is_stopped=case.stopped)


def left_to(due: date, actor: Actor, today: date, region: str) -> ticking.Left:
    """Return what is left until a day that carries no card."""
    found = ticking.left(today, due, "", None, book.calendar(actor.stamp, region))
    return replace(found, card="", card_word="")


def stopped_since(cases: Iterable[UUID]) -> dict[UUID, date]:
    """Return, for a page of cases, since when those whose clock stands still do so (one query)."""
    found = Stop.objects.filter(subject__in=list(cases), ends_on=None, counted=False).values_list(
        "subject", "starts_on"
    )
    return dict(found)


def status_of(case: Case, item: versions.VersionFacts) -> Status:
    """Return the status of a case as staff read it (ux.md 7.2)."""
    if case.state == "filed":
        word = "待确认不予受理" if case.proposal else "待部门受理" if case.passed_on else "待受理"
        return Status("filed", word)
    if case.stopped:
        return Status("paused", "停着，不计时")
    if case.state == "accepted" and case.gap:
        return Status("gap", "容缺受理")
    if case.state == "ready":
        return Status("ready", "已寄出" if case.tracking else "待出件")
    if case.state in ("decided", "delivered", "closed") and case.outcome in ("granted", "refused"):
        return _ended(case, item)
    return Status(
        case.outcome or case.state,
        OUTCOME_WORDS.get(case.outcome, "") if case.outcome else _step(case),
    )


def _step(case: Case) -> str:
    return case.step if case.state == "accepted" else ""


def _ended(case: Case, item: versions.VersionFacts) -> Status:
    granted, refused = procedures.result_words(item.type, item.name)
    word = granted if case.outcome == "granted" else refused
    stage = {"decided": "办结", "delivered": "已送达", "closed": "已结束"}[case.state]
    return Status(case.outcome, f"{stage}·{word}")


def address_of(row: Party) -> str:
    """Return an address in clear; whoever calls this leaves a look."""
    return vault.unlock(row.address)


def _party(row: Party, is_open: bool) -> PartyLine:
    kind = "统一社会信用代码" if row.kind == "body" else "证件号码"
    number, phone = row.clear_number(), row.clear_phone()
    if row.kind == "person":
        number = grouped_id(number) if is_open else masked_id(number)
    phone = (grouped_phone(phone) if is_open else masked_phone(phone)) if phone else ""
    address = address_of(row) if is_open else ""
    is_open = is_open or (row.kind == "body" and not phone and not row.address)
    return PartyLine(
        row.role, row.get_role_display(), row.name, kind, number, phone, address, row.mandate, is_open
    )


def _kept(file: File) -> Kept:
    return Kept(file.pk, file.name, file.size, file.pages, file.type.startswith("image/"))


def _material(row: Material, files: tuple[Kept, ...]) -> MaterialLine:
    word = {
        "faulty": f"要补：{_label(row.reason)}",
        "gap": "容缺" + (f"，{cnday(row.gap_due_on)}前补" if row.gap_due_on else ""),
        "committed": "承诺代替",
        "awaited": "没核" if row.required == "必要" else "没交，非必要",
    }.get(row.state, "")
    if row.how == "verify":
        word = "没有记录，部门核查" if row.sentence else "先受理，待核验"
    form = f"{row.form}{row.copies}份" if row.form and row.state != "waived" else ""
    note = "；".join(
        filter(None, [form, tight(row.sentence), f"当场更正：{row.corrected}" if row.corrected else ""])
    )
    source = row.source or HOW.get(row.how, "")
    return MaterialLine(row.place, row.name, note, source, MATERIAL_STATES[row.state], word, files)


def _label(reason: str) -> str:
    return next((row.label for row in reasons.REASONS if row.key == reason), "")
