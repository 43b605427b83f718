"""The collector stands still inside, nested and in threads, and runs again afterwards."""

import gc
from concurrent.futures import ThreadPoolExecutor

import pytest

from yichuang.ground.cycles import unsearched


def test_the_collector_runs_again_when_the_last_block_ends() -> None:
    assert gc.isenabled()
    with unsearched():
        with unsearched():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_runs_again_after_an_error_and_as_a_decorator() -> None:
    @unsearched()
    def fails() -> None:
        assert not gc.isenabled()
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError):
            fails()
        assert gc.isenabled()


def test_threads_that_overlap_leave_it_running() -> None:
    def once(_: int) -> bool:
        with unsearched():
            return gc.isenabled()

    with ThreadPoolExecutor(4) as pool:
        assert not any(pool.map(once, range(200)))
    assert gc.isenabled()


def test_who_had_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with unsearched():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
