"""An outer 效能监察 system over HTTP: a signed JSON POST for each warning, as the gateway of short messages has it."""

import json

from django.conf import settings

from yichuang.exchange import wire
from yichuang.exchange.channels import Answer
from yichuang.exchange.channels.sms import sign
from yichuang.exchange.overseers import Warned
from yichuang.ground.now import now
from yichuang.journal.errands import Trouble

NAME = "效能监察系统"


def ready() -> bool:
    """Tell whether this adapter is set up."""
    return settings.DEPLOYMENT.overseer_url.startswith("http")


def send(warnings: list[Warned]) -> dict[str, Answer]:
    """Send one by one; a system that is down ends the batch."""
    return wire.each(warnings, _send)


def _send(warning: Warned) -> Answer:
    set_up = settings.DEPLOYMENT
    body = json.dumps(warning.fields(), ensure_ascii=False, sort_keys=True).encode()
    stamp = str(int(now().timestamp()))
    head = {
        "Content-Type": "application/json; charset=utf-8", "X-Key": set_up.overseer_key, "X-Timestamp": stamp,
        "X-Signature": sign(set_up.overseer_secret.get_secret_value(), stamp, body), "Idempotency-Key": warning.key,
    }  # fmt: skip
    told = wire.post(set_up.overseer_url, body, head)
    if told.get("accepted") is False:
        return Trouble(
            f"效能监察系统没有收：{str(told.get('message') or '没有说明')[:100]}。", final=wire.never(told)
        )
    return "confirmed"
