"""Short messages (短信) through a gateway over HTTP: a signed JSON POST whose field names the deployment decides.

The body is canonical JSON; `X-Signature` is HMAC-SHA256 of "time, line feed, body" under the secret. A gateway whose
answer carries another word than YICHUANG_SMS_DONE in its field has refused that one message, not the channel.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from yichuang.exchange import wire
from yichuang.exchange.channels import Answer, Outgoing, Whom
from yichuang.ground.now import now
from yichuang.journal.errands import Trouble

NAME = "短信"


def ready() -> bool:
    """Tell whether this channel is set up."""
    return bool(settings.DEPLOYMENT.sms_url)


def address(whom: Whom) -> str:
    """Return where a notice would go."""
    return whom.phone if whom.phone.startswith("1") and len(whom.phone) == 11 else ""


def send(messages: list[Outgoing]) -> dict[str, Answer]:
    """Send one by one; a gateway that is down ends the batch."""
    return wire.each(messages, _send)


def _send(message: Outgoing) -> Answer:
    set_up = settings.DEPLOYMENT
    body = json.dumps(_fields(message), ensure_ascii=False, sort_keys=True).encode()
    stamp = str(int(now().timestamp()))
    head = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Key": set_up.sms_key,
        "X-Timestamp": stamp,
        "X-Signature": sign(set_up.sms_secret.get_secret_value(), stamp, body),
        "Idempotency-Key": message.key,
    }
    told = wire.post(set_up.sms_url, body, head)
    name, _, wanted = set_up.sms_done.partition("=")
    if name and str(told.get(name)) != wanted:
        return Trouble(f"短信网关没有收：{_why(told, name)}。", final=wire.never(told))
    return "confirmed"


def sign(secret: str, stamp: str, body: bytes) -> str:
    """Return the signature of a body at a time, in hex."""
    return hmac.digest(secret.encode(), stamp.encode() + b"\n" + body, "sha256").hex()


def _fields(message: Outgoing) -> dict[str, str]:
    """The gateway's own names: YICHUANG_SMS_FIELDS is a list of name=part, a part in quotes stands for itself."""
    parts = {"phone": message.phone, "text": message.text, "key": message.key}
    made = {}
    for pair in settings.DEPLOYMENT.sms_fields.split(","):
        name, _, part = pair.strip().partition("=")
        made[name] = part[1:-1] if part.startswith("'") else parts.get(part, "")
    return made


def _why(told: Mapping[str, Any], name: str) -> str:
    return str(told.get("message") or told.get("msg") or told.get(name) or "没有说明")[:100]
