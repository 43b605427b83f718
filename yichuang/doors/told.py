"""What is on record about a case, in plain words for staff: one line of the table for each act of the trace."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.ground.templatetags.yc import cndate, cndatetime
from yichuang.journal.models import Entry
from yichuang.law import across
from yichuang.law.grading import SOURCES
from yichuang.law.names import act_name
from yichuang.law.urging import level_word

Said = Mapping[str, Any]
VERDICTS = {"pass": "建议准予", "fail": "建议不予"}
FEES = {
    "billed": "开出缴费单",
    "paid": "已缴费",
    "waived": "不用缴费",
    "cancelled": "撤回缴费单",
    "refunded": "已退费",
}
WAYS = {"pickup": "自取", "post": "邮寄", "electronic": "网上领取"}
COLOURS = {"green": "正常", "yellow": "黄牌", "red": "红牌", "grey": "不计时"}
SAYS: dict[str, Callable[[Said], str]] = {
    "cases.receive": lambda p: f"收件，申请编号{p.get('filing_number', '')}",
    "cases.accept": lambda p: f"受理，办件编号{p.get('number', '')}" + _until(p.get("promised"), "，承诺{}前办结"),
    "cases.ask_once": lambda p: f"一次告知补正{len(p.get('lines') or ())}份材料" + _until(p.get("due"), "，{}前补齐"),
    "cases.force_notice": lambda p: f"督查放行第二次告知，记违规一次：{p.get('why', '')}",
    "cases.ask_strike": lambda p: f"督查要求停止违规要求{len(p.get('lines') or ())}项，等第二人确认：{p.get('why', '')}",
    "cases.strike_demand": lambda p: f"强制停止违规要求{len(p.get('lines') or ())}项，申请人不用补：{p.get('why', '')}" + ("" if p.get("left") else _until(p.get("due"), "，{}前告知是否受理")),
    "cases.drop_strike": lambda p: f"不停止要求：{p.get('why', '')}",
    "cases.hand_in": lambda p: f"交来补正材料{len(p.get('places') or ())}份",
    "cases.correct_on_spot": lambda p: f"当场更正：{p.get('what', '')}",
    "cases.tell_not_required": lambda p: f"告知不需要办理：{p.get('why', '')}",
    "cases.propose_not_accept": lambda p: f"窗口提出不予受理：{p.get('why', '')}（该找{p.get('whose', '')}）",
    "cases.not_accept": lambda p: f"不予受理：{p.get('why', '')}（该找{p.get('whose', '')}）",
    "cases.pass_on": lambda p: f"转给{p.get('department', '部门')}受理",
    "cases.deem_accepted": lambda p: "五个工作日没有告知，视为受理" + _until(p.get("received_on"), "，从{}算起"),
    "cases.decide_at_once": lambda p: f"当场办结：{p.get('words', '')}",
    "cases.conclude": lambda p: f"审查：{VERDICTS.get(str(p.get('verdict')), '')}{_quoted(p.get('opinion'))}",
    "cases.send_back": lambda p: f"退回窗口（第{p.get('returns', 1)}次）：{p.get('why', '')}",
    "cases.suspend": lambda p: f"{p.get('name', '特别程序')}开始，预计{p.get('days', '')}天，{'计入时限' if p.get('counted') else '不计时'}",
    "cases.halt": lambda p: f"中止，不计时：{p.get('why', '')}（{p.get('basis', '')}）",
    "cases.resume": lambda p: f"恢复计时：{p.get('result', '')}" + _until(p.get("promised"), "，承诺{}前办结"),
    "cases.offer_hearing": lambda p: "告知听证权利" + _until(p.get("ask_by"), "，{}前可以要求听证"),
    "cases.ask_hearing": lambda p: f"{p.get('who', '申请人')}要求听证" + _until(p.get("hold_by"), "，{}前举行"),
    "cases.ask_extension": lambda p: f"提出延期：{p.get('reason', '')}",
    "cases.extend": lambda p: f"批准延期{p.get('days', '')}个工作日：{p.get('why', '')}" + _until(p.get("statutory"), "，新的法定期限{}"),
    "cases.supplement": lambda p: f"申请人自愿补充：{p.get('what', '')}",
    "cases.fill_gap": lambda p: f"补交容缺材料{len(p.get('places') or ())}份" + ("，已补齐" if p.get("complete") else ""),
    "cases.miss_gap": lambda p: "容缺材料到期没有补交，终止",
    "cases.decide": lambda p: f"决定：{p.get('words', '')}{_quoted(p.get('opinion'))}",
    "cases.arrive": lambda p: "结果送到窗口，可以领取",
    "cases.hand_over": lambda p: f"领取，领取人：{p.get('relation', '本人')}",
    "cases.post": lambda p: f"寄出，邮件号{p.get('tracking', '')}",
    "cases.post_back": lambda p: f"邮件退回：{p.get('why', '')}",
    "cases.sign_for": lambda p: f"邮件签收，邮件号{p.get('tracking', '')}",
    "cases.remind": lambda p: "提醒申请人：" + _until(p.get("due"), "{}前办"),
    "cases.note_claim": lambda p: f"有人给“{act_name(str(p.get('what', '')))}”填了日期（{'、'.join(str(one) for one in (p.get('said') or {}).values())}），没有采用，已经记录",
    "cases.note_fee": lambda p: f"{FEES.get(str(p.get('what')), '缴费')}，{int(p.get('total') or 0) / 100:.2f}元" + _quoted(p.get("why")),
    "cases.change_agent": lambda p: "换了代理人" if p.get("mandate") else "不再由代理人办",
    "cases.change_delivery": lambda p: f"取件方式改成{WAYS.get(str(p.get('to')), '')}",
    "cases.deliver_online": lambda p: f"电子证照{len(p.get('licences') or ())}份在网上送达",
    "cases.sign_on_paper": lambda p: "申请人在窗口的纸质材料上签了字",
    "cases.collect": lambda p: f"异地代收，{p.get('number', '')}" + _until(p.get("due"), "，{}前移送业务地"),
    "cases.send_across": lambda p: f"移送业务地，{'系统移送' if p.get('way') == 'online' else '邮件号' + str(p.get('tracking', ''))}{'，已超期' if p.get('late') else ''}",
    "cases.hear_across": lambda p: f"业务地回告：{across.word(str(p.get('what') or 'arrived'))}{_quoted(p.get('why'))}",
    "cases.give_across": lambda p: "在代收地交给申请人",
    "cases.announce": lambda p: f"异地移送来，代收编号{p.get('number', '')}",
    "cases.take_across": lambda p: "收到异地移送的材料",
    "cases.tie_across": lambda p: f"受理，办件编号{p.get('number', '')}",
    "cases.decline_across": lambda p: f"退回代收地：{p.get('why', '')}",
    "cases.return_across": lambda p: f"结果寄回代收地，邮件号{p.get('tracking', '')}",
    "cases.choose_hall": lambda p: f"改到{p.get('name', '')}续办和取件",
    "cases.send_on": lambda p: f"{'结果' if p.get('what') == 'result' else '纸质材料'}移交{p.get('whither', '')}" + _until(p.get("due"), "，{}前接收"),
    "cases.take_over": lambda p: f"接收移交的{'结果' if p.get('what') == 'result' else '纸质材料'}{'，已超期' if p.get('late') else ''}",
    "cases.close": lambda p: "结案",
    "cases.withdraw": lambda p: "申请人撤回" + _quoted(p.get("why")),
    "cases.lapse": lambda p: "补正期满没有交齐，终止",
    "cases.forward": lambda p: f"转报{p.get('to', '')}{_quoted(p.get('opinion'))}",
    "cases.void": lambda p: f"督查作废：{p.get('why', '')}",
    "cases.after_check": lambda p: f"核查：{'属实' if p.get('truthful') else '不属实'}{_quoted(p.get('finding'))}",
    "cases.verify_source": lambda p: f"数据核验：“{p.get('source', '')}”{'查到' if p.get('answer') == 'have' else '没有记录'}，{p.get('material', '')}",
    "cases.turn": lambda p: f"{COLOURS.get(str(p.get('from')), '')}转{COLOURS.get(str(p.get('to')), '')}" + _until(p.get("due"), "，期限{}"),
    "cases.recount": lambda p: f"日历变了，期限重算：{p.get('why', '')}" + _until((p.get("after") or {}).get("due"), "，现在是{}"),
    "cases.mark_credit": lambda p: f"列入失信名单，修复前不能容缺、不能告知承诺：{p.get('reason', '')}",
    "cases.repair_credit": lambda p: f"信用修复，可以容缺和告知承诺：{p.get('basis', '')}",
    "supervision.order": lambda p: f"{level_word(str(p.get('level') or 'urge'))}：{p.get('why', '')}" + _until(p.get("sign_due_on"), "，{}前签收") + _until(p.get("answer_due_on"), "，{}前答复"),
    "supervision.sign_order": lambda p: "签收" + ("，已超期" if p.get("late") else ""),
    "supervision.take_in_hand": lambda p: "承办",
    "supervision.answer_order": lambda p: f"答复{'，已超期' if p.get('late') else ''}：{p.get('text', '')}",
    "supervision.send_order_back": lambda p: f"答复退回（第{p.get('returns', 1)}次）：{p.get('why', '')}" + _until(p.get("answer_due_on"), "，{}前重新答复"),
    "supervision.check_order": lambda p: f"核查通过：{p.get('why', '')}",
    "supervision.close_order": lambda p: "办结",
    "supervision.redate_order": lambda p: f"日历变了，期限重算：{p.get('why', '')}" + _until(p.get("answer_due_on"), "，{}前答复"),
    "supervision.redate_card": lambda p: f"日历变了，申诉期重算：{p.get('why', '')}" + _until(p.get("appeal_due_on"), "，到{}"),
    "supervision.raise_order": lambda p: f"升级为{level_word(str(p.get('level') or 'supervise'))}{p.get('number', '')}：{p.get('why', '')}",
    "supervision.withdraw_order": lambda p: f"撤销：{p.get('why', '')}",
    "inspections.enter": lambda p: f"列入名录，信用{p.get('grade', '')}级{_quoted(p.get('ground'))}",
    "inspections.add_line": lambda p: f"加业务条线“{p.get('line', '')}”",
    "inspections.grade": lambda p: f"信用评价{p.get('rated', p.get('to', ''))}级{_quoted(p.get('rated_ground'))}；{_graded(p)}",
    "inspections.regrade": lambda p: f"按记录重新定级：{_graded(p)}",
    "inspections.mend_finding": lambda p: f"整改复查合格{_quoted(p.get('mended'))}；{_graded(p)}",
    "inspections.raise_objection": lambda p: f"对信用{p.get('grade', '')}级有异议" + _until(p.get("due_on"), "，{}前复核"),
    "inspections.answer_objection": lambda p: f"异议{'成立' if p.get('holds') else '不成立'}{_quoted(p.get('answer'))}；{_graded(p)}",
    "inspections.strike": lambda p: f"移出名录{_quoted(p.get('why'))}",
    "ratings.rate": lambda p: "申请人评价",
    "journal.shred": lambda p: f"个人信息已销毁：{p.get('why', '')}",
}  # fmt: skip
BAD = {
    "cases.force_notice",
    "cases.strike_demand",
    "cases.note_claim",
    "supervision.send_order_back",
    "supervision.raise_order",
    "cases.deem_accepted",
    "cases.send_back",
    "cases.miss_gap",
    "cases.post_back",
    "cases.not_accept",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline, as `parts/timeline.html` wants it."""

    what: str
    when: str
    who: str
    state: str
    seq: int


