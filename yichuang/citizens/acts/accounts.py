"""An account is opened, becomes better known, changes its telephone, ends."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.citizens.acts.codes import require_proved
from yichuang.citizens.models import Account, Tie
from yichuang.ground import vault
from yichuang.journal import acts, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import realname
from yichuang.law.codes import normalise
from yichuang.law.identity import mask_id, mask_phone

WINDOW, REGISTER, PLATFORM, PHONE = "window", "register", "platform", "phone"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who else vouches for name and number: a register's answer or an identity platform's token, and its level."""

    how: str
    source: str
    reference: str
    level: int


def _facts(turn: Turn) -> Mapping[str, bool]:
    by = turn.by
    return {"own_account": by.kind != "applicant" or by.account == turn.row.id}


acts.FACTS[Account] = _facts


@act("citizens.open", on=Account, creates=True)
def open_account(
    turn: Turn, *, by: Actor, at: datetime, name: str, phone: str = "", code: int = 0, document: str = "111", number: str = "",
    proofs: Collection[str] = (), evidence: Evidence | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A person has an account, as well known as the proofs say."""
    acts.see(turn, stamps.current())
    acts.require(turn, {})
    known = _known(turn, None, name, phone, code, document, number, proofs, evidence)
    if not known["phone"] and known["level"] == realname.PHONE:
        raise BadInput("没填手机号码。", field="phone")
    turn.begin(made_at=at, **known)
    _enter(turn, known, proofs, evidence)
    return {"account": str(turn.row.id), "level": known["level"]}


@act("citizens.raise_level", on=Account)
def raise_level(
    turn: Turn, *, by: Actor, at: datetime, name: str, document: str = "111", number: str = "", phone: str = "", code: int = 0,
    proofs: Collection[str] = (), evidence: Evidence | None = None,
) -> dict[str, Any]:  # fmt: skip
    """We know better who the person is; at the window a closed account opens again."""
    row = turn.row
    if row.closed_at is not None and by.kind == "applicant":
        raise WrongState("这个账户已经注销。带身份证件到窗口恢复。")
    known = _known(turn, row, name, phone, code, document, number, proofs, evidence)
    if known["level"] == realname.PHONE:
        raise BadInput("要核对证件，才能提高实名等级。", field="number")
    if row.number_index and row.number_index != known["number_index"] and by.kind == "applicant":
        raise BadInput("这个账户已经实名，证件号码对不上。换了证件的，到窗口改。", field="number")
    known["level"] = (
        max(row.level, known["level"]) if row.number_index == known["number_index"] else known["level"]
    )
    if not known["phone"]:
        known |= {"phone": row.phone, "phone_index": row.phone_index}
    turn.set(closed_at=None, **known)
    _enter(turn, known, proofs, evidence)
    return {"level": known["level"]}


@act("citizens.change_phone", on=Account)
def change_phone(turn: Turn, *, by: Actor, at: datetime, phone: str, code: int) -> dict[str, Any]:
    """The account is found under another telephone, whose owner said the code."""
    _require_open(turn.row)
    given = _phone(turn, phone, code)
    if given["phone_index"] == turn.row.phone_index:
        raise BadInput("这就是现在的手机号码。写新的号码。", field="phone")
    turn.set(**given)
    turn.enter("citizens.change_phone", {}, private={"phone": mask_phone(phone)})
    return {}


@act("citizens.close", on=Account)
def close(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The account is closed: nobody signs in to it, and nobody acts by it; its cases stay."""
    _require_open(turn.row)
    turn.set(closed_at=at)
    Tie.objects.filter(account=turn.row.id, ended_on=None).update(ended_on=turn.on)
    turn.enter("citizens.close", {})
    return {}


def _require_open(row: Any) -> None:
    if row.closed_at is not None:
        raise WrongState("这个账户已经注销。带身份证件到窗口恢复。")


def _phone(turn: Turn, phone: str, code: int, *, vouched: bool = False) -> dict[str, Any]:
    if wrong := realname.wrong_with_phone(phone):
        raise BadInput(wrong, field="phone")
    if turn.by.kind != "system" and not vouched:
        require_proved(code, phone, turn.at, turn.by.region)
    return {"phone": vault.lock(phone), "phone_index": vault.index(phone)}


def _known(
    turn: Turn, row: Any, name: str, phone: str, code: int, document: str, number: str, proofs: Collection[str], evidence: Evidence | None,
) -> dict[str, Any]:  # fmt: skip
    """Return the columns that say who somebody is, at the level that the proofs bear."""
    if wrong := realname.wrong_with_name(name):
        raise BadInput(wrong, field="name")
    number = normalise(number)
    level, how = _level(turn, proofs, evidence)
    if level > realname.PHONE:
        _check_number(turn, row, document, number)
    elif number:
        raise BadInput("证件号码要和登记核对。现在核对不了，到窗口办。", field="number")
    vouched = evidence is not None and evidence.how == PLATFORM
    of_phone = _phone(turn, phone, code, vouched=vouched) if phone else {"phone": "", "phone_index": ""}
    return {
        "name": name.strip(), "document": document, "number": vault.lock(number), "number_index": vault.index(number),
        "level": level, "verified_how": how, "verified_at": turn.at, **of_phone,
    }  # fmt: skip


def _level(turn: Turn, proofs: Collection[str], evidence: Evidence | None) -> tuple[int, str]:
    if turn.by.kind == "system" and not proofs and evidence is None:
        return realname.PHONE, PHONE
    if turn.by.kind != "applicant":
        if wrong := realname.wrong_with_proofs(proofs):
            raise BadInput(wrong, field="proofs")
        return realname.SEEN, WINDOW
    if proofs:
        raise BadInput("网上不能核原件。到窗口办。", field="proofs")
    return (evidence.level, evidence.how) if evidence else (realname.PHONE, PHONE)


def _check_number(turn: Turn, row: Any, document: str, number: str) -> None:
    if wrong := realname.wrong_with_document(document, number, turn.on):
        raise BadInput(wrong, field="number")
    other = Account.objects.filter(region=turn.by.region, number_index=vault.index(number))
    if row is not None:
        other = other.exclude(pk=row.id)
    if found := other.values_list("pk", flat=True).first():
        raise BadInput(
            "这个证件号码已经有账户。用那个账户登录；手机换了，到窗口换绑。",
            field="number",
            account=str(found),
        )


def _enter(turn: Turn, known: Mapping[str, Any], proofs: Collection[str], evidence: Evidence | None) -> None:
    payload: dict[str, Any] = {
        "level": known["level"],
        "how": known["verified_how"],
        "document": known["document"],
    }
    if proofs:
        payload["proofs"] = sorted(set(proofs))
    if evidence:
        payload |= {"source": evidence.source[:80], "reference": evidence.reference[:120]}
    private = {"name": known["name"], "number": mask_id(vault.unlock(known["number"]))}
    turn.enter(turn.act, payload, private=private)


def with_number(region: str, number: str) -> Account | None:
    """Return the account of a document number, a closed one too."""
    index = vault.index(normalise(number))
    return Account.objects.filter(region=region, number_index=index).first() if index else None


def on_phone(region: str, phone: str) -> list[Account]:
    """Return the open accounts on a telephone, the best known first."""
    found = Account.objects.filter(region=region, phone_index=vault.index(phone), closed_at=None)
    return list(found.order_by("-level", "pk")[:20])
