"""Code lists: every word of ours has its place, receivers number apart."""

import pytest

from yichuang.law import BadInput, code_lists
from yichuang.law.code_lists import LIBRARY, LISTS, NATION, PROVINCE, RATING, RECEIVERS, STANDARD, heard, told


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.key)
def test_receivers_map_only_words_of_the_list(one):
    assert one.receivers.keys() <= dict(RECEIVERS).keys()
    for theirs in one.receivers.values():
        assert theirs.keys() <= dict(one.words).keys()


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.key)
def test_what_is_told_is_heard_again(one):
    for receiver, theirs in one.receivers.items():
        for ours, code in theirs.items():
            assert ours in heard(one.key, code, receiver)


@pytest.mark.parametrize(
    ("key", "ours", "receiver", "theirs"),
    [
        ("outcome", "granted", PROVINCE, "0"),
        ("outcome", "lapsed", PROVINCE, "5"),
        ("outcome", "not_accepted", PROVINCE, "6"),
        ("outcome", "not_accepted", NATION, "6"),
        ("outcome", "withdrawn", NATION, "5"),
        ("outcome", "forwarded", NATION, None),
        ("grade", "very_satisfied", STANDARD, "1"),
        ("grade", "very_satisfied", RATING, "5"),
        ("service_object", "organ", STANDARD, "5"),
        ("service_object", "organ", LIBRARY, "6"),
        ("standing", "reviewed", RATING, "2"),
        ("document", "111", NATION, "10"),
    ],
)
def test_each_receiver_has_its_own_code(key, ours, receiver, theirs):
    assert told(key, ours, receiver) == theirs


def test_a_coarser_code_means_several_of_ours():
    assert heard("outcome", "6", PROVINCE) == ("not_accepted", "not_required", "withdrawn")
    assert heard("outcome", "9", PROVINCE) == ()


@pytest.mark.parametrize(
    "asked", [("colour", "red", PROVINCE), ("outcome", "red", PROVINCE), ("outcome", "granted", "mars")]
)
def test_what_is_not_known_is_told(asked):
    with pytest.raises(BadInput, match="没有"):
        told(*asked)


def test_keys_are_given_once():
    assert len({one.key for one in LISTS}) == len(LISTS) == len(code_lists._BY_KEY)
