"""The sheets and columns of the catalogue's workbook: which field each holds, how it is written and read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yichuang.journal.chain import canonical

ITEMS = "事项"
ID = "事项标识"
Put = Callable[[Any], str | int | None]
Take = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the field it holds (dotted inside), how the field is written and read."""

    label: str
    field: str
    put: Put
    take: Take
    width: int = 14


def _said(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def _say(value: Any) -> str | None:
    return None if value is None else "是" if value else "否"


def _heard(value: Any) -> bool | None:
    words = {"是": True, "否": False, "": None, "TRUE": True, "FALSE": False, "1": True, "0": False}
    said = str("" if value is None else value).strip().upper()
    if said not in words:
        raise ValueError(f"只能填“是”或“否”，现在是“{said[:20]}”")
    return words[said]


def _whole(value: Any) -> int | None:
    if value in (None, ""):
        return None
    try:
        return int(str(value))
    except ValueError:
        raise ValueError(f"要填整数，现在是“{str(value)[:20]}”") from None


def _lines(value: Any) -> str | None:
    return "\n".join(str(one) for one in value) if value else None


def _split(value: Any) -> list[str]:
    return [line.strip() for line in str(value or "").split("\n") if line.strip()]


def _when(value: Any) -> str | None:
    return "；".join(f"{key}={'|'.join(values)}" for key, values in value.items()) if value else None


def _unwhen(value: Any) -> dict[str, list[str]] | None:
    made: dict[str, list[str]] = {}
    for part in str(value or "").replace(";", "；").split("；"):
        key, sign, values = part.strip().partition("=")
        if part.strip() and not sign:
            raise ValueError("要写成“问题=选项|选项；问题=选项”")
        if sign:
            made[key.strip()] = [one.strip() for one in values.split("|") if one.strip()]
    return made or None


def _json(value: Any) -> str | None:
    return canonical(value) if value is not None else None


def _unjson(value: Any) -> Any:
    if value in (None, ""):
        return None
    try:
        return json.loads(str(value))
    except (ValueError, RecursionError):
        raise ValueError("读不出来，保留导出时的原样") from None


def text(label: str, field: str, width: int = 14) -> Column:
    """Return a column of plain text."""
    return Column(label, field, _said, _said, width)


def _n(label: str, field: str) -> Column:
    return Column(label, field, lambda v: v, _whole, 8)


def _b(label: str, field: str) -> Column:
    return Column(label, field, _say, _heard, 8)


def _l(label: str, field: str, width: int = 30) -> Column:
    return Column(label, field, _lines, _split, width)


MAIN = (
    text(ID, "id", 24), text("名称", "name", 36), text("主项", "base", 20), text("业务办理项", "variant"), text("类型", "type"), text("实施部门", "department", 22),
    text("受理区", "zone"), text("行使层级", "level"), _l("服务对象", "service_objects", 10), _l("人生和企业阶段", "stages", 14), text("办件类型", "handling_type"),
    _n("法定时限", "statutory_days"), _n("承诺时限", "committed_days"), text("时限单位", "day_kind"), _n("可延长天数", "extension_days"),
    text("基本编码", "basic_code"), Column("当地编码", "local_code", _json, _unjson, 20), _l("设定依据", "legal_basis"), _l("受理条件", "conditions"),
    _b("审核合一", "combined"), _b("视为受理", "deemed"), _b("联合办理", "joint"), _b("整件可承诺", "commitment.approval"), _b("承诺书公开", "commitment.public"),
    _l("可承诺的材料", "commitment.materials", 20), _b("只能来取", "no_post"), _n("网上提交要几级实名", "level_needed"), _b("政府付邮费", "free_post"), _b("收不收费", "fee.charged"), text("收费说明", "fee.note", 24),
    Column("收费项目", "fee.lines", _json, _unjson, 24), Column("减免", "fee.reductions", _json, _unjson, 20), text("收款单位", "fee.receiver", 20),
    text("什么时候缴", "fee.payable"), _b("先缴费再领", "fee.first"), _l("退费的情形", "fee.refund", 12), text("网办深度", "online_depth"),
    _n("到现场次数", "visits"), text("咨询电话", "consult"), text("救济途径", "remedy"), text("复核日期", "look_again_on"), text("说明", "note", 30),
    Column("来源", "provenance", _json, _unjson, 12),
)  # fmt: skip
PARTS: dict[str, tuple[str, tuple[Column, ...]]] = {
    "材料": ("materials", (
        text("名称", "name", 36), text("形式", "form"), _n("份数", "copies"), text("来源渠道", "source"), text("必要性", "required"),
        text("免交种类", "obtainable_by.kind"), text("免交来源", "obtainable_by.name", 20), _l("任一即可", "obtainable_by.any_of", 20),
        Column("适用情形", "scenario", _when, _unwhen, 24), text("依据", "basis", 24), text("说明", "note", 24), _l("核验要点", "points"), text("样本", "sample"),
        _b("可承诺", "commitment"),
    )),
    "情形": ("scenarios", (text("问题标识", "key"), text("问题", "question", 30), text("选项值", "value"), text("选项", "label", 24))),
    "申请表": ("form", (
        text("要素", "element"), text("分组", "group"), text("名称", "label", 24), _b("必填", "required"), text("填写说明", "help", 30), _l("选项", "options"),
        text("单位", "unit"), _n("最少", "least"), _n("最多", "most"), Column("什么情形填", "when", _when, _unwhen, 24),
    )),
    "环节": ("route", (
        text("环节标识", "key"), text("环节", "name", 20), text("部门", "department", 20), text("岗位", "post"), _l("前一环节", "after", 14), _n("天数", "days"),
        text("汇合", "join"), text("不通过时", "refusal"),
    )),
    "特别程序": ("special_procedures", (text("名称", "name", 20), _n("天数", "days"), _b("计入时限", "counted"), text("说明", "note", 30), text("依据", "basis", 24))),
    "结果": ("result_documents", (text("名称", "name", 30), text("种类", "kind"), text("有效期", "validity"))),
    "审查要点": ("points", (text("要点", "name", 30), text("看什么", "check", 40))),
    "逐条依据": ("bases", (
        text("要素", "element"), text("名称", "name", 30), text("条款", "clause", 30), Column("六项检验", "tests", _json, _unjson, 20), text("结论", "verdict"),
    )),
}  # fmt: skip
