"""Who somebody is: numbers of persons and their documents, what they say, and how they are shown."""

import re
from dataclasses import dataclass
from datetime import date

from stdnum.iso7064 import mod_11_2

from . import BadInput
from .codes import (
    PROVINCES,
    USCC_ALPHABET,
    Verdict,
    check_case_number,
    check_item_code,
    check_uscc,
    normalise,
    organisation_check,
    read_day,
    uscc_check,
)

RESIDENT, RESIDENCE_PERMIT, FOREIGN = "resident-id", "residence-permit", "foreign-permanent-id"
USCC, ITEM_CODE, CASE_NUMBER = "uscc", "item-code", "case-number"
KINDS = (RESIDENT, RESIDENCE_PERMIT, FOREIGN, USCC, ITEM_CODE, CASE_NUMBER)
KIND_NAMES = {
    RESIDENT: "居民身份证号码",
    RESIDENCE_PERMIT: "港澳台居民居住证号码",
    FOREIGN: "外国人永久居留身份证号码",
    USCC: "统一社会信用代码",
    ITEM_CODE: "事项编码",
    CASE_NUMBER: "办件编号",
}
SYNTHETIC_PROVINCE = "18"
_FOREIGN_OLD = re.compile("[A-Z]{3}[0-9]{12}")
_EIGHTEEN = re.compile("[0-9]{17}[0-9X]")


@dataclass(frozen=True, slots=True)
class Identified:
    """A number read: normalised text, kind (None if unknown), whether it stands, and why not (or a warning)."""

    text: str
    kind: str | None
    valid: bool
    why: str | None


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of identity document: GA/T 2000.156 code, name, pattern of its numbers ("" = own check)."""

    code: str
    name: str
    pattern: str = ""


DOCUMENT_TYPES = (
    DocumentType("111", "居民身份证"),
    DocumentType("112", "临时居民身份证"),
    DocumentType("113", "户口簿"),
    DocumentType("414", "普通护照", "[EGDSPH][A-Z0-9][0-9]{7}|[A-Z0-9]{5,15}"),
    DocumentType("511", "台湾居民来往大陆通行证", "[0-9]{8}([0-9]{2})?"),
    DocumentType("516", "港澳居民来往内地通行证", "[HM][0-9]{8}([0-9]{2})?"),
    DocumentType("553", "外国人永久居留身份证"),
)


def identify(text: str, today: date) -> Identified:
    """What kind of number a text is and whether it stands; never raises for text.

    Order: 43 case number; 31, 33, 12 item code; 18: residence permit, foreign permanent card, resident, else
    credit code; a date after `today` is refused, a warning keeps valid true. Basis: settled.md, Commands.
    """
    number = normalise(text)
    length = len(number)
    if length == 43:
        return _identified(number, CASE_NUMBER, check_case_number(number, today))
    if length in (12, 31, 33):
        return _identified(number, ITEM_CODE, check_item_code(number))
    if length == 18:
        return _identify_18(number, today)
    if _FOREIGN_OLD.fullmatch(number):
        return _identified(number, FOREIGN, check_foreign(number, today))
    return Identified(number, None, False, _unknown(number))


def check_resident(text: str, today: date) -> Verdict:
    """Whether a normalised text is a resident's number; an old or unknown area code only warns.

    Basis: GB 11643 (ISO 7064 MOD 11-2); domain.md 6.1.
    """
    if len(text) == 15 and text.isdigit():
        return Verdict(False, "15 位的旧号码已经停用，请按身份证填写 18 位号码")
    wrong = _check_18(text, text[6:14], today, "身份证号码")
    if wrong is not None:
        return wrong
    if text[:2] not in PROVINCES:
        return Verdict(True, f"前两位 {text[:2]} 不是现行省级区划代码，请照证件核对")
    return Verdict(True)


def check_residence_permit(text: str, today: date) -> Verdict:
    """Whether a normalised text is a residence permit number of Hong Kong, Macao or Taiwan residents.

    Basis: 港澳台居民居住证申领发放办法; domain.md 6.1 (810000, 820000, 830000).
    """
    wrong = _check_18(text, text[6:14], today, "居住证号码")
    if wrong is not None:
        return wrong
    if text[:6] not in ("810000", "820000", "830000"):
        return Verdict(True, f"前六位 {text[:6]} 不是 810000、820000 或 830000，请照证件核对")
    return Verdict(True)


def check_foreign(text: str, today: date) -> Verdict:
    """Whether a normalised text is a foreign permanent resident's number: 18 digits from 9, or 3 letters + 12.

    Basis: 外国人永久居留身份证 2023 edition; domain.md 6.1 (old cards stay in use).
    """
    if _FOREIGN_OLD.fullmatch(text):
        return Verdict(True)
    if not text.startswith("9"):
        return Verdict(False, "外国人永久居留身份证号码以 9 开头，共 18 位；旧证是 3 个字母加 12 位数字")
    wrong = _check_18(text, text[6:14], today, "外国人永久居留身份证号码")
    return Verdict(True) if wrong is None else wrong


def check_document(code: str, text: str, today: date) -> Verdict:
    """Whether a normalised number suits a document type; passports and permits are looked at loosely.

    BadInput for an unknown type code. Basis: GA/T 2000.156; domain.md 6.1.
    """
    kind = next((kind for kind in DOCUMENT_TYPES if kind.code == code), None)
    if kind is None:
        raise BadInput(f"没有证件类型 {code}")
    if code == "553":
        return check_foreign(text, today)
    if not kind.pattern:
        return check_residence_permit(text, today) if _is_permit(text) else check_resident(text, today)
    if re.fullmatch(kind.pattern, text):
        return Verdict(True)
    return Verdict(False, f"{kind.name}的号码对不上格式，请照证件再核对一遍")


def birth_date(number: str) -> date | None:
    """The birth date in an 18-place personal number, or None. Basis: GB 11643."""
    return read_day(number[6:14]) if _EIGHTEEN.fullmatch(number) else None


def sex(number: str) -> str | None:
    """男 or 女 by the last sequence digit of an 18-place personal number, or None. Basis: GB 11643."""
    return ("女", "男")[int(number[16]) % 2] if _EIGHTEEN.fullmatch(number) else None


def age(number: str, today: date) -> int | None:
    """Full years by an 18-place personal number, or None. Basis: Civil Code, arts. 17 and 200."""
    born = birth_date(number)
    return (
        None if born is None else today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    )


def mask_name(name: str) -> str:
    """A person's name with the middle hidden: 张*, 李*敏. Basis: domain.md 12 (masking)."""
    if len(name) < 3:
        return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_id(number: str, *, public: bool = False) -> str:
    """A number with first 6 and last 4 places for staff, first and last one for the public.

    Basis: domain.md 12 (masking; birth digits hidden in public).
    """
    first, last = (1, 1) if public else (6, 4)
    hidden = len(number) - first - last
    if hidden < 4:
        return number[:1] + "*" * (len(number) - 1) if len(number) > 1 else "*" * len(number)
    return number[:first] + "*" * hidden + number[-last:]


