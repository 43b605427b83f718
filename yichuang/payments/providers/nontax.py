"""A non-tax revenue platform (非税缴费平台) over HTTP: JSON both ways, each message signed with the shared key.

    POST {url}/orders          {"number", "amount" (fen), "payee", "subject", "back", "tell"}  -> {"pay_url"}
    GET  {url}/orders/NUMBER   -> {"number", "outcome": "paid|failed|closed|open", "amount", "reference"}
    POST {url}/refunds         {"number", "amount"}  -> {"number", "outcome": "back", "amount", "reference"}

X-Pay-Time, X-Pay-Nonce and X-Pay-Sign (`ground/signed.py`) stand on requests, answers and call-backs. The key is in
`keys/pay-nontax`; the address is YICHUANG_PAYMENT_URL.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings

from yichuang.ground import signed
from yichuang.journal.refusals import Refused
from yichuang.payments import providers
from yichuang.payments.providers import OUTCOMES, Asked, Told, told_in

NAME, SECONDS, MOST = "nontax", 5, 100_000


def order(asked: Asked, at: datetime) -> str:
    """Make the order at the platform; returns where the payer goes."""
    said = _ask(at, "orders", {"number": asked.number, "amount": asked.amount, "payee": asked.payee, "subject": asked.subject,
                           "back": asked.back, "tell": f"{settings.DEPLOYMENT.origin}/pay/callbacks/{NAME}/"})  # fmt: skip
    url = str(said.get("pay_url") or "")
    if not url.startswith(("https://", "http://127.0.0.1")):
        raise OSError("the platform named no page to pay on")
    return url


def find(asked: Asked, at: datetime) -> Told | None:
    """Return what became of an order; None while the platform does not know."""
    said = _ask(at, f"orders/{asked.number}")
    return _told(said, asked) if said.get("outcome") in OUTCOMES else None


def back(asked: Asked, amount: int, at: datetime) -> Told:
    """Have the money given back."""
    told = _told(_ask(at, "refunds", {"number": asked.number, "amount": amount}), asked)
    if told.outcome != "back" or told.amount != amount:
        raise OSError("the platform did not give the money back")
    return told


def read(headers: Mapping[str, str], body: bytes, at: datetime) -> Told:
    """Return what a signed call-back says, or refuse it."""
    return told_in(body, providers.checked(NAME, headers, body, at))


def _told(said: Mapping[str, Any], asked: Asked) -> Told:
    try:
        told = told_in(json.dumps(said).encode())
    except Refused as error:
        raise OSError("the platform's answer cannot be read") from error
    if told.number != asked.number:
        raise OSError("the platform answered for another order")
    return told


def _ask(at: datetime, path: str, said: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Ask the platform; OSError for no answer, a wrong one, or one that it did not sign."""
    body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode() if said is not None else b""
    time, nonce = str(int(at.timestamp())), secrets.token_hex(16)
    heads = {
        "X-Pay-Time": time,
        "X-Pay-Nonce": nonce,
        "X-Pay-Sign": signed.sign(providers.key_of(NAME), time, nonce, body),
    }
    request = Request(
        f"{settings.DEPLOYMENT.payment_url}/{path}",
        body or None,
        {"Content-Type": "application/json", **heads},
    )
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            text, given = answer.read(MOST), answer.headers
        providers.checked(NAME, {name: given.get(name, "") for name in heads}, text, at)
        found = json.loads(text)
    except HTTPError as error:
        error.close()
        raise OSError(f"the platform answered {error.code}") from error
    except (HTTPException, ValueError, Refused) as error:
        raise OSError("the platform's answer cannot be read") from error
    return found if isinstance(found, dict) else {}
