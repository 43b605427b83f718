"""Desks side by side that take things (一件事) to their ends: each takes whatever job comes next, of any case of any thing."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bench.people import citizen
from bench.web import CHECKED
from tests.drill.bundling import RESALE, SHORT_OF, VETERAN
from tests.drill.clients import PAUSE, Enough, Insisting, Noted

# How the things come in, by turns: at the window or on line, where each department says what is missing, one of them something.
WAYS = ((VETERAN, "window"), (RESALE, "window"), (RESALE, "online"), (RESALE, "told"))
Job = Callable[[Insisting], Awaitable[None]]


@dataclass
class Thing:
    """What the desks know of one thing; `busy` counts the jobs under way, `taken` the cases that a desk has taken up."""

    n: int
    id: str = ""
    busy: int = 0
    taken: set[str] = field(default_factory=set)

    @property
    def way(self) -> tuple[str, str]:
        """The bundle, and how it comes in."""
        return WAYS[self.n % len(WAYS)]


class Desks:
    """So many desks, so many things, all of them open at once; ended when every result is handed over."""

    def __init__(
        self,
        port: int,
        keys: dict[str, str],
        told: dict[str, Any],
        noted: Noted,
        *,
        desks: int,
        things: range,
    ) -> None:
        self.port, self.keys, self.told, self.noted, self.desks = port, keys, told, noted, desks
        self.things, self.left = things, len(things)
        self.ending = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.run()))

    def __enter__(self) -> "Desks":
        self.thread.start()
        return self

    def __exit__(self, kind: Any, *_: object) -> None:
        if kind is not None:
            self.ending.set()
        self.thread.join()

    async def run(self) -> None:
        """Let the desks work until nothing is left."""
        self.jobs: asyncio.Queue[tuple[Thing, Job]] = asyncio.Queue()
        for n in self.things:
            thing = Thing(n)
            self._ask(thing, self._file(thing))
        await asyncio.gather(*(self._desk() for _ in range(self.desks)))

    async def _desk(self) -> None:
        client = Insisting(self.port, self.keys, self.noted, self.ending)
        try:
            while self.left and not self.noted.refused:
                try:
                    thing, job = self.jobs.get_nowait()
                except asyncio.QueueEmpty:
                    await asyncio.sleep(PAUSE)
                    continue
                await job(client)
                thing.busy -= 1
                if not thing.busy:
                    self._ask(thing, self._look(thing))
        except Enough:
            return
        finally:
            client.close()

    def _ask(self, thing: Thing, job: Job) -> None:
        thing.busy += 1
        self.jobs.put_nowait((thing, job))

    def _file(self, thing: Thing) -> Job:
        key, how = thing.way
        body = self.told["filings"][key] | {"applicant": citizen(thing.n)}
        by = "lin" if how == "window" else "applicants"
        if how != "window":
            body |= {"papers": [one | {"state": "awaited"} for one in body["papers"]]}

        async def job(client: Insisting) -> None:
            made = await client.post(by, "/things", body, f"file-{thing.n}")
            thing.id = made["id"]
            if how != "window":
                for part in (await client.see("lin", f"/things/{thing.id}"))["parts"]:
                    self._ask(thing, self._say(thing, part))

        return job

    def _say(self, thing: Thing, part: dict[str, Any]) -> Job:
        missing = thing.way[1] == "told" and part["item"] == SHORT_OF
        lines = [{"paper": self.told["short"], "reason": "1"}] if missing else []

        async def job(client: Insisting) -> None:
            body = {"part": part["item"], "lines": lines}
            by = self.told["staff"][part["department"]]["reviewer"]
            said = await client.post(by, f"/things/{thing.id}/demands", body, f"say-{thing.n}-{part['item']}")
            if thing.way[1] == "told" and said["left"] == 0:
                await client.post("lin", f"/things/{thing.id}/notice", {}, f"notice-{thing.n}")
                await client.post("lin", f"/things/{thing.id}/correction", {}, f"correction-{thing.n}")

        return job

    def _look(self, thing: Thing) -> Job:
        async def job(client: Insisting) -> None:
            seen, before = await client.see("lin", f"/things/{thing.id}"), thing.busy
            for part in seen["parts"]:
                if part["case"] and part["case"] not in thing.taken:
                    thing.taken.add(part["case"])
                    self._ask(thing, self._case(thing, part))
            if seen["state"] == "done" and thing.busy == 1:
                await self._hand_over(client, thing)
            if thing.busy == before:
                await asyncio.sleep(4 * PAUSE)  # nothing has come of it yet

        return job

    def _case(self, thing: Thing, part: dict[str, Any]) -> Job:
        staff, path = self.told["staff"][part["department"]], f"/cases/{part['case']}"
        key = f"{thing.n}-{part['item']}"

        async def job(client: Insisting) -> None:
            state = (await client.see(staff["reviewer"], path))["state"]
            if state == "filed":
                await client.post(staff["reviewer"], f"{path}/acceptance", {}, f"accept-{key}")
            if state in ("filed", "accepted"):
                body = {"verdict": "pass", "opinion": "符合条件。"}
                await client.post(staff["reviewer"], f"{path}/conclusion", body, f"conclude-{key}")
            self._ask(
                thing, self._decision(thing, path, key, staff["approver"] if state != "decided" else "")
            )

        return job

    def _decision(self, thing: Thing, path: str, key: str, approver: str) -> Job:
        async def job(client: Insisting) -> None:
            if approver:
                await client.post(approver, f"{path}/decision", {"outcome": "granted"}, f"decide-{key}")
            await client.post("yang", f"{path}/arrival", {}, f"arrive-{key}")

        return job

    async def _hand_over(self, client: Insisting, thing: Thing) -> None:
        self.left -= 1
        thing.busy += 1  # nothing more to look for
        body = {"receiver_number": citizen(thing.n)["number"], "checked": CHECKED}
        await client.post("yang", f"/things/{thing.id}/hand-over", body, f"out-{thing.n}")


def one_after_the_other(port: int, keys: dict[str, str], told: dict[str, Any], noted: Noted) -> None:
    """Nobody disturbs these: one thing of each way, one desk."""
    with Desks(port, keys, told, noted, desks=1, things=range(len(WAYS))):
        pass
    assert not noted.refused, noted.refused[:3]
