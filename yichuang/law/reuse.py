"""Papers handed in and verified before: which may be used again, for how long, and what their trust class lets them do."""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

A, B, C, D = "A", "B", "C", "D"
TRUST = {A: "部门核发", B: "窗口验过原件", C: "自己上传，需验原件", D: "本人承诺"}
VERIFIED = (A, B)
# Made for one matter, signed for one matter, or showing who somebody is: handed in anew each time.
NEVER = (
    "申请", "委托", "授权", "承诺", "声明", "告知", "决议", "决定", "身份证", "身份证明", "身份证件", "户口簿", "护照", "遗失", "原件", "票据", "发票",
    "指纹", "介绍信", "公示", "裁定", "处方", "病历", "急诊", "出院", "意外", "施工", "协议", "纪要",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper that may be used again: the signs in its name, and for how many days after it was checked.

    A `settled` one says the same whatever the matter is about; one about a place or a thing is used again only if the applicant
    says that nothing has changed.
    """

    word: str
    signs: tuple[str, ...]
    days: int
    settled: bool = False


KINDS = (
    Kind("照片", ("照片", "相片", "影像"), 180),
    Kind("体检证明", ("体检", "健康合格"), 180, True),
    Kind("检测检验报告", ("检测报告", "评价报告", "检验证明", "能效证明", "产品合格证", "一致性证书"), 365),
    Kind("场所证明", ("场所使用", "使用证明", "使用权证明", "住所使用", "合法使用", "租赁证明", "租赁合同", "权属证明"), 365),
    Kind("图纸", ("平面图", "布局图", "示意图", "总平面", "方位图"), 365),
    Kind("章程和制度", ("章程", "制度", "应急疏散预案", "内部规范"), 365),
    Kind("任职文件", ("任职文件",), 365, True),
    Kind("资格和学历", ("资格证", "职业资格", "学历", "职称", "学位"), 3650, True),
    Kind("账户信息", ("银行账户", "银行卡"), 365, True),
    Kind("设备清单", ("设备设施", "设备清单", "设施清单", "设备汇总"), 365),
    Kind("劳动合同", ("劳动合同信息", "劳动合同"), 365),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def standard(name: str) -> str:
    """Return a material's name as it is compared: compatible forms alike, no spaces. Basis: settled.md, Commands (plan, NFKC)."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def kind_of(name: str) -> Kind | None:
    """Return the kind of a paper that may be used again, or None for one that is handed in anew each time.

    Basis: 国办函〔2016〕108号 (materials by trust class); 国务院令第716号, arts. 7, 10.
    """
    text = standard(name)
    if text.startswith("原") or any(sign in text for sign in NEVER):
        return None
    return next((kind for kind in KINDS if any(sign in text for sign in kind.signs)), None)


def expires(name: str, checked_on: date) -> date | None:
    """Return the last day on which a paper checked on a day may be used again; None where it may not.

    Basis: 国办函〔2016〕108号; the days are examples by kind.
    """
    kind = kind_of(name)
    return checked_on + timedelta(days=kind.days) if kind else None


def waives(name: str, trust: str) -> bool:
    """Tell whether an earlier paper of this trust waives the material: verified, and saying the same whatever the matter.

    Basis: 国办函〔2016〕108号 (A and B usable directly); 国务院令第716号, art. 7.
    """
    kind = kind_of(name)
    return trust in VERIFIED and (kind is None or kind.settled)


def offer(trust: str) -> str:
    """Return what is said of an earlier paper that is offered and does not waive by itself.

    Basis: 国办函〔2016〕108号 (C: the original must be checked; D: with a promise).
    """
    return {
        C: "您以前交过副本，可以直接用，原件还要核验",
        D: "您以前承诺过，再用要重新承诺",
    }.get(trust, "您以前交过并核验过，没有变就直接用，不用再验原件")


def trust_word(trust: str) -> str:
    """Return a trust class in words, never as a letter. Basis: domain.md 6.3; ux.md 2.1."""
    return TRUST.get(trust, trust)


def watermark(whose: str, item: str, until: date | None) -> str:
    """此件由××提供，仅供办理××时使用，有效期至…. Basis: 国办函〔2016〕108号 (watermark of reused papers)."""
    end = f"，有效期至{until.year}年{until.month}月{until.day}日" if until else ""
    return f"此件由{whose}提供，仅供办理“{item}”时使用{end}"
