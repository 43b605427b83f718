"""The parts of a thing inside an act's turn: read under its lock, changed in memory, written when the verb ends."""

import json
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from yichuang.bundles.models import Part
from yichuang.cases.models import Case
from yichuang.catalogue import versions
from yichuang.ground import rows, vault
from yichuang.journal.acts import Turn
from yichuang.journal.chain import canonical
from yichuang.journal.refusals import BadInput
from yichuang.law import things

COLUMNS = ("version_id", "after", "state", "case_id", "starts_on", "due_on", "clock_on", "ended_on", "why")


class Board:
    """The parts by key, their cases as they stand now, and the locked content of the thing."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.parts: dict[str, Any] = {}
        self.cases: dict[UUID, Any] = {}
        self._before: dict[str, tuple[Any, ...]] = {}
        self._queued: dict[str, dict[str, Any]] = {}
        self._content: dict[str, Any] | None = None
        if not turn.fresh:
            mine = rows.read_all(Part, "t.thing_id = %s ORDER BY t.place, t.id", [rows.key(turn.row.id)])
            self.parts = {row.key: row for row in mine}
            self._before = {key: self._columns(part) for key, part in self.parts.items()}
            self.look()

    @staticmethod
    def _columns(part: Any) -> tuple[Any, ...]:
        return tuple(getattr(part, name) for name in COLUMNS)

    def look(self) -> None:
        """Read how the cases of the parts stand now."""
        ids = [part.case_id for part in self.parts.values() if part.case_id]
        marks = ", ".join(["%s"] * len(ids))
        found = rows.read_all(Case, f"t.id IN ({marks})", [rows.key(one) for one in ids]) if ids else ()
        self.cases = {row.id: row for row in found}

    def case(self, part: Any) -> Any:
        """The case of a part, or None."""
        return self.cases.get(part.case_id)

    def join(self, **columns: Any) -> Any:
        """Put a new part on the board."""
        part = SimpleNamespace(
            id=None, thing_id=self.turn.row.id, state=things.WAITING, case_id=None, starts_on=None, due_on=None, clock_on=None, ended_on=None, why="",
            **columns,
        )  # fmt: skip
        self.parts[part.key] = part
        return part

    def rejoin(self, **columns: Any) -> Any:
        """Put a part on the board that may have stood there before it was withdrawn: then its row begins anew."""
        before, part = self.parts.get(columns["key"]), self.join(**columns)
        if before is not None:
            part.id, part.place = before.id, before.place
        return part

    def part(self, key: str) -> Any:
        """The part with this key; BadInput if there is none."""
        found = self.parts.get(key)
        if found is None:
            raise BadInput("这一件里没有这一项。", field="part")
        return found

    def by_code(self, keys: Iterable[str] | None = None) -> list[Any]:
        """The parts, or those with these keys, in the order in which everybody takes case numbers: nobody waits for each other."""
        parts = self.parts.values() if keys is None else [self.parts[key] for key in keys]
        return sorted(parts, key=lambda part: versions.facts(part.version_id).code)

    def rules(self) -> tuple[things.Part, ...]:
        """The parts as the law sees them."""
        return tuple(
            things.Part(part.key, tuple(json.loads(part.after)), part.state) for part in self.parts.values()
        )

    @property
    def content(self) -> dict[str, Any]:
        """What was handed in, in clear."""
        if self._content is None:
            self._content = json.loads(vault.unlock(self.turn.row.content))
        return self._content

    def judge(self, papers: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep how papers are judged now."""
        self.content["papers"].update(papers)
        self.turn.set(content=vault.lock(canonical(self.content)))

    def days(self) -> dict[str, str]:
        """Return the day each part is planned to be due, for the entry of an act that moves it."""
        return {part.key: str(part.due_on or "") for part in self.parts.values()}

    def save(self) -> None:
        """Write what changed: new parts with the act's own rows, others in place."""
        for part in self.parts.values():
            if part.id is None:
                columns = {name: value for name, value in vars(part).items() if name != "id"}
                if part.key in self._queued:
                    self._queued[part.key].update(columns)
                else:
                    self.turn.add(Part, **columns)
                    self._queued[part.key] = self.turn.new[Part][-1]
            elif self._columns(part) != self._before[part.key]:
                rows.update(Part, {name: getattr(part, name) for name in COLUMNS}, "id = %s", [part.id])
                self._before[part.key] = self._columns(part)

    def summary(self) -> list[list[Any]]:
        """Return each part as key, state, case, for the entry of the act."""
        return [
            [part.key, part.state, str(part.case_id) if part.case_id else ""] for part in self.parts.values()
        ]
