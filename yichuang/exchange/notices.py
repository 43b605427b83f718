"""What notices say: plain Chinese, absolute days, who acts next (ux.md 7)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from yichuang.law.numbers import zh_date

TEXTS = {
    "filed": "{item}：已收到您的材料。{due}前，{department}告诉您是否受理。",
    "handed_in": "{item}：已收到您补的材料。{due}前，{department}告诉您是否受理。",
    "accepted": "{item}：已受理。{promised}前办结。",
    "correct": "{item}：要补{count}份材料，{due}前交。清单见补正通知书，扫码也能看。",
    "struck": "{item}：要您补的{count}份材料不用交了，超出了公布的清单。{due}前，{department}告诉您是否受理。",
    "struck_partly": "{item}：要您补的材料里有{count}份不用交了，超出了公布的清单。还有{left}份要补，{due}前交。",
    "not_required": "{item}：这件事不需要办理，理由见通知书。",
    "not_accepted": "{item}：不受理。理由和该找谁见决定书。",
    "deemed": "{item}：超过5个工作日没有告知，自收到材料之日起视为受理。{promised}前办结。",
    "special": "{item}：{name}需要{days}个工作日，已书面告知是否计入办理时限。",
    "halted": "{item}：已中止办理，理由见通知书。",
    "resumed": "{item}：恢复办理。{promised}前办结。",
    "extended": "{item}：延期到{statutory}，理由见告知书。",
    "hearing": "{item}：您可以在{due}前要求听证。",
    "decided": "{item}：已作出决定。结果1个工作日内送到窗口。",
    "bill_open": "{item}：要缴{amount}元，收款单位{receiver}。登录后在这一件里缴，或到窗口缴。",
    "bill_paid": "{item}：已付{amount}元。缴费凭证在这一件里看。",
    "bill_unpaid": "{item}：没付成，没有扣款。可以再付一次。",
    "bill_refunding": "{item}：{amount}元正在原路退回，退到了告诉您。",
    "bill_fetch": "{item}：要退您{amount}元，请带身份证件到窗口领。",
    "bill_refunded": "{item}：{amount}元已退回。",
    "ready": "{item}：可以领取了。到{hall}的统一出件窗口，带上证件。",
    "to_post": "{item}：结果到窗口了，这就给您寄出。寄出后告诉您邮件号。",
    "remind_correction": "{item}：要补的材料，{due}前交。到期没有交齐，这一件就终止，可以重新申请。",
    "remind_gap": "{item}：容缺的材料，{due}前补交。到期没有交齐，这一件就终止。",
    "came_back": "{item}：邮件退回来了，改为到窗口领。到{hall}的统一出件窗口，带上证件。",
    "delivered_online": "{item}：电子证照已发到您的空间，可以用了。",
    "posted": "{item}：已寄出，邮件号{tracking}。",
    "withdrawn": "{item}：您已撤回。",
    "lapsed": "{item}：期满没有交齐，已终止。可以重新申请。",
    "rate": "{item}：结果给您了。这次服务满意吗？打开 {rating} 就能评，评不评由您。",
    "voided": "{item}：这一件录错了，已经作废。要问原因，请找{department}。",
    "forwarded": "{item}：已转报{to}办理。",
}

CASELESS = {
    "question_in": "您问的已收到，编号{number}。{due}前回答您。",
    "question_answered": "您问的有回答了，编号{number}。登录后在“我的咨询”里看，或者打电话问。",
    "question_handed": "您问的转到{to}回答了，编号{number}。",
    "question_not_reached": "我们三次打电话没有打通，编号{number}。要问的话请再留言。",
    "rating_answered": "您{on}的差评有答复了：{answer}",
    "rating_excluded": "您{on}的差评经复核没有采用。理由在“我的办件”里看，不同意可以打12345。",
    "order_given": "{number}（{word}）已下达，{sign}前签收，{answer}前答复。在管理中心的“督办单”里办。",
    "order_back": "{number}（{word}）的答复被退回，{answer}前重新答复。意见在管理中心的“督办单”里看。",
    "order_gone": "{number}（{word}）已撤销，不用再答复。",
    "workorder_in": "您反映的已登记，编号{number}，查询码{code}。{due}前答复您。",
    "workorder_answered": "您反映的有答复了，编号{number}。到网上大厅“投诉建议”凭查询码{code}和电话后四位看，也可以评价。",
    "workorder_extended": "您反映的（编号{number}）要延到{due}前答复，原因：{why}。",
    "workorder_passed": "您反映的（编号{number}）不归我们办，已转到{to}。",
    "workorder_again": "您反映的（编号{number}）重新办，{due}前再答复您。",
    "flaw_mended": "您找出的错（编号{number}）已经改好，谢谢您。",
    "flaw_answered": "您找错的那一处（编号{number}）我们核对了，说明可以到“请您来找错”里看。谢谢您。",
    "weekly_letter": "{body}从{number}起那一周的督查周报写好了。在管理中心的“督查周报”里看。",
    "review_answered": "{item}：预审好了。登录后在“我的草稿”里看要改哪里。",
}
TEXTS |= {
    "message": "{item}：工作人员给您留了言。登录后在“我的消息”里看。",
}
# Of one thing (一件事): once for all its parts. Each state or outcome of it has its sentence.
THINGS = {
    "thing_filed": "{item}：已收到您的材料，一共{count}项一起办。{answer_by}前，{department}告诉您是否受理。",
    "thing_accepted": "{item}：已受理，{count}项一起办。{joint}。",
    "thing_correct": "{item}：要补{lines}份材料，{due}前交。各部门要的一次说清，清单见补正材料通知书，扫码也能看。",
    "thing_struck": "{item}：要您补的材料里有{struck}份不用交了，超出了公布的清单。{next}。",
    "thing_handed_in": "{item}：已收到您补的材料。{next}。",
    "thing_done": "{item}：{ended}。",
    "thing_extended": "{item}：经批准，联合办理延长{days}个工作日，原因：{why}。共同办结日没有变的，照原来的日子办。",
    "thing_posted": "{item}：{posted}项结果一封邮件寄出了，邮件号{tracking}。",
    "thing_came_back": "{item}：寄给您的结果退回来了。改为到{hall}领，带上证件。",
    "thing_visit": "{item}：{on}{half}，{visitors}个部门一起上门看，只来一次，地点{place}。请有人在场。",
}
HALVES = {"am": "上午", "pm": "下午"}
# The short head of a notice, for e-mail and WeChat: at most 20 characters.
TITLES = {
    "remind_correction": "补材料快到期了", "remind_gap": "容缺补交快到期了",
    "bill_open": "要缴费", "bill_paid": "已付款", "bill_unpaid": "没付成", "bill_refunding": "正在退款", "bill_fetch": "请来领退款",
    "bill_refunded": "已退款", "came_back": "邮件退回来了", "delivered_online": "电子证照已发到",
    "filed": "材料已收到", "handed_in": "补的材料已收到", "struck": "有材料不用补了", "struck_partly": "有材料不用补了", "accepted": "已受理", "correct": "要补材料", "not_required": "不需要办理",
    "not_accepted": "不受理", "deemed": "视为受理", "special": "特别程序", "halted": "已中止", "resumed": "恢复办理", "extended": "已延期",
    "hearing": "可以要求听证", "decided": "已作出决定", "ready": "可以领取了", "to_post": "结果到窗口了", "posted": "已寄出",
    "withdrawn": "已撤回", "lapsed": "期满已终止", "voided": "已作废", "rate": "这次服务满意吗", "forwarded": "已转报", "message": "有新的留言",
    "order_given": "有新的督办单", "order_back": "督办答复被退回", "order_gone": "督办单已撤销", "weekly_letter": "上周的督查周报",
    "question_in": "咨询已收到", "question_answered": "咨询有回答了", "question_handed": "咨询已转办",
    "workorder_in": "反映的已登记", "workorder_answered": "有答复了", "workorder_extended": "要晚几天答复", "workorder_passed": "已转到别的单位", "workorder_again": "重新办",
    "flaw_mended": "您找的错改好了", "flaw_answered": "您找错的有答复",
    "question_not_reached": "电话没有打通", "review_answered": "预审好了", "rating_answered": "差评有答复了", "rating_excluded": "差评没有采用", "thing_filed": "材料已收到", "thing_accepted": "已受理",
    "thing_correct": "要补材料", "thing_handed_in": "补的材料已收到", "thing_struck": "有材料不用补了", "thing_done": "办完了", "thing_extended": "联合办理延长", "thing_visit": "要上门看",
    "thing_posted": "已寄出", "thing_came_back": "邮件退回来了",
}  # fmt: skip


def title_of(template: str) -> str:
    """Return the short head of a notice."""
    return TITLES.get(template, "办事通知")


def is_known(template: Any) -> bool:
    """Tell whether there is such a notice."""
    return template in TEXTS or template in CASELESS or template in THINGS


def plain_text(template: str, args: Mapping[str, Any]) -> str:
    """Return the text of a notice about no case; KeyError for a template that is not there."""
    due = zh_date(date.fromisoformat(args["due"])) if args.get("due") else "规定的日期"
    return f"【政务服务】{CASELESS[template].format_map({**args, 'due': due})}"[:500]


def text_of(template: str, case: Mapping[str, Any], args: Mapping[str, Any]) -> str:
    """Return the notice's text with the query code; KeyError for a template that is not there."""
    days = {
        "due": date.fromisoformat(args["due"]) if args.get("due") else case["due_on"],
        "promised": case["promised_due_on"] or case["statutory_due_on"],
        "statutory": case["statutory_due_on"],
    }
    words = {name: zh_date(day) if isinstance(day, date) else "规定的日期" for name, day in days.items()}
    words["rating"] = f"{settings.DEPLOYMENT.origin}/p/{case['query_code']}/rating?channel=6"
    return _coded(TEXTS[template].format_map({**args, **case, **words}), case["query_code"])


def thing_text(template: str, thing: Mapping[str, Any], args: Mapping[str, Any]) -> str:
    """Return the notice about a thing with its query code; KeyError for a template that is not there."""
    days = ("answer_by", "due", "on")
    words = {name: zh_date(thing[name]) if thing[name] else "规定的日期" for name in days}
    half = HALVES.get(str(args.get("half", "")), "")
    return _coded(THINGS[template].format_map({**args, **thing, **words, "half": half}), thing["query_code"])


def _coded(said: str, code: str) -> str:
    return f"【政务服务】{said}查询码{code[:4]}-{code[4:]}"[:500]
