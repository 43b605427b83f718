"""Electronic seals of firms (电子印章), found by folder: each page has `put(asked) -> Sealed`.

None ships: a city's seal system is put in as a page of this folder. Without one a firm confirms by its representative's
account or signs on paper, and no page speaks of a seal. OSError says that the seal system is down.
"""

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from yichuang.journal.refusals import BadInput


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be sealed: the SM3 digest of what was shown, whose seal, and the subject."""

    digest: str
    body_code: str
    subject: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the seal system answered: the sealed value, certificate and seal number, and whose they are."""

    value: str
    certificate: str
    seal: str
    issuer: str
    holder: str


def found() -> dict[str, ModuleType]:
    """Return the seal systems by name."""
    return {m.name: import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)}


def put(system: str, asked: Asked) -> Sealed:
    """Ask a seal system for the firm's seal under a digest."""
    systems = found()
    if system not in systems:
        raise BadInput("这里没有接通电子印章。请法定代表人登录后确认，或到窗口盖章。", field="how")
    return systems[system].put(asked)  # type: ignore[no-any-return]
