"""What a one-time notice asks for, line by line, with the files that were added since it was told."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from yichuang.bundles import acts as things
from yichuang.bundles import files as kept
from yichuang.bundles import models as whole
from yichuang.cases import acts as cases
from yichuang.cases.models import Notice
from yichuang.catalogue import bundles
from yichuang.doors.lines import tight
from yichuang.journal.actor import Actor
from yichuang.law.things import CORRECTING
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

    def __init__(self, case: Any, at: datetime) -> None:
        self.case, self.at = case, at
        self.notice: Any = Notice.objects.filter(case=case).order_by("-round").first()

    @property
    def name(self) -> str:
        """What is applied for."""
        return str(self.case.item.name)

    @property
    def is_open(self) -> bool:
        """Whether something is still asked for."""
        return bool(self.case.state == "correcting")

    def hand_in(self, *, by: Actor, at: datetime, key: str | None) -> None:
        """Hand everything in."""
        cases.hand_in(self.case.pk, by=by, at=at, key=key, places=sorted(line.place for line in self.lines))

    @property
    def due_on(self) -> date | None:
        """By when it must be handed in, where the local rule sets a day."""
        return self.notice.due_on if self.notice else None

    @cached_property
    def lines(self) -> list[Line]:
        """Exactly what the notice lists, in the order of the record."""
        added = self.added()
        faulty = Material.objects.filter(subject=self.case.pk, state="faulty").order_by("place")
        return [Line(m.place, m.name, tight(m.sentence), tuple(added.get(m.place, ()))) for m in faulty]

    def added(self) -> dict[int | None, list[File]]:
        """The files that came since the notice was told, by place."""
        found: dict[int | None, list[File]] = {}
        since = File.objects.filter(subject=self.case.pk, dropped_at=None, by_person=None)
        if self.notice is not None:
            since = since.filter(kept_at__gte=self.notice.told_at)
        for file in since.order_by("rank", "kept_at", "pk"):
            found.setdefault(file.place, []).append(file)
        return found

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


class ThingCorrection(Correction):
    """The one notice of a thing (一件事), for all departments: each paper once, each reason once."""

    def __init__(self, case: Any, at: datetime) -> None:
        self.case, self.at = case, at
        self.notice = whole.Notice.objects.filter(thing=case).order_by("-round").first()

    @property
    def name(self) -> str:
        """The thing."""
        return bundles.facts(self.case.version_id).name

    @property
    def is_open(self) -> bool:
        """Whether something is still asked for."""
        return bool(self.case.state == CORRECTING)

    @cached_property
    def lines(self) -> list[Line]:
        """Exactly what the notice lists and has not come, a paper once."""
        if self.notice is None:
            return []
        added, owed = self.added(), kept.owed(self.case.opened())
        said: dict[str, list[str]] = {}
        for line in self.notice.told():
            if line["paper"] in owed and not line.get("struck"):
                said.setdefault(line["paper"], []).append(tight(line["sentence"]).rstrip("。"))
        places = kept.places_of(self.notice)
        return [
            Line(places[name], name, "；".join(sentences), tuple(added.get(places[name], ())))
            for name, sentences in said.items()
        ]

    def hand_in(self, *, by: Actor, at: datetime, key: str | None) -> None:
        """Hand everything in; the departments look at their own."""
        things.hand_in(self.case.pk, by=by, at=at, key=key, papers=[line.name for line in self.lines])


def of(row: Any, at: datetime) -> Correction:
    """Return what is asked for: of a case, or of a thing."""
    return ThingCorrection(row, at) if isinstance(row, whole.Thing) else Correction(row, at)
