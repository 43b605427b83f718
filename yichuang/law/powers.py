"""The powers table: which post may perform which act, under which facts; the buttons and the refusals read it.

The facts are found by the room (is it my department's case, did I receive it, am I authorised in writing);
what they mean stands here. Separation follows the natural person (settled.md), so the facts do too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

POSTS = (
    ("clerk", "综合窗口"),
    ("issue", "统一出件"),
    ("reviewer", "审查"),
    ("approver", "审批"),
    ("chief", "首席代表"),
    ("head", "机关负责人"),
    ("government", "政府负责人"),
    ("editor", "事项管理"),
    ("supervisor", "督查"),
    ("guide", "导办"),
    ("sysadmin", "系统管理员"),
    ("secadmin", "安全管理员"),
    ("audadmin", "审计管理员"),
)
SINGLE = frozenset({"sysadmin", "secadmin", "audadmin"})
_FACTS = {
    "answers_order": "这件工单不归您的单位办。",
    "helps_order": "这件工单没有请您的单位协办。",
    "keeps_order": "这件工单归经管的人调度。要接手，请督查岗先接管。",
    "leads_order": "办不成的事要由带队负责的人答复：首席代表或者机关负责人。",
    "needs_caller": "诉求人是谁只给要用的人看：经管的人，没有要求保护的还有签收、办理的人。",
    "complained_of": "这件工单反映的就是您或者您的单位，要换人办。",
    "handled_order": "办理、答复的人不能回访、重办同一件，要换一个人。",
    "own_flaw": "这一条找错归别的部门的事项，请他们看。",
    "own_review": "这一件预审不归您看：由事项的部门和受委托的窗口答复。",
    "own_answer": "这一条归别的部门管，请他们改。",
    "own_question": "这一件不归您答：首问的人、现在负责的人和所问的部门才能办。",
    "own_hall": "这一件不在您所在的大厅。",
    "own_rating": "这条差评不归您的单位整改：谁办理，谁负责。",
    "rated_me_by": "只有被评价的人能申诉。",
    "rated_me": "被评价的人不能办自己的差评，换一位来办。",
    "called_by_me": "这条由别人回访。先点“我来回访”。",
    "verified_by_me": "核实的人不能复核同一条的申诉，换一位来办。",
    "own_case": "这一件不是您的，也没有授权您办。",
    "own_account": "这不是您的账户。",
    "own_department": "这一件不归您的部门办。",
    "own_region": "这一件不在您所在的地区。",
    "entrusted": "部门没有把这个事项委托给您的窗口受理。",
    "entrusted_refusal": "部门没有书面委托窗口不予受理，只能提出，由部门确认。",
    "authorised_review": "授权清单里没有您审查这个事项的授权。",
    "authorised_approve": "授权清单里没有您决定这个事项的授权。",
    "authorised_at_once": "授权清单里没有您当场办结这个事项的授权。",
    "authorised_extend": "授权清单里没有您批准延期的授权。",
    "at_once": "这个事项不是即办件，要先受理，再由部门审查、决定。",
    "received_by_me": "收件的人不能审查、决定同一件。",
    "reviewed_by_me": "审查的人不能决定同一件，要换一位审批人。",
    "helped_by_me": "帮办这一件的人不能审查、决定它。",
    "cross_window": "跨区域通办的件在专窗办，您坐的不是专窗。",
    "own_desk": "这不是您单位的帮办代办。",
    "own_lead": "这一件不由您的部门牵头，也不在您的大厅。",
    "own_part": "这一项不归您的部门办。",
    "asked_by_me": "提出延期的人不能批准同一次延期。",
    "strike_asked_by_me": "提出停止的人不能自己确认，要换一位督查或政府负责人。",
    "own_body": "这一件不归您的部门监管。",
    "graded_by_me": "等级是您定的，异议由别人复核。",
    "own_visit": "这次抽查没有您部门的检查任务。",
    "myself": "回避由检查人员自己申报，或者由部门负责人登记。",
    "decided_by_me": "经办过这一件的人不能签收它的监管：审批和监管分开。",
    "in_pool": "您在这次抽查的人员名单里，不能主持抽取。",
    "my_step": "这个环节不归您的岗位办。",
    "resident": "这个事项还没有进驻，窗口只收件转办。",
    "own_order": "这张督办单没有下给您的单位或者大厅。",
    "order_on_me": "督办单下给您的单位，或者由您签收、答复，要换一位来核查。",
    "own_card": "这张牌没有落在您的单位或者大厅。",
    "card_on_me": "牌落在您自己或者您的单位上，要换一位督查。",
    "joint": "联合办理的延期要由本级政府负责人批准。",
    "not_joint": "单个机关的延期由机关负责人批准。",
}
REVIEW = frozenset({"reviewer", "chief"})
DECIDE = frozenset({"approver", "chief", "head"})
DEPARTMENT = REVIEW | DECIDE
WINDOW = frozenset({"clerk"})
HELP = frozenset({"clerk", "guide"})
SELF = frozenset({"applicant"})
NIGHT = frozenset({"system"})
SUPERVISE = frozenset({"supervisor", "government"})
MENDERS = frozenset({"head", "chief", "supervisor"})
ANSWERS = WINDOW | DEPARTMENT | {"guide", "issue", "supervisor"}
TAKES = frozenset({"clerk", "issue", "guide", "supervisor"})
UNIT = DEPARTMENT | {"clerk", "issue", "guide"}
DISPATCH = frozenset({"supervisor", "government"})


@dataclass(frozen=True, slots=True)
class Power:
    """One row: the act, the posts, the facts that must hold, the facts that must not, and the basis."""

    act: str
    posts: frozenset[str]
    needs: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class No:
    """Why not: the rule's name and the sentence that people read."""

    rule: str
    sentence: str


