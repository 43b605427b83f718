"""A new address of the citizens' doors is attacked from its first day: its names are somebody's or anybody's."""

from tests.attacks import whose


def test_every_name_in_a_route_of_citizens_is_somebodys_or_anybodys():
    assert not whose.unknown(), (
        "Say in tests/attacks/whose.py whose it is, and put one into tests/attacks/scene.py."
    )
