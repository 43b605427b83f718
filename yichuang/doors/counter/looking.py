"""The material rows on the table: which apply, what is on file already, how each was judged, what still stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from yichuang.cases.acts.parts import may_commit
from yichuang.cases.models import Case
from yichuang.catalogue.versions import VersionFacts
from yichuang.clock import book
from yichuang.doors.counter.sitting import Sitting
from yichuang.doors.lines import tight
from yichuang.ground.now import day_of
from yichuang.ground.templatetags.yc import cnday
from yichuang.journal.actor import Actor
from yichuang.law import reasons, selection, terms
from yichuang.law.completeness import NECESSARY
from yichuang.materials import onfile
from yichuang.materials.models import File, Material

SOURCES = {
    "generate": "系统生成", "licence": "电子证照（部门核发）", "share": "数据共享", "verify": "数据共享（受理后核验）", "commit": "告知承诺", "later": "可以后补",
}  # fmt: skip
WORDS = {"got": "ok", "faulty": "fix", "gap": "gap", "committed": "gap", "na": "off", "waived": "waived"}


@dataclass(frozen=True, slots=True)
class Row:
    """One material on the table. `state` is the tag's name; `judged` is the act's word, empty while nobody looked.

    `uses` are the items of a thing (一件事) that ask for it; its place is then counted through all of them.
    """

    place: int
    name: str
    note: str
    source: str
    how: str
    judged: str
    state: str
    word: str
    sentence: str
    necessary: bool
    may_commit: bool
    asked: bool = True
    files: int = 0
    form: str = ""
    copies: int = 1
    current: bool = False
    uses: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        """The row's id in `parts/material_table.html`."""
        return self.place

    @property
    def is_open(self) -> bool:
        """Nobody has judged it yet."""
        return self.asked and not self.judged


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked aloud now; `several` where more than one answer may be chosen, or none."""

    key: str
    text: str
    options: tuple[dict[str, str], ...]
    number: int
    total: int
    several: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """The rows in numbers."""

    all: int
    waived: int
    open: int
    faulty: int
    gap: int
    got: int


def parties_of(sitting: Sitting) -> dict[str, onfile.Party]:
    """Return who lies on the table, by role."""
    found = {role: getattr(sitting, role) for role in ("applicant", "agent", "representative")}
    return {role: onfile.Who(p["number"], p.get("kind", "person")) for role, p in found.items() if p}


def ask_sources(
    sitting: Sitting, facts: VersionFacts, by: Actor, at: datetime, *, subject: Any = None
) -> None:
    """Ask the sources of the list once it is known, so that the clerk sees at once what need not be handed in."""
    if (
        onfile.asks(facts.record, by.stamp, by.region, day_of(at))
        and selection.next_question(facts.record, sitting.answers) is None
    ):
        onfile.ask(facts.record, sitting.answers, parties_of(sitting), subject=subject, by=by, at=at)


def rows(sitting: Sitting, facts: VersionFacts, by: Actor, at: datetime, *, subject: Any = None) -> list[Row]:
    """Return the rows of a new filing, in the order of the record."""
    file = onfile.of(facts.record, parties_of(sitting), stamp=by.stamp, region=by.region, at=at, asked=False)
    chosen = file.select(facts.record, sitting.answers)
    files = files_of(subject)
    made = [_row(sitting, facts, one, files.get(one.index, 0)) for one in chosen.materials]
    return with_current(sitting, made)


def rows_of_case(sitting: Sitting, case: Case, facts: VersionFacts) -> list[Row]:
    """Return the rows of a case that is on file: what was settled stands, the rest is asked for."""
    files = files_of(case.pk)
    made = [
        _row_of_case(sitting, case, facts, row, files.get(row.place, 0))
        for row in Material.objects.filter(subject=case.pk).order_by("place")
    ]
    return with_current(sitting, made)


def kept(subject: Any, place: int) -> list[File]:
    """Return the files at one place, oldest first."""
    return list(
        File.objects.filter(subject=subject, place=place, dropped_at=None).order_by("rank", "kept_at")
    )


def files_of(subject: Any) -> dict[int | None, int]:
    """Return how many files lie at each place."""
    found: dict[int | None, int] = {}
    if subject is not None:
        for place in File.objects.filter(subject=subject, dropped_at=None).values_list("place", flat=True):
            found[place] = found.get(place, 0) + 1
    return found


def _row(sitting: Sitting, facts: VersionFacts, one: selection.Chosen, files: int) -> Row:
    said = sitting.judged.get(str(one.index), {})
    judged = "waived" if one.waived else str(said.get("state", ""))
    sentence = sentence_of(one.name, one.form, one.copies, said)
    return Row(
        one.index, one.name, sentence or (one.why_zh if one.how == selection.VERIFY or (one.earlier and not one.waived) else note_of(one.form, one.copies, one.waived, files)), SOURCES.get(one.how, "申请人自备"), one.how, judged, WORDS.get(judged, "open"),
        word_of(said) or ("先受理，待核验" if one.how == selection.VERIFY else ""), sentence, one.required == NECESSARY,
        may_commit(facts, one.index, whole=sitting.commitment), True, files, one.form or "", one.copies or 1,
    )  # fmt: skip


def _row_of_case(sitting: Sitting, case: Case, facts: VersionFacts, row: Material, files: int) -> Row:
    asked = row.state == ("faulty" if case.state == "correcting" else "awaited")
    said = sitting.judged.get(str(row.place), {}) if asked else {"state": row.state, "reason": row.reason}
    judged = str(said.get("state", ""))
    sentence = sentence_of(row.name, row.form, row.copies, said)
    note = sentence or note_of(row.form, row.copies, row.state == "waived", files)
    if asked and row.sentence and not judged:
        note = f"上次告知：{tight(row.sentence)}"
    return Row(
        row.place, row.name, note, SOURCES.get(row.how, "申请人自备"), row.how, judged, WORDS.get(judged, "open"),
        word_of(said), sentence, row.required == NECESSARY, False, asked, files, row.form, row.copies,
    )  # fmt: skip


def note_of(form: str | None, copies: int | None, waived: bool, files: int = 0) -> str:
    """Return in which form a material is handed in, and how many photographs lie with it."""
    asked = "" if waived else f"{form or ''}{copies or 1}份"
    return "，".join(filter(None, [asked, f"已拍{files}张" if files else ""]))


def word_of(said: Mapping[str, Any]) -> str:
    """Return what the tag of a judged row says beyond its state."""
    state = said.get("state")
    if state == "faulty":
        return f"要补：{label(str(said.get('reason', '')))}"
    if state == "got" and said.get("corrected"):
        return "收齐（当场更正）"
    return {"committed": "承诺代替", "na": "不交"}.get(str(state), "")


def label(reason: str) -> str:
    """Return the label of a reason's key."""
    return next((row.label for row in reasons.REASONS if row.key == reason), "")


