"""The material rows of an application on line: the one row of `ux.md`, with the ways in which each may come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yichuang.bundles.preparing import Prepared
from yichuang.cases.acts.parts import may_commit
from yichuang.catalogue.versions import VersionFacts
from yichuang.doors import lines, outlook
from yichuang.doors.apply.matters import AnyMatter, Thing
from yichuang.law import reuse, selection
from yichuang.materials.models import File
from yichuang.materials.onfile import OnFile

if TYPE_CHECKING:
    from yichuang.doors.apply.sheet import Sheet

UPLOAD, WINDOW, COMMIT, LATER, NONE = "upload", "window", "commit", "later", "none"
EARLIER = "earlier"
WORDS = {
    WINDOW: "到窗口交", COMMIT: "承诺代替", LATER: "以后补交", NONE: "不交",
}  # fmt: skip
TAGS = {WINDOW: "open", COMMIT: "gap", LATER: "gap", NONE: "off"}


@dataclass(frozen=True, slots=True)
class Row:
    """A material of this application. `way` is how the applicant hands it in, empty while nothing was chosen."""

    place: int
    name: str
    state: str
    word: str
    form: str
    why: str
    note: str
    sample_href: str
    waived: bool
    necessary: bool
    way: str
    ways: tuple[str, ...]
    files: tuple[File, ...]
    copies: None = None
    paper: Any = None
    excluded: str = ""
    uses: tuple[tuple[VersionFacts, int], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the applicant must still choose how it comes, or hand in the files."""
        return not self.waived and (not self.way or (self.way == UPLOAD and not self.files))

    @property
    def said(self) -> str:
        """How it comes, in words."""
        if self.waived:
            return self.why or "免交"
        if self.way == UPLOAD:
            return f"已上传{len(self.files)}份"
        return WORDS.get(self.way, "还没交")


def made(sheet: "Sheet") -> list[Row]:
    """Return the rows for the answers of this application, in the order of the record; of a thing each paper once."""
    files: dict[int | None, list[File]] = {}
    for file in File.objects.filter(subject=sheet.draft.pk, dropped_at=None).order_by(
        "rank", "kept_at", "pk"
    ):
        files.setdefault(file.place, []).append(file)
    asked = _of_thing(sheet, sheet.ready) if sheet.ready else _of_item(sheet, sheet.matter)
    return [_row(sheet, one, tuple(files.get(one.place, ()))) for one in asked]


def lines_of(sheet: "Sheet", matter: AnyMatter) -> list[lines.Line]:
    """Return the papers that a matter asks of this applicant, as the list says them."""
    return [
        one.line
        for one in (
            _of_thing(sheet, sheet.prepared(matter)) if isinstance(matter, Thing) else _of_item(sheet, matter)
        )
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A paper as it is asked for: its line, the uses for which it is wanted, an earlier one that may stand for it."""

    place: int
    line: lines.Line
    waived: bool
    how: str
    required: str
    uses: tuple[tuple[VersionFacts, int], ...]
    paper: Any = None


def _of_item(sheet: "Sheet", matter: AnyMatter) -> list[Asked]:
    facts = matter.members[0]
    chosen = sheet.on_file.select(facts.record, matter.answers, committed=()).materials
    return [
        Asked(one.index, lines.line(facts.record, one), one.waived, one.how, one.required, ((facts, one.index),), offered_paper(sheet.on_file, one))
        for one in chosen
    ]  # fmt: skip


def _of_thing(sheet: "Sheet", ready: Prepared) -> list[Asked]:
    numbers = sheet.numbers
    names = {key: version.name for key, version in ready.items.items()}
    made = []
    for one in ready.papers:
        uses = tuple((ready.items[key], place) for key, place in one.used_by)
        line = outlook.line(one, names, looked=True)
        paper = None if one.waived else _earlier(sheet, ready, *uses[0])
        made.append(Asked(numbers.get(one.name, 0), line, one.waived, one.how, one.required, uses, paper))
    return made


def _earlier(sheet: "Sheet", ready: Prepared, version: VersionFacts, place: int) -> Any:
    """Return the earlier paper that may stand for a merged one, as its first use sees it."""
    on_file = ready.on_file[version.key]
    chosen = on_file.select(version.record, sheet.matter.answers_of(version)).materials
    found = next((one for one in chosen if one.index == place), None)
    return offered_paper(on_file, found) if found else None


def _row(sheet: "Sheet", one: Asked, files: tuple[File, ...]) -> Row:
    line, ways = one.line, ways_of(sheet, one)
    way = sheet.ways.get(str(one.place), "")
    way = way if way in ways else UPLOAD if files and not one.waived else ""
    state, word = line.state, line.word
    if not one.waived and way:
        state, word = ("ok", f"已上传{len(files)}份") if way == UPLOAD and files else (TAGS.get(way, "wanted"), WORDS.get(way, line.word))  # fmt: skip
    return Row(
        one.place, line.name, state, word, line.form, line.why, line.note, line.sample_href, one.waived,
        one.required == "必要", way, ways, files, paper=one.paper,
        excluded=sheet.excluded if not one.waived and _may_commit(one) else "", uses=one.uses,
    )  # fmt: skip


def _may_commit(one: Asked) -> bool:
    """A written promise stands for a paper where every item that uses it takes one."""
    return all(may_commit(version, place, whole=False) for version, place in one.uses)


def offered_paper(on_file: OnFile, one: selection.Chosen) -> Any:
    """Return the earlier paper that may be used again for a material that is asked for; a promise has no file to use."""
    paper = None if one.waived else on_file.paper(one)
    return paper if paper is not None and paper.trust != reuse.D else None


def ways_of(sheet: "Sheet", one: Asked) -> tuple[str, ...]:
    """Return the ways in which a material that is not waived may come; of a thing nothing waits for a window (decision 0018)."""
    if one.waived:
        return ()
    found = [EARLIER, UPLOAD] if one.paper else [UPLOAD]
    if _may_commit(one) and not sheet.excluded:
        found.append(COMMIT)
    if one.how == selection.LATER:
        found.append(LATER)
    if one.required == "非必要":
        found.append(NONE)
    return tuple(found) if sheet.ready else (*found, WINDOW)


def ways_left(rows: list[Row]) -> Mapping[str, str]:
    """Return the chosen ways by place, as they go over to the case."""
    return {str(row.place): row.way for row in rows if row.way}
