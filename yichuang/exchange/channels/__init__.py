"""Channels of notices, found by folder: each page has `ready()`, `address(whom)` and `send(messages) -> {key: answer}`.

An answer is "confirmed" (nothing more will be known), "sent" (a receipt follows), or Trouble: one notice that cannot go.
OSError says that the channel is down; what went out before it stands in `Down.gone`. The same key twice is the same notice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from yichuang.journal.errands import Trouble

Answer = str | Trouble


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a notice is for, in clear and never stored: what each channel needs to reach them."""

    phone: str = ""
    email: str = ""
    wechat: str = ""
    account: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notice on its way: its key, to whom (in clear, never stored), its text, its title and the page it is about."""

    key: str
    phone: str
    text: str
    whom: Whom = field(default=Whom())
    title: str = "办事通知"
    href: str = ""


class Down(OSError):
    """The channel is down; `gone` are the answers for what went out before."""

    def __init__(self, why: str, gone: Mapping[str, Answer] | None = None) -> None:
        super().__init__(why)
        self.gone = dict(gone or {})


def found() -> dict[str, ModuleType]:
    """Return the channels by name."""
    return {m.name: import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__) if m.name[0] != "_"}


def ready() -> dict[str, ModuleType]:
    """Return the channels that this installation has set up."""
    return {name: page for name, page in found().items() if page.ready()}


def send(channel: str, messages: Iterable[Outgoing]) -> dict[str, Answer]:
    """Send through a channel; returns what became of each, by key."""
    return dict(found()[channel].send(list(messages)))
