"""Providers of registers, found by folder: each page has `answer(register, number, elements, region) -> facts or None`.

None says that the register has no record. OSError says that it is down; so does silence beyond the time-out. `LOCAL` marks a
provider that only reads this database, and is asked without a clock. `DRILL` marks one that is there to practise with.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import cast

from yichuang.law import sources


def found() -> dict[str, ModuleType]:
    """Return the providers by name."""
    return {m.name: import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)}


def elements(provider: str, register: str) -> frozenset[str]:
    """Return the elements that a provider gives of a register: all of them, unless its page says otherwise."""
    page = found().get(provider)
    if page is None:
        return frozenset()
    own = cast("Mapping[str, frozenset[str]]", getattr(page, "ELEMENTS", {}))
    return frozenset(own.get(register, sources.ELEMENTS[register]))
