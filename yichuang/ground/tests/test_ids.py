"""Identifiers are new each time, in every thread and in every child, and sort by when they were made."""

import os
import pickle
from concurrent.futures import ThreadPoolExecutor

from yichuang.ground.ids import uuid7


def test_they_say_what_they_are_and_none_comes_twice() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = [one for ones in pool.map(lambda _: [uuid7() for _ in range(2000)], range(4)) for one in ones]
    assert len(set(made)) == 8000
    assert all(one.version == 7 and one.variant == "specified in RFC 4122" for one in made)


def test_a_child_does_not_make_its_parents_identifiers() -> None:
    uuid7()  # some randomness lies ready
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writes, pickle.dumps([one.int & ((1 << 62) - 1) for one in (uuid7() for _ in range(20))]))
        os._exit(0)
    os.waitpid(child, 0)
    theirs = pickle.loads(os.read(reads, 100_000))
    os.close(reads)
    os.close(writes)
    assert not set(theirs) & {uuid7().int & ((1 << 62) - 1) for _ in range(300)}
