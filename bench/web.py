"""The same life over HTTP: keep-alive clients, one token a post, keys, sign-in by token; and intake alone.

python -m bench.web tokens                          make one token for each post of the town
python -m bench.web load PORT CLIENTS SECONDS WHAT  print {"rate", "p50", "p95"}; WHAT is lives or intake
"""

import asyncio
import itertools
import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ANSWERS = {"premises": "own", "preapproval": "no", "agent": "no"}
MATERIALS = [{"place": place, "state": "got"} for place in (2, 3, 4, 7)]
CHECKED = {"document": True, "person": True, "result": True}
POSTS = ("lin", "wu", "sun", "yang", "applicants")


class Client:
    """One keep-alive connection that speaks just enough HTTP."""

    def __init__(self, port: int, keys: dict[str, str], times: list[float]) -> None:
        self.port, self.keys, self.times = port, keys, times

    async def open(self) -> None:
        """Connect."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def post(self, who: str, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        """Send one POST and return its answer; anything but success ends the run."""
        began = time.perf_counter()
        status, answer = await self.ask(who, path, body, key)
        self.times.append(time.perf_counter() - began)
        if status >= 300:
            raise SystemExit(f"{path}: {status} {answer[:300]!r}")
        return json.loads(answer)  # type: ignore[no-any-return]

    async def ask(
        self, who: str, path: str, body: dict[str, Any] | None = None, key: str = ""
    ) -> tuple[int, bytes]:
        """Send one POST, or a GET without a body, and return its status and answer."""
        raw, verb = (b"", "GET") if body is None else (json.dumps(body).encode(), "POST")
        head = (
            f"{verb} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.keys[who]}\r\nIdempotency-Key: {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
        )
        self.writer.write(head.encode() + raw)
        return await self._read()

    async def _read(self) -> tuple[int, bytes]:
        head = await self.reader.readuntil(b"\r\n\r\n")
        status, length, closing = int(head[9:12]), 0, False
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line[15:])
            closing = closing or line == b"connection: close"
        answer = await self.reader.readexactly(length)
        if closing:
            await self.hung_up()
        return status, answer

    async def hung_up(self) -> None:
        """Connect anew before the next request is due, as a browser does."""
        self.writer.close()
        await self.open()


async def life(client: Client, n: int, who: dict[str, str]) -> None:
    """Nine acts by five people."""
    filing = {"item": "company-establishment", "answers": ANSWERS, "applicant": who, "materials": MATERIALS}
    case = (await client.post("lin", "/cases", filing, f"a{n}"))["id"]
    steps = (
        ("lin", "notice", {"lines": [{"place": 3, "reason": "1"}]}), ("lin", "correction", {"judgements": {"3": "got"}}), ("lin", "acceptance", {}),
        ("wu", "conclusion", {"verdict": "pass", "opinion": "符合条件。"}), ("sun", "decision", {"outcome": "granted"}), ("yang", "arrival", {}),
        ("yang", "hand-over", {"receiver_number": who["number"], "checked": CHECKED}), ("applicants", "ratings", {"grade": 5}),
    )  # fmt: skip
    for place, (person, noun, body) in enumerate(steps):
        await client.post(person, f"/cases/{case}/{noun}", body, f"{place}-{n}")


async def intake(client: Client, n: int, who: dict[str, str]) -> None:
    """One filing with its materials."""
    filing = {"item": "company-establishment", "answers": ANSWERS, "applicant": who, "materials": MATERIALS}
    await client.post("lin", "/cases", filing, f"i{n}")


async def load(port: int, clients: int, seconds: float, what: str, keys: dict[str, str]) -> dict[str, float]:
    """Let clients live one life after another for some seconds."""
    from bench.people import citizen

    doing = {"lives": life, "intake": intake}[what]
    times: list[float] = []
    count, base = itertools.count(), int(time.time() * 1000) % 1_000_000_000
    done = [0]

    async def run(until: float) -> None:
        client = Client(port, keys, times)
        await client.open()
        while time.perf_counter() < until:
            n = base + next(count)
            await doing(client, n, citizen(n))
            done[0] += 1

    await asyncio.gather(*(run(time.perf_counter() + 1.5) for _ in range(clients)))
    times.clear()
    done[0], began = 0, time.perf_counter()
    await asyncio.gather(*(run(began + seconds) for _ in range(clients)))
    took = time.perf_counter() - began
    times.sort()
    at = lambda share: times[min(len(times) - 1, int(len(times) * share))] * 1000  # noqa: E731
    return {"rate": done[0] / took, "p50": at(0.5), "p95": at(0.95), "p99": at(0.99)}


def make_tokens(names: Iterable[str] = POSTS) -> None:
    """One token for each post that the life needs; kept beside those that are there."""
    import django

    django.setup()
    from bench.lives import existing
    from yichuang.journal.actor import system
    from yichuang.journal.stamps import bump
    from yichuang.people import tokens
    from yichuang.people.models import Integrator, Token

    town, kept = existing(), {}
    integrator = Integrator.objects.create(region=system("189901").region, name="量一量")
    for who in names:
        raw = tokens.make()
        person, post = town.people.get(who), town.posts.get(who)
        from tests.town import MONDAY

        Token.objects.create(
            integrator=integrator,
            person=person,
            post=post,
            digest=tokens.digest_of(raw),
            hint="yc_",
            made_at=MONDAY,
        )
        kept[who] = raw
    bump()
    page = Path(os.environ["YICHUANG_HOME"]) / "bench.json"
    before = json.loads(page.read_text()) if page.exists() else {}
    page.write_text(json.dumps(before | kept))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    if sys.argv[1] == "tokens":
        make_tokens()
    else:
        known = json.loads((Path(os.environ["YICHUANG_HOME"]) / "bench.json").read_text())
        print(
            json.dumps(
                asyncio.run(load(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), sys.argv[5], known))
            )
        )
