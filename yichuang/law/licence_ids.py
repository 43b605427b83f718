"""The identifier of an e-licence: root, type, issuer, serial, version, check character."""

import re

from stdnum.iso7064 import mod_37_36

from . import BadInput
from .codes import Verdict, check_uscc

ROOT = "1.2.156.3005.2"


def check_licence_id(text: str) -> Verdict:
    """Whether a text is an e-licence identifier; an issuer given as an area code only warns.

    Basis: GB/T 36904-2018, GB/T 17710-2008 (MOD 37,36); domain.md 8.1.
    """
    if not text.startswith(f"{ROOT}."):
        return Verdict(False, f"电子证照标识要以 {ROOT} 开头")
    parts = text[len(ROOT) + 1 :].split(".")
    if len(parts) != 5:
        return Verdict(False, "电子证照标识要有类型、颁发机构、流水号、版本号、校验位五段")
    kind, issuer, serial, version, check = parts
    if not re.fullmatch("[0-9A-Z]{18}[0-9]{3}", kind):
        return Verdict(False, "证照类型代码要 21 位：18 位机构代码加 3 位顺序号")
    if not re.fullmatch("[0-9A-Z]{18}|[0-9]{6}", issuer):
        return Verdict(False, "颁发机构代码要 18 位统一社会信用代码")
    if not re.fullmatch("[0-9A-Z]{1,64}", serial):
        return Verdict(False, "流水号只能是数字和大写字母")
    if not re.fullmatch("[0-9]{3}", version) or version == "000":
        return Verdict(False, "版本号要 3 位数字，从 001 起")
    right = check_character(kind, issuer, serial, version)
    if check != right:
        return Verdict(False, f"电子证照标识校验位应为 {right}，现在是 {check or '空'}")
    if len(issuer) == 6:
        return Verdict(True, "颁发机构写的是区划代码，不是统一社会信用代码，请核对")
    return Verdict(
        True, next((f"机构代码：{v.why}" for v in map(check_uscc, (kind[:18], issuer)) if not v.valid), None)
    )


def check_character(kind: str, issuer: str, serial: str, version: str) -> str:
    """The check character over type, issuer, serial and version. Basis: GB/T 17710-2008 (MOD 37,36)."""
    return str(mod_37_36.calc_check_digit(f"{kind}{issuer}{serial}{version}"))


def licence_id(kind: str, issuer: str, serial: str, version: int = 1) -> str:
    """The identifier of an e-licence; a change or re-issue raises the version. BadInput if it would not stand.

    Basis: GB/T 36904-2018; domain.md 8.1.
    """
    if not 0 < version < 1000:
        raise BadInput("版本号要在 1 至 999 之间")
    number = f"{version:03d}"
    if re.fullmatch("[0-9A-Z]+", f"{kind}{issuer}{serial}") is None:
        raise BadInput("电子证照标识各段只能是数字和大写字母")
    text = f"{ROOT}.{kind}.{issuer}.{serial}.{number}.{check_character(kind, issuer, serial, number)}"
    verdict = check_licence_id(text)
    if not verdict.valid:
        raise BadInput(verdict.why or "电子证照标识不对")
    return text
