"""Whether the account must show by a fresh code that its holder sends the application, and the code itself (law/signatures.py)."""

from datetime import timedelta
from typing import Any

from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Code
from yichuang.doors import sms
from yichuang.doors.apply.sheet import Sheet
from yichuang.journal.refusals import Refused
from yichuang.law import signatures

PURPOSE = "sign"
FRESH = timedelta(minutes=9)
WRONG = "验证码不对，再核对一遍"
OVER = "这个验证码用不了了：用过、过了5分钟，或者错了5次。再取一次"


def is_needed(own: Sheet) -> bool:
    """Tell whether a code must be said before the application can be signed."""
    account = own.who.account
    if signatures.asked_of(account.level).key != "code":
        return False
    used = Code.objects.filter(phone_index=account.phone_index, purpose=PURPOSE, used_at__gt=own.at - FRESH)
    return not used.exists()


def send(request: Any, own: Sheet) -> list[dict[str, str]]:
    """Send a code to the account's telephone; returns why not."""
    try:
        sms.ask(request, own.who.account.clear_phone(), PURPOSE, by=own.who.actor(), at=own.at)
    except Refused as error:
        return [{"id": "code", "text": error.sentence}]
    return []


def wrong(request: Any, own: Sheet) -> list[dict[str, str]]:
    """Try the code that was typed; returns what is wrong with it."""
    typed = request.POST.get("code", "").strip()[:12]
    if not typed:
        return [{"id": "code", "text": "请填短信验证码。没有收到，就再取一次"}]
    try:
        outcome = sms.attempt(request, typed, PURPOSE, by=own.who.actor(), at=own.at)
    except Refused as error:
        return [{"id": "code", "text": error.sentence}]
    if outcome == accounts.RIGHT:
        return []
    return [{"id": "code", "text": WRONG if outcome == accounts.WRONG else OVER}]
