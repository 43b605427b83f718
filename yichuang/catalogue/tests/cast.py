"""Two editors, a head of organ and a clerk for the catalogue's own tests."""

from datetime import UTC, date, datetime
from typing import Any

from yichuang.catalogue import acts, seed
from yichuang.catalogue.models import Item, Version
from yichuang.journal import stamps
from yichuang.journal.actor import Actor, system
from yichuang.people.models import Organisation, Person, Post

REGION = "189901"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FOOD = "food-business-license-new"


def load(*keys: str) -> dict[str, Any]:
    """Import packaged records, all of them or those named."""
    chosen = [record for record in seed.items() if not keys or record["id"] in keys]
    return acts.import_(by=system(REGION), at=AT, records=chosen)


def person(username: str, kind: str, body: Organisation | None = None) -> Actor:
    """Return an actor at a post of this kind, with the rows behind it."""
    body = (
        body
        or Organisation.objects.get_or_create(
            region=REGION,
            name="政务服务局",
            defaults={"code": "X" * 18, "kind": "department", "area": REGION, "valid_from": date(2020, 1, 1)},
        )[0]
    )
    who = Person.objects.create(region=REGION, username=username, name=username)
    post = Post.objects.create(region=REGION, organisation=body, kind=kind, title=kind)
    return Actor(
        kind, REGION, username, who.pk, post.pk, body.pk, frozenset({body.pk}), stamp=stamps.current()
    )


def item(key: str = FOOD) -> Item:
    """Return an imported item."""
    return Item.objects.get(region=REGION, key=key)


def answer_all(actor: Actor, version: Version) -> None:
    """Let every element of a version pass the gate."""
    from yichuang.catalogue import gate

    tests = {name: False for name, _ in gate.TESTS}
    answers = [
        {
            "element": kind,
            "name": name,
            "clause": "《食品安全法》第三十五条",
            "tests": tests,
            "verdict": "keep",
        }
        for kind, name in gate.elements(version.content)
    ]
    acts.answer_basis(version.item_id, by=actor, at=AT, version=version.pk, answers=answers)
