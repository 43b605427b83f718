"""Numbers of bodies, items, cases, filings and queries: how they are built, checked and read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from . import BadInput

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
USCC_AUTHORITIES = "123456789ANY"
PROVINCES = frozenset(
    f"{zone}{n}"
    for zone, provinces in zip(
        "12345678", ("12345", "123", "1234567", "123456", "01234", "12345", "1", "12"), strict=True
    )
    for n in provinces
)
# GB/T 39046 A.1; 11-19 and 20-29 may be extended locally.
ITEM_TYPES = (
    ("00", "行政权力事项"),
    ("01", "行政许可"),
    ("02", "行政处罚"),
    ("03", "行政强制"),
    ("04", "行政征收"),
    ("05", "行政给付"),
    ("06", "行政检查"),
    ("07", "行政确认"),
    ("08", "行政奖励"),
    ("09", "行政裁决"),
    ("10", "其他行政权力"),
    ("20", "公共服务"),
)
APPLIED_FOR = ("01", "05", "07", "08", "09", "10", "20")
# GB/T 39046 A.2
LEVELS = (
    ("1", "国家级"),
    ("2", "省级"),
    ("3", "市级"),
    ("4", "县级"),
    ("5", "镇（乡、街道）级"),
    ("6", "村（社区）级"),
    ("7", "分级管理"),
)
QUERY_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
QUERY_LENGTH = 8
QUERY_CODES = len(QUERY_ALPHABET) ** QUERY_LENGTH
LOCAL_SCOPE, LOCAL_DEPARTMENT = "18", "99"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a number stands, and why not; a `why` beside a valid number is a warning."""

    valid: bool
    why: str | None = None


def normalise(text: str) -> str:
    """Full-width forms to half-width, spaces out, letters upper case; nothing else is changed.

    Basis: domain.md 6.1 (normalise x, full-width digits, spaces).
    """
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return "".join(c for c in narrow if not c.isspace() and c not in "\u200b\u200c\u200d\ufeff").upper()


def uscc_check(body: str) -> str:
    """The check character over the first 17 characters of a credit code. Basis: GB 32100-2015."""
    total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return USCC_ALPHABET[-total % 31]


