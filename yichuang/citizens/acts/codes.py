"""One-time codes by SMS: six digits, only their keyed digest is kept, five minutes, five tries."""

import hmac
import secrets
from datetime import datetime, timedelta

from django.db.models import F

from yichuang.citizens.models import Code, Visit
from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.chain import canonical
from yichuang.journal.models import Errand
from yichuang.journal.refusals import BadInput
from yichuang.law import realname

PURPOSES = {"sign_in": "登录", "phone": "换绑手机", "window": "窗口实名", "sign": "签署申请"}
HOLDS = timedelta(minutes=realname.CODE_MINUTES)
PROVES = timedelta(minutes=realname.PROVED_MINUTES)
KEPT = timedelta(days=7)
AHEAD = timedelta(hours=1)  # somebody waits for it: before everything else that waits to go out
RIGHT, WRONG, OVER = "right", "wrong", "over"


@working_paper("citizens.send_code")
def send_code(*, by: Actor, at: datetime, phone: str, purpose: str) -> int:
    """A fresh code is on its way to the telephone; returns the number under which it is tried."""
    if wrong := realname.wrong_with_phone(phone):
        raise BadInput(wrong, field="phone")
    digits = f"{secrets.randbelow(10**realname.CODE_DIGITS):0{realname.CODE_DIGITS}d}"
    index = vault.index(phone)
    row = Code.objects.create(
        region=by.region, phone_index=index, purpose=purpose, digest=_digest(index, purpose, at, digits), made_at=at
    )  # fmt: skip
    args = {"template": "code", "why": PURPOSES[purpose], "phone": vault.lock(phone), "code": vault.lock(digits),
            "until": (at + HOLDS).isoformat(), "minutes": realname.CODE_MINUTES}  # fmt: skip
    Errand.objects.create(
        region=by.region, kind="code", key=f"code:{uuid7()}", args=canonical(args), owner="office", made_at=at, not_before=at - AHEAD
    )  # fmt: skip
    return row.pk


def _digest(index: str, purpose: str, at: datetime, digits: str) -> str:
    return vault.index(f"code:{index}:{purpose}:{at.timestamp():.3f}:{digits}")


@working_paper("citizens.try_code")
def try_code(*, by: Actor, at: datetime, code: int, phone: str, typed: str) -> str:
    """A code was tried and counted: right once, wrong, or over (used, too late, tried too often)."""
    open_ = Code.objects.filter(
        pk=code, region=by.region, used_at=None, tries__lt=realname.CODE_TRIES, made_at__gt=at - HOLDS
    )
    if not open_.update(tries=F("tries") + 1):
        return OVER
    row = Code.objects.get(pk=code)
    index = vault.index(phone)
    if not hmac.compare_digest(row.digest, _digest(index, row.purpose, row.made_at, typed)):
        return WRONG if row.tries < realname.CODE_TRIES else OVER
    Code.objects.filter(pk=code).update(used_at=at)
    return RIGHT


def require_proved(code: int, phone: str, at: datetime, region: str) -> None:
    """Refuse unless the owner of this telephone said its code a short while ago."""
    proved = Code.objects.filter(
        pk=code, region=region, phone_index=vault.index(phone), used_at__gt=at - PROVES
    )
    if not proved.exists():
        raise BadInput(f"验证码核过{realname.PROVED_MINUTES}分钟了。再取一次验证码。", field="phone")


@working_paper("citizens.forget_codes")
def forget_codes(*, by: Actor | None, at: datetime) -> int:
    """Codes of last week are gone."""
    return Code.objects.filter(made_at__lt=at - KEPT).delete()[0]


@working_paper("citizens.remember_visit")
def remember_visit(
    *, by: Actor, at: datetime, how: str, address: str, outcome: str = "in", why: str = ""
) -> None:
    """Who came in, or tried to, is on record."""
    Visit.objects.create(
        region=by.region, account=by.account, how=how, outcome=outcome, address=address[:60], why=why.replace("\0", "")[:80], at=at
    )  # fmt: skip
