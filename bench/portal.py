"""The pages of citizens over HTTP: sixteen clients at once, each page of its own, among however many cases there are.

python -m bench.portal PORT [REQUESTS]    print {page: {"p50", "p95", "count", "bytes"}} in milliseconds
"""

import http.client
import json
import os
import sys
import threading
import time
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote

from bench.figures import spread

REQUESTS, CLIENTS = 400, 16
PHRASES = (
    "想开个小饭馆", "社保卡丢了", "shebaoka", "gssl", "办营业执照", "孩子上户口", "房子过户", "食品经营", "老人补贴", "換身份證", "养老保险", "结婚",
    "公积金", "医保报销", "注销公司", "消防",
)  # fmt: skip
ITEM, CARD = "food-business-license-new", "social-card-replace"
Asked = tuple[list[str], list[dict[str, str]]]


def measure(port: int, requests: int = REQUESTS) -> dict[str, dict[str, float]]:
    """Ask each page `requests` times from sixteen clients together; any answer but 200 ends the run."""
    return {name: together(port, requests, *page) for name, page in asked().items()}


def asked() -> dict[str, Asked]:
    """Return by name the addresses to ask in turn, and the headers of each client."""
    import django

    django.setup()
    strangers = [{"X-Forwarded-For": f"10.0.0.{n + 1}"} for n in range(CLIENTS)]
    citizens, drafts, cases, codes = prepared()
    return {
        "home": (["/"], strangers),
        "search": ([f"/find/?q={quote(words)}" for words in PHRASES], strangers),
        "guide": ([f"/items/{ITEM}/", f"/items/{CARD}/"], strangers),
        "your list": ([f"/items/{CARD}/list/?reason=lost"], strangers),
        "progress by code": ([f"/p/{code}" for code in codes], [{"X-Forwarded-For": "10.1.{}.{}"}] * CLIENTS),
        "my space": (["/my/"], citizens),
        "my cases": (["/my/cases/"], citizens),
        "my case": ([f"/my/cases/{case}/" for case in cases], citizens),
        "application, tasks": ([f"/apply/{draft}/" for draft in drafts], citizens),
        "application, a page of the form": (
            [f"/apply/{draft}/form/applicant/" for draft in drafts],
            citizens,
        ),
    }


def prepared() -> tuple[list[dict[str, str]], list[str], list[str], list[str]]:
    """Make sixteen citizens with accounts and a draft each; return their cookies, drafts, a case of each, query codes."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    from yichuang.cases.models import Case
    from yichuang.catalogue import versions
    from yichuang.citizens.models import Account
    from yichuang.doors import citizen
    from yichuang.drafts import acts
    from yichuang.ground import vault
    from yichuang.ground.now import now
    from yichuang.journal import stamps

    at, region = now(), settings.DEPLOYMENT.region
    cookies, drafts, cases = [], [], []
    for party in applicants():
        number, index = party.clear_number(), party.case.applicant_index
        account = Account.objects.filter(region=region, number_index=index).first() or Account.objects.create(
            region=region, name=party.name, number=vault.lock(number), number_index=index, phone=vault.lock("13800000000"),
            phone_index=vault.index("13800000000"), level=3, made_at=at,
        )  # fmt: skip
        own = citizen.Citizen(account, ()).actor()
        draft = acts.begin(
            versions.by_name(CARD, stamps.current()),
            {"reason": "lost"},
            by=own,
            at=at,
            content={"consent": "no"},
        )
        session = SessionStore()
        session[citizen.ACCOUNT] = str(account.pk)
        session[citizen.ENTERED] = int(at.timestamp())
        session.create()
        cookies.append({"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"})
        drafts.append(str(draft.pk))
        cases.append(str(party.case_id))
    some = Case.objects.order_by("-pk").values_list("query_code", flat=True)[:64]
    return cookies, drafts, cases, list(some)


def applicants() -> list[Any]:
    """Return the applicants of sixteen late cases, each another person."""
    from yichuang.cases.models import Party

    found: dict[str, Any] = {}
    late = (
        Party.objects.filter(role="applicant")
        .exclude(case__applicant_index="")
        .select_related("case")
        .order_by("-case__pk")
    )
    for party in late[:2000]:
        found.setdefault(party.case.applicant_index, party)
    return list(found.values())[:CLIENTS]


def together(port: int, requests: int, paths: list[str], clients: list[dict[str, str]]) -> dict[str, float]:
    """Let every client ask its share of a page; a path of one's own where there is one for each client."""
    times: list[float] = []
    sizes: list[int] = []
    failed: list[str] = []
    each = max(1, requests // len(clients))

    def ask(n: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port)
        mine = [paths[n]] if len(paths) == len(clients) and "find" not in paths[0] else paths[n:] + paths[:n]
        for turn, path in enumerate(islice(cycle(mine), each + 2)):
            headers = {name: value.format(n, turn % 250) for name, value in clients[n].items()}
            began = time.perf_counter()
            link.request("GET", path, headers=headers)
            answer = link.getresponse()
            body = answer.read()
            if answer.status != 200:
                failed.append(f"{path}: {answer.status} {answer.headers.get('Location')}")
                return
            if turn > 1:  # the first ones warm
                times.append((time.perf_counter() - began) * 1000)
                sizes.append(len(body))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(failed[0])
    told: dict[str, Any] = spread(times) | {"bytes": max(sizes)}
    return told


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    print(json.dumps(measure(*map(int, sys.argv[1:]))))
