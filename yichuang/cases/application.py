"""What is handed in at a door, as values: the applicant, the answers, each material as judged. Checked once, here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from yichuang.ground import vault
from yichuang.journal.refusals import BadInput
from yichuang.law import identity
from yichuang.law.codes import check_uscc, normalise

NAME_MOST = 50
BODY_NAME_MOST = 100
ADDRESS_MOST = 120
PHONE = re.compile(r"^(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,6})?)$")
USCC_DOCUMENT = "001"
ROLES = {"applicant": "申请人", "representative": "法定代表人", "agent": "代理人"}


@dataclass(frozen=True, slots=True)
class PartyIn:
    """A person or body in a role. `document` is the code of GA/T 2000.156 (111 resident card; 001 stands for a USCC)."""

    name: str
    number: str
    kind: str = "person"
    document: str = "111"
    phone: str = ""
    address: str = ""
    mandate: str = ""

    def checked(self, role: str, today: date) -> "PartyIn":
        """Return the party with its number normalised, or raise BadInput with the sentence that says what to change."""
        who = ROLES[role]
        name = " ".join("".join(c for c in self.name if c.isprintable() or c.isspace()).split())
        most = BODY_NAME_MOST if self.kind == "body" else NAME_MOST
        if self.kind not in ("person", "body"):
            raise BadInput(f"{who}要么是自然人，要么是法人。", field=f"{role}.kind")
        if not name:
            raise BadInput(f"请填写{who}的姓名或名称。", field=f"{role}.name")
        if len(name) > most:
            raise BadInput(f"{who}的名称最长{most}个字，现在是{len(name)}个。", field=f"{role}.name")
        number = normalise(self.number)
        _check_number(role, who, self.kind, self.document, number, today)
        phone = re.sub(r"\s", "", normalise(self.phone)) if self.phone else ""
        if phone and not PHONE.match(phone):
            wrong = (
                f"手机号码要11位，现在是{len(phone)}位。"
                if phone.startswith("1")
                else "电话号码写成区号-号码，例如0123-4567890。"
            )
            raise BadInput(wrong, field=f"{role}.phone")
        if len(self.address) > 120:
            raise BadInput(f"{who}的地址最长120个字。", field=f"{role}.address")
        return PartyIn(
            name, number, self.kind, self.document, phone, self.address.strip(), self.mandate.strip()[:120]
        )

    def row(self, role: str) -> dict[str, Any]:
        """Return the columns of a Party: numbers encrypted."""
        return {
            "role": role, "kind": self.kind, "name": self.name, "document": self.document, "number": vault.lock(self.number),
            "phone": vault.lock(self.phone), "address": vault.lock(self.address), "mandate": self.mandate,
        }  # fmt: skip

    def snapshot(self) -> dict[str, str]:
        """Return what lies beside the chain, for its digest."""
        return {
            "name": self.name,
            "document": self.document,
            "number": self.number,
            "phone": self.phone,
            "address": self.address,
        }


def _check_number(role: str, who: str, kind: str, document: str, number: str, today: date) -> None:
    if not number:
        raise BadInput(f"请填写{who}的证件号码。", field=f"{role}.number")
    if len(number) > 50:
        raise BadInput(f"{who}的证件号码太长，请照证件再核对一遍。", field=f"{role}.number")
    if kind == "body" or document == USCC_DOCUMENT:
        verdict = check_uscc(number)
    else:
        verdict = identity.check_document(document, number, today)
    if not verdict.valid:
        why = str(verdict.why).rstrip("。")
        again = "" if "核对" in why else "请照证件再核对一遍。"
        raise BadInput(f"{who}的证件号码：{why}。{again}", field=f"{role}.number")


@dataclass(frozen=True, slots=True)
class PostTo:
    """To whom and where a result is posted."""

    receiver: str
    phone: str
    address: str

    def checked(self) -> "PostTo":
        """Return it as it goes on a letter, or raise BadInput with the sentence that says what to change."""
        receiver, address = (" ".join(text.split()) for text in (self.receiver, self.address))
        phone = re.sub(r"\s", "", normalise(self.phone)) if self.phone else ""
        if not receiver:
            raise BadInput("请填写收件人姓名。", field="receiver")
        if len(receiver) > NAME_MOST:
            raise BadInput(f"收件人最长{NAME_MOST}个字，现在是{len(receiver)}个。", field="receiver")
        if not PHONE.match(phone):
            raise BadInput("收件电话写11位手机号码，或者区号-号码。", field="phone")
        if not 6 <= len(address) <= ADDRESS_MOST:
            raise BadInput(
                f"收件地址写到门牌号，6到{ADDRESS_MOST}个字，现在是{len(address)}个。", field="address"
            )
        return PostTo(receiver, phone, address)

    def said(self) -> dict[str, str]:
        """Return it as a mapping."""
        return {"receiver": self.receiver, "phone": self.phone, "address": self.address}


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the window judged one material. `state`: got, faulty, gap, committed, awaited, waived."""

    state: str
    reason: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Of:
    """The thing (一件事) of which this application is a part: who filed that, who took it in, what its other parts provide.

    `feeds` maps the place of a material to the sentence that says which result stands for it, `form` is the part's own form.
    """

    thing: UUID
    account: UUID | None = None
    received_by: int | None = None
    feeds: Mapping[int, str] = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Application:
    """Everything that a filing says. `materials` maps the material's place in the record to its judgement."""

    version: int
    answers: Mapping[str, str]
    applicant: PartyIn
    hall: int
    area: str
    serial_from: int = 0
    serial_to: int = 999_999
    window: int | None = None
    representative: PartyIn | None = None
    agent: PartyIn | None = None
    materials: Mapping[int, Judgement] = field(default_factory=dict)
    delivery: str = "pickup"
    commitment_scope: str = ""
    channel: str = "counter"
    fetch_hall: int | None = None
    to: PostTo | None = None
    helper: int | None = None
    handing: UUID | None = None
    of: Of | None = None

    def parties(self) -> list[tuple[str, PartyIn]]:
        """Return the roles that are filled."""
        found = [
            ("applicant", self.applicant),
            ("representative", self.representative),
            ("agent", self.agent),
        ]
        return [(role, party) for role, party in found if party is not None]
