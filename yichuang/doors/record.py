"""The record of an item in words, under fixed headings: what is null says 没有查到, never 0."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalogue import guide
from yichuang.catalogue.versions import VersionFacts
from yichuang.doors.endings import length_words
from yichuang.doors.lines import UNKNOWN, Line, line, tight, when
from yichuang.law import procedures, realname, selection

# Short answers share a row of the paper, so that it stays on two sheets.
TOGETHER = {
    "承诺时限": "时限",
    "法定时限": "时限",
    "收费": "钱和次数",
    "去几次": "钱和次数",
    "网上能办到哪一步": "钱和次数",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a guide page says besides materials and places. Each word is ready to be shown."""

    promised: str
    statutory: str
    fee: str
    fee_note: str
    visits: str
    online: str
    conditions: tuple[str, ...]
    legal_basis: tuple[str, ...]
    results: tuple[str, ...]
    special: tuple[str, ...]
    uncounted: tuple[str, ...]
    note: str
    phone: str
    whom: str
    at_once: bool
    days: str
    more: tuple[str, ...] = ()
    remedy: str = ""
    department: str = ""

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The record under its headings, one sentence each: what portal, counter, paper and API all say."""
        fee = f"{self.fee}：{self.fee_note}" if self.fee_note else self.fee
        basis = "；".join(self.legal_basis) or UNKNOWN
        found = [
            ("办给谁", self.whom), ("条件", "；".join(self.conditions) or UNKNOWN), ("承诺时限", self.promised), ("法定时限", self.statutory),
            ("特别程序", "；".join(self.special)), ("收费", fee), ("去几次", self.visits), ("网上能办到哪一步", self.online),
            ("办好得到", "；".join(self.results) or UNKNOWN), ("另外要知道", "；".join(self.more)), ("说明", self.note), ("依据", basis),
            ("不服怎么办", self.remedy), ("咨询", f"{self.department}，{self.phone}"),
        ]  # fmt: skip
        return tuple((label, value) for label, value in found if value)

    @property
    def paper_rows(self) -> tuple[tuple[str, str], ...]:
        """The same rows as the paper sets them: short ones together."""
        made: dict[str, str] = {}
        for label, value in self.rows:
            row = TOGETHER.get(label, label)
            made[row] = made.get(row, "") + (f"{label}：{value}。" if row != label else f"{value}。")
        return tuple(made.items())


def tell(facts: VersionFacts) -> Told:
    """Return the record of a version in words."""
    record = facts.record
    fee, fee_note = _fee(record.get("fee") or {})
    return Told(
        promised=length_words(facts.committed_days, facts.unit) or UNKNOWN, statutory=length_words(facts.statutory_days, facts.unit) or UNKNOWN,
        fee=fee, fee_note=fee_note, visits=_visits(record.get("visits")), online=record.get("online_depth") or UNKNOWN,
        conditions=tuple(record.get("conditions") or ()), legal_basis=tuple(record.get("legal_basis") or ()),
        results=tuple(_result(one) for one in record.get("result_documents") or ()),
        special=tuple(_special(one) for one in record.get("special_procedures") or ()),
        uncounted=tuple(_special(one) for one in record.get("special_procedures") or () if one.get("counted") is not True), note=record.get("note") or "",
        phone=record.get("consult") or facts.department_phone or UNKNOWN, whom=_whom(record.get("service_objects") or ()), at_once=facts.at_once,
        days=length_words(facts.promised_days, facts.unit) or UNKNOWN, more=tuple(_more(facts)), remedy=record.get("remedy") or "",
        department=facts.department_name,
    )  # fmt: skip


def _more(facts: VersionFacts) -> Iterator[str]:
    """What else the record says that somebody who applies should know."""
    if facts.at_once:
        yield "即办件，材料齐全当场办结"
    if facts.record.get("deemed") is True or procedures.procedure(facts.type).deemed_acceptance:
        yield "5个工作日内没有告诉您是否受理，就算受理"
    if facts.extension_days:
        yield f"遇到要延期的，最多延长{length_words(facts.extension_days, facts.unit)}，会告诉您理由"
    if facts.joint:
        yield "由几个部门联合办理，材料只交一次"
    if (level := realname.level_needed(facts.record)) > realname.MATCHED:
        yield f"网上提交要实名到{realname.level_name(level)}"
    if facts.record.get("no_post"):
        yield "结果只能到窗口取，不邮寄"


def materials(facts: VersionFacts) -> list[Line]:
    """Return every material of the record, each with the answers for which it is asked."""
    questions = facts.record.get("scenarios") or ()
    first = {q["key"]: q["options"][0]["value"] for q in questions}
    found = []
    for index, material in enumerate(facts.record.get("materials") or ()):
        scenario = material.get("scenario") or {}
        meant = {**first, **{key: values[0] for key, values in scenario.items()}}
        chosen = next(one for one in selection.select(facts.record, meant).materials if one.index == index)
        found.append(line(facts.record, chosen, only=when(facts.record, scenario) if scenario else ""))
    return found


def _fee(fee: Mapping[str, Any]) -> tuple[str, str]:
    """不收费 or 收费, and the note without repeating the word."""
    word = {True: "收费", False: "不收费"}.get(fee.get("charged"), UNKNOWN)  # type: ignore[arg-type]
    note = str(fee.get("note") or "")
    if note.startswith(word):
        note = note.removeprefix(word).strip("，；。（）")
    return word, note


def _visits(visits: int | None) -> str:
    return tight(guide.visit_words(visits)) if visits is not None else UNKNOWN


def _result(one: Mapping[str, Any]) -> str:
    named = f"《{one['name']}》" if one.get("kind") else str(one["name"])
    return f"{named}，有效期{one['validity']}" if one.get("validity") else named


def _special(one: Mapping[str, Any]) -> str:
    days = f"{one['days']}天" if one.get("days") else f"天数{UNKNOWN}"
    words: dict[Any, str] = {True: "计入办理时限", False: "不计入办理时限"}
    counted = words.get(one.get("counted"), f"计不计入时限{UNKNOWN}")
    return "，".join(filter(None, [f"{one['name']}：{days}", counted, one.get("note")]))


def _whom(objects: Any) -> str:
    words = ["个人" if one == "自然人" else "企业和单位" if one == "法人" else one for one in objects]
    return "、".join(dict.fromkeys(words)) or UNKNOWN
