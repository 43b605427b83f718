"""Reckoning a period: every indicator by every cut, as canonical JSON that is the same on every database."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from yichuang.figures import facts, registry
from yichuang.figures.registry import BY_KEY, CUTS, INDICATORS, Cell
from yichuang.journal.chain import canonical
from yichuang.journal.streams import snapshot
from yichuang.law import chronicle, figures

WHOLE = ""
Pairs = dict[str, tuple[int, int, int]]
Content = dict[str, Any]


def reckon(region: str, period: str, kept: Mapping[str, Any]) -> Content:
    """Return the figures of a period from the tables, by the scripts; `kept` are the lists in force."""
    first, last = figures.span(period)
    counted: dict[str, dict[str, Pairs]] = {}
    with facts.laid(region, first, last, kept):
        for one in INDICATORS:
            counted[one.key] = added(facts.found(one.sql))
    return told(region, period, counted)


def replay(region: str, period: str, kept: Mapping[str, Any], until: Any = None) -> Content:
    """Return the figures of a period from the journal alone, by Python; with `until` only what was recorded by then."""
    first, last = figures.span(period)
    with snapshot():
        made = chronicle.told(
            facts.events(region, kept, until, (first, last)), kept, first.isoformat(), last.isoformat()
        )
    counted = {one.key: added(registry.cells(one, chain.from_iterable(made[name] for name in one.relation))) for one in INDICATORS}  # fmt: skip
    return told(region, period, counted)


def added(cells: Iterable[Cell | tuple[Any, ...]]) -> dict[str, Pairs]:
    """Add cells up for the whole and for every cut."""
    made: dict[str, Pairs] = {cut: {} for cut in ("whole", *dict(CUTS))}
    for cell in cells:
        numbers = tuple(int(number) for number in cell[5:8])
        keys: dict[str, Any] = {"whole": WHOLE} | {cut: cell[n] for n, (cut, _) in enumerate(CUTS)}
        for cut, who in keys.items():
            if who is not None:
                before = made[cut].get(who, (0, 0, 0))
                made[cut][who] = (before[0] + numbers[0], before[1] + numbers[1], before[2] + numbers[2])
    return made


def told(region: str, period: str, counted: Mapping[str, Mapping[str, Pairs]]) -> Content:
    """Return the figures as they are kept and shown: part, whole, how many rows stand behind, and the text."""
    first, last = figures.span(period)
    return {
        "region": region, "period": period, "from": first.isoformat(), "to": last.isoformat(),
        "indicators": {key: {cut: {who: _figure(key, numbers) for who, numbers in found.items()} for cut, found in cuts.items() if found} for key, cuts in counted.items()},
    }  # fmt: skip


def _figure(key: str, numbers: tuple[int, int, int]) -> list[Any]:
    return [*numbers, figures.value(numbers[0], numbers[1], BY_KEY[key].unit)]


def text(content: Mapping[str, Any]) -> str:
    """Return the one text of a content, which is digested, kept and compared."""
    return canonical(content)


def only(content: Content, kept: Mapping[str, Any]) -> Content:
    """Return of a content what the kept one counts too: what came into the registry after a period was closed is no part of it."""
    return content | {"indicators": {key: cuts for key, cuts in content["indicators"].items() if key in kept["indicators"]}}  # fmt: skip


def flat(content: Mapping[str, Any]) -> dict[tuple[str, str, str], list[Any]]:
    """Return every figure by indicator, cut and who."""
    return {
        (key, cut, who): figure
        for key, cuts in content["indicators"].items()
        for cut, found in cuts.items()
        for who, figure in found.items()
    }
