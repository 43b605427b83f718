"""Clients that insist: each request goes out again, same key and content, until the house acknowledges it; all is noted."""

import asyncio
import itertools
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench import web
from bench.people import citizen
from tests.drill.house import PATIENCE

GONE = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, IndexError)
PAUSE = 0.05


class Enough(Exception):
    """The drill is over for this client, between two acts."""


@dataclass
class Noted:
    """What the house acknowledged, in order, and how often it did not answer."""

    acts: list[dict[str, Any]] = field(default_factory=list)
    broken: int = 0
    refused: list[str] = field(default_factory=list)
    moved: threading.Condition = field(default_factory=threading.Condition)

    def add(self, **act: Any) -> None:
        """Note one acknowledged act."""
        with self.moved:
            self.acts.append(act)
            self.moved.notify_all()

    def wait_for(
        self,
        count: int,
        mend: Callable[[], None],
        patience: float = PATIENCE,
        over: Callable[[], bool] = lambda: False,
    ) -> None:
        """Wait until so many acts are acknowledged or nobody acts any more; meanwhile `mend` starts again what ended."""
        until = time.monotonic() + patience
        while not self.refused and len(self.acts) < count and not over():
            assert time.monotonic() < until, "nothing moves"
            mend()
            with self.moved:
                self.moved.wait_for(lambda: len(self.acts) >= count or bool(self.refused), 0.5)
        assert not self.refused, self.refused[:3]


class Insisting(web.Client):
    """A client of one house; `most` acts and no more."""

    def __init__(
        self, port: int, keys: dict[str, str], noted: Noted, ending: threading.Event, most: int = 0
    ) -> None:
        super().__init__(port, keys, [])
        self.noted, self.ending, self.left = noted, ending, most or -1
        self.writer: Any = None

    async def post(self, who: str, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        """Send one request until it is acknowledged; a refusal ends the drill."""
        if self.ending.is_set() or self.left == 0:
            raise Enough
        self.left -= 1
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            status, answer = await self._try(who, path, body, key)
            if 200 <= status < 300:
                told: dict[str, Any] = json.loads(answer)
                self.noted.add(who=who, path=path, body=body, key=key, status=status, answer=told)
                return told
            if 400 <= status < 500:
                self.noted.refused.append(f"{path} {key}: {status} {answer[:300]!r}")
                raise Enough
            self.noted.broken += 1
            await asyncio.sleep(PAUSE)
        self.noted.refused.append(f"{path} {key}: no answer in {PATIENCE} s, last {status} {answer[:300]!r}")
        raise Enough

    async def see(self, who: str, path: str) -> dict[str, Any]:
        """Look until the house answers; a look is not noted."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.ending.is_set():
                raise Enough
            status, answer = await self._try(who, path, None, "")
            if status == 200:
                seen: dict[str, Any] = json.loads(answer)
                return seen
            await asyncio.sleep(PAUSE)
        self.noted.refused.append(f"{path}: nothing to see in {PATIENCE} s, last {status} {answer[:300]!r}")
        raise Enough

    async def _try(self, who: str, path: str, body: dict[str, Any] | None, key: str) -> tuple[int, bytes]:
        try:
            if self.writer is None:
                await self.open()
            return await self.ask(who, path, body, key)
        except GONE as error:
            self.close()
            return 0, str(error).encode()

    async def hung_up(self) -> None:
        """Connect when the next request is due: an idle connection would hold a page process."""
        self.close()

    def close(self) -> None:
        """Hang up."""
        if self.writer is not None:
            self.writer.close()
        self.writer = None


async def _live(client: Insisting, n: int, life: Any = web.life) -> bool:
    try:
        await life(client, n, citizen(n))
        return True
    except Enough:
        return False
    finally:
        client.close()


def lives_of_every_length(port: int, keys: dict[str, str], noted: Noted, first: int) -> None:
    """Nobody disturbs these: one life that ends after each number of acts."""

    async def run() -> None:
        for most in range(1, 10):
            await _live(Insisting(port, keys, noted, threading.Event(), most), first + most)

    asyncio.run(run())


class Load:
    """Several clients living one life after another in a thread, until told to end."""

    def __init__(self, port: int, keys: dict[str, str], noted: Noted, *, clients: int, first: int) -> None:
        self.ending = threading.Event()
        self.thread = threading.Thread(
            target=lambda: asyncio.run(self._run(port, keys, noted, clients, first))
        )

    async def _run(self, port: int, keys: dict[str, str], noted: Noted, clients: int, first: int) -> None:
        count = itertools.count(first)

        async def one() -> None:
            client = Insisting(port, keys, noted, self.ending)
            while await _live(client, next(count)):
                pass

        await asyncio.gather(*(one() for _ in range(clients)))

    def __enter__(self) -> "Load":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.set()
        self.thread.join(2 * PATIENCE)
        assert not self.thread.is_alive(), "a client still waits for an answer"


def repeat(port: int, keys: dict[str, str], acts: list[dict[str, Any]]) -> list[str]:
    """Send acknowledged requests once more; returns those that did not get their first answer."""

    async def run() -> list[str]:
        client, wrong = web.Client(port, keys, []), []
        await client.open()
        for act in acts:
            status, answer = await client.ask(act["who"], act["path"], act["body"], act["key"])
            if (status, json.loads(answer)) != (act["status"], act["answer"]):
                wrong.append(f"{act['path']} {act['key']}: {act['answer']} became {status} {answer[:300]!r}")
        client.writer.close()
        return wrong

    return asyncio.run(run())
