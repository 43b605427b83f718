"""Outer systems that supervise (效能监察), found by folder: each page has `NAME`, `ready()` and `send(warnings) -> {key: answer}`.

A warning has the six fields of GB/T 39046-2020 table 11. An answer is "confirmed" or Trouble, as with channels of notices; OSError
says that the system is down. The same key twice is the same warning as it stands now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from django.conf import settings

from yichuang.exchange.channels import Answer


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning (预警): its number, the rule's number, its kind, when it arose, what became of it, who answers for it."""

    key: str
    number: str
    rule: str
    kind: str
    at: datetime
    result: str
    department: str

    def fields(self) -> Mapping[str, str]:
        """The six fields by their Chinese names, as the receiver's table has them; instants in local time."""
        return {
            "监察编号": self.number, "规则编号": self.rule, "预警类型": self.kind, "产生时间": self.at.strftime("%Y-%m-%d %H:%M:%S"),
            "结果描述": self.result, "责任部门": self.department,
        }  # fmt: skip


@cache
def found() -> dict[str, ModuleType]:
    """Return the adapters by name."""
    return {m.name: import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__) if m.name[0] != "_"}


def wanted() -> bool:
    """Tell whether any is set up: asked for every card."""
    return bool(settings.DEPLOYMENT.overseer_url)


def ready() -> dict[str, ModuleType]:
    """Return the adapters that this installation has set up."""
    return {name: page for name, page in found().items() if page.ready()}


def send(name: str, warnings: Iterable[Warned]) -> dict[str, Answer]:
    """Send through an adapter; returns what became of each, by key."""
    return dict(found()[name].send(list(warnings)))
