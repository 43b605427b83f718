"""The procedure of each item type: result words, cited articles, remedies, terms, hearings, special procedures.

The articles of the Administrative Licensing Law bind 行政许可 only; every other type cites the item's own basis.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from . import BadInput
from .codes import type_code

LICENSING_LAW = "《中华人民共和国行政许可法》"
PERMIT, PUBLIC_SERVICE = "行政许可", "公共服务"

# art. 45: the only kinds whose time is not counted by the law itself.
SPECIAL_KINDS = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")
# Counted unless the item cites a law that takes them out (domain.md 5.3).
COUNTED_KINDS = ("现场核查", "现场勘查", "公示")
# How far an item goes on line (网上办理深度) where no application is taken there (domain.md 4.3: below 2 收件).
NOT_TAKEN_ON_LINE = ("网上预约", "网上咨询")

# Articles for papers of 行政许可, by the key of the paper.
PERMIT_ARTICLES = (
    ("demand_struck", "第三十一条"),
    ("guide", "第三十条"),
    ("filing_receipt", "第三十二条第一款第四项"),
    ("not_required", "第三十二条第一款第一项"),
    ("not_accepted", "第三十二条第一款第二项"),
    ("corrected", "第三十二条第一款第三项"),
    ("one_time_notice", "第三十二条第一款第四项"),
    ("deemed", "第三十二条第一款第四项"),
    ("acceptance", "第三十二条第一款第五项"),
    ("passed_on", "第二十六条第二款"),
    ("at_once", "第三十四条第二款"),
    ("forwarded", "第三十五条"),
    ("decision_grant", "第三十八条第一款"),
    ("decision_refuse", "第三十八条第二款"),
    ("extension", "第四十二条第一款"),
    ("joint_extension", "第四十二条第二款"),
    ("delivery", "第四十四条"),
    ("special", "第四十五条"),
    ("hearing", "第四十七条"),
)
# Papers whose basis is the same for every type.
COMMON_BASES = (
    (
        "commitment",
        "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）",
    ),
)


@dataclass(frozen=True, slots=True)
class Hearing:
    """Working days around a hearing: to ask for it, to hold it, to tell time and place before it."""

    ask_days: int = 5
    hold_days: int = 20
    tell_days: int = 7


@dataclass(frozen=True, slots=True)
class Procedure:
    """What follows from the type of an item when the item itself says nothing."""

    type: str
    granted: str
    refused: str
    statutory_days: int | None = 20
    extension_days: int = 20
    joint_extension_days: int = 30
    deemed_acceptance: bool = False
    hearing: Hearing | None = None
    reviewable: bool = True
    joint_days: int = 45
    notice_days: int = 5
    delivery_days: int = 10
    to_window_days: int = 1

    @property
    def code(self) -> str:
        """The two-digit code of the type. Basis: GB/T 39046 A.1."""
        return type_code(self.type) or ""


# Terms of other types: a provincial 行政程序规定, 20 (+20) and 45 (+30), domain.md 1.1; local (L).
PROCEDURES = (
    Procedure(PERMIT, "准予", "不予许可", 20, 10, 15, deemed_acceptance=True, hearing=Hearing()),
    Procedure("行政确认", "已确认", "不予确认"),
    Procedure("行政给付", "已核准发放", "不予发放"),
    Procedure("行政奖励", "已决定奖励", "不予奖励"),
    Procedure("行政裁决", "已裁决", "不予裁决"),
    Procedure("其他行政权力", "已办结", "不予办理"),
    Procedure(PUBLIC_SERVICE, "已办结", "不能办理", None, reviewable=False),
)
# The name of the item says more than its type (not for permits, which are always 准予 or 不予).
WORDS_BY_NAME = (("登记", "已登记", "不予登记"), ("备案", "已备案", "不予备案"))


def procedure(type_name: str) -> Procedure:
    """The procedure set of an item type. BadInput for a type nobody can apply for. Basis: domain.md 4.3, 5.3."""
    for row in PROCEDURES:
        if row.type == type_name:
            return row
    raise BadInput(
        f"事项类型“{type_name}”不是依申请的类型，可以是：{'、'.join(row.type for row in PROCEDURES)}"
    )


def result_words(type_name: str, item_name: str = "") -> tuple[str, str]:
    """The words for a granted and a refused case: 准予/不予许可, 已登记/不予登记 …

    Basis: ux.md 7.2 (granted, refused); domain.md 5.3.
    """
    row = procedure(type_name)
    if row.type != PERMIT:
        for word, granted, refused in WORDS_BY_NAME:
            if item_name.rstrip("）)").endswith(word) or f"{word}（" in item_name:
                return granted, refused
    return row.granted, row.refused


def basis_of(type_name: str, paper_key: str, item_basis: Iterable[str] = (), *, joint: bool = False) -> str:
    """The basis a paper prints: the article for 行政许可, the item's own for other types ("" when it has none).

    Basis: ux.md 9 (法律依据); domain.md 5.3 (procedure set by item type).
    """
    common = dict(COMMON_BASES).get(paper_key)
    if common:
        return common
    key = "joint_extension" if joint and paper_key == "extension" else paper_key
    article = dict(PERMIT_ARTICLES).get(key) if procedure(type_name).type == PERMIT else None
    return f"{LICENSING_LAW}{article}" if article else "；".join(item_basis)


def remedies(type_name: str, review_organ: str, court: str) -> str:
    """The sentence on remedies with organ and court by name; "" where the type is not reviewable.

    Basis: Administrative Licensing Law, art. 38(2); Administrative Reconsideration Law (2023), art. 20;
    Administrative Litigation Law, art. 46.
    """
    if not procedure(type_name).reviewable:
        return ""
    if not review_organ or not court:
        raise BadInput("救济途径要写明复议机关和法院的全名")
    return (
        f"不服本决定的，可以自收到本决定书之日起六十日内向{review_organ}申请行政复议，"
        f"也可以自收到本决定书之日起六个月内向{court}提起行政诉讼。"
    )


def extension_days(type_name: str, own: int | None = None, *, joint: bool = False) -> int:
    """The days of the one extension: the item's own, else by its type; of joint handling never above its ceiling.

    Basis: Administrative Licensing Law, art. 42; settled.md, Clocks and states.
    """
    row = procedure(type_name)
    if own is not None:
        return min(own, row.joint_extension_days) if joint else own
    return row.joint_extension_days if joint else row.extension_days


def extension_approver(*, joint: bool = False) -> str:
    """Whose head approves an extension: 本行政机关负责人, joint 本级人民政府负责人. Basis: same law, art. 42."""
    return "本级人民政府负责人" if joint else "本行政机关负责人"


def special_kinds(name: str) -> tuple[str, ...]:
    """The art. 45 kinds that a procedure's name contains. Basis: Administrative Licensing Law, art. 45."""
    return tuple(kind for kind in SPECIAL_KINDS if kind in name)


