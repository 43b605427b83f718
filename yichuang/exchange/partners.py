"""To the partner regions (跨域通办): a matter is announced and its steps are reported to the other installation's API."""

import json
from collections.abc import Sequence
from datetime import datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from uuid import UUID

from yichuang.cases import bundles
from yichuang.cases.places import Handing
from yichuang.exchange import wire
from yichuang.ground import vault
from yichuang.journal.errands import Asked, Outcome, Trouble


def hand(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Hand each matter or report over; done again it is harmless, because the key goes along."""
    return {asked.id: _one(asked) for asked in errands}


def _one(asked: Asked) -> str | Trouble:
    row = Handing.objects.select_related("partner").filter(pk=UUID(asked.args["handing"])).first()
    if row is None or not row.partner.origin:
        return Trouble("和对方的系统没有接通。请邮寄，或者打电话告诉对方。", final=True)
    say = str(asked.args["say"])
    told = bundles.announcement(row) if say == "announce" else bundles.report(row, say)
    path = "handings" if say == "announce" else f"handings/{row.peer}/reports"
    head = {
        "Authorization": f"Bearer {vault.unlock(row.partner.key)}",
        "Content-Type": "application/json",
        "Idempotency-Key": asked.key,
    }
    try:
        wire.post(
            f"{row.partner.origin.rstrip('/')}/api/v1/{path}", json.dumps(bundles.signed(told)).encode(), head
        )
    except HTTPError as error:
        return Trouble(f"对方没有收，答{error.code}。", final=error.code in (400, 401, 403, 404, 422))
    except (URLError, HTTPException, OSError, ValueError):
        return Trouble("对方的系统不通，通了会自动再发。", outage=True)
    return "confirmed"
