"""Other people's things, by real and by guessed ids: every route below /my/, /apply/ and of shared files, by introspection.

A new route comes along by itself; a new name in a route must be said to be somebody's (`OWNED`) or anybody's (`FREE`).
"""

import re
from uuid import uuid4

from tests.attacks.scene import GONE, Attack, Scene, changed, leaks, snapshot
from tests.house.test_doors import routes

OWNED = {
    "draft", "case", "file", "thread", "tie", "address", "account", "paper", "term", "bill", "payment",
    "order", "authorisation", "mandate", "message", "plan", "visit", "offer", "number", "review", "given", "letter", "thing", "complaint",
}  # fmt: skip
FREE = {"key", "group", "question", "place", "slug", "code", "provider"}
DOORS = ("me", "apply", "pay", "caseview", "papers", "letters")
# A query code opens what its paper says and no more; these pages ask for the number's end first.
BY_CODE = "apply/correction/"
SENT = {
    "way": "pickup", "answer": "x", "who": "self", "consent": "yes", "text": "给我看", "turn": "0", "sure": "1", "tail": "0000", "name": "王芳", "phone": "13900000000",
    "role": "applicant", "address": "别处", "idempotency_key": "wang", "reason": "x", "scope": "", "why": "x",
}  # fmt: skip
PLACES = re.compile(r"<(?:\w+:)?(\w+)>")


def owned_routes() -> list[str]:
    """Return the routes that name something of somebody."""
    return [
        r
        for r, door in sorted(routes().items())
        if door in DOORS and set(PLACES.findall(r)) & (OWNED | {"code"})
    ]


def unknown() -> list[str]:
    """Return the names in routes of citizens that nobody has placed yet."""
    mine = [r for r, door in routes().items() if door in DOORS]
    return sorted({name for r in mine for name in PLACES.findall(r)} - OWNED - FREE)


def _address(scene: Scene, route: str, *, guessed: bool) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1]
        if guessed and name in OWNED:
            return "7" if f"<int:{name}>" in route else str(uuid4())
        return scene.ids.get(name, str(uuid4()) if "uuid" in match[0] else "1")

    return "/" + PLACES.sub(value, route)


def _try(route: str, who: str, method: str, guessed: bool):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        before = snapshot()
        sent = SENT | {"file": scene.ids["file"]}
        page = getattr(getattr(scene, who), method)(
            _address(scene, route, guessed=guessed), sent if method == "post" else {}
        )
        open_by_code = route.startswith(BY_CODE) and page.status_code == 200
        answered = "" if page.status_code in GONE or open_by_code else f"answered {page.status_code} "
        return answered + leaks(page) + changed(before)

    return run


ATTACKS = [
    Attack(
        "other people's things", f"{who} {method} {'guessed ' if guessed else ''}/{route}", _try(route, who, method, guessed),
        recorded=who == "wang" and route.startswith(("my/", "apply/")) and not route.startswith(BY_CODE),
    )
    for route in owned_routes()
    for who, method, guessed in (("wang", "get", False), ("wang", "post", False), ("stranger", "get", False), ("stranger", "post", False), ("wang", "get", True))
]  # fmt: skip
