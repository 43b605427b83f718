"""Providers of payment, found by folder: each page asks for an order, finds what became of it, gives money back.

    order(asked, at) -> where the payer goes            find(asked, at) -> Told, or None while it is not known
    back(asked, amount, at) -> Told of the return       read(headers, body, at) -> Told of a signed message

OSError says that the platform is out of reach; nothing is known then, and nothing is said to be.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from django.conf import settings

from yichuang.ground import signed
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.settings import secret

OUTCOMES = ("paid", "failed", "closed")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be paid: our number, fen, to whom, for what, where the payer comes back."""

    number: str
    amount: int
    payee: str
    subject: str
    back: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says of an order: paid, failed, closed, back; how much; its own number; the message's nonce."""

    number: str
    outcome: str
    amount: int
    reference: str = ""
    nonce: str = ""


def found() -> dict[str, ModuleType]:
    """Return the providers by name."""
    return {m.name: import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)}


def current() -> str:
    """Return the name of the platform that payers are sent to, empty where one pays at the window only."""
    return settings.DEPLOYMENT.payment or ("local" if settings.DEPLOYMENT.demo else "")


def named(name: str) -> ModuleType:
    """Return a provider, or refuse."""
    known = found()
    if name not in known:
        raise BadInput("没有这个付款平台。")
    return known[name]


def key_of(name: str) -> str:
    """Return the key shared with a provider: from `keys/pay-NAME` in the data folder."""
    return sha256(secret(f"pay-{name}").encode()).hexdigest() if name == "local" else secret(f"pay-{name}")


def checked(name: str, headers: Mapping[str, str], body: bytes, at: datetime) -> str:
    """Return the nonce of a message whose signature and time are right, or refuse it."""
    time, nonce = headers.get("X-Pay-Time", ""), headers.get("X-Pay-Nonce", "")
    if not signed.theirs(key_of(name), time, nonce, body, headers.get("X-Pay-Sign", "")):
        raise NotYours("付款回执的签名对不上。", rule="signature")
    if not signed.fresh(time, at):
        raise NotYours("付款回执的时间不在五分钟以内。", rule="stale")
    return nonce


def told_in(body: bytes, nonce: str = "") -> Told:
    """Return what a message says of an order; BadInput for one that says nothing."""
    try:
        said = json.loads(body)
        number, outcome, amount = said["number"], said["outcome"], said["amount"]
        reference = str(said.get("reference") or "")[:64]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("付款回执看不懂。") from error
    if not isinstance(number, str) or outcome not in (*OUTCOMES, "back") or type(amount) is not int:
        raise BadInput("付款回执看不懂。")
    return Told(number, outcome, amount, reference, nonce)
