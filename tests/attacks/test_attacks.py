"""Every attack of the tables is tried on the doors; none succeeds, and what is plainly one leaves a line with the request's id."""

from collections import Counter

import pytest
from django.conf import settings

from tests.attacks import forged, whose
from tests.attacks.scene import Attack, Scene, heard
from yichuang.doors import brake

ATTACKS: list[Attack] = [*whose.ATTACKS, *forged.ATTACKS]
GROUPS = sorted({attack.group for attack in ATTACKS})


@pytest.fixture
def scene(db: None) -> Scene:
    """Chen's things, Wang, and a stranger; nobody has asked for a code yet."""
    (settings.HOME / "run" / "brake").unlink(missing_ok=True)
    brake._opened.cache_clear()
    return Scene()


@pytest.mark.parametrize("group", GROUPS)
def test_no_attack_succeeds_and_each_is_on_record(scene: Scene, group: str) -> None:
    wrong = []
    for attack in ATTACKS:
        if attack.group != group:
            continue
        with heard() as lines:
            how = attack.run(scene)
        if how:
            wrong.append(f"{attack.what}: {how}")
        elif attack.recorded and not lines:
            wrong.append(f"{attack.what}: left no line")
    assert not wrong, f"{len(wrong)} of {group}:\n" + "\n".join(wrong)


def test_three_hundred_are_tried(capsys: pytest.CaptureFixture[str]) -> None:
    tried = Counter(attack.group for attack in ATTACKS)
    with capsys.disabled():
        print(
            f"\n{sum(tried.values())} attacks: "
            + ", ".join(f"{group} {count}" for group, count in sorted(tried.items()))
        )
    assert len({attack.what for attack in ATTACKS}) == len(ATTACKS) >= 300


def test_every_name_in_a_route_of_citizens_is_somebodys_or_anybodys() -> None:
    assert not whose.unknown(), "Say in tests/attacks/whose.py whose it is, and put one into the scene."
