"""What the address of a board asks for: its filters, in words and as a query that can be sent on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from yichuang.ground.templatetags.yc import cnday
from yichuang.journal.actor import Actor
from yichuang.supervision import board
from yichuang.supervision.board import Scope

SPANS = ((1, "今天"), (7, "近7天"), (30, "近30天"), (90, "近90天"), (365, "近一年"))


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of an address that this actor may use; anything else in it is left out."""

    hall: int | None
    body: int | None
    days: int
    item: str
    scope: Scope
    fixed: bool = False

    @property
    def kept(self) -> dict[str, str]:
        """The filters as the address carries them; the usual ones are left out."""
        told: dict[str, Any] = {"hall": self.hall, "body": self.body, "days": self.days if self.days != board.DAYS else None, "item": self.item}  # fmt: skip
        if self.fixed:
            told |= {"days": None, "from": self.scope.since, "to": self.scope.today}
        return {name: str(value) for name, value in told.items() if value}

    def query(self, **more: Any) -> str:
        """The query of an address with these filters and more."""
        told = self.kept | {name: str(value) for name, value in more.items() if value}
        return f"?{urlencode(told)}" if told else ""

    @property
    def span(self) -> str:
        """The span of days in words."""
        if self.fixed:
            return f"{cnday(self.scope.since)}到{cnday(self.scope.today)}"
        return dict(SPANS)[self.days]


def read(actor: Actor, sent: Mapping[str, str], today: date) -> Asked:
    """Return what the address asks for; `from` and `to` name the days of a letter instead of a span up to today."""
    span = _span(sent.get("from", ""), sent.get("to", ""), today)
    hall = _known(sent.get("hall", ""), [one.pk for one in board.halls(actor)])
    body = _known(sent.get("body", ""), [one.pk for one in board.bodies(actor)])
    days = _known(sent.get("days", ""), [number for number, _ in SPANS]) or board.DAYS
    item = "".join(c for c in sent.get("item", "") if c.isprintable()).strip()[:60]
    last, asked = (span[1], (span[1] - span[0]).days + 1) if span else (today, days)
    about = board.scope(actor, last, hall=hall, body=body, item=item, days=asked)
    return Asked(hall, body, days, item, about, span is not None)


def _span(first: str, last: str, today: date) -> tuple[date, date] | None:
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return (begin, end) if begin <= end <= today and (end - begin).days < board.MOST_DAYS else None


def _known(text: str, those: list[int]) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
    return number if number in those else None


def filters(actor: Actor, asked: Asked) -> dict[str, Any]:
    """Return what the form of the filters shows, and in words what is chosen."""
    halls, bodies = board.halls(actor), board.bodies(actor)
    named = [next((one.name for one in halls if one.pk == asked.hall), ""), next((one.name for one in bodies if one.pk == asked.body), ""),
             f"事项含“{asked.item}”" if asked.item else ""]  # fmt: skip
    return {
        "halls": halls if len(halls) > 1 else [], "bodies": bodies if len(bodies) > 1 else [], "spans": SPANS, "asked": asked,
        "chosen": "，".join([*(name for name in named if name), asked.span]), "narrowed": any(named),
    }  # fmt: skip
