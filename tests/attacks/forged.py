"""Forged requests: a form without its token at every route of every door, a session used as an API token, wrong methods."""

from tests.attacks.scene import Attack, Scene, changed, client, snapshot
from tests.house.test_doors import address, routes

# Routes that take no token of the form, why, and what they may answer.
WITHOUT_TOKEN = {
    "progress/": ("changes nothing, and stands in pages that are kept open for a year", (302, 422)),
    "pay/callbacks/<slug:provider>/": (
        "a machine calls; its signature is the token, and nobody is called x",
        (404,),
    ),
}


def _without_token(route: str):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        before = snapshot()
        forged = scene.strict_chen if route.startswith(("my/", "apply/")) else scene.strict
        page = forged.post(address(route), {"sure": "1"}, headers={"Referer": "https://evil.example/"})
        held = page.status_code in (WITHOUT_TOKEN[route][1] if route in WITHOUT_TOKEN else (403,))
        return ("" if held else f"answered {page.status_code} ") + changed(before)

    return run


def _by_session(route: str, method: str):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        before = snapshot()
        page = getattr(scene.lin, method)(address(route), data="{}", content_type="application/json")
        return (
            "" if page.status_code in (401, 403, 404, 405) else f"answered {page.status_code} "
        ) + changed(before)

    return run


def _method(route: str, method: str):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        before = snapshot()
        page = getattr(scene.chen, method)(address(route))
        return ("" if page.status_code in (403, 404, 405) else f"answered {page.status_code} ") + changed(
            before
        )

    return run


OPEN_API = ("openapi", "docs", "progress", "items", "guide", "health", "errors", "halls", "search")
PAGES = [
    route
    for route, door in sorted(routes().items())
    if door != "api" and not route.startswith(("api/", "metrics", "healthz", "readyz"))
]
API = [
    route
    for route in sorted(routes())
    if route.startswith("api/") and not any(word in route for word in OPEN_API)
]
ATTACKS = [
    *(Attack("forged forms", f"POST /{route} without its token", _without_token(route), recorded=route not in WITHOUT_TOKEN) for route in PAGES),
    *(Attack("a session as a token", f"POST /{route}", _by_session(route, "post"), recorded=True) for route in API),
    *(
        Attack("wrong methods", f"{method.upper()} /{route}", _method(route, method))
        for route, door in sorted(routes().items())
        if door in ("me", "apply", "portal")
        for method in ("delete", "put")
    ),
]  # fmt: skip


def token_is_of_its_session(scene: Scene) -> str:
    """A token from the attacker's own page does not fit another's session."""
    mine = client(enforce_csrf_checks=True)
    scene.town.enter(mine, scene.other)
    mine.get(f"/apply/new/{scene.ids['key']}/")
    token = mine.cookies["csrftoken"].value
    hers = client(enforce_csrf_checks=True)
    scene.town.enter(hers)
    before = snapshot()
    page = hers.post(f"/apply/{scene.ids['draft']}/removal/", {"csrfmiddlewaretoken": token})
    return ("" if page.status_code == 403 else f"answered {page.status_code} ") + changed(before)


ATTACKS.append(Attack("forged forms", "a token of another browser", token_is_of_its_session, recorded=True))