def organisation_check(body: str) -> str:
    """The check character over the 8 characters of an organisation code. Basis: GB 11714."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = -sum(ORGANISATION_ALPHABET.index(c) * w for c, w in zip(body, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def check_uscc(text: str) -> Verdict:
    """Whether a normalised text is a 统一社会信用代码: length, letters, both check characters.

    An unknown registering authority only warns. Basis: GB 32100-2015, GB 11714; domain.md 6.2.
    """
    if len(text) != 18:
        return Verdict(False, f"统一社会信用代码要 18 位，现在是 {len(text)} 位")
    for place, letter in enumerate(text, 1):
        if letter not in USCC_ALPHABET:
            return Verdict(False, f"统一社会信用代码第 {place} 位不能是“{letter}”，代码里没有 I、O、S、V、Z")
    if not text[2:8].isdigit():
        return Verdict(False, "统一社会信用代码第 3 至 8 位是区划代码，要全是数字")
    if text[17] != uscc_check(text[:17]):
        return Verdict(
            False, f"统一社会信用代码最后一位对不上，应为 {uscc_check(text[:17])}，请照证照再核对一遍"
        )
    if text[16] != organisation_check(text[8:16]):
        return Verdict(
            False,
            f"统一社会信用代码第 17 位对不上，应为 {organisation_check(text[8:16])}，请照证照再核对一遍",
        )
    if text[0] not in USCC_AUTHORITIES:
        return Verdict(True, f"第 1 位“{text[0]}”不在已知的登记管理部门里，请核对")
    return Verdict(True)


def check_basic_code(text: str) -> Verdict:
    """Whether a normalised text is a 基本编码: scope 2, type 2, department 2, item 3, sub-item 3.

    Basis: GB/T 39554.1-2020; domain.md 4.2, 4.3.
    """
    if len(text) != 12:
        return Verdict(False, f"基本编码要 12 位，现在是 {len(text)} 位")
    wrong = _first_outside(text, "0123456789", 4) or _first_outside(
        text, "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", 12
    )
    if wrong:
        return Verdict(False, f"基本编码第 {wrong} 位不能是“{text[wrong - 1]}”")
    if not type_known(text[2:4]):
        return Verdict(False, f"事项类型 {text[2:4]} 不存在，类型是 00 至 29")
    if text[:2] == LOCAL_SCOPE:
        return Verdict(True, f"以 {LOCAL_SCOPE} 开头的是本地暂编码，还不是国家或省级编码")
    if text[:2] != "00" and text[:2] not in PROVINCES:
        return Verdict(True, f"前两位 {text[:2]} 不是 00，也不是现行省级代码，请核对")
    return Verdict(True)


def check_item_code(text: str) -> Verdict:
    """Whether a normalised text is an item code of 12 (基本), 31 (实施) or 33 (业务办理项) characters.

    A level that does not go with the body's area only warns. Basis: GB/T 39554.1-2020; domain.md 4.2.
    """
    if len(text) == 12:
        return check_basic_code(text)
    if len(text) not in (31, 33):
        return Verdict(False, f"事项编码要 12、31 或 33 位，现在是 {len(text)} 位")
    body = check_uscc(text[:18])
    if not body.valid:
        return Verdict(False, f"实施主体：{body.why}")
    level = text[18]
    if level not in dict(LEVELS):
        return Verdict(False, f"行使层级 {level} 不存在，层级是 1 至 7")
    basic = check_basic_code(text[19:31])
    if not basic.valid:
        return basic
    if not re.fullmatch("[0-9]*", text[31:]):
        return Verdict(False, "业务办理项最后两位要是数字")
    area = text[2:8]
    tail = {"1": "0000", "2": "0000", "3": "00"}.get(level, "")
    if tail and not area.endswith(tail):
        return Verdict(True, f"{dict(LEVELS)[level]}事项的实施主体区划是 {area}，请核对层级")
    return Verdict(True, basic.why or body.why)


def check_case_number(text: str, today: date | None = None) -> Verdict:
    """Whether a normalised text is a 办件编号: item code 31, date 8, serial 4; a date after `today` is refused.

    Basis: domain.md 5.1; settled.md, Numbers.
    """
    if len(text) != 43:
        return Verdict(False, f"办件编号要 43 位，现在是 {len(text)} 位")
    item = check_item_code(text[:31])
    if not item.valid:
        return Verdict(False, f"办件编号里的事项编码：{item.why}")
    if not re.fullmatch("[0-9]{12}", text[31:]):
        return Verdict(False, "办件编号最后 12 位是日期和流水号，要全是数字")
    day = read_day(text[31:39])
    if day is None:
        return Verdict(False, f"办件编号里的日期 {text[31:39]} 不存在")
    if today and day > today:
        return Verdict(False, f"办件编号里的日期 {text[31:39]} 在今天之后")
    if text[39:] == "0000":
        return Verdict(False, "办件编号的流水号从 0001 起")
    return Verdict(True, item.why)


def check_filing_number(text: str) -> Verdict:
    """Whether a normalised text is an application number: area 6, date 8, serial 6.

    Basis: settled.md, Numbers.
    """
    if not re.fullmatch("[0-9]{20}", text) or read_day(text[6:14]) is None or text[14:] == "000000":
        return Verdict(False, "收件号要 20 位数字：区划 6 位、日期 8 位、流水号 6 位")
    return Verdict(True)


def item_code(uscc: str, level: str, basic: str) -> str:
    """The 31-character 实施编码 of a body, a level and a 基本编码; BadInput when it would not stand.

    Basis: GB/T 39554.1-2020; domain.md 4.2.
    """
    code = f"{uscc}{level}{basic}"
    return _standing(code, check_item_code, 31)


def local_basic_code(type_code: str, serial: int) -> str:
    """A provisional 基本编码 of the reserved local range (scope 18, department 99) for an item without one.

    Basis: settled.md, Data that is dear to add later.
    """
    return _standing(f"{LOCAL_SCOPE}{type_code}{LOCAL_DEPARTMENT}{_serial(serial, 6)}", check_basic_code, 12)


def case_number(item_code: str, day: date, serial: int) -> str:
    """The 办件编号 given at acceptance; BadInput for a wrong item code or a serial outside 1-9999.

    Basis: domain.md 5.1; settled.md, Numbers.
    """
    return _standing(item_code, check_item_code, 31) + f"{day:%Y%m%d}{_serial(serial, 4)}"


def filing_number(area: str, day: date, serial: int) -> str:
    """The application number on everything before acceptance; BadInput for a wrong area or serial.

    Basis: settled.md, Numbers.
    """
    if not re.fullmatch("[0-9]{6}", area):
        raise BadInput("区划代码要 6 位数字")
    return f"{area}{day:%Y%m%d}{_serial(serial, 6)}"


def query_code(n: int) -> str:
    """The query code of a number 0 <= n < QUERY_CODES, drawn by the caller from a secure source.

    Basis: ux.md 7.3 (8 characters without 0, O, 1, I, L).
    """
    if type(n) is not int or not 0 <= n < QUERY_CODES:
        raise BadInput("查询码的随机数超出范围")
    letters = []
    for _ in range(QUERY_LENGTH):
        n, place = divmod(n, len(QUERY_ALPHABET))
        letters.append(QUERY_ALPHABET[place])
    return "".join(reversed(letters))


def normalise_query_code(text: str) -> str | None:
    """The query code a person typed, without spaces and dashes, or None if it is none.

    Basis: ux.md 7.3.
    """
    code = re.sub("[-‐–—－_.·]", "", normalise(text))
    return code if len(code) == QUERY_LENGTH and not set(code) - set(QUERY_ALPHABET) else None


def group_query_code(code: str) -> str:
    """The query code as printed, XXXX-XXXX. Basis: ux.md 6 (S6) and 9."""
    return f"{code[:4]}-{code[4:]}"


def type_known(code: str) -> bool:
    """Whether a two-digit item type exists or may be extended locally. Basis: GB/T 39046 A.1."""
    return bool(re.fullmatch("[0-2][0-9]", code))


def type_code(name: str) -> str | None:
    """The two-digit code of an item type's name, or None. Basis: GB/T 39046 A.1."""
    return next((code for code, known in ITEM_TYPES if known == name), None)


def read_day(digits: str) -> date | None:
    """The date of eight digits, or None when there is no such day. Basis: GB/T 7408."""
    if not re.fullmatch("[0-9]{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _first_outside(text: str, alphabet: str, length: int) -> int:
    return next((place for place, letter in enumerate(text[:length], 1) if letter not in alphabet), 0)


def _serial(serial: int, width: int) -> str:
    if type(serial) is not int or not 0 < serial < 10**width:
        raise BadInput(f"流水号要在 1 至 {10**width - 1} 之间")
    return f"{serial:0{width}d}"


def _standing(code: str, check: Callable[[str], Verdict], length: int) -> str:
    if len(code) != length:
        raise BadInput(f"编码要 {length} 位，现在是 {len(code)} 位")
    verdict = check(code)
    if not verdict.valid:
        raise BadInput(verdict.why or "编码不对")
    return code
