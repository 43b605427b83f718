"""What people type into a field, type by type: how it is kept, what is wrong with it, how it is read again."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Protocol

from yichuang.law import identity
from yichuang.law.codes import check_uscc, normalise, read_day

LONGEST = {"text": 200, "long": 2000, "address": 200, "email": 100}
PICKED = ("choice", "many", "yesno")
YES_NO = (("yes", "是"), ("no", "否"))
_WIDE = {0x3000: " ", 0xA0: " "} | {n: chr(n - 0xFEE0) for n in range(0xFF10, 0xFF5B) if chr(n - 0xFEE0).isalnum()}  # fmt: skip
_SIGNS = {ord(a): b for a, b in zip("．，－＋（）＠／：", ".,-+()@/:", strict=True)}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_DAY = re.compile(r"([0-9]{4})[-/.年 ]+([0-9]{1,2})[-/.月 ]+([0-9]{1,2})日?")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Asked(Protocol):
    """What a check must know of a field."""

    @property
    def label(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def options(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def unit(self) -> str: ...
    @property
    def least(self) -> int | None: ...
    @property
    def most(self) -> int | None: ...


def check(field: Asked, text: str, today: date) -> tuple[str, str]:
    """Return the value as it is kept and what is wrong with it ("" when it stands). Basis: ux.md 7.3."""
    typed = clean(text, lines=field.type in ("long", "many"))
    if not typed:
        verb = "请选择" if field.type in PICKED else "请填写"
        return "", f"{verb}{field.label}" if field.required else ""
    return CHECKS[field.type](field, typed, today)


def clean(text: str, *, lines: bool = False) -> str:
    """Return a text with plain digits, letters and spaces; every other character stays as it was typed.

    Basis: ux.md 2.1 (names: never reject a character, never cut).
    """
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").translate(_WIDE))
    rows = [" ".join(row.split()) for row in plain.split("\n")]
    return "\n".join(rows).strip() if lines else " ".join(row for row in rows if row)


def shown(field: Asked, value: str) -> str:
    """Return a value as people read it. Basis: ux.md 7.1."""
    if field.type in PICKED:
        words = dict(YES_NO if field.type == "yesno" else field.options)
        return "、".join(words.get(one, one) for one in value.split("\n") if one)
    if field.type == "date":
        day = _read_day(value)
        return f"{day.year}年{day.month}月{day.day}日" if day else value
    if field.type in ("number", "money") and value:
        return f"{_grouped(value)} {field.unit or ('元' if field.type == 'money' else '')}".strip()
    return value


def _grouped(value: str) -> str:
    whole, dot, rest = value.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.lstrip("-").isdigit() else value


def _text(field: Asked, text: str, today: date) -> tuple[str, str]:
    most = field.most or LONGEST[field.type]
    if len(text) > most:
        return text, f"{field.label}最多 {most} 个字，现在是 {len(text)} 个"
    if field.least and len(text) < field.least:
        return text, f"{field.label}至少 {field.least} 个字，现在是 {len(text)} 个"
    return text, ""


def _address(field: Asked, text: str, today: date) -> tuple[str, str]:
    if len(text) < 5:
        return text, f"{field.label}要写到门牌号，现在只有 {len(text)} 个字"
    return _text(field, text, today)


def _number(field: Asked, text: str, today: date) -> tuple[str, str]:
    said = text.translate(_SIGNS).replace(",", "").replace(" ", "").removesuffix(field.unit or "\n")
    try:
        found = Decimal(said)
    except InvalidOperation:
        return text, f"{field.label}要写成数字，例如 120"
    if not found.is_finite() or abs(found) >= 10**15:
        return text, f"{field.label}最多 15 位数字"
    if -int(found.as_tuple().exponent) > 4:
        return text, f"{field.label}最多 4 位小数"
    value = format(found.normalize(), "f")
    return value, _bounds(field, found, value)


def _bounds(field: Asked, found: Decimal, value: str) -> str:
    unit = f" {field.unit}" if field.unit else ""
    if found < (0 if field.least is None else field.least):
        return f"{field.label}最少 {field.least or 0}{unit}，现在是 {value}"
    if field.most is not None and found > field.most:
        return f"{field.label}最多 {field.most}{unit}，现在是 {value}"
    return ""


def _money(field: Asked, text: str, today: date) -> tuple[str, str]:
    said = text.removeprefix("¥").removeprefix("￥").removesuffix("元")
    if "万" in said or "亿" in said:
        return text, f"{field.label}写成以{field.unit or '元'}计的数字，例如 50000"
    value, wrong = _number(field, said, today)
    if not wrong and len(value.partition(".")[2]) > 2:
        return value, f"{field.label}最多 2 位小数"
    return (text, wrong) if wrong else (value, "")


def _date(field: Asked, text: str, today: date) -> tuple[str, str]:
    day = _read_day(text)
    if day is None:
        return text, f"{field.label}要写年、月、日，例如 2026 年 11 月 21 日，日历里要有这一天"
    value = day.isoformat()
    if field.most == 0 and day > today:
        return value, f"{field.label}要在今天或今天以前，现在是 {day.year} 年 {day.month} 月 {day.day} 日"
    if field.least == 0 and day < today:
        return value, f"{field.label}要在今天或今天以后，现在是 {day.year} 年 {day.month} 月 {day.day} 日"
    return value, ""


def _read_day(text: str) -> date | None:
    said = text.translate(_SIGNS).strip()
    if len(said) == 8 and said.isascii() and said.isdigit():
        return read_day(said)
    found = _DAY.fullmatch(said)
    return read_day(f"{found[1]}{int(found[2]):02}{int(found[3]):02}") if found else None


def _choice(field: Asked, text: str, today: date) -> tuple[str, str]:
    known = dict(YES_NO if field.type == "yesno" else field.options)
    return (text, "") if text in known else ("", f"请从列出的里面选择{field.label}")


def _many(field: Asked, text: str, today: date) -> tuple[str, str]:
    known = dict(field.options)
    typed = text.split("\n")
    chosen = [value for value in known if value in typed]
    value = "\n".join(chosen)
    if len(chosen) < len(set(typed)):
        return value, f"请从列出的里面选择{field.label}"
    if field.most is not None and len(chosen) > field.most:
        return value, f"{field.label}最多选 {field.most} 项，现在选了 {len(chosen)} 项"
    return value, ""


def _phone(field: Asked, text: str, today: date) -> tuple[str, str]:
    said = re.sub(r"[ ()-]", "", text.translate(_SIGNS))
    digits = said.removeprefix("+86") if said.startswith("+86") else said
    if not (digits.isascii() and digits.isdigit()):
        return text, f"{field.label}只写数字，例如手机号码 11 位"
    landline = digits.startswith("0") and 10 <= len(digits) <= 12
    if landline or (digits.startswith("1") and len(digits) == 11):
        return digits, ""
    if digits.startswith("1") or len(digits) > 8:
        return digits, f"手机号码要 11 位，现在是 {len(digits)} 位"
    return digits, f"{field.label}写 11 位手机号码，或者带区号的固定电话"


def _document(field: Asked, text: str, today: date) -> tuple[str, str]:
    number = normalise(text.translate(_SIGNS))
    codes = [kind.code for kind in identity.DOCUMENT_TYPES]
    if any(identity.check_document(code, number, today).valid for code in codes):
        return number, _like_a_resident(number, today)
    return number, _resident(number, today)


def _like_a_resident(number: str, today: date) -> str:
    """Eighteen places, or digits only and no permit of another kind, are held to what a resident's number must be."""
    if len(number) == 18 and not any(
        identity.check_document(code, number, today).valid for code in ("111", "553")
    ):
        return _resident(number, today)
    return "" if not number.isdigit() or len(number) in (8, 10, 18) else _resident(number, today)


def _resident(number: str, today: date) -> str:
    verdict = identity.check_resident(number, today)
    return _untold(verdict.why) or "证件号码对不上格式，请照证件再核对一遍"


def _untold(why: str | None) -> str:
    """The right check character is not told: it would help to make up numbers."""
    return re.sub(r"，应为 .，", "，", why or "")


def _uscc(field: Asked, text: str, today: date) -> tuple[str, str]:
    code = normalise(text.translate(_SIGNS))
    verdict = check_uscc(code)
    return code, "" if verdict.valid else _untold(verdict.why)


def _email(field: Asked, text: str, today: date) -> tuple[str, str]:
    said = text.translate(_SIGNS).replace(" ", "")
    if not _EMAIL.fullmatch(said):
        return said, f"{field.label}要写成 name@example.com 这样，中间有 @"
    return _text(field, said, today)


CHECKS: dict[str, Callable[[Asked, str, date], tuple[str, str]]] = {
    "text": _text, "long": _text, "number": _number, "money": _money, "date": _date, "choice": _choice, "many": _many, "yesno": _choice,
    "phone": _phone, "document": _document, "uscc": _uscc, "address": _address, "email": _email,
}  # fmt: skip
