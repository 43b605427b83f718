"""The papers a case gives out: key, title, the act that issues it, copies, seal."""

from dataclasses import dataclass

from . import BadInput
from .procedures import PERMIT, PUBLIC_SERVICE, procedure


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper. `act` issues it ("" = without a case); `needs_seal`: organ's seal and date give it effect."""

    key: str
    title: str
    act: str
    copies: int
    needs_seal: bool
    why: str


PAPERS = (
    Paper("guide", "一次性告知书", "", 1, False, "咨询时按情形给出的材料清单"),
    Paper("filing_receipt", "收件凭证", "cases.receive", 1, True, "收到材料，五个工作日内告知是否受理"),
    Paper("corrected", "当场更正记录", "cases.correct_on_spot", 1, False, "当场改正的内容由申请人确认"),
    Paper("not_required", "即时告知不受理通知书", "cases.tell_not_required", 1, True, "依法不需要办理"),
    Paper("not_accepted", "不予受理决定书", "cases.not_accept", 2, True, "不属于本机关职权，写明该找谁"),
    Paper("one_time_notice", "补正材料通知书", "cases.ask_once", 2, True, "一次告知要补正的全部内容"),
    Paper(
        "demand_struck",
        "停止违规要求告知书",
        "cases.strike_demand",
        2,
        True,
        "哪些材料不用补、为什么、接着怎么办",
    ),
    Paper("deemed", "视为受理凭证", "cases.deem_accepted", 1, True, "逾期不告知，自收到材料之日起即为受理"),
    Paper("acceptance", "受理通知书", "cases.accept", 2, True, "材料齐全、符合法定形式，或已按通知补正"),
    Paper("gap_notice", "容缺受理通知书", "cases.accept", 2, True, "缺少的次要材料、补交期限和后果"),
    Paper("gap_promise", "容缺受理承诺书", "cases.accept", 2, False, "申请人承诺按期补交，由申请人签字"),
    Paper("commitment", "告知承诺书", "cases.accept", 2, True, "机关告知、申请人承诺，后续核查"),
    Paper("at_once", "即办件当场办结凭证", "cases.decide_at_once", 1, True, "当场受理、审查并作出决定"),
    Paper("passed_on", "物料流转单", "cases.pass_on", 2, False, "窗口与部门交接纸质材料"),
    Paper("passage", "大厅交接单", "cases.send_on", 2, False, "大厅之间、大厅与部门交接材料和结果"),
    Paper(
        "collect_receipt",
        "异地代收凭证",
        "cases.collect",
        2,
        False,
        "代收地收到材料，写明业务地受理和移送期限",
    ),
    Paper("special", "特别程序告知书", "cases.suspend", 2, True, "所需时间书面告知申请人，不计入时限"),
    Paper("halt", "中止办理通知书", "cases.halt", 2, True, "中止的依据、批准人和恢复条件"),
    Paper("resumed", "恢复办理告知书", "cases.resume", 2, True, "停止计时的原因消除，新的办结日期"),
    Paper("hearing", "听证告知书", "cases.offer_hearing", 2, True, "要求听证的权利、期限和不收费"),
    Paper("extension", "延期告知书", "cases.extend", 2, True, "延长的天数、理由和新的期限"),
    Paper("decision_grant", "准予决定书", "cases.decide", 2, True, "决定的内容和取件方式"),
    Paper("decision_refuse", "不予决定书", "cases.decide", 2, True, "理由、条款和救济途径"),
    Paper("delivery", "送达回证", "cases.hand_over", 1, False, "谁在何时何地收到了什么"),
    Paper("withdrawn", "撤回凭证", "cases.withdraw", 1, True, "申请人在决定前撤回申请"),
    Paper("lapsed", "终止办理通知书", "cases.lapse", 2, True, "补正期满没有交齐"),
    Paper("forwarded", "转报凭证", "cases.forward", 2, True, "初审意见和全部材料报上级机关"),
    Paper("agent_changed", "代理人变更确认书", "cases.change_agent", 2, False, "换成谁、委托书、从哪天起"),
    Paper("payment", "缴费凭证", "cases.note_fee", 1, False, "收了什么费、依据、多少、收款单位"),
    Paper("authorisation", "授权清单", "catalogue.authorise", 2, True, "事项、决定种类和岗位，有起止日期"),
)
KEYS = tuple(paper.key for paper in PAPERS)

# Titles of decisions by item type: granted, refused.
DECISION_TITLES = (
    (PERMIT, "准予行政许可决定书", "不予行政许可决定书"),
    ("行政确认", "行政确认决定书", "不予行政确认决定书"),
    ("行政给付", "行政给付决定书", "不予行政给付决定书"),
    ("行政奖励", "行政奖励决定书", "不予行政奖励决定书"),
    ("行政裁决", "行政裁决书", "不予行政裁决决定书"),
    ("其他行政权力", "办理结果决定书", "不予办理决定书"),
    (PUBLIC_SERVICE, "办理结果通知书", "不能办理告知书"),
)


def paper(key: str) -> Paper:
    """The paper with a key. BadInput for an unknown one. Basis: ux.md 9; domain.md 5.3."""
    for row in PAPERS:
        if row.key == key:
            return row
    raise BadInput(f"没有文书 {key}")


def title(key: str, type_name: str) -> str:
    """The printed title of a paper for an item type; decisions are named by the type.

    Basis: domain.md 5.3 (result words by type); ux.md 9.
    """
    procedure(type_name)
    for name, granted, refused in DECISION_TITLES:
        if name == type_name and key in ("decision_grant", "decision_refuse"):
            return granted if key == "decision_grant" else refused
    return paper(key).title


def issued_by(act: str) -> tuple[Paper, ...]:
    """The papers an act may issue, in the table's order. Basis: ux.md 9."""
    return tuple(row for row in PAPERS if row.act == act)
