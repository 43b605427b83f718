"""Things of the walks: one that goes its way, one filed on line that waits for what the departments say."""

from tests.town import Town
from yichuang.bundles.tests import scenes


def scene(town: Town) -> dict[str, str]:
    """The words of the addresses about things."""
    thing, filed = scenes.received(scenes.brought(town)), scenes.on_line(town)
    called, visit = scenes.called(town)
    made = {"thing": thing.pk, "filed_thing": filed.pk, "called_thing": called.pk, "joint_visit": visit}
    return {name: str(pk) for name, pk in made.items()}