URGING = "粤府办〔2016〕19号 二（五）；涵政办〔2019〕38号 五（四）；domain.md 10.1"
FORCED_STOP = "粤府办〔2016〕19号 二（五）2（强制停止）"
FIRST_ASKED = "殷政办〔2021〕15号 三（一）1（4）；首问负责的当地规定"
KNOWN = "殷政办〔2021〕15号 三（一）1（4）"
RATED = "国办发〔2019〕51号（差评核实、整改、回访、申诉复核、公开）"
ONE_THING = "国发〔2024〕3号；国办发〔2022〕32号"
PRE_REVIEW = "殷政办〔2021〕15号 三（一）1（4）"
CARDS = "粤府办〔2016〕19号 二（五）2"
HOTLINE = "国办发〔2020〕53号；domain.md 11.4"
FEEDBACK = "嘉府办发〔2019〕17号 29"
APPRAISAL = "巴府办发〔2017〕61号 三（三）"
SEPARATE = "殷政办〔2021〕15号 三（一）2 受审监管相分离"
AFTER = "嘉府办发〔2019〕17号 18"
RANDOM = "嘉府办发〔2019〕17号 19；国发〔2019〕5号"
GRADED = "嘉府办发〔2019〕17号 20"
REGISTERS = DECIDE | {"supervisor"}
POWERS = (
    Power("cases.receive", WINDOW | SELF | DEPARTMENT | NIGHT, (), (), "《行政许可法》第二十六条"),
    Power("cases.accept", WINDOW | DEPARTMENT | NIGHT, ("entrusted",), (), "涵政办〔2019〕38号 一"),
    Power("cases.ask_once", WINDOW | DEPARTMENT | NIGHT, ("entrusted",), (), "《行政许可法》第三十二条"),
    Power("cases.force_notice", frozenset({"supervisor"}), ("own_region",), (), "《行政许可法》第三十二条"),
    Power("cases.ask_strike", frozenset({"supervisor"}), ("own_region",), (), FORCED_STOP),
    Power("cases.strike_demand", SUPERVISE, ("own_region",), ("strike_asked_by_me",), FORCED_STOP),
    Power("cases.drop_strike", SUPERVISE, ("own_region",), (), FORCED_STOP),
    Power("cases.hand_in", WINDOW | SELF | DEPARTMENT | NIGHT, (), (), "《行政许可法》第三十二条"),
    Power("cases.correct_on_spot", WINDOW | DEPARTMENT, ("entrusted",), (), "《行政许可法》第三十二条第一款第三项"),
    Power("cases.tell_not_required", WINDOW | DEPARTMENT, ("entrusted",), (), "《行政许可法》第三十二条第一款第一项"),
    Power("cases.propose_not_accept", WINDOW, ("entrusted",), (), "domain.md 5.3"),
    Power("cases.not_accept", WINDOW | DECIDE, ("entrusted_refusal",), ("helped_by_me",), "domain.md 5.3"),
    Power("cases.pass_on", WINDOW | NIGHT, ("own_hall",), (), "粤府办〔2016〕19号 二（二）1"),
    Power("cases.deem_accepted", NIGHT, (), (), "《行政许可法》第三十二条第一款第四项"),
    Power("cases.decide_at_once", WINDOW | DEPARTMENT, ("at_once", "authorised_at_once"), ("helped_by_me",), "《行政许可法》第三十四条第二款；巴府办发〔2017〕61号 一（六）"),
    Power("cases.conclude", DEPARTMENT, ("my_step", "authorised_review"), ("received_by_me", "helped_by_me"), SEPARATE),
    Power("cases.send_back", DEPARTMENT, ("own_department",), ("received_by_me",), "殷政办〔2021〕15号 三（一）1（2）"),
    Power("cases.suspend", DEPARTMENT, ("own_department", "authorised_review"), ("received_by_me",), "《行政许可法》第四十五条"),
    Power("cases.halt", DECIDE, ("own_department", "authorised_approve"), ("received_by_me",), "事项自己的依据"),
    Power("cases.resume", DEPARTMENT | NIGHT, ("own_department",), (), "《行政许可法》第四十五条"),
    Power("cases.offer_hearing", DEPARTMENT, ("own_department",), (), "《行政许可法》第四十七条"),
    Power("cases.ask_hearing", WINDOW | SELF | DEPARTMENT, (), (), "《行政许可法》第四十七条"),
    Power("cases.ask_extension", DEPARTMENT, ("own_department",), (), "《行政许可法》第四十二条"),
    Power("cases.extend", frozenset({"head", "government"}), ("authorised_extend",), ("asked_by_me", "received_by_me", "helped_by_me"), "《行政许可法》第四十二条"),
    Power("cases.supplement", WINDOW | SELF, (), (), "domain.md 5.3"),
    Power("cases.fill_gap", WINDOW | SELF, (), (), "容缺受理的当地规定"),
    Power("cases.miss_gap", NIGHT, (), (), "容缺受理的当地规定"),
    Power("cases.decide", DECIDE, ("own_department", "authorised_approve"), ("received_by_me", "reviewed_by_me", "helped_by_me"), SEPARATE),
    Power("cases.arrive", frozenset({"issue", "clerk"}), ("own_hall",), (), "殷政办〔2021〕15号 三（一）1（3）"),
    Power("cases.hand_over", frozenset({"issue", "clerk"}), ("own_hall",), (), "殷政办〔2021〕15号 三（一）1（3）"),
    Power("cases.post", frozenset({"issue", "clerk"}), ("own_hall",), (), "涵政办〔2019〕38号 四（五）"),
    Power("cases.post_back", frozenset({"issue", "clerk"}), ("own_hall",), (), "涵政办〔2019〕38号 四（五）"),
    Power("cases.sign_for", frozenset({"issue", "clerk"}) | NIGHT, ("own_hall",), (), "涵政办〔2019〕38号 四（五）"),
    Power("cases.sign_on_paper", WINDOW, ("own_hall",), (), "《行政许可法》第二十九条；《电子签名法》第三条"),
    Power("cases.choose_hall", WINDOW | SELF, (), (), "巴府办发〔2017〕61号 一（四）"),
    Power("cases.send_on", frozenset({"issue", "clerk"}), ("own_hall",), (), "巴府办发〔2017〕61号 一（四）"),
    Power("cases.take_over", frozenset({"issue", "clerk"}) | DEPARTMENT, (), (), "巴府办发〔2017〕61号 一（四）"),
    Power("cases.close", NIGHT, (), (), "国务院令第716号第十二条"),
    Power("cases.turn", NIGHT, (), (), "粤府办〔2016〕19号 二（五）2"),
    Power("cases.recount", NIGHT, (), (), "domain.md 2.2"),
    Power("cases.withdraw", WINDOW | SELF, (), (), "domain.md 1.3"),
    Power("cases.lapse", WINDOW | DEPARTMENT | NIGHT, (), (), "domain.md 1.3"),
    Power("cases.forward", DECIDE, ("own_department", "authorised_approve"), ("received_by_me", "helped_by_me"), "《行政许可法》第三十五条"),
    Power("cases.void", frozenset({"supervisor"}), ("own_region",), (), "domain.md 5.3"),
    Power("cases.after_check", DEPARTMENT, ("own_department",), ("received_by_me",), "国办发〔2020〕42号"),
    Power("cases.verify_source", NIGHT, (), (), "国务院令第716号第七条；ux.md 7.3"),
    Power("cases.mark_credit", frozenset({"supervisor"}) | NIGHT, (), (), "国办发〔2020〕42号"),
    Power("cases.repair_credit", frozenset({"supervisor"}) | NIGHT, (), (), "国办发〔2020〕42号"),
    Power("cases.change_delivery", SELF | frozenset({"issue", "clerk"}), ("own_hall",), (), "殷政办〔2021〕15号 三（一）1（3）"),
    Power("cases.deliver_online", NIGHT, (), (), "国务院令第716号第十条"),
    Power("cases.change_agent", SELF | WINDOW, ("own_hall",), (), "《行政许可法》第二十九条"),
    Power("cases.remind", NIGHT, (), (), "ux.md 7.1（写清谁、做什么、到哪天）"),
    Power("cases.note_claim", NIGHT, (), (), "粤府办〔2016〕19号 二（五）3（全程留痕）"),
    Power("cases.note_fee", NIGHT, (), (), "《行政许可法》第五十九条"),
    Power("payments.draw", DEPARTMENT | NIGHT, ("own_department",), (), "《行政许可法》第五十九条"),
    Power("payments.begin", SELF, (), (), "《行政许可法》第五十九条"),
    Power("payments.learn", NIGHT, (), (), "非税收入收缴的电子回执"),
    Power("payments.take", frozenset({"clerk", "issue"}), ("own_hall",), (), "《行政许可法》第五十九条"),
    Power("payments.cancel", DEPARTMENT | NIGHT, ("own_department",), (), "《行政许可法》第五十九条"),
    Power("payments.refund", DECIDE | NIGHT, ("own_department",), (), "《行政许可法》第五十九条"),
    Power("payments.give_back", frozenset({"clerk", "issue"}) | NIGHT, ("own_hall",), (), "《行政许可法》第五十九条"),
    Power("payments.set_prices", frozenset({"supervisor"}) | NIGHT, (), (), "国邮办函〔2019〕94号"),
    Power("payments.enter_posting", NIGHT, (), (), "涵政办〔2019〕38号 四（五）"),
    Power("payments.correct_posting", frozenset({"supervisor"}), (), (), "涵政办〔2019〕38号 四（五）"),
    Power("payments.close_month", frozenset({"supervisor"}) | NIGHT, (), (), "涵政办〔2019〕38号 四（五）"),
    Power("journal.retry_errand", frozenset({"sysadmin", "supervisor"}) | NIGHT, (), (), "issue 2, Errands"),
    Power("journal.shred", frozenset({"supervisor"}) | NIGHT, ("own_region",), (), "《个人信息保护法》第四十七条"),
    Power("journal.mark_demo", NIGHT, (), (), "settled.md Commands（示例区）"),
    Power("asking.answer", ANSWERS, ("own_question",), (), FIRST_ASKED),
    Power("asking.ask", ANSWERS | SELF | NIGHT, (), (), FIRST_ASKED),
    Power("asking.ask_again", ANSWERS | SELF, ("own_question",), (), FIRST_ASKED),
    Power("asking.call", ANSWERS, ("own_question",), (), FIRST_ASKED),
    Power("asking.close", ANSWERS | SELF | NIGHT, ("own_question",), (), FIRST_ASKED),
    Power("asking.answer_review", ANSWERS - {"supervisor"}, ("own_review",), (), PRE_REVIEW),
    Power("asking.ask_review", SELF, (), (), PRE_REVIEW),
    Power("asking.ask_review_again", SELF, (), (), PRE_REVIEW),
    Power("asking.keep_review", WINDOW | DEPARTMENT | {"guide"}, (), (), PRE_REVIEW),
    Power("asking.take_review", WINDOW | DEPARTMENT | SELF | {"guide"}, ("own_review",), (), PRE_REVIEW),
    Power("asking.publish_answer", DEPARTMENT | {"editor", "supervisor"}, ("own_answer",), ("drafted_by_me",), KNOWN),
    Power("asking.renew_answer", DEPARTMENT | {"editor", "supervisor"}, ("own_answer",), (), KNOWN),
    Power("asking.revise_answer", ANSWERS | {"editor"}, ("own_answer",), (), KNOWN),
    Power("asking.withdraw_answer", DEPARTMENT | {"editor", "supervisor"}, ("own_answer",), (), KNOWN),
    Power("asking.write_answer", ANSWERS | {"editor"}, (), (), KNOWN),
    Power("asking.hand_over", ANSWERS, ("own_question",), (), FIRST_ASKED),
    Power("complaints.receive", TAKES | SELF | NIGHT, (), (), HOTLINE),
    Power("complaints.attach", TAKES | SELF, ("keeps_order",), ("complained_of",), HOTLINE),
    Power("complaints.dispatch", TAKES | DISPATCH, ("keeps_order",), ("complained_of",), HOTLINE),
    Power("complaints.pass_out", TAKES | DISPATCH, ("keeps_order",), ("complained_of",), HOTLINE),
    Power("complaints.sign_for", UNIT, ("answers_order",), ("complained_of",), HOTLINE),
    Power("complaints.give_back", UNIT, ("answers_order",), ("complained_of",), HOTLINE),
    Power("complaints.assist", UNIT, ("helps_order",), ("complained_of",), HOTLINE),
    Power("complaints.record_handling", UNIT, ("answers_order",), ("complained_of",), HOTLINE),
    Power("complaints.answer", UNIT, ("answers_order", "leads_order"), ("complained_of",), HOTLINE),
    Power("complaints.ask_extension", UNIT, ("answers_order",), ("complained_of",), HOTLINE),
    Power("complaints.extend", DISPATCH, ("keeps_order",), ("asked_by_me",), HOTLINE),
    Power("complaints.close", TAKES | DISPATCH, ("keeps_order",), ("complained_of",), HOTLINE),
    Power("complaints.call_back", TAKES, ("keeps_order",), ("complained_of", "handled_order"), HOTLINE),
    Power("complaints.reopen", DISPATCH, ("keeps_order",), ("complained_of", "handled_order"), HOTLINE),
    Power("complaints.rate_answer", SELF | NIGHT, (), (), "国办发〔2020〕53号；国办发〔2019〕51号"),
    Power("complaints.withdraw", TAKES | SELF, ("keeps_order",), (), HOTLINE),
    Power("complaints.take_over", DISPATCH, (), ("complained_of",), HOTLINE),
    Power("complaints.reveal", UNIT | DISPATCH, ("needs_caller",), ("complained_of",), "《信访工作条例》第三十条；《个人信息保护法》第六条"),
    Power("complaints.remind", NIGHT, (), (), HOTLINE),
    Power("complaints.redate", NIGHT, (), (), "domain.md 2.2"),
    Power("complaints.find_flaw", TAKES | SELF | DEPARTMENT, (), (), FEEDBACK),
    Power("complaints.take_flaw", frozenset({"editor"}), (), (), FEEDBACK),
    Power("complaints.mend_flaw", frozenset({"editor"}), (), (), FEEDBACK),
    Power("complaints.answer_flaw", DEPARTMENT | {"editor"}, ("own_flaw",), (), FEEDBACK),
    Power("bundles.receive", WINDOW | SELF, (), (), ONE_THING),
    Power("bundles.say", DEPARTMENT, ("own_part",), ("received_by_me",), ONE_THING),
    Power("bundles.accept", WINDOW | DEPARTMENT | NIGHT, ("own_lead",), (), ONE_THING),
    Power("bundles.ask_once", WINDOW | DEPARTMENT | NIGHT, ("own_lead",), (), "《行政许可法》第三十二条第一款第四项；国发〔2024〕3号"),
    Power("bundles.ask_strike", frozenset({"supervisor"}), ("own_region",), (), FORCED_STOP),
    Power("bundles.strike_demand", SUPERVISE, ("own_region",), ("strike_asked_by_me",), FORCED_STOP),
    Power("bundles.drop_strike", SUPERVISE, ("own_region",), (), FORCED_STOP),
    Power("bundles.hand_in", WINDOW | SELF, ("own_lead",), (), "《行政许可法》第三十二条"),
    Power("bundles.extend", frozenset({"government"}), ("own_region",), ("received_by_me",), "《行政许可法》第四十二条第二款"),
    Power("bundles.go_on", NIGHT, (), (), ONE_THING),
    Power("bundles.add_part", WINDOW | SELF, ("own_lead",), (), ONE_THING),
    Power("bundles.withdraw", WINDOW | SELF, ("own_lead",), (), "domain.md 1.3"),
    Power("bundles.plan_visit", WINDOW | DEPARTMENT, ("own_lead",), (), "国办发〔2022〕32号（联合踏勘）"),
    Power("bundles.find", DEPARTMENT, ("own_part",), ("received_by_me",), "国办发〔2022〕32号（联合踏勘）"),
    Power("bundles.choose_way", WINDOW | SELF | {"issue"}, ("own_lead",), (), "殷政办〔2021〕15号 三（一）1（3）"),
    Power("bundles.hand_over", frozenset({"issue", "clerk"}), ("own_lead",), (), "殷政办〔2021〕15号 三（一）1（3）"),
    Power("bundles.post", frozenset({"issue", "clerk"}), ("own_lead",), (), "涵政办〔2019〕38号 四（五）"),
    Power("bundles.post_back", frozenset({"issue", "clerk"}), ("own_lead",), (), "涵政办〔2019〕38号 四（五）"),
    Power("bundles.sign_for", frozenset({"issue", "clerk"}), ("own_lead",), (), "涵政办〔2019〕38号 四（五）"),
    Power("supervision.order", SUPERVISE | NIGHT, ("own_region",), (), URGING),
    Power("supervision.sign_order", DECIDE | {"clerk", "issue"}, ("own_order",), (), URGING),
    Power("supervision.take_in_hand", DECIDE | {"clerk", "issue"}, ("own_order",), (), URGING),
    Power("supervision.answer_order", DECIDE | {"clerk", "issue"}, ("own_order",), (), URGING),
    Power("supervision.send_order_back", SUPERVISE, ("own_region",), ("order_on_me",), URGING),
    Power("supervision.check_order", SUPERVISE, ("own_region",), ("order_on_me",), URGING),
    Power("supervision.close_order", SUPERVISE, ("own_region",), ("order_on_me",), URGING),
    Power("supervision.redate_order", NIGHT, (), (), "domain.md 2.2"),
    Power("supervision.redate_card", NIGHT, (), (), "domain.md 2.2"),
    Power("supervision.raise_order", SUPERVISE | NIGHT, ("own_region",), ("order_on_me",), URGING),
    Power("supervision.withdraw_order", SUPERVISE | NIGHT, ("own_region",), ("order_on_me",), URGING),
    Power("ratings.rate", SELF | NIGHT, (), (), "国办发〔2019〕51号"),
    Power("ratings.verify", MENDERS, ("own_rating",), ("rated_me",), RATED),
    Power("ratings.take_call", MENDERS, ("own_rating",), ("rated_me",), RATED),
    Power("ratings.call_back", MENDERS, ("called_by_me",), ("rated_me",), RATED),
    Power("ratings.mend", MENDERS, ("own_rating",), (), RATED),
    Power("ratings.answer", MENDERS, ("own_rating",), ("rated_me",), RATED),
    Power("ratings.publish", MENDERS, ("own_rating",), ("rated_me",), RATED),
    Power("ratings.appeal", DEPARTMENT | WINDOW | {"issue"}, ("rated_me_by",), (), RATED),
    Power("ratings.review_appeal", frozenset({"supervisor"}), (), ("rated_me", "verified_by_me"), RATED),
    Power("ratings.exclude", frozenset({"supervisor"}), (), ("rated_me",), RATED),
    Power("ratings.remind", NIGHT, (), (), RATED),
    Power("ratings.redate", NIGHT, (), (), "domain.md 2.2"),
    Power("ratings.note_try", NIGHT, (), (), "国办发〔2019〕51号（一次一评，不得代评）"),
    Power("ratings.note_look", NIGHT, (), (), "国办发〔2019〕51号（评价人的信息不外传）"),
    Power("citizens.open", WINDOW | SELF | NIGHT, (), (), "国办函〔2016〕108号"),
    Power("citizens.raise_level", WINDOW | SELF | NIGHT, ("own_account",), (), "国办函〔2016〕108号"),
    Power("citizens.change_phone", WINDOW | SELF | NIGHT, ("own_account",), (), "《个人信息保护法》第四十六条"),
    Power("citizens.close", WINDOW | SELF | NIGHT, ("own_account",), (), "《个人信息保护法》第四十七条"),
    Power("citizens.tie", WINDOW | SELF | NIGHT, ("own_account",), (), "《民法典》第二十三条、第六十一条"),
    Power("citizens.end_tie", WINDOW | SELF | NIGHT, ("own_account",), (), "《民法典》第一百七十三条"),
    Power("citizens.authorise", WINDOW | SELF | NIGHT, ("own_account",), (), "《民法典》第一百六十五条"),
    Power("citizens.end_authorisation", WINDOW | SELF | NIGHT, ("own_account",), (), "《民法典》第一百七十三条"),
    Power("citizens.take_up", WINDOW | SELF | NIGHT, ("own_account",), (), "《民法典》第一百六十一条"),
    Power("people.organise", frozenset({"sysadmin"}) | NIGHT, (), (), "巴府办发〔2017〕61号 一（一）"),
    Power("people.enrol", frozenset({"sysadmin"}) | NIGHT, (), (), "domain.md 12"),
    Power("people.appoint", frozenset({"secadmin"}) | NIGHT, (), (), "domain.md 12 三员分立"),
    Power("people.dismiss", frozenset({"secadmin"}) | NIGHT, (), (), "domain.md 12 三员分立"),
    Power("people.delegate", DECIDE | frozenset({"government", "secadmin"}) | NIGHT, ("own_post",), (), "巴府办发〔2017〕61号 一（一）授权到位"),
    Power("people.end_delegation", DECIDE | frozenset({"government", "secadmin"}) | NIGHT, (), (), "巴府办发〔2017〕61号 一（一）"),
    Power("people.take_leave", DEPARTMENT | frozenset({"clerk", "issue", "government", "editor", "supervisor", "guide", "secadmin"}) | NIGHT, (), (), "巴府办发〔2017〕61号 一（一）"),
    Power("people.issue_token", frozenset({"secadmin"}) | NIGHT, (), (), "domain.md 12"),
    Power("people.revoke_token", frozenset({"secadmin"}) | NIGHT, (), (), "domain.md 12"),
    Power("people.reset_password", frozenset({"secadmin"}) | NIGHT, (), (), "domain.md 12"),
    Power("people.change_password", frozenset(dict(POSTS)) | NIGHT, (), (), "domain.md 12"),
    Power("people.change_second_factor", frozenset(dict(POSTS)), (), (), "domain.md 12"),
    Power("people.renew_codes", frozenset(dict(POSTS)), (), (), "domain.md 12"),
    Power("halls.furnish", frozenset({"sysadmin"}) | NIGHT, (), (), "殷政办〔2021〕15号 三（一）1"),
    Power("cases.collect", WINDOW, ("cross_window",), (), "国办发〔2020〕35号"),
    Power("cases.send_across", WINDOW, ("own_hall",), (), "国办发〔2020〕35号"),
    Power("cases.hear_across", WINDOW | SELF | NIGHT, ("own_hall",), (), "国办发〔2020〕35号"),
    Power("cases.give_across", WINDOW, ("own_hall",), (), "国办发〔2020〕35号"),
    Power("cases.announce", WINDOW | SELF | NIGHT, (), (), "国办发〔2020〕35号"),
    Power("cases.take_across", WINDOW, ("own_hall",), (), "国办发〔2020〕35号"),
    Power("cases.tie_across", WINDOW, ("own_hall",), (), "国办发〔2020〕35号"),
    Power("cases.decline_across", WINDOW, ("own_hall",), (), "国办发〔2020〕35号"),
    Power("cases.return_across", WINDOW, ("own_hall",), (), "国办发〔2020〕35号"),
    Power("halls.agree", frozenset({"sysadmin", "editor"}) | NIGHT, (), (), "国办发〔2020〕35号"),
    Power("halls.end_agreement", frozenset({"sysadmin", "editor"}) | NIGHT, (), (), "国办发〔2020〕35号"),
    Power("halls.seat", frozenset({"sysadmin", "clerk", "issue", "guide"}) | NIGHT, (), (), "殷政办〔2021〕15号 三（一）1"),
    Power("catalogue.draft", frozenset({"editor"}) | NIGHT, (), (), "殷政办〔2021〕15号 三（一）3"),
    Power("catalogue.submit", frozenset({"editor"}) | NIGHT, (), (), "殷政办〔2021〕15号 三（一）3"),
    Power("catalogue.hand_back", frozenset({"editor"}) | NIGHT, (), (), "殷政办〔2021〕15号 三（一）3；ux.md 2.4"),
    Power("catalogue.publish", frozenset({"editor"}) | NIGHT, (), ("drafted_by_me",), "殷政办〔2021〕15号 三（一）3；ux.md 2.4"),
    Power("catalogue.retire", frozenset({"editor"}) | NIGHT, (), (), "domain.md 4.3"),
    Power("catalogue.import", frozenset({"editor"}) | NIGHT, (), (), "settled.md Commands"),
    Power("catalogue.draft_bundle", frozenset({"editor"}) | NIGHT, (), (), "国发〔2024〕3号"),
    Power("catalogue.submit_bundle", frozenset({"editor"}) | NIGHT, (), (), "国发〔2024〕3号"),
    Power("catalogue.hand_back_bundle", frozenset({"editor"}) | NIGHT, (), (), "国发〔2024〕3号；ux.md 2.4"),
    Power("catalogue.publish_bundle", frozenset({"editor"}) | NIGHT, (), ("drafted_by_me",), "国发〔2024〕3号；ux.md 2.4"),
    Power("catalogue.retire_bundle", frozenset({"editor"}) | NIGHT, (), (), "国发〔2024〕3号；domain.md 4.3"),
    Power("catalogue.settle_department", frozenset({"editor"}) | NIGHT, (), (), "settled.md（部门名称的别名表）"),
    Power("catalogue.entrust", DECIDE | frozenset({"editor"}) | NIGHT, (), (), "殷政办〔2021〕15号 三（一）3"),
    Power("catalogue.end_entrustment", DECIDE | frozenset({"editor"}) | NIGHT, (), (), "殷政办〔2021〕15号 三（一）3"),
    Power("catalogue.authorise", frozenset({"head", "secadmin"}) | NIGHT, (), (), "巴府办发〔2017〕61号 一（一）授权到位"),
    Power("catalogue.revoke", frozenset({"head", "secadmin"}) | NIGHT, (), (), "巴府办发〔2017〕61号 一（一）授权到位"),
    Power("catalogue.reside", frozenset({"editor"}) | NIGHT, (), (), "粤府办〔2016〕19号 二（二）1"),
    Power("catalogue.name", frozenset({"editor"}) | NIGHT, (), (), "ux.md 2.2"),
    Power("catalogue.equate", frozenset({"editor"}) | NIGHT, (), (), "ux.md 2.2"),
    Power("catalogue.settle_search", frozenset({"editor"}) | NIGHT, (), (), "ux.md S1（找不到的词）"),
    Power("catalogue.answer_basis", frozenset({"editor"}) | NIGHT, (), (), "殷政办〔2021〕15号 三（二）2-3"),
    Power("clock.import_notice", frozenset({"sysadmin"}) | NIGHT, (), (), "国务院办公厅节假日安排通知"),
    Power("clock.close_days", frozenset({"sysadmin"}) | NIGHT, (), (), "domain.md 2.2（当地停止办公）"),
    Power("clock.set_number", frozenset({"sysadmin", "supervisor"}) | NIGHT, (), (), "settled.md"),
    Power("clock.recount", NIGHT, (), (), "domain.md 2.2"),
    Power("registers.connect", frozenset({"sysadmin"}) | NIGHT, (), (), "国务院令第716号第七、八条"),
    Power("registers.import_records", frozenset({"sysadmin"}) | NIGHT, (), (), "国务院令第716号第八条"),
    Power("agency.ask_visit", HELP | SELF, (), (), "粤府办〔2016〕19号 二（一）3"),
    Power("agency.plan_visit", HELP, ("own_desk",), (), "粤府办〔2016〕19号 二（一）3"),
    Power("agency.order_route", HELP, (), (), "粤府办〔2016〕19号 二（一）3"),
    Power("agency.end_visit", HELP | SELF, ("own_desk",), (), "粤府办〔2016〕19号 二（一）3"),
    Power("agency.take_mandate", HELP, (), (), "巴府办发〔2017〕61号 一（三）"),
    Power("agency.give_mandate", SELF, (), (), "巴府办发〔2017〕61号 一（三）"),
    Power("agency.end_mandate", HELP | SELF, ("own_desk",), (), "巴府办发〔2017〕61号 一（三）"),
    Power("agency.open_plan", HELP, (), (), "巴府办发〔2017〕61号 一（三）"),
    Power("agency.order_plan", HELP, ("own_desk",), (), "巴府办发〔2017〕61号 一（三）"),
    Power("agency.tie_case", HELP, ("own_desk",), (), "巴府办发〔2017〕61号 一（三）"),
    Power("agency.note", HELP, ("own_desk",), (), "巴府办发〔2017〕61号 一（三）"),
    Power("agency.pass_plan", HELP, ("own_desk",), (), "巴府办发〔2017〕61号 一（三）"),
    Power("agency.close_plan", HELP, ("own_desk",), (), "巴府办发〔2017〕61号 一（三）"),
    Power("figures.close", SUPERVISE | NIGHT, (), (), "domain.md 10.2（截止以后才算数）"),
    Power("figures.refuse", SUPERVISE | frozenset({"sysadmin", "head"}) | NIGHT, (), (), "domain.md 10.2（关账以后不改）"),
    Power("figures.publish", SUPERVISE, (), (), "国办发〔2019〕51号（公开）"),
    Power("figures.issue_bulletin", SUPERVISE, (), (), APPRAISAL),
    Power("figures.adopt_scheme", SUPERVISE, (), (), APPRAISAL),
    Power("figures.set_scheme", SUPERVISE, (), (), APPRAISAL),
    Power("figures.score", SUPERVISE, (), (), APPRAISAL),
    Power("figures.assess", SUPERVISE, (), (), "国办发〔2019〕51号（第三方评估）"),
    Power("figures.find", SUPERVISE, (), (), "国办发〔2019〕51号（第三方评估）"),
    Power("figures.answer_finding", DEPARTMENT, ("own_department",), (), "国办发〔2019〕51号（第三方评估）"),
    Power("figures.check_finding", SUPERVISE, (), (), "国办发〔2019〕51号（第三方评估）"),
    Power("supervision.write_letter", NIGHT, (), (), "巴府办发〔2017〕61号（定期督查通报）；涵政办〔2019〕38号 五（四）"),
    Power("supervision.issue", NIGHT, (), (), CARDS),
    Power("supervision.answer", DEPARTMENT | {"clerk", "issue"}, ("own_card",), (), CARDS),
    Power("supervision.appeal", DEPARTMENT | {"clerk", "issue"}, ("own_card",), (), CARDS),
    Power("supervision.note_try", NIGHT, (), (), CARDS),
    Power("supervision.uphold", frozenset({"supervisor"}), ("own_region",), ("card_on_me",), CARDS),
    Power("supervision.withdraw", frozenset({"supervisor"}) | NIGHT, ("own_region",), ("card_on_me",), CARDS),
    Power("inspections.assign_body", frozenset({"editor", "supervisor"}) | NIGHT, (), (), AFTER),
    Power("inspections.push", NIGHT, (), (), AFTER),
    Power("inspections.recall", NIGHT, (), (), AFTER),
    Power("inspections.end_line", NIGHT, (), (), GRADED),
    Power("inspections.sign", DEPARTMENT, ("own_body",), ("decided_by_me",), f"{AFTER}；{SEPARATE}"),
    Power("inspections.redirect", DEPARTMENT | {"supervisor"}, ("own_body",), (), AFTER),
    Power("inspections.list_check", REGISTERS | NIGHT, ("own_body",), (), RANDOM),
    Power("inspections.end_check", REGISTERS, ("own_body",), (), RANDOM),
    Power("inspections.enter", DEPARTMENT | {"supervisor"} | NIGHT, ("own_body",), (), GRADED),
    Power("inspections.add_line", DEPARTMENT | {"supervisor"} | NIGHT, ("own_body",), (), GRADED),
    Power("inspections.grade", REGISTERS | NIGHT, ("own_body",), (), GRADED),
    Power("inspections.regrade", NIGHT, (), (), GRADED),
    Power("inspections.mend_finding", REGISTERS, ("own_body",), (), f"{GRADED}；国办发〔2020〕49号"),
    Power("inspections.raise_objection", DEPARTMENT | {"supervisor"}, ("own_body",), (), f"{GRADED}；国办发〔2020〕49号"),
    Power("inspections.answer_objection", REGISTERS, ("own_body",), ("graded_by_me",), f"{GRADED}；国办发〔2020〕49号"),
    Power("inspections.strike", REGISTERS, ("own_body",), (), GRADED),
    Power("inspections.qualify", REGISTERS | NIGHT, ("own_body",), (), RANDOM),
    Power("inspections.release", REGISTERS, ("own_body",), (), RANDOM),
    Power("inspections.declare", DEPARTMENT | {"supervisor"}, ("own_body", "myself"), (), "《行政处罚法》第四十三条"),
    Power("inspections.end_interest", REGISTERS, ("own_body",), (), "《行政处罚法》第四十三条"),
    Power("inspections.commit", REGISTERS, ("own_body",), (), RANDOM),
    Power("inspections.run", REGISTERS, ("own_body",), ("in_pool",), RANDOM),
    Power("inspections.correct", frozenset({"supervisor"}), ("own_body",), ("in_pool",), RANDOM),
    Power("inspections.abandon", REGISTERS, ("own_body",), ("in_pool",), RANDOM),
    Power("inspections.unseal", REGISTERS, ("own_body",), (), f"{RANDOM}；《个人信息保护法》第四十五条"),
    Power("inspections.begin", REGISTERS, ("own_body",), (), RANDOM),
    Power("inspections.replace", REGISTERS, ("own_body",), (), "《行政处罚法》第四十三条"),
    Power("inspections.report", DEPARTMENT, ("own_visit",), (), RANDOM),
    Power("inspections.publish", REGISTERS, ("own_body",), (), RANDOM),
    Power("inspections.remind", NIGHT, (), (), RANDOM),
    Power("licences.file", frozenset({"editor", "sysadmin"}) | NIGHT, (), (), "国务院令第716号第十条"),
    Power("licences.change_state", frozenset({"approver", "chief", "head"}) | NIGHT, (), (), "《行政许可法》第六十九、七十条"),
)  # fmt: skip
_BY_ACT = {power.act: power for power in POWERS}
_OF_A_CASE = frozenset(a for a in _BY_ACT if a.startswith("cases.")) - {
    "cases.announce",
    "cases.hear_across",
    "cases.receive",
}
_OF_A_CASE |= {
    "ratings.rate",
    "payments.begin",
    "asking.ask_again",
    "asking.ask_review_again",
    "asking.close",
    "asking.take_review",
    "complaints.rate_answer",
    "complaints.attach",
    "complaints.withdraw",
}
_MINE = frozenset({"received_by_me", "reviewed_by_me", "asked_by_me"})
_NAMES = dict(POSTS) | {"system": "系统", "applicant": "申请人"}
_FACTS |= {
    "drafted_by_me": "起草的人不能发布同一版，要换一位复核。",
    "own_post": "只能委托自己岗位上的权限。",
}


