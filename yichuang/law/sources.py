"""What the state holds already: the four base registers, their elements, and which source of an item's record is which of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .codes import check_uscc, normalise

CITIZENS, ENTERPRISES, INSTITUTIONS, ORGANISATIONS = (
    "citizens",
    "enterprises",
    "institutions",
    "organisations",
)
REGISTERS = {
    CITIZENS: "人口基础信息库",
    ENTERPRISES: "法人基础信息库（企业）",
    INSTITUTIONS: "法人基础信息库（事业单位）",
    ORGANISATIONS: "法人基础信息库（社会组织）",
}
BODIES = (ENTERPRISES, INSTITUTIONS, ORGANISATIONS)
# The first character of a USCC says who registers the body: 9 market supervision, 1 establishment office, 5 civil affairs.
BY_FIRST = {"9": ENTERPRISES, "1": INSTITUTIONS, "5": ORGANISATIONS}
FOUND, NONE, DOWN, REFUSED = "found", "none", "down", "refused"

PERSON = {
    "name": "姓名", "number": "公民身份号码", "sex": "性别", "ethnicity": "民族", "born_on": "出生日期", "address": "住址",
    "household": "户籍地址", "household_head": "户主", "kin": "户籍亲属关系", "moved": "户籍变更", "photo": "制证相片",
    "marital": "婚姻状况", "spouse": "配偶姓名", "married_on": "婚姻登记日期", "children": "子女", "widowed": "配偶死亡", "education": "学历", "phone": "登记手机号码",
}  # fmt: skip
BODY = {
    "name": "名称", "number": "统一社会信用代码", "kind": "类型", "representative": "法定代表人", "representative_number": "法定代表人证件号码",
    "address": "住所", "scope": "经营或业务范围", "capital": "注册资金", "established_on": "成立日期", "valid_to": "有效期至", "state": "登记状态",
    "deregistered": "注销登记", "changed": "变更登记", "phone": "电话",
}  # fmt: skip
ELEMENTS: Mapping[str, Mapping[str, str]] = {
    CITIZENS: PERSON,
    ENTERPRISES: BODY,
    INSTITUTIONS: BODY,
    ORGANISATIONS: BODY,
}
# Whoever fills in a form needs these; more is asked for by name.
COMMON = {
    CITIZENS: ("name", "number", "sex", "born_on", "address"),
    **dict.fromkeys(
        BODIES, ("name", "number", "kind", "representative", "address", "scope", "established_on", "state")
    ),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A source as item records name it: for each register the elements that must be there to stand for the material."""

    name: str
    elements: Mapping[str, tuple[str, ...]]


# Sources outside the four registers (税务, 社保, 不动产, 水电气, 考试…) have no row and stay 未接通.
SOURCES = {
    source.name: source
    for source in (
        Source("居民身份证制证相片", {CITIZENS: ("photo",)}),
        Source("户籍信息", {CITIZENS: ("household",)}),
        Source("户籍亲属关系信息", {CITIZENS: ("kin",)}),
        Source("婚姻登记信息", {CITIZENS: ("marital", "married_on")}),
        Source("死亡信息", {CITIZENS: ("widowed",)}),
        Source("学历信息", {CITIZENS: ("education",)}),
        Source("户籍变更或企业变更登记信息", {CITIZENS: ("moved",), ENTERPRISES: ("changed",)}),
        Source("企业注销登记信息", {ENTERPRISES: ("deregistered",)}),
    )
}


def register_of(number: str, kind: str = "") -> str | None:
    """Return the register that knows the holder of this document number, or None.

    Basis: GB 32100-2015 (登记管理部门); GB 11643-1999.
    """
    text = normalise(number)
    if len(text) != 18:
        return None
    body = kind == "body" or (kind != "person" and check_uscc(text).valid)
    return BY_FIRST.get(text[0]) if body else CITIZENS if text[:17].isdigit() else None


def asked_of(source: str, number: str, kind: str = "") -> tuple[str, tuple[str, ...]] | None:
    """Return the register and the elements by which this source is checked for this holder, or None where it cannot be.

    Basis: 国务院令第716号, arts. 7-8.
    """
    found, register = SOURCES.get(source), register_of(number, kind)
    if found is None or register is None or register not in found.elements:
        return None
    return register, found.elements[register]


def retrieving_words(item: str, things: Iterable[str]) -> str:
    """为办理“××”，调取您的××: what is asked before anything is retrieved.

    Basis: 《个人信息保护法》 arts. 13-14, 17, 35; issue 3, Materials.
    """
    return f"为办理“{item}”，调取您的{'、'.join(things)}。"


def source_words(state: str, source: str) -> str:
    """Return the sentence of a source's answer, as the applicant reads it. Basis: ux.md 7.3."""
    return {
        FOUND: f"已从“{source}”查到，不用交",
        NONE: f"“{source}”里没有查到您的记录，要交",
        DOWN: f"“{source}”现在查不到。不用您交，先受理，查通后我们核验",
        REFUSED: f"您没有同意调取“{source}”，要交",
    }[state]
