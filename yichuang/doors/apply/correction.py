"""What a one-time notice asks for, line by line, with the files that were added since it was told."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from yichuang.cases.models import Case, Notice
from yichuang.doors.lines import tight
from yichuang.materials.models import File, Material


@dataclass(frozen=True, slots=True)
class Line:
    """One material of the notice: the sentence that was told, and what was added for it."""

    place: int
    name: str
    sentence: str
    files: tuple[File, ...]

    @property
    def slot(self) -> str:
        """The name of its file box."""
        return f"m{self.place}"


class Correction:
    """The notice that is open now."""

    def __init__(self, case: Case, at: datetime) -> None:
        self.case, self.at = case, at
        self.notice = Notice.objects.filter(case=case).order_by("-round").first()

    @property
    def due_on(self) -> date | None:
        """By when it must be handed in, where the local rule sets a day."""
        return self.notice.due_on if self.notice else None

    @cached_property
    def lines(self) -> list[Line]:
        """Exactly what the notice lists, in the order of the record."""
        added: dict[int | None, list[File]] = {}
        since = File.objects.filter(subject=self.case.pk, dropped_at=None, by_person=None)
        if self.notice is not None:
            since = since.filter(kept_at__gte=self.notice.told_at)
        for file in since.order_by("rank", "kept_at", "pk"):
            added.setdefault(file.place, []).append(file)
        faulty = Material.objects.filter(subject=self.case.pk, state="faulty").order_by("place")
        return [Line(m.place, m.name, tight(m.sentence), tuple(added.get(m.place, ()))) for m in faulty]

    @property
    def wrong(self) -> list[dict[str, str]]:
        """What is still missing, each with its box."""
        return [
            {"id": f"{line.slot}-file", "text": f"请拍照或选文件补{line.name}，或带到任意窗口交"}
            for line in self.lines
            if not line.files
        ]

    def slots(self, errors: dict[str, str]) -> list[dict[str, Any]]:
        """Return the lines with what is wrong in each, for the page."""
        return [{"line": line, "error": errors.get(f"{line.slot}-file", "")} for line in self.lines]
