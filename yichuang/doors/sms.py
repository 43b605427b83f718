"""Codes by SMS at any door: how often they may be asked for, who is trying one, and what was proved by it.

    sms.ask(request, phone, "sign_in", by=…, at=at)      # Refused (422 or 429) says what to change; else it is on its way
    sms.attempt(request, typed, "sign_in", by=…, at=at)  # right, wrong or over; the session remembers what is proved
    sms.proved(request, "sign_in", at)                   # the telephone and the code behind it, for the acts

The code belongs to the session that asked for it. A known and an unknown telephone get the same answer everywhere here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yichuang.citizens import acts as accounts
from yichuang.doors import brake
from yichuang.ground import vault
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Refused
from yichuang.law import realname
from yichuang.law.codes import normalise

KEY = "citizen.sms"
# To one telephone in a minute, an hour, a day; from one address in ten minutes; of everybody in a minute.
TO_ONE = ((1, 60), (5, 3600), (12, 86400))
FROM_ONE, OF_ALL = (30, 600), (600, 60)
WRONG_FROM_ONE = (40, 600)
SOON = "一分钟只发一次，过一分钟再取。没收到，先看看是不是被拦截了。"
OFTEN = "这个号码取得太多了，过一小时再取。急用的话，到窗口办。"


class TooOften(Refused):
    """Asked for more often than anybody needs."""

    status, code = 429, "too_often"


@dataclass(frozen=True, slots=True)
class Proved:
    """A telephone whose owner said the code, and the number of that code."""

    phone: str
    code: int


def ask(request: Any, phone: str, purpose: str, *, by: Actor, at: datetime) -> None:
    """Send a code to a telephone and remember that this session waits for it."""
    phone = normalise(phone).replace("-", "").removeprefix("+86")
    if wrong := realname.wrong_with_phone(phone):
        raise BadInput(wrong, field="phone")
    _brake(request, phone, at)
    code = accounts.send_code(by=by, at=at, phone=phone, purpose=purpose)
    request.session[KEY] = {
        "phone": vault.lock(phone), "code": code, "purpose": purpose, "at": int(at.timestamp()), "right": False,
    }  # fmt: skip


def _brake(request: Any, phone: str, at: datetime) -> None:
    index = vault.index(phone)
    if not brake.allowed("sms.from", brake.client(request), most=FROM_ONE[0], seconds=FROM_ONE[1], at=at):
        raise TooOften("这个网络地址取得太多了，过十分钟再取。", field="phone")
    for most, seconds in TO_ONE:
        if not brake.allowed(f"sms.to.{seconds}", index, most=most, seconds=seconds, at=at):
            raise TooOften(SOON if seconds == TO_ONE[0][1] else OFTEN, field="phone")
    if not brake.allowed("sms.all", "*", most=OF_ALL[0], seconds=OF_ALL[1], at=at):
        raise TooOften("现在取的人太多，过一分钟再取。", field="phone")


def waiting(request: Any, purpose: str) -> str:
    """Return the telephone that this session waits for a code to, in clear; empty if none."""
    asked = request.session.get(KEY) or {}
    return vault.unlock(asked["phone"]) if asked.get("purpose") == purpose else ""


def attempt(request: Any, typed: str, purpose: str, *, by: Actor, at: datetime) -> str:
    """Try what was typed: right, wrong, or over when this code is used up."""
    asked = request.session.get(KEY) or {}
    if asked.get("purpose") != purpose:
        return accounts.OVER
    who = brake.client(request)
    if not brake.allowed("sms.wrong", who, most=WRONG_FROM_ONE[0], seconds=WRONG_FROM_ONE[1], at=at, cost=0):
        raise TooOften("试得太多了，过十分钟再试。", field="code")
    outcome: str = accounts.try_code(
        by=by, at=at, code=asked["code"], phone=vault.unlock(asked["phone"]), typed=normalise(typed)
    )
    if outcome == accounts.RIGHT:
        request.session[KEY] = asked | {"right": True, "at": int(at.timestamp())}
    else:
        brake.allowed("sms.wrong", who, most=WRONG_FROM_ONE[0], seconds=WRONG_FROM_ONE[1], at=at)
    return outcome


def proved(request: Any, purpose: str, at: datetime) -> Proved | None:
    """Return what this session proved a short while ago, or None."""
    asked = request.session.get(KEY) or {}
    if not asked.get("right") or asked.get("purpose") != purpose:
        return None
    if at - datetime.fromtimestamp(asked["at"], at.tzinfo) > timedelta(minutes=realname.PROVED_MINUTES):
        return None
    return Proved(vault.unlock(asked["phone"]), asked["code"])


def forget(request: Any) -> None:
    """Forget what was asked and proved."""
    request.session.pop(KEY, None)
