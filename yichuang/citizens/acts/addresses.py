"""The address book (常用地址): kept by its owner alone, locked as a whole; no fact about anybody, so no entry."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from yichuang.citizens.models import Address
from yichuang.ground import vault
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.refusals import BadInput, NotThere, NotYours

MOST = 20
PARTS = ("receiver", "phone", "province", "city", "county", "street")


@working_paper("citizens.keep_address")
def keep_address(
    address: UUID | None, *, by: Actor, at: datetime, content: Mapping[str, str], first: bool = False
) -> UUID:
    """An address is in the owner's book, as a new one or instead of what it said before; one of them may be the usual one."""
    if by.account is None:
        raise NotYours("登录以后才能记地址。")
    mine = Address.objects.filter(account=by.account)
    said = vault.lock(json.dumps({name: str(content.get(name, "")) for name in PARTS}, ensure_ascii=False))
    if address is None and mine.count() >= MOST:
        raise BadInput(f"最多记{MOST}个地址，先删掉不用的。", field="street")
    if first:
        mine.update(first=False)
    if address is None:
        kept = Address(account_id=by.account, content=said, first=first or not mine.exists(), kept_at=at)
        kept.save()
        return kept.pk
    if not mine.filter(pk=address).update(content=said, kept_at=at, **({"first": True} if first else {})):
        raise NotThere("没有这个地址，或者不是您的。")
    return address


@working_paper("citizens.drop_address")
def drop_address(address: UUID, *, by: Actor, at: datetime) -> None:
    """An address is no longer in the book."""
    if by.account is None or not Address.objects.filter(account=by.account, pk=address).delete()[0]:
        raise NotThere("没有这个地址，或者不是您的。")
