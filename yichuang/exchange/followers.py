"""Notices leave the house: in batches, once for each errand, by the default channel."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases.models import Case, Party
from yichuang.exchange import acts, channels
from yichuang.exchange.models import Message
from yichuang.exchange.notices import TEXTS, text_of
from yichuang.ground import vault
from yichuang.journal.errands import HANDLERS, Asked, Outcome, Trouble

CHANNEL = "filedrop"


def notify(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Send the notices that have not been sent; one whose errand was done before is only confirmed again.

    Handed to the channel is all that can be known: the file drop returns no receipts, so none is waited for.
    """
    sent = set(Message.objects.filter(key__in=[a.key for a in errands]).values_list("key", flat=True))
    fresh = [
        asked
        for asked in errands
        if asked.key not in sent and asked.args.get("template") in TEXTS and "case" in asked.args
    ]
    cases = _cases({UUID(asked.args["case"]) for asked in fresh})
    phones = _phones(set(cases))
    outgoing = []
    for asked in fresh:
        case = cases.get(UUID(asked.args["case"]))
        if case is not None:
            outgoing.append(
                channels.Outgoing(
                    asked.key, phones.get(case["id"], ""), text_of(asked.args["template"], case, asked.args)
                )
            )
    try:
        gone = channels.send(CHANNEL, outgoing) if outgoing else set()
    except OSError as error:
        trouble = Trouble(f"渠道 {CHANNEL} 不通：{error.strerror or error}。通了会自动再发。", outage=True)
        waiting = {m.key for m in outgoing}
        return {asked.id: trouble if asked.key in waiting else _told(asked, sent) for asked in errands}
    by_key = {asked.key: asked for asked in fresh}
    acts.remember([(by_key[m.key], m.text) for m in outgoing if m.key in gone], CHANNEL, by=None, at=at)
    return {asked.id: _told(asked, sent | gone) for asked in errands}


def _told(asked: Asked, gone: set[str]) -> str | Trouble | None:
    if asked.key in gone:
        return "confirmed"
    if asked.args.get("template") not in TEXTS:
        return Trouble(f"没有“{asked.args.get('template')}”这种通知。", final=True)
    return None


def _cases(ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    found = Case.objects.filter(pk__in=ids).values(
        "id",
        "due_on",
        "promised_due_on",
        "statutory_due_on",
        "query_code",
        "item__name",
        "department__name",
        "hall__name",
    )
    return {
        row["id"]: row
        | {"item": row["item__name"], "department": row["department__name"], "hall": row["hall__name"]}
        for row in found
    }


def _phones(cases: set[UUID]) -> dict[UUID, str]:
    """Whom to tell: the agent if there is one, else the applicant."""
    rows = (
        Party.objects.filter(case__in=cases)
        .exclude(phone="")
        .order_by("case", "-role")
        .values_list("case", "role", "phone")
    )
    found: dict[UUID, str] = {}
    for case, role, phone in rows:
        if role == "agent" or case not in found:
            found[case] = vault.unlock(phone)
    return found


HANDLERS["notice"] = notify
