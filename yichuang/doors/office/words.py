"""Names in Chinese of what the office shows: local numbers, errands and who owns them."""

NUMBERS = {
    "correction_days": "补正期限", "gap_margin_days": "容缺补交提前量", "gap_ceiling_days": "容缺最长期限", "commitment_check_days": "告知承诺事后核查时限",
    "source_check_days": "先受理后核验的期限",
    "sample_percent": "即办件事后抽查比例", "sample_days": "即办件事后抽查时限", "mend_days": "差评整改时限", "rating_sms": "办完发短信请办事人评价（1发，0不发）",
    "rating_verify_days": "差评几天内核实", "rating_call_days": "差评几天内回访", "rating_complex_days": "情况复杂的差评最长几天改好",
    "rating_answer_days": "改好后几天内答复评价人", "rating_publish_days": "答复后几天内公开", "rating_appeal_days": "差评几天内可以申诉", "rating_review_days": "申诉几天内复核",
    "pickup_days": "结果在窗口保留",
    "deemed_types": "逾期视为受理的事项类型", "receive_rollover": "非工作日提交顺延到工作日（0不顺延，1顺延）", "password_days": "密码多久换一次",
    "look_again_days": "办事指南多久复核一次", "answer_review_days": "知识库多久复核一次", "review_days": "网上预审几天内答", "review_keep_days": "窗口预审结果保留", "callback_days": "请回电几天内答", "consult_days": "咨询几天内答",
    "message_days": "办件留言几天内答", "staple_intake": "一人最多挂起几件", "card_appeal_days": "黄牌、红牌的申诉期限", "figures_close_days": "统计期结束后几天截止", "back_dated_hours": "写的时间比记下的早几小时算倒签",
    "workorder_urgent_days": "紧急工单几天内答", "workorder_consult_days": "咨询工单几天内答", "workorder_help_days": "求助工单几天内答", "workorder_complaint_days": "投诉工单几天内答",
    "workorder_suggestion_days": "建议工单几天内答", "workorder_report_days": "举报工单几天内答", "workorder_praise_days": "表扬工单几天内答", "workorder_extension_days": "工单最多延长",
    "workorder_return_days": "工单几天内可以退回", "workorder_callback_days": "工单办结后几天内回访", "workorder_criticism_days": "工单提醒后几天不报就书面批评", "flaw_days": "找错几天内核对",
    "fee_receiver": "收款单位（事项没有写时）", "free_post": "政府付邮费（0不付，1付）", "free_post_except": "不免邮费的部门", "home_area": "地址里默认的省、市、区县", "postal_carrier": "邮寄的承运单位",
    "order_sign_days": "督办单几天内签收", "urge_answer_days": "催办几天内答复", "supervise_answer_days": "督办几天内答复", "circulate_answer_days": "通报后几天内说明",
    "talk_answer_days": "约谈后几天内报告", "mend_answer_days": "限期整改几天", "account_answer_days": "问责几天内答复",
    "grant_sign_days": "监管部门几天内签收审批结果", "push_types": "推送给监管部门的事项类型", "draw_percent": "双随机每年抽查比例",
    "draw_publish_days": "检查结果几天内公布", "draw_staff_public": "公布检查人员（0不公布，1公布）", "grade_objection_days": "信用等级的异议几天内复核",
    "handover_days": "大厅之间移交时限", "visit_who": "谁可以约上门办理", "across_days": "代收地向业务地移送时限",
}  # fmt: skip
ERRANDS = {
    "push_grant": "审批结果推送监管部门", "recall_grant": "收回推送的审批结果", "regrade": "按记录重新定级",
    "notice": "通知申请人", "freeze": "文书定稿", "freeze_letter": "一件事文书定稿", "freeze_order": "督办单定稿", "overseer": "报效能监察系统", "thing": "一件事推进", "things": "一件事重新排期", "close": "归卷", "recount": "重算期限", "hint": "提醒窗口", "code": "发验证码", "verify": "再问数据来源", "remember": "记下可再用的材料", "attach": "附上以前交过的材料", "fees": "开缴费单", "fees_end": "缴费单了结", "fee_on_file": "缴费入卷",
    "hotline": "告诉12345平台", "across": "告诉协作地区", "pay_ask": "问付款结果", "pay_back": "退款", "postage": "记邮费", "deliver_online": "电子送达",
}  # fmt: skip
OWNERS = {"office": "管理中心", "window": "窗口", "system": "系统"}


def number_name(name: str) -> str:
    """Return the Chinese name of a local number."""
    return NUMBERS.get(name, name)


def errand_name(kind: str) -> str:
    """Return the Chinese name of a kind of errand."""
    return ERRANDS.get(kind, kind)


def owner_name(owner: str) -> str:
    """Return the Chinese name of whoever must see that an errand is done."""
    return OWNERS.get(owner, owner)
