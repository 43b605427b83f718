"""E-licences: filed from outside, issued with a grant, looked up for waiving."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.ground import rows, vault
from yichuang.ground.ids import uuid7
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law.licence_ids import licence_id
from yichuang.licences.models import Licence, LicenceState

MOST_FIELDS = 40
NEEDED = {"kind": ("证照名称", 120), "number": ("证照编号", 128), "holder_name": ("持证主体", 100),
          "holder_number": ("持证主体证件号", 64), "issuer": ("颁发机构", 120), "valid_from": ("有效期起", 10)}  # fmt: skip


def held(holder_index: str, day: date) -> dict[str, UUID]:
    """Return the kinds of valid licences of a holder on `day`, each with its id (one query)."""
    return {kind: row.id for kind, row in seen(holder_index, day).items()}


def seen(holder_index: str, day: date) -> dict[str, Any]:
    """Return the valid licences of a holder on `day` by kind, as they stand (one query)."""
    if not holder_index:
        return {}
    found = rows.read_all(
        Licence,
        "t.holder_index = %s AND t.state = '01' AND t.valid_from <= %s AND (t.valid_to IS NULL OR t.valid_to >= %s)",
        [holder_index, _day(day), _day(day)],
    )
    return {row.kind: row for row in found}


def face(row: Any) -> dict[str, str]:
    """Return what a licence bears, by the names of its fields: those of every licence, and its own, which are locked."""
    known = {"证照编号": row.number, "持证主体": row.holder_name, "颁发机构": row.issuer}
    if row.valid_to:
        known["有效期至"] = str(row.valid_to)
    return known | (json.loads(vault.unlock(row.bears)) if row.bears else {})


def digest(row: Any) -> str:
    """Return the digest of a licence as it was seen, for the chain of the case that rests on it."""
    told = [
        row.kind,
        row.number,
        row.identifier,
        row.holder_index,
        row.issuer,
        row.state,
        row.valid_from,
        row.valid_to,
    ]
    return sm3(canonical([str(value) for value in told]))


def _day(day: date) -> Any:
    return day.isoformat() if rows.is_sqlite() else day


def issue(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    kinds: Iterable[str],
    holder_name: str,
    holder_index: str,
    issuer: str,
    issuer_code: str,
    number: str,
) -> list[str]:
    """Put the results of a granted case on file; returns their numbers. Written with the act's own rows."""
    numbers = []
    for place, kind in enumerate(kinds, 1):
        own = f"{number}-{place}"
        serial = f"{number[-12:]}{place:02d}"
        turn.add(
            Licence, id=uuid7(), region=turn.row.region, kind=kind[:120], number=own, identifier=_identifier(issuer_code, serial),
            holder_name=holder_name, holder_index=holder_index, issuer=issuer, issued_on=turn.on, valid_from=turn.on, valid_to=None,
            case=turn.row.id,
        )  # fmt: skip
        numbers.append(own)
    return numbers


def take_back(turn: Turn, *, by: Actor, at: datetime) -> list[str]:
    """Take the licences of a voided case out of force; returns their numbers."""
    mine, case = "\"case\" = %s AND state = '01'", [rows.key(turn.row.id)]
    found = rows.read_all(Licence, mine, case)
    if found:
        rows.update(Licence, {"state": LicenceState.WITHDRAWN.value}, mine, case)
    return [row.number for row in found]


def _identifier(issuer_code: str, serial: str) -> str:
    try:
        return licence_id(f"{issuer_code}001", issuer_code, serial)
    except ValueError:
        return ""


@act("licences.file", on=Register, book="licences")
def file_licences(turn: Turn, *, by: Actor, at: datetime, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Licences that departments issued elsewhere are on file; `holder_number` is kept as a keyed index only.

    `bears` is what stands on the licence (照面信息), by the names of its fields: forms are filled in from it.
    """
    if not records:
        raise BadInput("没有要入库的证照。")
    for place, record in enumerate(records, 1):
        _check(place, record)
        turn.add(
            Licence, id=uuid7(), region=turn.row.region, kind=record["kind"], number=record["number"],
            identifier=record.get("identifier", ""), holder_name=record["holder_name"], holder_index=vault.index(record["holder_number"]),
            issuer=record["issuer"], trust=record.get("trust", "A"), issued_on=record["valid_from"], valid_from=record["valid_from"],
            valid_to=record.get("valid_to"), case=None, bears=vault.lock(canonical(record["bears"])) if record.get("bears") else "",
        )  # fmt: skip
    turn.enter("licences.file", {"count": len(records), "kinds": sorted({r["kind"] for r in records})})
    return {"count": len(records)}


def _check(place: int, record: dict[str, Any]) -> None:
    """Raise BadInput that names the record and what it lacks."""
    for name, (words, most) in NEEDED.items():
        if not str(record.get(name) or "").strip():
            raise BadInput(f"第{place}条证照没有{words}。补上再入库，一条也没有入库。", field=name)
        if len(str(record[name])) > most:
            raise BadInput(f"第{place}条证照的{words}最长{most}个字。", field=name)
    first, last = record["valid_from"], record.get("valid_to")
    if type(first) is not date or not (last is None or (type(last) is date and last >= first)):
        raise BadInput(f"第{place}条证照的有效期不对：{first} 至 {last or '长期'}。", field="valid_to")
    bears = record.get("bears") or {}
    if (
        not isinstance(bears, dict)
        or len(bears) > MOST_FIELDS
        or not all(_is_short(one) for one in bears.items())
    ):
        raise BadInput(
            f"第{place}条证照的照面信息要是最多{MOST_FIELDS}项“名称: 文字”，每项最长500个字。", field="bears"
        )
    if record.get("trust", "A") not in "ABCD":
        raise BadInput(f"第{place}条证照的可信等级是 A 到 D。", field="trust")


def _is_short(pair: tuple[Any, Any]) -> bool:
    name, text = pair
    return isinstance(name, str) and isinstance(text, str) and len(name) <= 40 and len(text) <= 500


@act("licences.change_state", on=Register, book="licences")
def change_state(
    turn: Turn, *, by: Actor, at: datetime, licence: UUID, state: str, reason: str
) -> dict[str, Any]:
    """A licence is suspended, revoked, cancelled or valid again; from now on it waives, or no longer."""
    if state not in LicenceState.values:
        raise BadInput("没有这个证照状态。", field="state")
    if not reason.strip():
        raise BadInput("请写明依据和理由。", field="reason")
    mine = [rows.key(licence), turn.row.region]
    if rows.change(Licence, {"state": state}, "id = %s AND region = %s", mine).rowcount != 1:
        raise NotThere("没有这张证照。")
    turn.enter("licences.change_state", {"licence": str(licence), "state": state, "reason": reason[:300]})
    return {"licence": str(licence), "state": state}
