"""A chain as the office shows it: each entry in words with what was recorded, and whether chain, head and bill agree."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps

from yichuang.cases.models import Case
from yichuang.doors import told
from yichuang.journal import chains
from yichuang.journal.models import Bill, Chained, Register
from yichuang.law.names import act_name

REGISTERS = {
    "people": "机构、人员、岗位、授权、令牌", "halls": "大厅、区域、窗口、座位", "entrustments": "委托受理清单",
    "numbers": "当地数值", "calendar": "工作日历", "authorisations": "授权清单",
}  # fmt: skip

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in words."""

    seq: int
    what: str
    act: str
    by_name: str
    at: datetime
    recorded_at: datetime
    facts: tuple[tuple[str, str], ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """A chain in words and what checking it found: all entries are checked, the last `SHOWN` are shown."""

    title: str
    case: UUID | None
    count: int
    rows: tuple[Row, ...]
    broken: int
    head_holds: bool

    @property
    def holds(self) -> bool:
        """Whether every entry and the head agree."""
        return not self.broken and self.head_holds


def read(subject: UUID, region: str) -> Trace | None:
    """Return the chain of a subject of this region, checked while it is read; None where there is no such subject."""
    owner = _owner(subject, region)
    if owner is None:
        return None
    links = chains.read(subject, region)
    head_holds = (owner.seq, owner.head) == ((links[-1].seq, links[-1].digest) if links else (0, ""))
    return Trace(
        title=_title(owner), case=owner.pk if isinstance(owner, Case) else None, count=len(links), rows=tuple(map(_row, links[-SHOWN:])),
        broken=next((link.seq for link in links if not link.holds), 0), head_holds=head_holds,
    )  # fmt: skip


def last_bill(region: str) -> Bill | None:
    """Return the youngest signed bill."""
    return Bill.objects.filter(region=region).order_by("-number").first()


def _owner(subject: UUID, region: str) -> Any:
    for model in apps.get_models():
        if issubclass(model, Chained):
            found = model._default_manager.filter(pk=subject, region=region).first()
            if found is not None:
                return found
    return None


def _title(owner: Any) -> str:
    if isinstance(owner, Case):
        return f"{owner.item.name}，{owner.number or owner.filing_number}"
    if isinstance(owner, Register):
        return REGISTERS.get(owner.name, owner.name)
    return str(owner)


def _row(link: chains.Link) -> Row:
    return Row(
        link.seq, _what(link), link.act, link.by_name, link.at, link.recorded_at,
        tuple((name, _text(value)) for name, value in link.said.items()), link.holds,
    )  # fmt: skip


def _what(link: chains.Link) -> str:
    """The words of the timeline; an entry that somebody altered may not be put into words, and is shown all the same."""
    words = told.SAYS.get(link.act)
    try:
        return words(link.said) if words else act_name(link.act)
    except (ValueError, TypeError, AttributeError):
        return act_name(link.act)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
