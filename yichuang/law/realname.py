"""Real names: which proofs make an account known, what each level means, which level an item needs on line."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from . import BadInput
from .identity import age, check_document

PROOFS = (
    ("document", "身份证件原件"),
    ("phone", "手机短信验证码"),
    ("social_card", "社会保障卡"),
    ("bank_card", "银行卡"),
    ("housing_fund", "住房公积金账户"),
    ("driving_licence", "机动车驾驶证"),
)
LEAST_PROOFS = 3
PHONE, MATCHED, SEEN, CERTIFIED = 1, 2, 3, 4
LEVELS = (
    (PHONE, "一级", "只核过手机号码"),
    (MATCHED, "二级", "姓名和证件号码与登记一致"),
    (SEEN, "三级", "窗口或人脸核过本人"),
    (CERTIFIED, "四级", "数字证书"),
)
NAME_MOST = 50
CODE_DIGITS, CODE_MINUTES, CODE_TRIES, PROVED_MINUTES = 6, 5, 5, 15
ADULT = 18


def wrong_with_proofs(proofs: Collection[str]) -> str | None:
    """Return None if a window may hold the person for known by these proofs, else what is missing.

    Basis: 国办函〔2016〕108号 (at least three kinds of proof, the identity document among them).
    """
    known = {name for name, _ in PROOFS}
    if unknown := [one for one in proofs if one not in known]:
        return f"没有“{unknown[0][:20]}”这种核验材料。"
    if "document" not in proofs:
        return "要看身份证件原件。没有原件不能实名。"
    missing = LEAST_PROOFS - len(set(proofs))
    return f"至少核三种，还差{missing}种。" if missing > 0 else None


def wrong_with_name(name: str) -> str | None:
    """Return None for a name that an account may carry, else what to change.

    Basis: issue 3 (names up to 50 characters with · and rare characters).
    """
    text = name.strip()
    if not text:
        return "没填姓名。照身份证件上的写。"
    if len(text) > NAME_MOST:
        return f"姓名最长{NAME_MOST}个字，现在是{len(text)}个。"
    if any(not (c.isalpha() or c in "·• .'-’") for c in text):
        return "姓名里只写文字和间隔点，不写数字和符号。"
    return None


def wrong_with_phone(phone: str) -> str | None:
    """Return None for a mobile number of the mainland, else what to change.

    Basis: 电信网编号计划 (2017) 1[3-9]X.
    """
    if not phone:
        return "没填手机号码。"
    if not (phone.isascii() and phone.isdigit()):
        return "手机号码只写数字，像13800001234。"
    if len(phone) != 11:
        return f"手机号码要11位，现在是{len(phone)}位。"
    if phone[0] != "1" or phone[1] in "012":
        return "手机号码以13至19开头，请核对。"
    return None


def wrong_with_document(code: str, number: str, today: date) -> str | None:
    """Return None if a normalised number suits its kind of document, else what to change.

    Basis: GA/T 2000.156; domain.md 6.1.
    """
    if not number:
        return "没填证件号码。"
    try:
        verdict = check_document(code, number, today)
    except BadInput as error:
        return f"{error}。"
    return None if verdict.valid else f"{verdict.why}。"


def may_have_guardian(number: str, today: date) -> bool | None:
    """Tell whether this number is of a child under 18; None for a document that does not say when one was born.

    Basis: 《民法典》 arts. 17, 27, 34.
    """
    years = age(number, today)
    return None if years is None else years < ADULT


def level_needed(record: Mapping[str, Any]) -> int:
    """Return the real-name level at which an application for this item may be filed on line: its own, else 2.

    Basis: domain.md 6.3 (items set a minimum level); docs/decisions/0014-level-per-item.md.
    """
    own = record.get("level_needed")
    return own if isinstance(own, int) and PHONE <= own <= CERTIFIED else MATCHED


def too_low(level: int, record: Mapping[str, Any]) -> str | None:
    """Return None if a person of this level may file this item on line, else the sentence that says why not.

    Basis: domain.md 6.3; docs/decisions/0014-level-per-item.md.
    """
    wanted = level_needed(record)
    if level >= wanted:
        return None
    return (
        f"这件事网上提交要实名到{level_name(wanted)}。您现在是{level_name(level)}。先提高等级，或者到窗口办。"
    )


def level_word(level: int) -> str:
    """Return the short name of a level: 二级.

    Basis: domain.md 6.3.
    """
    return next((name for own, name, _ in LEVELS if own == level), "没有实名")


def level_name(level: int) -> str:
    """Return the name of a level: 二级（姓名和证件号码与登记一致）.

    Basis: domain.md 6.3.
    """
    return next((f"{name}（{what}）" for own, name, what in LEVELS if own == level), "没有实名")
