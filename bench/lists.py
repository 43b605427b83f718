"""Lists, searches and one case over HTTP: one client, one signed-in approver, request after request.

python -m bench.lists PORT REQUESTS board    the supervisor's board alone
python -m bench.lists PORT [REQUESTS]    print {page: {"p50", "p95", "count", "bytes"}} in milliseconds
"""

import http.client
import json
import os
import sys
import time
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.figures import spread

REQUESTS = 200
APPROVER, SUPERVISOR = "sun", "guo"
SOUGHT = 40  # different cases that the searches ask for in turn
Asked = tuple[list[str], dict[str, str]]


def measure(port: int, requests: int = REQUESTS) -> dict[str, dict[str, float]]:
    """Ask each page `requests` times; any answer but 200 ends the run."""
    pages = asked(os.environ["YICHUANG_HOME"])
    return {name: _timed(port, requests, *page) for name, page in pages.items()}


def board(port: int, requests: int) -> dict[str, float]:
    """Ask for the board as a supervisor."""
    import django

    django.setup()
    return _timed(port, requests, ["/office/board/"], signed_in(SUPERVISOR))


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
    for path in islice(cycle(paths), max(10, len(paths))):  # warm: what a page costs, not what a disk does
        _ask(link, path, headers)
    times = []
    for path in islice(cycle(paths), requests):
        began = time.perf_counter()
        size = _ask(link, path, headers)
        times.append((time.perf_counter() - began) * 1000)
    link.close()
    return spread(times) | {"bytes": size}


def _ask(link: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> int:
    link.request("GET", path, headers=headers)
    answer = link.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {answer.headers.get('Location')} {body[:200]!r}")
    return len(body)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    asks = board if sys.argv[3:] == ["board"] else measure
    print(json.dumps(asks(*map(int, sys.argv[1:3]))))
