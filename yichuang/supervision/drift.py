"""The card of an item version that drifts (事项漂移): three cases were asked for what is not published. What else drifts: radar.py."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar
from uuid import UUID, uuid5

from yichuang.law.conduct.story import Finding, Hop
from yichuang.supervision.models import Card
from yichuang.supervision.probing import asked

RULE, NAME, CARD, ABOUT = "catalogue-drift", "实际要的和公布的不一样", "yellow", "version"
BASIS = "殷政办〔2021〕15号 三（二）；嘉府办发〔2019〕17号 6"
HOP = "公布这个事项的部门"
APPEAL = "三个工作日内申诉"
LEAST = 3
FROM = "outside-list"
K = TypeVar("K")
T = TypeVar("T")


def subject_of(item: UUID, number: int) -> UUID:
    """Return under which id a version has its card: versions have no chain of their own."""
    return uuid5(item, f"version:{number}")


def found(day: date) -> dict[str, list[dict[str, Any]]]:
    """Return by region the cards of versions under which three cases were asked for what is not published, by the day before."""
    made: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for region, item, number, department, cards in _drifting(day):
        subject = subject_of(item, number)
        if not Card.objects.filter(subject=subject, rule=RULE).exists():
            made[region].append(asked(subject, finding(department, number, cards), ABOUT))
    return made


def expected(day: date) -> dict[UUID, Finding]:
    """Return what cards of versions there should be by a day, by their subjects."""
    return {
        subject_of(item, number): finding(department, number, cards)
        for _, item, number, department, cards in _drifting(day)
    }


def finding(department: int, number: int, cards: Iterable[Card]) -> Finding:
    """Return the finding that rests on these first three cards."""
    own = list(cards)
    asks = sorted({str(one["asks"]) for card in own for one in card.why["asks"]})
    says = f"第{number}版公布以后，{len(own)}个办件被要求交清单以外的：{'、'.join(asks)}。要么停止这样要求，要么改清单。"
    evidence = {
        "says": says,
        "calendar": own[-1].why["calendar"],
        "entries": [],
        "cards": [str(card.subject) for card in own],
        "asks": asks,
    }
    return Finding(RULE, CARD, own[-1].on, Hop("办事指南", department), evidence)


def _drifting(day: date) -> Iterator[tuple[str, UUID, int, int, list[Card]]]:
    """Yield versions with the first three cards; only whole days count, so that a later card never comes before an earlier one."""
    cards = (
        Card.objects.filter(rule=FROM, on__lt=day)
        .select_related("case__version__item")
        .order_by("on", "subject")
    )
    with_case = ((card.case.version_id, card) for card in cards if card.case is not None)
    for own in first_ones(with_case).values():
        if (case := own[0].case) is not None:
            item = case.version.item
            yield case.region, item.pk, case.version.number, item.department_id, own


def first_ones(asked: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    """Return the first three of each version, in the order given, of those that have so many."""
    grouped: dict[K, list[T]] = defaultdict(list)
    for version, one in asked:
        if len(grouped[version]) < LEAST:
            grouped[version].append(one)
    return {version: own for version, own in grouped.items() if len(own) == LEAST}
