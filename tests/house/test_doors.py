"""A door is closed unless it is on the list of open ones (tests/house/open.txt)."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.house.plan import ROOT

OPEN = ROOT / "tests" / "house" / "open.txt"
METHODS = ("get", "post", "put", "patch", "delete")
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": str(uuid.UUID(int=7))}


def routes(resolver=None, before="", door=""):
    """Return {route as Django writes it: namespace of its door} for the whole site."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLPattern):
            found[route] = door
        else:
            found |= routes(entry, route, door or entry.namespace or "")
    return found


def listed():
    """Return the lines of the list: routes, and namespaces with a colon at the end."""
    lines = OPEN.read_text(encoding="utf-8").splitlines()
    return {line.split("  ")[0].strip() for line in lines if line.strip() and not line.startswith("#")}


def address(route):
    """Return an address that this route answers, with made-up values in its places."""
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES.get(match[1] or "str", "x"), route)
    route = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\)[^()]*)*\)", "x", route)
    return "/" + re.sub(r"\\(.)|[\^$]|\\[zZ]", r"\1", route)


def is_refused(response):
    """Tell whether a stranger was turned away: to the sign-in page, or with 401, 403 or no such method."""
    if response.status_code in (301, 302, 303):
        return "/entrance/login" in response["Location"]
    return response.status_code in (401, 403, 405)


@pytest.mark.django_db
def test_a_stranger_is_turned_away_from_every_other_route():
    stranger = Client(raise_request_exception=False)
    opened, let_in = listed(), []
    for route, door in sorted(routes().items()):
        if route in opened or f"{door}:" in opened:
            continue
        answers = {method: getattr(stranger, method)(address(route)) for method in METHODS}
        let_in += [f"{m} /{route} answered {r.status_code}" for m, r in answers.items() if not is_refused(r)]
        if all(response.status_code == 405 for response in answers.values()):
            let_in.append(f"/{route} knows none of {', '.join(METHODS)}")
    assert not let_in, "To a stranger (sign-in, or a line in tests/house/open.txt):\n" + "\n".join(let_in)


def test_the_list_of_open_doors_names_only_what_is_there():
    there = routes()
    # A door without pages yet has no namespace to be found by.
    gone = {line for line in listed() if not line.endswith(":")} - set(there)
    assert not gone, f"tests/house/open.txt names routes that are gone: {sorted(gone)}"
