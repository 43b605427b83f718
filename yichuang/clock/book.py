"""The calendar and the local numbers in force, kept in memory for one stamp."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.clock.models import Number, Year
from yichuang.journal import stamps
from yichuang.law.days import Calendar
from yichuang.law.notices import YearTable


@dataclass(frozen=True, slots=True)
class LocalNumber:
    """A local number as used: its value, unit, and the rule it rests on."""

    name: str
    value: str
    unit: str
    basis: str

    @property
    def whole(self) -> int:
        """The value as a whole number."""
        return int(self.value)


RECKONED_MOST = 20_000
SAMPLES = {
    "correction_days": ("30", "自然日", "示例值：补正期限由当地规定"),
    "gap_margin_days": ("2", "工作日", "示例值：深圳容缺办法"),
    "gap_ceiling_days": ("20", "工作日", "示例值：深圳容缺办法"),
    "commitment_check_days": ("30", "工作日", "示例值：告知承诺事后核查（国办发〔2020〕42号）"),
    "source_check_days": ("10", "工作日", "示例值：先受理的材料，数据查通后核查"),
    "sample_percent": ("5", "%", "示例值：即办件事后抽查比例"),
    "sample_days": ("10", "工作日", "示例值：即办件事后抽查时限"),
    "mend_days": ("15", "工作日", "示例值：差评整改（参照四川）"),
    "rating_verify_days": ("2", "工作日", "示例值：差评核实（国办发〔2019〕51号）"),
    "rating_call_days": ("3", "工作日", "示例值：实名差评回访（国办发〔2019〕51号）"),
    "rating_complex_days": ("30", "工作日", "示例值：情况复杂的差评最长整改时限"),
    "rating_answer_days": ("2", "工作日", "示例值：整改后答复评价人"),
    "rating_publish_days": ("5", "工作日", "示例值：差评整改情况公开"),
    "rating_appeal_days": ("5", "工作日", "示例值：差评申诉"),
    "rating_review_days": ("5", "工作日", "示例值：差评申诉复核"),
    "rating_sms": ("0", "开关", "没有当地规定，办完不发评价短信"),
    "pickup_days": ("30", "自然日", "示例值：自取保留天数"),
    "deemed_types": ("行政许可", "事项类型", "《行政许可法》第三十二条第一款第四项"),
    "receive_rollover": ("0", "开关", "非工作日提交按当天起算"),
    "password_days": ("90", "自然日", "示例值：口令更换"),
    "look_again_days": ("180", "自然日", "示例值：办事指南定期复核（嘉府办发〔2019〕17号第6项）"),
    "answer_review_days": ("180", "自然日", "示例值：知识库定期复核（嘉府办发〔2019〕17号第6项）"),
    "callback_days": ("1", "工作日", "示例值：请回电的答复时限（首问负责的当地规定）"),
    "consult_days": ("3", "工作日", "示例值：咨询的答复时限（参照国办发〔2020〕53号）"),
    "review_days": ("2", "工作日", "示例值：网上预审的答复时限"),
    "review_keep_days": ("30", "自然日", "示例值：窗口预审结果保留"),
    "message_days": ("2", "工作日", "示例值：办件留言的答复时限"),
    "visit_who": (
        "老年人、残疾人、行动不便的病人、孕产妇",
        "对象",
        "示例值：谁可以约上门办理（粤府办〔2016〕19号 二（一）3）",
    ),
    "grant_sign_days": ("2", "工作日", "示例值：监管部门签收审批结果的时限（审管联动）"),
    "push_types": ("全部", "事项类型", "示例值：哪几种事项的准予推送给监管部门；全部，或者写几种"),
    "draw_percent": ("3", "%", "企业公示信息抽查比例不低于3%"),
    "draw_publish_days": ("20", "工作日", "示例值：抽查结果公示的时限"),
    "draw_staff_public": ("0", "开关", "示例值：抽查结果里写不写检查人员的执法证号"),
    "grade_objection_days": ("5", "工作日", "示例值：对信用等级有异议，几天内复核"),
    "across_days": ("1", "工作日", "示例值：代收地向业务地移送的时限（国办发〔2020〕35号）"),
    "handover_days": ("1", "工作日", "示例值：大厅之间移交材料和结果的时限"),
    "fee_receiver": ("财政专户（示例）", "户名", "示例值：收费事项没有写收款单位时用"),
    "home_area": ("示例省、示例市、示例区", "地名", "示例值：地址里默认的省、市、区县"),
    "postal_carrier": ("邮政速递", "承运单位", "示例值：结果邮寄的承运单位"),
    "free_post": ("0", "开关", "没有当地规定，邮费由申请人付"),
    "free_post_except": ("", "部门", "没有当地规定"),
    "figures_close_days": ("5", "工作日", "示例值：统计期结束后几个工作日截止（domain.md 10.2）"),
    "back_dated_hours": ("1", "小时", "示例值：写的时间比记下的早多少小时算倒签"),
    "card_appeal_days": ("3", "工作日", "示例值：黄牌、红牌的申诉期限（domain.md 10.1）"),
    "workorder_urgent_days": ("0", "自然日", "示例值：紧急工单当天答复（domain.md 11.4，某市）"),
    "workorder_consult_days": ("3", "工作日", "示例值：咨询工单，当天答不了的（参照国办发〔2020〕53号）"),
    "workorder_help_days": ("3", "工作日", "示例值：求助工单，当天答不了的（参照国办发〔2020〕53号）"),
    "workorder_complaint_days": ("5", "工作日", "示例值：投诉工单（参照山东）"),
    "workorder_suggestion_days": ("5", "工作日", "示例值：建议工单（参照山东）"),
    "workorder_report_days": ("5", "工作日", "示例值：举报工单（参照山东）"),
    "workorder_praise_days": ("5", "工作日", "示例值：表扬工单（参照山东）"),
    "workorder_extension_days": ("10", "工作日", "示例值：工单最多延长（参照山东）"),
    "workorder_return_days": ("2", "工作日", "示例值：不归本单位的，退回时限（参照山东）"),
    "workorder_callback_days": ("1", "工作日", "示例值：办结后回访时限"),
    "workorder_criticism_days": ("5", "工作日", "示例值：提醒后仍不报的，书面批评"),
    "flaw_days": ("5", "工作日", "示例值：找错的核对时限（嘉府办发〔2019〕17号 29）"),
    "staple_intake": ("3", "件", "示例值：同时挂起的接件会话数"),
    "order_sign_days": ("1", "工作日", "示例值：督办单签收时限"),
    "urge_answer_days": ("2", "工作日", "示例值：催办答复时限"),
    "supervise_answer_days": ("5", "工作日", "示例值：督办答复时限（参照国办发〔2020〕53号的当地规定）"),
    "circulate_answer_days": ("5", "工作日", "示例值：通报后书面说明的时限"),
    "talk_answer_days": ("5", "工作日", "示例值：约谈后书面报告的时限"),
    "mend_answer_days": ("15", "工作日", "示例值：限期整改时限（涵政办〔2019〕38号 五）"),
    "account_answer_days": ("10", "工作日", "示例值：问责建议的答复时限"),
}


def calendar(stamp: int, region: str) -> Calendar:
    """Return the calendar of a region: the packaged years, imported notices, regional closures."""
    return stamps.kept(stamp, ("clock.calendar", region), lambda: _calendar(region))


def _calendar(region: str) -> Calendar:
    made = Calendar.builtin()
    for row in Year.objects.filter(region__in=["", region]).order_by("year", "number"):
        if row.kind == "notice":
            made = made.with_year(YearTable.parse(row.text))
        else:
            made = made.with_closures(
                {date.fromisoformat(day): why for day, why in json.loads(row.text).items()}
            )
    return made


def reckoned(stamp: int, region: str, day: date) -> dict[Any, dict[str, Any]]:
    """Return what was reckoned on `day` by the calendar in force: a memory that is forgotten with the rules, and before it grows."""
    known: dict[date, dict[Any, dict[str, Any]]] = stamps.kept(stamp, ("clock.reckoned", region), dict)
    of_day = known.get(day)
    if of_day is None or len(of_day) > RECKONED_MOST:
        known.clear()
        of_day = known[day] = {}
    return of_day


def number(stamp: int, region: str, name: str, day: date) -> LocalNumber:
    """Return the local number `name` in force on `day`; the sample value where the region has set none."""
    for row in stamps.kept(stamp, ("clock.numbers", region), lambda: _numbers(region)).get(name, ()):
        if row.starts_on <= day and (row.ends_on is None or day < row.ends_on):
            return LocalNumber(name, row.value, row.unit, row.basis)
    value, unit, basis = SAMPLES[name]
    return LocalNumber(name, value, unit, basis)


def _numbers(region: str) -> dict[str, list[Number]]:
    found: dict[str, list[Number]] = {}
    for row in Number.objects.filter(region=region).order_by("-starts_on"):
        found.setdefault(row.name, []).append(row)
    return found
