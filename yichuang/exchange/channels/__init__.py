"""Channels of notices, found by folder: each page has `send(messages) -> set of keys that went out`.

The same key twice is the same notice. OSError says that the channel is down; one notice that cannot go is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notice on its way: its key, to whom (in clear, never stored), and the text."""

    key: str
    phone: str
    text: str


def found() -> dict[str, ModuleType]:
    """Return the channels by name."""
    return {m.name: import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)}


def send(channel: str, messages: Iterable[Outgoing]) -> set[str]:
    """Send through a channel; returns the keys that went out."""
    return found()[channel].send(list(messages))  # type: ignore[no-any-return]
