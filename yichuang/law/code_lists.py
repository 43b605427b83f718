"""Code lists (代码表): our words, and the code each receiver has for them. Two receivers often number the same list apart."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import BadInput
from .ratings import GRADES
from .states import BEFORE_ACCEPTANCE, OUTCOMES, STATES

STANDARD, LIBRARY = "gbt-39046", "item-library"
PROVINCE, NATION, RATING = "provincial-feed", "national-exchange", "rating-interface"
RECEIVERS = (
    (STANDARD, "GB/T 39046-2020 政务服务平台基础数据规范"),
    (LIBRARY, "事项库（实施清单）"),
    (PROVINCE, "省级办件汇聚"),
    (NATION, "国家办件交换"),
    (RATING, "好差评接口"),
)


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list: our codes with their Chinese, and per receiver ours → theirs; a code left out has none there."""

    key: str
    name: str
    basis: str
    words: tuple[tuple[str, str], ...]
    receivers: Mapping[str, Mapping[str, str]]


LISTS = (
    CodeList(
        "outcome", "办结结果", "domain.md 5.3", OUTCOMES,
        {
            PROVINCE: {
                "granted": "0", "refused": "1", "void": "3", "forwarded": "4", "lapsed": "5",
                "withdrawn": "6", "not_accepted": "6", "not_required": "6",
            },
            NATION: {"granted": "0", "refused": "1", "lapsed": "5", "withdrawn": "5", "not_accepted": "6"},
        },
    ),
    CodeList(
        "standing", "办件状态", "domain.md 5.3, 7", tuple((key, name) for key, name in STATES if key != "draft"),
        {
            RATING: {
                **dict.fromkeys(BEFORE_ACCEPTANCE, "1"), "accepted": "2", "reviewed": "2",
                **dict.fromkeys(("decided", "ready", "delivered", "closed"), "3"),
            },
        },
    ),
    CodeList(
        "grade", "评价等级", "GB/T 39046 A.8；国办发〔2019〕51号", tuple((g.key, g.name) for g in GRADES),
        {
            STANDARD: {g.key: str(g.standard_code) for g in GRADES},
            RATING: {g.key: str(g.interface_code) for g in GRADES},
        },
    ),
    CodeList(
        "service_object", "服务对象", "GB/T 39046 A.4",
        (("person", "自然人"), ("enterprise", "企业法人"), ("institution", "事业法人"), ("association", "社会组织法人"),
         ("unincorporated", "非法人企业"), ("organ", "行政机关"), ("other", "其他组织")),
        {
            STANDARD: {"person": "1", "enterprise": "2", "institution": "3", "association": "4", "unincorporated": "6",
                       "organ": "5", "other": "6"},
            LIBRARY: {"person": "1", "enterprise": "2", "institution": "3", "association": "4", "unincorporated": "5",
                      "organ": "6", "other": "9"},
        },
    ),
    CodeList(
        "handling", "办件类型", "GB/T 39046 A.6", (("at_once", "即办件"), ("promised", "承诺件"), ("other", "其他")),
        {STANDARD: {"at_once": "1", "promised": "2", "other": "9"}, LIBRARY: {"at_once": "1", "promised": "2", "other": "9"}},
    ),
    CodeList(
        "day_kind", "时限单位", "domain.md 1.4", (("working", "工作日"), ("natural", "自然日")),
        {LIBRARY: {"working": "W", "natural": "N"}},
    ),
    CodeList(
        "necessity", "材料必要性", "domain.md 4.3", (("required", "必要"), ("optional", "非必要"), ("later", "容缺后补")),
        {LIBRARY: {"required": "1", "optional": "2", "later": "3"}},
    ),
    CodeList(
        "material_form", "材料形式", "domain.md 4.3", (("paper", "纸质"), ("electronic", "电子化"), ("either", "纸质/电子化")),
        {LIBRARY: {"paper": "1", "electronic": "2", "either": "3"}},
    ),
    CodeList(
        "document", "证件类型", "GA/T 2000.156",
        (("111", "居民身份证"), ("112", "临时居民身份证"), ("113", "户口簿"), ("414", "普通护照"), ("511", "台胞证"),
         ("516", "港澳居民来往内地通行证"), ("553", "外国人永久居留身份证")),
        {STANDARD: {code: code for code in ("111", "112", "113", "414", "511", "516", "553")}, NATION: {"111": "10"}},
    ),
)  # fmt: skip
_BY_KEY = {one.key: one for one in LISTS}


def code_list(key: str) -> CodeList:
    """The list of this key. BadInput for another. Basis: settled.md, Data that is dear to add later."""
    if key not in _BY_KEY:
        raise BadInput(f"没有代码表“{key}”。有：{'、'.join(_BY_KEY)}。")
    return _BY_KEY[key]


def told(key: str, ours: str, receiver: str) -> str | None:
    """The receiver's code for ours; None where the receiver has none. BadInput for a code or receiver we do not know.

    Basis: domain.md 5.3 (code lists must be configurable per receiver), 7 (code trap).
    """
    found = code_list(key)
    if ours not in dict(found.words):
        raise BadInput(f"代码表“{found.name}”里没有“{ours}”。")
    if receiver not in dict(RECEIVERS):
        raise BadInput(f"没有接收方“{receiver}”。")
    return found.receivers.get(receiver, {}).get(ours)


def heard(key: str, theirs: str, receiver: str) -> tuple[str, ...]:
    """Our codes that the receiver's code can mean, in the order of the list; more than one where theirs is coarser.

    Basis: domain.md 5.3.
    """
    theirs_of = code_list(key).receivers.get(receiver, {})
    return tuple(ours for ours, _ in code_list(key).words if theirs_of.get(ours) == theirs)
