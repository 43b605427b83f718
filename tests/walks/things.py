"""Things of the walks: one that goes its way, one filed on line that waits for what the departments say."""

from typing import Any

from tests.town import Town
from yichuang.bundles.models import Letter
from yichuang.bundles.tests import scenes


def scene(town: Town) -> dict[str, Any]:
    """The words of the addresses about things."""
    thing, filed = scenes.received(scenes.brought(town)), scenes.on_line(town)
    called, visit = scenes.called(town)
    told = scenes.told_once(town)
    made = {
        "thing": thing.pk,
        "filed_thing": filed.pk,
        "called_thing": called.pk,
        "joint_visit": visit,
        "told_thing": told.query_code,
    }
    codes = [thing.query_code, filed.query_code, told.query_code]
    letters = [str(pk) for pk in Letter.objects.order_by("kind").values_list("pk", flat=True)]
    ready = scenes.ready(town)
    made |= {"ready_thing": ready.pk, "ready_thing_code": ready.query_code}
    made["letter"] = Letter.objects.get(thing=thing, kind="acceptance").pk
    return {name: str(pk) for name, pk in made.items()} | {"thing_codes": codes, "letters": letters}
