"""What every page for the public weighs (issue 3, shows 4): a first visit at most 60 kB in 8 requests, a further page 20 kB."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.walks import pages

pytestmark = pytest.mark.once

FIRST, AGAIN, REQUESTS = 60_000, 20_000, 8
ASKED = re.compile(
    r'<(?:link[^>]*rel="(?:stylesheet|icon|modulepreload)"[^>]*href|script[^>]*src|img[^>]*src)="(/[^"]*)"'
)


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def served(address: str) -> bytes:
    """Return a file as the house serves it, by its hashed or plain address."""
    name = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", address.removeprefix("/static/"))
    found = finders.find(name)
    assert found, address
    with open(found, "rb") as file:
        return file.read()


@pytest.mark.django_db
def test_every_public_page_is_light_at_first_and_lighter_again() -> None:
    town, visits = pages.build()
    clients = {pages.NOBODY: Client(), pages.CITIZEN: pages.signed_in(town, pages.CITIZEN)}
    heavy, tried = [], 0
    for visit in visits:
        if visit.who not in clients:
            continue
        answer = clients[visit.who].get(visit.address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        files = sorted(set(ASKED.findall(answer.content.decode())))
        own = [name for name in files if name.startswith("/static/")]
        page, first = weight(answer.content), sum(weight(served(name)) for name in own)
        if page > AGAIN or page + first > FIRST or 1 + len(files) > REQUESTS:
            heavy.append(f"{visit.address}: {page} + {first} bytes, {1 + len(files)} requests")
        tried += 1
    assert not heavy, "\n".join(heavy)
    assert tried > 50