def may(act: str, post: str, facts: Mapping[str, bool]) -> No | None:
    """Return None if a holder of `post` may perform `act` under `facts`, else why not.

    `facts` maps the names used in `needs` and `bars` to whether they hold; a missing one does not hold.
    The lawful exceptions to separation are the fact `at_once` (即办件) for both bars, and `combined` (审核合一)
    for the bar on deciding what one reviewed.
    Basis: 《行政许可法》 arts. 26, 34, 42; 殷政办〔2021〕15号 三（一）2; 巴府办发〔2017〕61号 一（四）（六）.
    """
    power = _BY_ACT.get(act)
    if power is None:
        return No("unknown_act", "没有这个操作。")
    if post not in power.posts:
        return No("post", f"“{_NAMES.get(post, post)}”岗位不能办这一步。")
    if post == "system":
        return None
    if post == "applicant":
        own = "own_case" if act in _OF_A_CASE else "own_account" if "own_account" in power.needs else ""
        return None if not own or facts.get(own, False) else No(own, _FACTS[own])
    for fact in power.needs:
        if not facts.get(fact, False):
            return No(fact, _FACTS[fact])
    for fact in power.bars:
        if facts.get(fact, False) and not _lifted(fact, facts):
            return No(fact, _FACTS[fact])
    return None


def _lifted(bar: str, facts: Mapping[str, bool]) -> bool:
    if bar not in _MINE or bar == "asked_by_me":
        return False
    return facts.get("at_once", False) or (bar == "reviewed_by_me" and facts.get("combined", False))


def power_for(act: str) -> Power | None:
    """Return the row of `act`, or None.

    Basis: the table above, row by row.
    """
    return _BY_ACT.get(act)


def post_name(post: str) -> str:
    """Return the Chinese name of a kind of post.

    Basis: domain.md 11.6, 12.
    """
    return _NAMES.get(post, post)


def condition(fact: str) -> str:
    """Return the sentence people read when this fact stands in the way.

    Basis: the table above, column needs and bars.
    """
    return _FACTS.get(fact, fact)