def may_stop(name: str, *, counted: bool, own_basis: str = "", notice: bool) -> str | None:
    """None if a special procedure of an item may stop its clocks, else the sentence why not.

    `counted` is the item's word for it, `own_basis` a clause that takes the time out, `notice` that the
    applicant was told the time needed in writing.
    Basis: Administrative Licensing Law, art. 45; settled.md, Clocks and states; domain.md 5.3.
    """
    if counted:
        return f"“{name}”的时间按事项规定计入办理时限，不能停止计时"
    if not special_kinds(name) and not own_basis.strip():
        return f"“{name}”不是听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审，事项也没有写明不计时的条款"
    if not notice:
        return "要先书面告知申请人所需时间，才能停止计时"
    return None


def may_halt(*, basis: str, approver: str) -> str | None:
    """None if a case may be halted (中止), else what is missing. Basis: domain.md 1.3 (中止: basis and approver)."""
    if not basis.strip():
        return "中止要写明依据的条款"
    if not approver.strip():
        return "中止要写明批准人"
    return None


def may_file_on_line(depth: str | None) -> str | None:
    """None if an application may be filed on line, else the sentence what to do; an item that says nothing may.

    Basis: 《行政许可法》第二十九条 (in person where the law says so, else also by electronic data); domain.md 4.3.
    """
    if depth in NOT_TAKEN_ON_LINE:
        return "这个事项要到窗口办。回到办事指南，看地址和时间，也可以先在网上看好要交的材料。"
    return None


def promise_allowed(committed: int | None, statutory: int | None, *, same_unit: bool = True) -> str | None:
    """None if a promised term may be published, else why not. Basis: domain.md 1.4 (promise <= statutory)."""
    if committed is None:
        return None
    if statutory is not None and same_unit and committed > statutory:
        return f"承诺时限 {committed} 天比法定时限 {statutory} 天长"
    if statutory is None and committed > 20:
        return f"没有法定时限的事项，承诺时限不能超过 20 个工作日，现在是 {committed} 天"
    return None
