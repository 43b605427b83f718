"""The test platform on this server: a real little pay page where the payer chooses what becomes of it. For demo and tests."""

import json
from collections.abc import Mapping
from datetime import datetime

from yichuang.payments import acts, providers
from yichuang.payments.models import LocalOrder
from yichuang.payments.providers import OUTCOMES, Asked, Told, told_in

NAME = "local"


def order(asked: Asked, at: datetime) -> str:
    """Keep the order; the payer goes to its page."""
    acts.keep_test_order(
        asked.number,
        by=None,
        at=at,
        amount=asked.amount,
        payee=asked.payee,
        subject=asked.subject,
        back=asked.back,
    )
    return f"/pay/{asked.number}/"


def find(asked: Asked, at: datetime) -> Told | None:
    """Return what the payer chose; None while nothing was chosen."""
    kept = LocalOrder.objects.filter(number=asked.number).first()
    if kept is None:
        return Told(asked.number, "closed", 0)
    return (
        Told(asked.number, kept.state, kept.amount, f"T{kept.number[1:13]}")
        if kept.state in OUTCOMES
        else None
    )


def back(asked: Asked, amount: int, at: datetime) -> Told:
    """Give the money back at once."""
    return Told(asked.number, "back", amount, f"R{asked.number[1:13]}")


def message(number: str, outcome: str, amount: int) -> bytes:
    """Return what the platform says of an order, as its signed message carries it."""
    return json.dumps(
        {"number": number, "outcome": outcome, "amount": amount, "reference": f"T{number[1:13]}"}
    ).encode()


def read(headers: Mapping[str, str], body: bytes, at: datetime) -> Told:
    """Return what a signed message says, or refuse it."""
    nonce = providers.checked(NAME, headers, body, at)
    return told_in(body, nonce)
