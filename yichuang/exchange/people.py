"""How people are reached: what an account left of addresses, what it prefers, and what is shown of an address."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from yichuang.citizens.models import Account
from yichuang.exchange.channels import Whom
from yichuang.exchange.models import Preference
from yichuang.ground import vault
from yichuang.law.identity import mask_phone


def reach(accounts: Iterable[str]) -> dict[str, Whom]:
    """Return how each account is reached: two questions for all of them."""
    ids = [UUID(account) for account in accounts if account]
    if not ids:
        return {}
    phones = dict(Account.objects.filter(pk__in=ids, closed_at=None).values_list("pk", "phone"))
    wishes = {row.account_id: row for row in Preference.objects.filter(account__in=ids)}
    return {str(pk): _whom(str(pk), phone, wishes.get(pk)) for pk, phone in phones.items()}


def _whom(account: str, phone: str, wish: Any) -> Whom:
    number = vault.unlock(phone)
    if wish is None:
        return Whom(phone=number, account=account)
    return Whom(number, wish.clear_email(), wish.clear_wechat(), account, wish.channel)


def shown(address: str) -> str:
    """Return an address as pages may show it: a telephone, an e-mail address, or nothing of what is only a key."""
    if "@" in address:
        name, _, house = address.partition("@")
        return f"{name[:1]}***@{house}"[:60]
    return mask_phone(address) if address[:1].isdigit() else ""
