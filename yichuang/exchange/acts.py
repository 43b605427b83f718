"""What the exchange writes down: the notices that went out, how each account wants to be told, what was read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang.citizens.models import Account
from yichuang.exchange import channels
from yichuang.exchange.models import Message, Preference
from yichuang.ground import vault
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.chain import canonical
from yichuang.journal.errands import Asked
from yichuang.journal.models import Errand
from yichuang.journal.refusals import BadInput, NotThere

EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
WECHAT = re.compile(r"[A-Za-z0-9_-]{20,40}")


@dataclass(frozen=True, slots=True)
class Told:
    """One notice that was tried: by which channel, to which masked address, and whether it went out."""

    asked: Asked
    text: str
    channel: str
    account: str = ""
    to: str = ""
    gone: bool = True


@working_paper("exchange.remember")
def remember(told: Sequence[Told], *, by: Actor | None, at: datetime) -> None:
    """What was tried is on record, once for each errand; what went out bears its time."""
    rows = [
        Message(
            region=one.asked.region, key=one.asked.key, subject=one.asked.subject, channel=one.channel,
            template=one.asked.args["template"], text=one.text, account=UUID(one.account) if one.account else None, to=one.to,
            made_at=at, sent_at=at if one.gone else None,
        )
        for one in told
    ]  # fmt: skip
    Message.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["channel", "to", "sent_at"]
    )


@working_paper("exchange.prefer")
def prefer(
    account: UUID, *, by: Actor, at: datetime, channel: str, email: str = "", wechat: str = ""
) -> None:
    """This account is told by this channel from now on; in the house it is told always."""
    if by.account != account or not Account.objects.filter(pk=account, closed_at=None).exists():
        raise NotThere("没有这个账户，或者不是您的。")
    if channel not in {*channels.ready(), "sms"} - {"filedrop"}:
        raise BadInput("从列出的方式里选一种。", field="channel")
    address, wanted = email.strip(), wechat.strip()
    if address and (len(address) > 100 or not EMAIL.fullmatch(address)):
        raise BadInput("电子邮箱写成 name@example.com 这样。", field="email")
    if channel == "email" and not address:
        raise BadInput("选了电子邮件，写上电子邮箱。", field="email")
    if wanted and not WECHAT.fullmatch(wanted):
        raise BadInput("微信的标识要从公众号里带过来，不能手写。", field="wechat")
    if channel == "wechat" and not wanted:
        raise BadInput("先在微信里关注公众号，再从公众号进来选。", field="channel")
    kept = {"channel": channel, "email": vault.lock(address), "wechat": vault.lock(wanted), "kept_at": at}
    Preference.objects.update_or_create(
        account_id=account, defaults=kept, create_defaults={**kept, "region": by.region}
    )


@working_paper("exchange.mark_seen")
def mark_seen(account: UUID, *, by: Actor, at: datetime) -> int:
    """The account has seen the notices in its messages; returns how many were new."""
    return Message.objects.filter(account=account, read_at=None).update(read_at=at)


@working_paper("exchange.forget_code")
def forget_code(errands: list[int], *, by: Actor | None, at: datetime) -> int:
    """The code and the telephone of these errands are no longer here."""
    return Errand.objects.filter(pk__in=errands, kind="code").update(args=canonical({"template": "code"}))