def mask_phone(phone: str) -> str:
    """A phone number as 138****3210; shorter ones keep the last two. Basis: domain.md 12 (masking)."""
    if len(phone) >= 11:
        return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]
    return "*" * max(0, len(phone) - 2) + phone[-2:] if len(phone) > 2 else "*" * len(phone)


def synthetic_resident_id(area: str, birth: date, seq: int) -> str:
    """A checksum-right number of nobody: the area code must begin with 18, which is not assigned.

    Basis: settled.md, Numbers (made-up people).
    """
    if not re.fullmatch("18[0-9]{4}", area) or not 0 <= seq <= 999:
        raise BadInput("示例号码的区划代码要以 18 开头，顺序号在 0 至 999 之间")
    body = f"{area}{birth:%Y%m%d}{seq:03d}"
    return body + str(mod_11_2.calc_check_digit(body))


def synthetic_uscc(area: str, serial: int, *, category: str = "91") -> str:
    """A checksum-right credit code of nobody, both check characters; the area code must begin with 18.

    Basis: settled.md, Numbers (made-up bodies); GB 32100-2015.
    """
    if not re.fullmatch("18[0-9]{4}", area) or not 0 <= serial <= 999999:
        raise BadInput("示例代码的区划代码要以 18 开头，顺序号在 0 至 999999 之间")
    if len(category) != 2 or set(category) - set(USCC_ALPHABET):
        raise BadInput("登记管理部门和机构类别要是两个代码字符")
    organisation = f"{'MA' if category[0] == '9' else 'MB' if category[0] == '1' else 'MJ'}{serial:06d}"
    body = f"{category}{area}{organisation}{organisation_check(organisation)}"
    return body + uscc_check(body)


def _identified(number: str, kind: str, verdict: Verdict) -> Identified:
    return Identified(number, kind, verdict.valid, verdict.why)


def _identify_18(number: str, today: date) -> Identified:
    if _is_permit(number):
        return _identified(number, RESIDENCE_PERMIT, check_residence_permit(number, today))
    company = check_uscc(number)
    if not _right_11_2(number):
        return _identified(number, USCC, company if company.valid else _not_a_company(number, company))
    if number[0] != "9":
        return _identified(number, RESIDENT, check_resident(number, today))
    # One all-digit credit code in eleven also satisfies MOD 11-2; without a birth date it is no person.
    if company.valid and read_day(number[6:14]) is None:
        return _identified(number, USCC, company)
    return _identified(number, FOREIGN, check_foreign(number, today))


def _is_permit(number: str) -> bool:
    return number[:2] in ("81", "82", "83") and bool(_EIGHTEEN.fullmatch(number))


def _right_11_2(number: str) -> bool:
    return bool(_EIGHTEEN.fullmatch(number)) and mod_11_2.calc_check_digit(number[:17]) == number[17]


def _not_a_company(number: str, company: Verdict) -> Verdict:
    if not _EIGHTEEN.fullmatch(number):
        return company
    right = mod_11_2.calc_check_digit(number[:17])
    return Verdict(False, f"{company.why}；如果是身份证号码，最后一位应为 {right}")


def _check_18(text: str, birth: str, today: date, name: str) -> Verdict | None:
    if len(text) != 18:
        return Verdict(False, f"{name}要 18 位，现在是 {len(text)} 位")
    if not _EIGHTEEN.fullmatch(text):
        return Verdict(False, f"{name}前 17 位要是数字，最后一位是数字或 X")
    right = mod_11_2.calc_check_digit(text[:17])
    if text[17] != right:
        return Verdict(False, f"{name}最后一位对不上，应为 {right}，请照证件再核对一遍")
    born = read_day(birth)
    if born is None:
        return Verdict(False, f"{name}里的出生日期 {birth[:4]}年{birth[4:6]}月{birth[6:]}日不存在")
    if born > today:
        return Verdict(False, f"{name}里的出生日期 {birth[:4]}年{birth[4:6]}月{birth[6:]}日要早于今天")
    return None


def _unknown(number: str) -> str:
    if not number:
        return "没有填写号码"
    if re.fullmatch("[0-9]{15}", number):
        return "15 位的旧身份证号码已经停用，请填写 18 位号码"
    return f"认不出这个号码：现在是 {len(number)} 位，身份证号码和统一社会信用代码都是 18 位"
