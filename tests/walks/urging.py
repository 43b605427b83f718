"""What the pages of urging are about: a stop that waits for its second person."""

from typing import Any
from uuid import UUID

from tests.town import MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.supervision import acts

FOOD = "food-business-license-new"


def scene(town: Town) -> dict[str, Any]:
    """The words of the addresses."""
    case = town.case()
    card = town.card(
        case,
        evidence={
            "says": "承诺期限到2026年3月1日，没有停止计时。",
            "calendar": "2026",
            "entries": [1, 2],
            "due": "2026-03-01",
        },
    )
    order = acts.order(
        by=town.actor("guo"), at=MONDAY, level="urge", why="超了承诺时限，写明原因", card=card.pk
    )["id"]
    stopped = demanded(town)
    cases.ask_strike(stopped, by=town.actor("guo"), at=MONDAY, lines=[0], why="清单里没有房东的证明")
    return {
        "urged_card": str(card.pk),
        "urged_order": str(order),
        "demanded": str(demanded(town)),
        "stopped": str(stopped),
    }


def demanded(town: Town) -> UUID:
    """A case whose notice asks for what no list holds."""
    case = town.case(FOOD, upto="filed").pk
    line = {"place": 2, "reason": "7", "fields": {"text": "另外交房东的身份证复印件和收入证明"}}
    cases.ask_once(case, by=town.actor("lin"), at=MONDAY, lines=[line])
    return case
