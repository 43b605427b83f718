"""Bundles of eight in a house's database, and a key for everybody of their departments: python -m tests.drill.bundling.

Prints {"filings": {bundle: body of POST /things}, "staff": {department: {"reviewer", "approver"}}, "short": paper}.
"""

import json
import os
import sys
from typing import Any

# Two real graphs of eight: one part and then a fan, and two that begin at once, stages, and a fan at the end.
VETERAN, RESALE = "veteran-service", "resale-house-transfer"
BUNDLES: dict[str, dict[str, str]] = {VETERAN: {}, RESALE: {"mortgage": "yes", "loan": "yes"}}
EIGHT = 8
SHORT_OF = "realestate-mortgage-cancel"


def main() -> None:
    """Bring the bundles into force, make the keys, print what the clients need."""
    import django

    django.setup()
    from bench.lives import existing
    from bench.web import make_tokens
    from yichuang.people.models import Organisation

    town = existing()
    town.bundle(*BUNDLES)
    names = dict(Organisation.objects.values_list("pk", "name"))
    staff: dict[str, dict[str, str]] = {}
    for who, post in town.posts.items():
        if post.kind in ("reviewer", "approver"):
            staff.setdefault(names[post.organisation_id], {}).setdefault(post.kind, who)
    make_tokens([who for those in staff.values() for who in those.values()])
    told = {"filings": {key: _filing(town, key) for key in BUNDLES}, "staff": staff, "short": _short(town)}
    sys.stdout.write(json.dumps(told))


def _filing(town: Any, key: str) -> dict[str, Any]:
    made, ready = _prepared(town, key)
    assert len(ready.standing.members) == EIGHT
    return {
        "bundle": key, "answers": dict(made.answers), "hall": town.hall.pk,
        "papers": [{"name": name, "state": "got"} for name in made.papers],
    }  # fmt: skip


def _short(town: Any) -> str:
    """A paper that only one part asks for, which begins at once."""
    _, ready = _prepared(town, RESALE)
    alone = [one.name for one in ready.papers if {item for item, _ in one.used_by} == {SHORT_OF}]
    return str(alone[0])


def _prepared(town: Any, key: str) -> tuple[Any, Any]:
    from tests.town import MONDAY, REGION
    from yichuang.bundles import preparing
    from yichuang.bundles.tests.scenes import whole
    from yichuang.journal import stamps

    made = whole(town, key, dict(BUNDLES[key]))
    told = {"stamp": stamps.current(), "region": REGION, "at": MONDAY}
    return made, preparing.prepared(town.bundle_facts(key), made.answers, **told)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    main()