def sentence_of(name: str, form: str | None, copies: int | None, said: Mapping[str, Any]) -> str:
    """Return the sentence that will be printed about a material, or nothing."""
    if said.get("state") == "faulty" and said.get("reason"):
        fields = {
            "material": name,
            "form": form or "材料",
            "copies": copies or 1,
            **(said.get("fields") or {}),
        }
        if not reasons.wrong_with(str(said["reason"]), fields):
            return tight(reasons.sentence(str(said["reason"]), fields))
    return f"当场更正：{said['corrected']}" if said.get("corrected") else ""


def with_current(sitting: Sitting, made: list[Row]) -> list[Row]:
    """Mark the row in hand: the one last touched, else the first that nobody judged, else the first."""
    places = [row.place for row in made]
    hand = sitting.row if sitting.row in places else next((row.place for row in made if row.is_open), None)
    hand = hand if hand is not None else (places[0] if places else None)
    return [replace(row, current=row.place == hand) for row in made]


def current(made: list[Row]) -> Row | None:
    """Return the row in hand."""
    return next((row for row in made if row.current), None)


def next_open(made: list[Row], after: int) -> int | None:
    """Return the place of the next row nobody judged, after this one or else from the top; None when all are judged."""
    waiting = [row.place for row in made if row.is_open and row.place != after]
    return next((place for place in waiting if place > after), waiting[0] if waiting else None)


def count(made: list[Row]) -> Count:
    """Return the rows in numbers."""
    states = [row.judged for row in made]
    return Count(
        len(made), states.count("waived"), sum(row.is_open for row in made), states.count("faulty"),
        states.count("gap") + states.count("committed"), states.count("got"),
    )  # fmt: skip


def gap_day(facts: VersionFacts, stamp: int, region: str, today: date) -> date | None:
    """Return the day by which a gap must be closed if accepted today; None where the promise leaves no room."""
    margin, ceiling = (
        book.number(stamp, region, name, today).whole for name in ("gap_margin_days", "gap_ceiling_days")
    )
    rule = terms.GapRule(margin, ceiling)
    calendar = book.calendar(stamp, region)
    return terms.gap_due(today, facts.promised_days, rule, calendar=calendar, unit=facts.unit)


def gap_word(day: date | None) -> str:
    """Return how a gap shows in the table."""
    return f"容缺，{cnday(day)}前补" if day else "容缺"