def line(entry: Entry) -> Line:
    """Return an entry as a line: what was done, when, by whom."""
    said: Said = json.loads(entry.payload)
    words = SAYS.get(entry.act)
    what = words(said) if words else entry.act
    return Line(
        what, cndatetime(entry.at), entry.by_name, "bad" if _is_bad(entry.act, said) else "past", entry.seq
    )


def lines(entries: Iterable[Entry]) -> list[Line]:
    """Return entries as lines, newest first."""
    return [line(entry) for entry in sorted(entries, key=lambda e: -e.seq)]


def since(case: Any, seq: int) -> list[Line]:
    """Return what was done to a case after the sequence that a page was drawn from."""
    return lines(Entry.objects.filter(subject=case, seq__gt=seq))


def _is_bad(act: str, said: Said) -> bool:
    return (
        act in BAD
        or said.get("to") == "red"
        or said.get("outcome") == "refused"
        or said.get("truthful") is False
    )


def _until(day: Any, words: str) -> str:
    return words.format(cndate(date.fromisoformat(day))) if day else ""


def _graded(said: Said) -> str:
    """Say which grade followed, from where and why."""
    before, after = said.get("from"), said.get("to", "")
    moved = f"仍是{after}级" if before == after else f"{before}级改为{after}级"
    source = SOURCES.get(str(said.get("source")), "")
    return moved + (f"（{source}：{said.get('ground', '')}）" if source else _quoted(said.get("ground")))


def _quoted(text: Any) -> str:
    return f"：{text}" if text else ""
