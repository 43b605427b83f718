"""What two installations say to each other of one matter (跨域通办): a text and its signature, by API or as a printed file.

The text is canonical JSON; it names who says it (area), whose matter (the sender's id), and what. It is signed by the
installation's key; who has the other's public key in the register checks it.
"""

import json
from datetime import date
from typing import Any

from yichuang.cases.places import Handing
from yichuang.ground import vault
from yichuang.journal.chain import canonical
from yichuang.journal.refusals import BadInput
from yichuang.journal.signing import signer, verify

MOST = 60_000


def announcement(row: Handing) -> dict[str, Any]:
    """Return what the business place must know: who, what, with which papers, received where and when."""
    return {
        "say": "announce", "area": row.region, "peer": str(row.pk), "number": row.number, "mode": row.mode, "item": row.item_code,
        "item_name": row.item_name, "materials": json.loads(row.materials), "delivery": row.delivery, "received_on": row.received_on.isoformat(),
        "tracking": row.tracking,
        "applicant": {"kind": row.kind, "name": row.name, "document": row.document, "number": row.clear_number(),
                      "phone": vault.unlock(row.phone), "address": vault.unlock(row.address)},
    }  # fmt: skip


def report(row: Handing, what: str) -> dict[str, Any]:
    """Return what the receiving place must know of a step of the business place."""
    day = {"arrived": row.arrived_on, "accepted": row.accepted_on}.get(what)
    return {
        "say": what, "area": row.region, "peer": str(row.pk), "on": day.isoformat() if day else "", "number": row.case_number,
        "promised": row.promised_due_on.isoformat() if row.promised_due_on else "", "why": row.why, "result": row.result,
        "tracking": row.result_tracking,
    }  # fmt: skip


def signed(said: dict[str, Any]) -> dict[str, str]:
    """Return the text with this installation's signature."""
    text = canonical(said)
    return {"bundle": text, "signature": signer().sign(text)}


def opened(bundle: str, signature: str, public: str) -> dict[str, Any]:
    """Return what a bundle says; BadInput for one that is unreadable or, where the partner's key is known, not signed by it."""
    if len(bundle) > MOST:
        raise BadInput("移送的内容太大。", field="bundle")
    if public and not verify(bundle, signature, public):
        raise BadInput("移送的签名对不上登记的公钥。", field="signature")
    try:
        said = json.loads(bundle)
    except ValueError as error:
        raise BadInput("移送的内容读不懂。", field="bundle") from error
    if not isinstance(said, dict):
        raise BadInput("移送的内容读不懂。", field="bundle")
    return said


def day(text: Any) -> date | None:
    """Return a day of a bundle, or None."""
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError as error:
        raise BadInput("移送的日期写成2026-11-27这样。", field="bundle") from error
