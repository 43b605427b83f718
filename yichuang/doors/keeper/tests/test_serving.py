"""Connections are shared by the processes that serve."""

from types import SimpleNamespace

import pytest
from gunicorn.workers.gthread import ThreadWorker

from yichuang.doors.keeper import serving


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(serving.time, "sleep", lambda seconds: told.append("waited"))
    monkeypatch.setattr(ThreadWorker, "accept", lambda self, listener: told.append("took"))
    monkeypatch.setattr(serving, "OPEN", [0] * 4)
    return told


def worker(age: int, connections: int, workers: int = 2) -> serving.Sharing:
    made = serving.Sharing.__new__(serving.Sharing)
    made.age, made.nr_conns, made.cfg = age, connections, SimpleNamespace(workers=workers)
    return made


def test_a_process_with_more_connections_lets_the_other_be_first(waited: list[str]) -> None:
    worker(1, connections=3).accept(None)
    assert waited == ["waited", "took"]


def test_a_process_with_fewer_takes_a_connection_at_once(waited: list[str]) -> None:
    serving.OPEN[1] = 3
    worker(2, connections=0).accept(None)
    assert waited == ["took"] and serving.OPEN[0] == 0


def test_a_process_alone_never_waits(waited: list[str]) -> None:
    serving.OPEN[0] = 9
    worker(1, connections=9, workers=1).accept(None)
    assert waited == ["took"]
