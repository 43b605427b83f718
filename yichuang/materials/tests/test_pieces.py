"""Uploads in pieces: they go on where they broke off, come once, and are swept when nobody goes on."""

import os
import time
from uuid import uuid4

import pytest
from django.conf import settings

from yichuang.journal.refusals import BadInput, Moved
from yichuang.materials import pieces

SUBJECT, KEY = uuid4(), "a.pdf/10/1"


def add(start: int, piece: bytes, size: int = 10) -> int:
    return pieces.add(SUBJECT, KEY, start=start, piece=piece, size=size, name="a.pdf")


@pytest.fixture(autouse=True)
def _none() -> None:
    pieces.drop(SUBJECT, KEY)


def test_it_goes_on_where_it_broke_off() -> None:
    assert add(0, b"12345") == 5
    assert pieces.at(SUBJECT, KEY) == 5
    assert add(5, b"67890") == 10
    assert b"".join(pieces.whole(SUBJECT, KEY)) == b"1234567890"


def test_a_piece_that_comes_twice_is_told_where_to_go_on() -> None:
    add(0, b"12345")
    with pytest.raises(Moved) as told:
        add(0, b"12345")
    assert told.value.facts["at"] == 5


@pytest.mark.parametrize(("length", "size"), [(11, 10), (1, 0), (1, 10**10)])
def test_more_than_was_said_or_may_be_is_refused(length: int, size: int) -> None:
    with pytest.raises(BadInput):
        add(0, b"1" * length, size)


def test_another_subject_sees_nothing_of_it() -> None:
    add(0, b"12345")
    assert pieces.at(uuid4(), KEY) == 0


def test_what_nobody_goes_on_with_is_swept() -> None:
    add(0, b"12345")
    for path in (settings.HOME / "files" / "parts").glob(f"{SUBJECT.hex}-*"):
        old = time.time() - pieces.KEPT_FOR - 10
        os.utime(path, (old, old))
    assert pieces.sweep() >= 1
    assert pieces.at(SUBJECT, KEY) == 0
