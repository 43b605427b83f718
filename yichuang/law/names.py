"""What each act is called in Chinese: the words of the glossary, of the powers page and of the journal."""

ACTS = {
    "bundles.accept": "一件事受理", "bundles.add_part": "加办一项", "bundles.ask_once": "一件事一次告知", "bundles.choose_way": "改领取办法",
    "bundles.extend": "批准延长联合办理", "bundles.find": "踏勘意见", "bundles.go_on": "一件事推进", "bundles.hand_in": "一件事补正交回", "bundles.hand_over": "一件事出件",
    "bundles.post": "一件事邮寄", "bundles.post_back": "一件事邮件退回", "bundles.sign_for": "一件事邮件签收",
    "bundles.plan_visit": "约联合踏勘", "bundles.receive": "一件事收件", "bundles.say": "部门提出要补的", "bundles.withdraw": "一件事撤回",
    "asking.answer": "回答咨询", "asking.ask": "登记咨询", "asking.ask_again": "追问", "asking.call": "回电", "asking.close": "结束咨询",
    "asking.answer_review": "答复预审", "asking.ask_review": "请求预审", "asking.ask_review_again": "再请预审", "asking.keep_review": "留存预审",
    "asking.take_review": "接着预审办", "asking.hand_over": "转办咨询", "asking.publish_answer": "发布答案", "asking.renew_answer": "复核答案", "asking.revise_answer": "改写答案",
    "asking.withdraw_answer": "撤下答案", "asking.write_answer": "起草答案",
    "cases.accept": "受理", "cases.after_check": "事后核查", "cases.arrive": "结果到窗", "cases.ask_extension": "申请延期", "cases.ask_hearing": "要求听证",
    "cases.ask_once": "一次性告知补正", "cases.choose_hall": "改取件大厅", "cases.change_agent": "换代理人", "cases.change_delivery": "改取件方式", "cases.close": "结束归卷", "cases.send_on": "大厅移交", "cases.take_over": "接收移交", "cases.conclude": "审查意见", "cases.correct_on_spot": "当场更正",
    "cases.decide": "决定（办结）", "cases.decide_at_once": "当场办结（即办）", "cases.deem_accepted": "视为受理", "cases.deliver_online": "电子送达", "cases.extend": "批准延期",
    "cases.fill_gap": "容缺补交", "cases.force_notice": "放行第二次告知", "cases.forward": "转报", "cases.halt": "中止", "cases.hand_in": "补正交回",
    "cases.hand_over": "出件", "cases.lapse": "补正期满终止", "cases.mark_credit": "列入失信名单", "cases.miss_gap": "容缺逾期", "cases.not_accept": "不予受理", "cases.note_fee": "缴费入卷", "cases.offer_hearing": "告知听证权利",
    "cases.pass_on": "转部门", "cases.post": "邮寄", "cases.post_back": "邮件退回", "cases.propose_not_accept": "提出不予受理", "cases.receive": "收件",
    "cases.recount": "重算期限", "cases.remind": "提醒申请人", "cases.repair_credit": "信用修复", "cases.resume": "恢复计时", "cases.send_back": "退回窗口", "cases.sign_for": "邮件签收", "cases.sign_on_paper": "纸面签字", "cases.supplement": "自愿补充",
    "cases.ask_strike": "要求停止违规要求", "cases.strike_demand": "强制停止违规要求", "cases.drop_strike": "不停止",
    "cases.suspend": "特别程序", "cases.tell_not_required": "即时告知不受理", "cases.turn": "变色", "cases.verify_source": "数据核验", "cases.void": "作废", "cases.withdraw": "撤回",
    "catalogue.answer_basis": "依据门槛", "catalogue.authorise": "授权", "catalogue.draft": "起草", "catalogue.draft_bundle": "起草一件事",
    "catalogue.submit_bundle": "一件事送审", "catalogue.hand_back_bundle": "一件事退回修改", "catalogue.publish_bundle": "发布一件事",
    "catalogue.retire_bundle": "停办一件事",
    "catalogue.end_entrustment": "终止委托受理",
    "catalogue.entrust": "委托受理", "catalogue.equate": "同义词", "catalogue.settle_search": "找不到的词处理完", "catalogue.hand_back": "退回修改", "catalogue.import": "导入事项", "catalogue.name": "俗称", "catalogue.publish": "发布",
    "catalogue.reside": "进驻", "catalogue.retire": "停办", "catalogue.revoke": "收回授权", "catalogue.settle_department": "认定部门名称",
    "catalogue.submit": "送审",
    "clock.close_days": "当地停止办公", "clock.recount": "重算日历", "clock.import_notice": "导入放假通知", "clock.set_number": "定当地数值", "halls.agree": "通办协议", "halls.end_agreement": "结束通办协议", "cases.collect": "异地代收", "cases.send_across": "移送业务地", "cases.hear_across": "业务地回告",
    "cases.give_across": "代收地交付", "cases.announce": "登记异地移送", "cases.take_across": "收到异地移送", "cases.tie_across": "异地件受理", "cases.decline_across": "退回代收地", "cases.return_across": "寄回结果",
    "halls.furnish": "布置大厅", "halls.seat": "安排窗口",
    "inspections.abandon": "放弃抽查", "inspections.add_line": "加业务条线", "inspections.assign_body": "定监管部门", "inspections.begin": "下达检查任务",
    "inspections.commit": "公布抽查承诺", "inspections.correct": "更正公开号码", "inspections.declare": "申报回避", "inspections.end_check": "移出抽查事项", "inspections.end_interest": "解除回避",
    "inspections.enter": "列入检查对象", "inspections.grade": "信用定级", "inspections.list_check": "列入抽查事项", "inspections.publish": "公示抽查结果", "inspections.push": "推送监管",
    "inspections.qualify": "列入检查人员", "inspections.redirect": "转监管部门", "inspections.release": "移出检查人员", "inspections.remind": "催公示", "inspections.replace": "替换检查人员",
    "inspections.report": "录检查结果", "inspections.run": "抽取", "inspections.sign": "签收监管", "inspections.strike": "移出检查对象",
    "journal.mark_demo": "标为示例区", "journal.retry_errand": "再发", "journal.shred": "销毁个人信息", "licences.change_state": "证照变更状态", "licences.file": "证照入库",
    "payments.begin": "去付款", "payments.cancel": "作废缴费单", "payments.draw": "开缴费单", "payments.give_back": "退款到账", "payments.learn": "付款结果",
    "payments.close_month": "邮费结算", "payments.correct_posting": "更正邮费", "payments.enter_posting": "记一封邮费", "payments.set_prices": "定邮费价目",
    "payments.refund": "退费", "payments.take": "窗口收款",
    "agency.ask_visit": "约上门办理", "agency.plan_visit": "约上门日子", "agency.order_route": "排上门路线", "agency.end_visit": "结束上门",
    "agency.take_mandate": "收下帮办委托", "agency.give_mandate": "网上委托帮办", "agency.end_mandate": "结束帮办委托", "agency.open_plan": "立代办项目",
    "agency.order_plan": "排代办计划", "agency.tie_case": "计划关联办件", "agency.note": "代办备注", "agency.pass_plan": "移交代办员", "agency.close_plan": "结束代办项目",
    "citizens.open": "开户", "citizens.raise_level": "实名", "citizens.change_phone": "换绑手机", "citizens.close": "注销账户", "citizens.tie": "登记法定代表人、监护人",
    "citizens.end_tie": "停止代办关系", "citizens.authorise": "授权经办人", "citizens.end_authorisation": "收回经办人授权", "citizens.take_up": "接受授权",
    "people.appoint": "任命", "people.change_password": "改密码", "people.change_second_factor": "改动态口令", "people.delegate": "授权他人", "people.dismiss": "免职", "people.end_delegation": "收回委托",
    "people.enrol": "登记人员", "people.issue_token": "发接口密钥", "people.organise": "机构变动", "people.renew_codes": "换备用码", "people.reset_password": "重置密码",
    "registers.connect": "接通基础库", "registers.import_records": "导入登记表",
    "people.revoke_token": "作废密钥", "people.take_leave": "休假代班", "ratings.rate": "评价",
    "supervision.issue": "亮牌", "supervision.answer": "说明", "supervision.appeal": "申诉", "supervision.uphold": "维持", "supervision.withdraw": "撤销",
    "ratings.verify": "核实差评", "ratings.take_call": "认领回访", "ratings.call_back": "回访", "ratings.mend": "整改差评", "ratings.answer": "答复评价人",
    "ratings.publish": "公开整改", "ratings.appeal": "申诉差评", "ratings.review_appeal": "复核申诉", "ratings.exclude": "差评不采用",
    "ratings.remind": "催办差评", "ratings.note_try": "拒绝代评重评", "ratings.note_look": "拒绝查看评价人",
    "supervision.order": "下督办单", "supervision.sign_order": "签收督办单", "supervision.take_in_hand": "承办督办单", "supervision.answer_order": "答复督办单",
    "supervision.send_order_back": "退回答复", "supervision.check_order": "核查通过", "supervision.close_order": "办结督办单", "supervision.raise_order": "升级督办",
    "supervision.withdraw_order": "撤销督办单",
}  # fmt: skip


def act_name(act: str) -> str:
    """Return the Chinese name of an act; the act itself where it has none.

    Basis: docs/glossary.md (the words of the trade).
    """
    return ACTS.get(act, act)
