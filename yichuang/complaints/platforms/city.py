"""A city's hotline platform over HTTP: JSON both ways, each message signed with the shared key (`ground/signed.py`).

    GET  {url}/orders?since=TIME    -> {"orders": [{"number", "category", "content", "title", "urgency", "caller", "phone", "place", "due_on"}]}
    POST {url}/orders/NUMBER/steps  {"number", "what", "at", "text", "outcome", "due_on"}  -> {"code": 0}

X-Hotline-Time, X-Hotline-Nonce and X-Hotline-Sign stand on requests and answers; Idempotency-Key on what is told. The key
is in `keys/hotline-city`; the address is YICHUANG_HOTLINE_URL.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from django.conf import settings

from yichuang.complaints.platforms import Coming, Said, as_json, coming
from yichuang.ground import signed
from yichuang.settings import secret

NAME, SECONDS, MOST = "city", 8, 2_000_000
NEVER = (400, 404, 409, 422)


def fetch(since: datetime, at: datetime) -> list[Coming]:
    """Return what was sent to us since then."""
    found = _ask(at, f"orders?{urlencode({'since': since.isoformat()})}")
    orders = found.get("orders")
    if not isinstance(orders, list):
        raise OSError("the platform's answer cannot be read")
    return [coming(one) for one in orders if isinstance(one, dict)]


def tell(said: Said, at: datetime) -> None:
    """Say what became of an order."""
    reply = _ask(at, f"orders/{quote(said.outer_number, safe='')}/steps", as_json(said), said.key)
    if reply.get("code") != 0:
        raise ValueError(str(reply.get("message") or "平台没有收。")[:100])


def _ask(at: datetime, path: str, body: bytes = b"", key: str = "") -> dict[str, Any]:
    """Ask the platform; OSError for no answer, a wrong one, or one that it did not sign."""
    shared, time, nonce = secret("hotline-city"), str(int(at.timestamp())), secrets.token_hex(16)
    head = {
        "Content-Type": "application/json", "X-Hotline-Time": time, "X-Hotline-Nonce": nonce,
        "X-Hotline-Sign": signed.sign(shared, time, nonce, body),
    } | ({"Idempotency-Key": key} if key else {})  # fmt: skip
    try:
        request = Request(f"{settings.DEPLOYMENT.hotline_url}/{path}", body or None, head)
        with urlopen(request, timeout=SECONDS) as answer:
            text, given = answer.read(MOST), answer.headers
        found = json.loads(text)
    except HTTPError as error:
        error.close()
        if error.code in NEVER:
            raise ValueError(f"平台没有收，答{error.code}。") from error
        raise OSError(f"the platform answered {error.code}") from error
    except (HTTPException, ValueError) as error:
        raise OSError("the platform's answer cannot be read") from error
    if not _theirs(shared, given, text, at):
        raise OSError("the platform did not sign its answer")
    return found if isinstance(found, dict) else {}


def _theirs(shared: str, given: Mapping[str, str], text: bytes, at: datetime) -> bool:
    said = [given.get(f"X-Hotline-{name}") or "" for name in ("Time", "Nonce", "Sign")]
    return signed.right(shared, said[0], said[1], text, said[2], at)
