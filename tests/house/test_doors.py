"""A door is closed unless it is on the list of open ones (tests/house/open.txt)."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.house.plan import ROOT

OPEN = ROOT / "tests" / "house" / "open.txt"
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": str(uuid.UUID(int=7))}


def routes(resolver=None, before=""):
    """Return every route of the site as Django writes it."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern).lstrip("^")
        found += [route] if isinstance(entry, URLPattern) else routes(entry, route)
    return sorted(set(found))


def opened():
    """Return the routes that anybody may ask for."""
    lines = OPEN.read_text(encoding="utf-8").splitlines()
    return [line.split("  ")[0].strip() for line in lines if line.strip() and not line.startswith("#")]


def address(route):
    """Return an address that this route answers, with made-up values in its places."""
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES.get(match[1] or "str", "x"), route)
    route = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\)[^()]*)*\)", "x", route)
    return "/" + re.sub(r"\\(.)|[\^$]|\\[zZ]", r"\1", route)


def is_refused(response):
    """Tell whether a stranger was turned away: to the sign-in page, or with 401 or 403."""
    if response.status_code in (301, 302, 303):
        return "/entrance/login" in response["Location"]
    return response.status_code in (401, 403)


@pytest.mark.django_db
def test_a_stranger_is_turned_away_from_every_other_route():
    stranger = Client(raise_request_exception=False)
    let_in = []
    for route in sorted(set(routes()) - set(opened())):
        for method in (stranger.get, stranger.post):
            response = method(address(route))
            if not is_refused(response):
                let_in.append(f"{method.__name__} /{route} answered {response.status_code}")
    assert not let_in, "To a stranger (sign-in, or a line in tests/house/open.txt):\n" + "\n".join(let_in)


def test_the_list_of_open_doors_names_only_doors_that_are_there():
    gone = sorted(set(opened()) - set(routes()))
    assert not gone, f"tests/house/open.txt names routes that are gone: {gone}"
