"""Two hundred bad inputs through every door: a clear sentence each time, nothing changed, nothing lost, nothing leaked."""

import pytest

from tests import town as towns
from tests.bad import api, counter, desk, entrance, office, portal
from tests.bad.asking import Bad, Scene, wrong_with

DOORS = {
    "portal": portal.ROWS, "entrance": entrance.ROWS, "counter": counter.ROWS, "desk and issue desk": desk.ROWS, "office": office.ROWS,
    "api": api.ROWS,
}  # fmt: skip


@pytest.fixture
def scene(db: None) -> Scene:
    """The town with its cases."""
    return Scene(towns.build())


@pytest.mark.parametrize("door", DOORS)
def test_every_bad_input_gets_a_sentence_and_changes_nothing(scene: Scene, door: str) -> None:
    wrong = wrong_with(scene, DOORS[door])
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong)


def test_there_are_far_more_than_two_hundred() -> None:
    tries: list[Bad] = [row for rows in DOORS.values() for row in rows]
    assert len({(row.what, row.path, str(row.sent), row.who) for row in tries}) == len(tries) > 400
