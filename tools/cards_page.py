"""Write docs/cards.md from the probes: every rule with its article, card, hop and appeal. A test keeps the page fresh.

python -m tools.cards_page > docs/cards.md
"""

import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
HEAD = """# Cards (监察牌)

Every rule by which the house supervises itself, made from the probes (`yichuang/supervision/probes/`, one file each; what is no case:
`beyond/` and `drift.py`) by
`python -m tools.cards_page`. A case gets a card of one rule once, on the hop that caused it; a department's delay never lands on the
clerk, and no clock gives a card while it is stopped. Whoever it lands on answers, and appeals within `card_appeal_days` (3 working days);
a supervisor whom it does not touch upholds or withdraws it with a reason. `yichuang cards --case NUMBER` shows each with its derivation;
`yichuang replay` makes all of them again from the journal alone.

| rule | 中文 | card | found | lands on | basis |
| --- | --- | --- | --- | --- | --- |
"""
CARDS = {"yellow": "黄牌", "red": "红牌"}


def page() -> str:
    """Return the page."""
    import django

    django.setup()
    from datetime import UTC, datetime

    from yichuang.supervision import drift
    from yichuang.supervision.others import all_rules
    from yichuang.supervision.probing import all_probes

    at, lines = datetime(2026, 3, 2, tzinfo=UTC), []
    told: list[Any] = [*all_probes(), *all_rules()]
    for one in sorted(told, key=lambda one: str(one.rule)):
        when = "each civil day, and after acts" if one.find(at, None) else "after acts"
        lines.append(f"| `{one.rule}` | {one.name} | {CARDS[one.card]} | {when} | {one.hop} | {one.basis} |")
    lines.append(
        f"| `{drift.RULE}` | {drift.NAME} | {CARDS[drift.CARD]} | each civil day | {drift.HOP} | {drift.BASIS} |"
    )
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
