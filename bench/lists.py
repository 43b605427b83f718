"""Lists, searches and one case over HTTP: one client, one signed-in approver, request after request.

python -m bench.lists PORT [REQUESTS]    print {page: {"p50", "p95", "bytes"}} in milliseconds
python -m bench.lists crowd COUNT…       a PostgreSQL of its own, filled up to each COUNT in turn; print the figures and their ratio
"""

import http.client
import json
import os
import sys
import tempfile
import time
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

REQUESTS = 200
APPROVER, SUPERVISOR = "sun", "guo"
SOUGHT = 40  # different cases that the searches ask for in turn
Asked = tuple[list[str], dict[str, str]]


def measure(port: int, requests: int = REQUESTS) -> dict[str, dict[str, float]]:
    """Ask each page `requests` times; any answer but 200 ends the run."""
    pages = asked(os.environ["YICHUANG_HOME"])
    return {name: _timed(port, requests, *page) for name, page in pages.items()}


def asked(home: str) -> dict[str, Asked]:
    """Return by name the addresses to ask in turn, and who asks."""
    import django

    django.setup()
    token = json.loads((Path(home) / "bench.json").read_text())[APPROVER]
    desk, office, api = signed_in(APPROVER), signed_in(SUPERVISOR), {"Authorization": f"Bearer {token}"}
    cases = sought()
    search = lambda words: [f"/desk/?q={quote(w)}" for w in words]  # noqa: E731
    return {
        "desk inbox": (["/desk/"], desk),
        "desk, by filing number": (search([c["filing_number"] for c in cases]), desk),
        "desk, by name": (search([c["applicant_name"] for c in cases]), desk),
        "desk, by ID tail": (search(tails()), desk),
        "desk, one case": ([f"/desk/cases/{c['pk']}/" for c in cases], desk),
        "office list": (["/office/cases/"], office),
        "office, by name": ([f"/office/cases/?q={quote(c['applicant_name'])}" for c in cases], office),
        "API list": (["/api/v1/cases?limit=20"], api),
    }


def signed_in(username: str) -> dict[str, str]:
    """Return the cookie of a session made directly in the database."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from yichuang.doors.entrance.seen import ENTERED
    from yichuang.ground.now import now
    from yichuang.people.models import Person

    person, session = Person.objects.get(username=username), SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[ENTERED] = int(now().timestamp())
    session.create()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def sought() -> list[dict[str, Any]]:
    """Return cases of the approver's department from all over the years."""
    from yichuang.cases.models import Case
    from yichuang.people.models import Holding

    department = Holding.objects.get(person__username=APPROVER).post.organisation_id
    first, last = (Case.objects.order_by(way).values_list("filed_at", flat=True)[0] for way in ("pk", "-pk"))
    found = []
    for n in range(SOUGHT):
        found += _near(department, first + (last - first) * n / SOUGHT)
    return found


def _near(department: int, at: datetime) -> list[dict[str, Any]]:
    """One case filed from an instant on; the key begins with its milliseconds."""
    from uuid import UUID

    from yichuang.cases.models import Case

    cases = Case.objects.filter(department=department, pk__gte=UUID(int=int(at.timestamp() * 1000) << 80))
    return list(cases.order_by("pk").values("pk", "filing_number", "applicant_name")[:1])


def tails() -> list[str]:
    """Return the last four of made-up people of the crowd."""
    from bench.crowd import PEOPLE
    from bench.people import citizen

    return [citizen(n * 7919 % PEOPLE)["number"][-4:] for n in range(SOUGHT)]


def _timed(port: int, requests: int, paths: list[str], headers: dict[str, str]) -> dict[str, float]:
    link = http.client.HTTPConnection("127.0.0.1", port)
    for path in islice(cycle(paths), 10):
        _ask(link, path, headers)
    times = []
    for path in islice(cycle(paths), requests):
        began = time.perf_counter()
        size = _ask(link, path, headers)
        times.append((time.perf_counter() - began) * 1000)
    link.close()
    times.sort()
    at = lambda share: round(times[min(len(times) - 1, int(len(times) * share))], 1)  # noqa: E731
    return {"p50": at(0.5), "p95": at(0.95), "bytes": size}


def _ask(link: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> int:
    link.request("GET", path, headers=headers)
    answer = link.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {answer.headers.get('Location')} {body[:200]!r}")
    return len(body)


def crowded(env: dict[str, str], counts: list[int]) -> dict[str, Any]:
    """Fill the database of `env` up to each count, open the house on it, and measure."""
    from bench.__main__ import run, served

    told: dict[str, Any] = {}
    for count in counts:
        filled = json.loads(run(env, "bench.crowd", str(count)).splitlines()[-1])
        with served(env) as (port, _, _):
            told[str(count)] = {"filled": filled, "pages": json.loads(run(env, "bench.lists", str(port)))}
    return told


def apart(counts: list[int]) -> dict[str, Any]:
    """The same on a PostgreSQL of its own, or on the database of YICHUANG_DATABASE_URL, which keeps its crowd."""
    from bench.__main__ import run
    from tests.postgres import cluster

    if os.environ.get("YICHUANG_DATABASE_URL"):
        return crowded(dict(os.environ), counts)
    settings = {"shared_buffers": "512MB", "max_wal_size": "4GB"}
    with (
        tempfile.TemporaryDirectory(prefix="yc-bench-") as home,
        cluster(durable=True, settings=settings) as address,
    ):
        env = os.environ | {"YICHUANG_HOME": home, "YICHUANG_DATABASE_URL": address}
        run(env, "bench.lives", "prepare")
        run(env, "bench.web", "tokens")
        return crowded(env, counts)


def table(told: dict[str, Any]) -> str:
    """The figures as a page: p50/p95 at each size, and the last p50 to the first."""
    counts = list(told)
    lines = ["| p50/p95 ms, 1 client | " + " | ".join(f"{int(c):,} cases" for c in counts) + " | ratio |"]
    lines.append("| --- " * (len(counts) + 2) + "|")
    for name in told[counts[0]]["pages"]:
        cells = [told[c]["pages"][name] for c in counts]
        shown = " | ".join(f"{cell['p50']}/{cell['p95']}" for cell in cells)
        lines.append(f"| {name} | {shown} | {cells[-1]['p50'] / cells[0]['p50']:.2f} |")
    speeds = (f"{told[c]['filled']['per_second']} cases/s" for c in counts if told[c]["filled"]["made"])
    return "\n".join(lines) + f"\n\nFilled at {', '.join(speeds) or 'an earlier run'}.\n"


def main(words: list[str]) -> None:
    """Run one of the two."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    if words[0] == "crowd":
        print(table(apart([int(word) for word in words[1:]])))
    else:
        print(json.dumps(measure(int(words[0]), *map(int, words[1:]))))


if __name__ == "__main__":
    main(sys.argv[1:])
