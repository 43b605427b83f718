"""The material rows of an application on line: the one row of `ux.md`, with the ways in which each may come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yichuang.cases.acts.parts import may_commit
from yichuang.doors import lines
from yichuang.law import reuse, selection
from yichuang.materials.models import File

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
    """Return the rows for the answers of this application, in the order of the record."""
    facts, ways = sheet.facts, sheet.content.get("ways") or {}
    files: dict[int | None, list[File]] = {}
    for file in File.objects.filter(subject=sheet.draft.pk, dropped_at=None).order_by(
        "rank", "kept_at", "pk"
    ):
        files.setdefault(file.place, []).append(file)
    chosen = sheet.on_file.select(facts.record, sheet.answers, committed=())
    return [
        _row(sheet, one, ways.get(str(one.index), ""), tuple(files.get(one.index, ())))
        for one in chosen.materials
    ]


def _row(sheet: "Sheet", one: selection.Chosen, way: str, files: tuple[File, ...]) -> Row:
    line = lines.line(sheet.facts.record, one)
    ways = ways_of(sheet, one)
    way = way if way in ways else UPLOAD if files else ""
    state, word = line.state, line.word
    if not one.waived and way:
        state, word = ("ok", f"已上传{len(files)}份") if way == UPLOAD and files else (TAGS.get(way, "wanted"), WORDS.get(way, line.word))  # fmt: skip
    return Row(
        one.index, one.name, state, word, line.form, line.why, line.note, line.sample_href, one.waived,
        one.required == "必要", way, ways, files, paper=offered_paper(sheet, one),
        excluded=sheet.excluded if not one.waived and may_commit(sheet.facts, one.index, whole=False) else "",
    )  # fmt: skip


def offered_paper(sheet: "Sheet", one: selection.Chosen) -> Any:
    """Return the earlier paper that may be used again for a material that is asked for; a promise has no file to use."""
    paper = None if one.waived else sheet.on_file.paper(one)
    return paper if paper is not None and paper.trust != reuse.D else None


def ways_of(sheet: "Sheet", one: selection.Chosen) -> tuple[str, ...]:
    """Return the ways in which a material that is not waived may come."""
    if one.waived:
        return ()
    found = [EARLIER, UPLOAD] if offered_paper(sheet, one) else [UPLOAD]
    if may_commit(sheet.facts, one.index, whole=False) and not sheet.excluded:
        found.append(COMMIT)
    if one.how == selection.LATER:
        found.append(LATER)
    if one.required == "非必要":
        found.append(NONE)
    return (*found, WINDOW)


def ways_left(rows: list[Row]) -> Mapping[str, str]:
    """Return the chosen ways by place, as they go over to the case."""
    return {str(row.place): row.way for row in rows if row.way}
