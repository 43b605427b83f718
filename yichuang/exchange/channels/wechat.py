"""Template messages of an official account (微信公众号模板消息): a token by the account's secret, then one POST a notice.

WeChat reports delivery later, to the account's own address; we do not listen there, so accepted is all that is known.
"""

import json
import threading
import time
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request

from django.conf import settings

from yichuang.exchange import wire
from yichuang.exchange.channels import Answer, Outgoing, Whom
from yichuang.journal.errands import Trouble

NAME = "微信"
OLD_TOKEN = (40001, 40014, 42001)
NOT_THEIRS = (40003, 43004)
THING_MOST = 20
_turn = threading.Lock()
_tokens: dict[str, tuple[str, float]] = {}


def ready() -> bool:
    """Tell whether this channel is set up."""
    return bool(settings.DEPLOYMENT.wechat_app and settings.DEPLOYMENT.wechat_template)


def address(whom: Whom) -> str:
    """Return where a notice would go."""
    return whom.wechat


def send(messages: list[Outgoing]) -> dict[str, Answer]:
    """Send one by one; WeChat down ends the batch."""
    return wire.each(messages, _send)


def _send(message: Outgoing) -> Answer:
    told = _post(message, _token())
    if told.get("errcode") in OLD_TOKEN:
        told = _post(message, _token(fresh=True))
    code = told.get("errcode", 0)
    if code in NOT_THEIRS:
        return Trouble("没有关注公众号，微信发不到。", final=True)
    return "confirmed" if code == 0 else Trouble(f"微信没有收，代码{code}。")


def _post(message: Outgoing, token: str) -> dict[str, Any]:
    set_up = settings.DEPLOYMENT
    said = {"thing1": message.title[:THING_MOST], "thing2": message.text.rpartition("】")[2][:THING_MOST]}
    body = {
        "touser": message.whom.wechat,
        "template_id": set_up.wechat_template,
        "url": message.href,
        "client_msg_id": message.key[-32:],
        "data": {name: {"value": text} for name, text in said.items()},
    }
    url = f"{set_up.wechat_url}/cgi-bin/message/template/send?{urlencode({'access_token': token})}"
    return wire.post(url, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"})


def _token(*, fresh: bool = False) -> str:
    """Return the account's token, kept in memory until five minutes before its end."""
    set_up = settings.DEPLOYMENT
    with _turn:
        token, ends = _tokens.get(set_up.wechat_app, ("", 0.0))
        if token and not fresh and time.monotonic() < ends:
            return token
        asked = {
            "grant_type": "client_credential",
            "appid": set_up.wechat_app,
            "secret": set_up.wechat_secret.get_secret_value(),
        }
        told = wire.ask(Request(f"{set_up.wechat_url}/cgi-bin/token?{urlencode(asked)}"))
        if not told.get("access_token"):
            raise ValueError("no token")
        token = str(told["access_token"])
        _tokens[set_up.wechat_app] = (
            token,
            time.monotonic() + max(60, int(told.get("expires_in", 7200)) - 300),
        )
        return token
