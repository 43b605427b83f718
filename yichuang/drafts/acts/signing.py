"""Signing: the evidence of it is a row, inside the transaction of whoever files, or alone."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.citizens.models import Account, Code
from yichuang.drafts import signing
from yichuang.drafts.models import Signature
from yichuang.drafts.seals import Sealed
from yichuang.ground import rows, vault
from yichuang.ground.ids import uuid7
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.chain import canonical
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.law import signatures

PURPOSE = "sign"
FRESH = timedelta(minutes=10)


@working_paper("drafts.sign")
def sign(
    subject: UUID,
    *,
    what: str,
    shown: Mapping[str, Any],
    by: Actor,
    at: datetime,
    account_level: int,
    how: str,
    name: str = "",
    seal: Sealed | None = None,
) -> dict[str, Any]:
    """It is on record what was shown, who signed it how, at which real-name level, and when by the database's clock.

    `shown` is all that stood before the signer: form values, list, declaration, letter. An act that files enters the
    `digest` of the answer in its own entry, so that the evidence hangs in the chain of its subject.
    """
    if what not in signatures.WHATS:
        raise BadInput("没有这种要签的材料。", field="what")
    signatures.way(how)
    if how in ("account", "code"):
        _confirmed(by, at, account_level, how)
    if (how == "seal") != (seal is not None):
        raise BadInput("盖电子印章要有印章系统的答复。", field="how")
    made: dict[str, Any] = {
        "id": uuid7(), "region": by.region, "subject": subject, "account": by.account, "what": what, "level": account_level, "how": how,
        "signed_at": rows.clock_value(rows.execute(f"SELECT {rows.clock_sql()}", []).fetchone()[0]),
    }  # fmt: skip
    kept = {
        "salt": secrets.token_hex(16),
        "name": name,
        "by": by.name,
        "seal": asdict(seal) if seal else None,
    }
    text = canonical({**kept, "shown": dict(shown)})
    digest = signing.digest_of(made, text)
    rows.insert(Signature, [{**made, "shown": vault.lock(text), "digest": digest}])
    return {"id": str(made["id"]), "digest": digest, "what": what, "how": how, "level": account_level}


def _confirmed(by: Actor, at: datetime, level: int, how: str) -> None:
    """Refuse an account that is not the actor's, is not of this level, or has no fresh code where one is needed."""
    account = Account.objects.filter(pk=by.account, closed_at=None).first() if by.account else None
    if account is None:
        raise NotYours("要本人登录后签。")
    if account.level < level:
        raise BadInput("实名等级比账户上记的高，不能这样签。", field="level")
    signatures.enough(account.level, how)
    used = Code.objects.filter(
        phone_index=account.phone_index, purpose=PURPOSE, used_at__range=(at - FRESH, at)
    )
    if how == "code" and not used.exists():
        raise BadInput("请先填短信验证码，再签。", field="code")
