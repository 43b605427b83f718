"""The registry of indicators (指标库): name, formula in words, source, unit, basis; the plain SQL lies beside, one file each.

A script returns cells: department, hall, window, item, clerk, the two whole numbers of the figure, and how many rows stand behind
them. Cells add up to every cut.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
Cell = tuple[str | None, str | None, str | None, str | None, str | None, int, int, int]
CUTS = (("department", "部门"), ("hall", "大厅"), ("win", "窗口"), ("item", "事项"), ("clerk", "人员"))
SCRIPTS = Path(__file__).parent / "indicators"
CASE, ITEM, CARD, RATING = ("fact_case",), ("fact_item",), ("fact_case", "fact_card"), ("fact_rating",)
ORDER, THING, URGING = ("fact_order",), ("fact_thing",), ("fact_urging",)
LISTED, RIGHT = ("fact_listed",), ("fact_item", "fact_flaw")
OF_ITEMS = frozenset({"fact_item", "fact_listed", "fact_flaw"})
NO_SOURCE, NO_RECORD = "没有来源", "没有可算的记录"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; `counted` says of one row of its relation what it adds above and below the line, or None."""

    key: str
    name: str
    formula: str
    source: str
    relation: tuple[str, ...]
    basis: str
    counted: Callable[[Row], tuple[int, int] | None]
    unit: str = "percent"
    more: bool = True
    cells: Callable[[Iterable[Row]], Iterator[Cell]] | None = None
    missing: str = ""

    @property
    def persons(self) -> bool:
        """Whether persons stand behind it, so that small numbers are hidden in public."""
        return not OF_ITEMS.issuperset(self.relation)

    @property
    def sql(self) -> str:
        """The plain SQL script."""
        return script(self.key)


@cache
def script(key: str) -> str:
    """Return the script that lies beside, as it is written."""
    return (SCRIPTS / f"{key}.sql").read_text("utf-8")


def cells(one: Indicator, found: Iterable[Row]) -> list[Cell]:
    """Return the cells of an indicator over rows of facts, by Python: what the script must return too."""
    made: dict[tuple[str | None, ...], list[int]] = {}
    for cell in one.cells(found) if one.cells else _each(one.counted, found):
        sums = made.setdefault(cell[:5], [0, 0, 0])
        for n, number in enumerate(cell[5:]):
            sums[n] += number
    return [(*place, *sums) for place, sums in made.items()]  # type: ignore[misc]


def _each(counted: Callable[[Row], tuple[int, int] | None], found: Iterable[Row]) -> Iterator[Cell]:
    for row in found:
        pair = counted(row)
        if pair is not None:
            yield row.get("department"), row.get("hall"), row.get("win"), row.get("item", row.get("bundle")), row.get("clerk"), *pair, 1  # fmt: skip


def _limited(c: Row) -> bool:
    return bool(c["decided"] and (c["due_on"] is not None or c["at_once"]))


def _promised(c: Row) -> bool:
    return bool(c["decided"] and not c["at_once"] and c["promised_days"] and c["used_days"] is not None)


def _one(row: Row) -> int:
    return 1


def _of(
    where: Callable[[Row], Any], part: Callable[[Row], Any], whole: Callable[[Row], Any] = _one
) -> Callable[[Row], tuple[int, int] | None]:
    """Count `part` out of `whole` over the rows for which `where` holds."""

    def counted(row: Row) -> tuple[int, int] | None:
        return (int(part(row)), int(whole(row))) if where(row) else None

    return counted


def _is(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name]


def _known(name: str, flag: str = "") -> Callable[[Row], bool]:
    return lambda row: row[name] is not None and (not flag or bool(row[flag]))


def _in_time(c: Row) -> bool:
    return bool(
        c["decided_on"] == c["accepted_on"] if c["due_on"] is None else c["decided_on"] <= c["due_on"]
    )


def _load(found: Iterable[Row]) -> Iterator[Cell]:
    kept = [c for c in found if c["filed"]]
    seconds: dict[str, list[int]] = {}
    for c in kept:
        if c["sat"] is not None:
            seconds.setdefault(c["item"], []).append(c["sat"])
    weight = {item: sum(taken) // len(taken) for item, taken in seconds.items()}
    loads: dict[tuple[str, str], list[int]] = {}
    for c in kept:
        if c["clerk"] is not None and c["item"] in weight:
            loads.setdefault((c["hall"], c["clerk"]), []).append(weight[c["item"]])
    for (hall, clerk), load in loads.items():
        yield None, hall, None, None, clerk, sum(load), 60, len(load)


def _nothing(row: Row) -> None:
    return None


def _cards(level: str) -> Callable[[Row], tuple[int, int] | None]:
    """Cards of a level that stand, above; decided cases, below."""

    def counted(row: Row) -> tuple[int, int] | None:
        if "level" in row:
            return (1, 0) if row["level"] == level and row["standing"] else None
        return (0, 1) if row["decided"] else None

    return counted


def _rated(found: Iterable[Row]) -> Iterator[Cell]:
    """Valid ratings above, decided cases that could be rated below; by no clerk, because who was rated are many."""
    for row in found:
        rating = "grade" in row
        if row["valid"] if rating else row["decided"]:
            yield (
                row["department"],
                row["hall"],
                row["win"],
                row["item"],
                None,
                int(rating),
                int(not rating),
                1,
            )


def _both(one: str, other: str) -> Callable[[Row], bool]:
    return lambda row: row[one] is not None and row[other] is not None and row[one] > 0


def _right(found: Iterable[Row]) -> Iterator[Cell]:
    """Items in force; above the line those in which nobody found an error that the editor agreed to."""
    rows = list(found)
    wrong = {row["item"] for row in rows if row.get("agreed")}
    for row in rows:
        if "agreed" not in row:
            yield row["department"], None, None, row["item"], None, int(row["item"] not in wrong), 1, 1


RECORDS = "办件记录"
LIST = "公布的事项目录"
INDICATORS = (
    Indicator("on_time", "按时办结率", "期内办结、没有超过承诺（没有承诺的按法定，含延期）期限的办件 ÷ 期内办结的有期限的办件；即办件当场办结算按时；撤回、作废的不算",
              RECORDS, CASE, "粤府办〔2016〕19号 二（五）", _of(_limited, _in_time)),
    Indicator("overdue", "超期率", "期内办结、超过承诺（没有承诺的按法定，含延期）期限的办件 ÷ 期内办结的有期限的办件", RECORDS, CASE, "domain.md 10.2",
              _of(_limited, lambda c: not _in_time(c)), "percent", False),
    Indicator("early", "提前办结率", "期内办结、实际用时少于承诺天数的承诺件 ÷ 期内办结的承诺件",
              RECORDS, CASE, "巴府办发〔2017〕61号 一（四）", _of(_promised, lambda c: c["used_days"] < c["promised_days"])),
    Indicator("compression_promised", "承诺时限压缩比", "（法定天数之和 − 承诺天数之和）÷ 法定天数之和；只算按工作日计、有法定时限的现行事项",
              LIST, ITEM, "巴府办发〔2017〕61号 一（四）",
              _of(lambda i: i["statutory_days"] and i["unit"] == "工作日", lambda i: i["statutory_days"] - i["promised_days"], _is("statutory_days"))),
    Indicator("compression_real", "实际压缩比", "（承诺天数之和 − 实际天数之和）÷ 承诺天数之和；只算期内办结的承诺件，停止计时的日子不算",
              RECORDS, CASE, "巴府办发〔2017〕61号 一（四）", _of(_promised, lambda c: c["promised_days"] - c["used_days"], _is("promised_days"))),
    Indicator("days_saved", "平均减时限", "（法定天数 − 实际天数）之和 ÷ 期内办结、按工作日计、有法定时限的办件；停止计时的日子不算", RECORDS, CASE, "嘉府办发〔2019〕17号 1",
              _of(lambda c: c["decided"] and c["statutory_days"] and c["unit"] == "工作日" and c["used_days"] is not None,
                  lambda c: c["statutory_days"] - c["used_days"]), "days"),
    Indicator("at_once_items", "马上办率（按事项）", "即办件事项 ÷ 现行事项", LIST, ITEM, "巴府办发〔2017〕61号 一（四）", _of(_one, _is("at_once"))),
    Indicator("at_once_cases", "马上办率（按办件）", "受理当天办结的即办件 ÷ 期内办结的办件", RECORDS, CASE, "巴府办发〔2017〕61号 一（四）",
              _of(_is("decided"), lambda c: c["at_once"] and c["decided_on"] == c["accepted_on"])),
    Indicator("online_items", "网上可办率（按事项）", "网上办理深度到网上申请以上的事项 ÷ 记录了网上办理深度的现行事项", LIST, ITEM, "巴府办发〔2017〕61号 一（四）",
              _of(_known("depth"), lambda i: i["depth"] in ("全程网办", "网上预审", "网上申请"))),
    Indicator("online_depth", "全程网办率（按事项）", "能全程网办、记录的到现场次数不是 1 次以上的事项 ÷ 记录了网上办理深度的现行事项", LIST, ITEM, "国办发〔2020〕35号",
              _of(_known("depth"), lambda i: i["depth"] == "全程网办" and not i["visits"])),
    Indicator("online_cases", "网办率（按办件）", "期内网上申请的办件 ÷ 期内收件的办件", RECORDS, CASE, "巴府办发〔2017〕61号 一（四）",
              _of(_is("filed"), lambda c: c["channel"] == "portal")),
    Indicator("once_items", "一次办率（按事项）", "到现场次数不超过 1 次的事项 ÷ 记录了到现场次数的现行事项", LIST, ITEM, "巴府办发〔2017〕61号 一（四）",
              _of(_known("visits"), lambda i: i["visits"] <= 1)),
    Indicator("once_cases", "一次办率（按办件）", "实际到大厅不超过 1 次的办件 ÷ 期内办结的办件；同一天多次算一次，一件事里的办件按一件事算", RECORDS, CASE, "巴府办发〔2017〕61号 一（四）",
              _of(_known("visits", "decided"), lambda c: c["visits"] <= 1)),
    Indicator("visits", "平均跑动次数", "实际到大厅次数之和 ÷ 期内办结的办件；按留痕里收件、补正、领取的日子算，不用公布的次数", RECORDS, CASE, "殷政办〔2021〕15号 三（一）",
              _of(_known("visits", "decided"), _is("visits")), "times", False),
    Indicator("zero_visits", "零跑动率", "一次也没有到过大厅的办件 ÷ 期内办结的办件；一件事里的办件按一件事算", RECORDS, CASE, "国办发〔2020〕35号",
              _of(_known("visits", "decided"), lambda c: c["visits"] == 0)),
    Indicator("papers_listed", "材料精减率（按事项）", "（这里第一版指南里一定要交的份数 − 现行版的份数）之和 ÷ 第一版的份数之和；只算现行事项", LIST, ITEM, "嘉府办发〔2019〕17号 2",
              _of(_is("papers_first"), lambda i: i["papers_first"] - i["papers"], _is("papers_first"))),
    Indicator("papers_cut", "材料精减率（按办件）", "（应交的份数 − 申请人实际要交的份数）之和 ÷ 应交的份数之和；免交的、用承诺代替的不用交；期内收件，只算“必要”的材料", RECORDS, CASE, "嘉府办发〔2019〕17号 2",
              _of(lambda c: c["filed"] and c["needed"], _is("spared"), _is("needed"))),
    Indicator("zero_items", "零材料事项占比", "一定要交的材料全部由系统生成、电子证照或者数据共享得到的事项 ÷ 现行事项；按办事指南算", LIST, ITEM, "嘉府办发〔2019〕17号 2：不少于10%", _of(_one, _is("zero"))),
    Indicator("licensed_items", "电子证照应用覆盖率", "有材料能用电子证照代替的事项 ÷ 现行事项；按办事指南算", LIST, ITEM, "嘉府办发〔2019〕17号 12：覆盖100%政务服务事项", _of(_one, _is("licensed"))),
    Indicator("waived", "免提交率", "靠数据共享、电子证照、以前交过的材料免交的份数 ÷ 应交的份数；只算期内收件的办件里“必要”的材料", RECORDS, CASE, "国务院令第716号第七条",
              _of(lambda c: c["filed"] and c["needed"], _is("waived"), _is("needed"))),
    Indicator("zero_paper", "无纸化率", "没有交过一份纸质材料的办件 ÷ 期内收件的办件", RECORDS, CASE, "国务院令第716号第十条", _of(_is("filed"), lambda c: not c["paper"])),
    Indicator("first_time", "一次办成率", "没有补正过、没有退回过窗口的办件 ÷ 期内办结的办件", RECORDS, CASE, "殷政办〔2021〕15号 三（一）1",
              _of(_is("decided"), lambda c: not c["rounds"] and not c["returns"])),
    Indicator("returned", "退件率", "受理错了、部门退回窗口过的办件 ÷ 期内受理的办件", RECORDS, CASE, "殷政办〔2021〕15号 三（一）1（2）",
              _of(_is("accepted"), lambda c: c["returns"] > 0), "percent", False),
    Indicator("two_level", "一审一核率", "决定前审查不超过一级的办件 ÷ 期内办结的办件", RECORDS, CASE, "嘉府办发〔2019〕17号 10", _of(_is("decided"), lambda c: c["levels"] <= 2)),
    Indicator("resident", "进驻率", "已进驻大厅的事项 ÷ 现行事项", LIST, ITEM, "粤府办〔2016〕19号 二（二）1", _of(_one, _is("resident"))),
    Indicator("authorised", "授权到位率", "有岗位能决定的进驻事项 ÷ 进驻事项", LIST, ITEM, "巴府办发〔2017〕61号 一（一）", _of(_is("resident"), _is("authorised"))),
    Indicator("right", "清单准确率", "期内没有被找错、查实有错的现行事项 ÷ 现行事项", "事项目录和找错记录", RIGHT, "domain.md 10.2；嘉府办发〔2019〕17号 29", _nothing, cells=_right),
    Indicator("claimed", "事项认领率", "（已认领 + 已作无需认领）的事项 ÷ 上级要求认领的事项", "上级的应认领清单", ITEM, "domain.md 7", _nothing,
              missing="没有接入上级的应认领清单，要认领哪些没有记录。"),
    Indicator("wait", "平均等候时长", "取号到叫号的时间之和 ÷ 叫到的号数", "排队叫号系统", CASE, "巴府办发〔2017〕61号 一（四）：不超过1小时", _nothing, "minutes", False,
              missing="没有接入排队叫号系统，取号的时间没有记录。"),
    Indicator("serving", "平均办理时长", "窗口从开始接件到收件的秒数之和 ÷ 60 ÷ 期内收件、有记录的办件", "接件会话的起止时间", CASE, "domain.md 10.2",
              _of(_known("sat", "filed"), _is("sat"), lambda c: 60), "minutes", False),
    Indicator("load", "人均工作量", "每件按这个事项期内实测的平均接件秒数加权，之和 ÷ 60 ÷ 收过件的窗口人员", "接件会话的起止时间", CASE, "国办发〔2019〕51号", _nothing, "minutes", cells=_load,
              missing="期内没有接件会话的起止时间。"),
    Indicator("red_cards", "红牌率", "期内亮出、没有撤销的红牌 ÷ 期内办结的办件", "监察牌和办件记录", CARD, "粤府办〔2016〕19号 二（五）2", _cards("red"), "percent", False),
    Indicator("yellow_cards", "黄牌率", "期内亮出、没有撤销的黄牌 ÷ 期内办结的办件", "监察牌和办件记录", CARD, "粤府办〔2016〕19号 二（五）2", _cards("yellow"), "percent", False),
    Indicator("urged", "督办办结率", "核查通过、办结的 ÷ 期内下达、没有撤销的督办单；升级的不算办结", "督办单", URGING, "粤府办〔2016〕19号 二（五）2",
              _of(lambda u: u["ending"] != "withdrawn", lambda u: u["ending"] == "done")),
    Indicator("rating_covered", "评价覆盖率", "已经公布、能申请也就能评价的事项 ÷ 没有停办的事项", LIST, LISTED, "国办发〔2019〕51号；GB/T 39734-2020 附录B", _of(_one, _is("open"))),
    Indicator("rated", "主动评价率", "期内有效的主动评价 ÷ 期内办结的办件；默认评价、误评、恶意差评不算", "评价记录和办件记录", (*CASE, *RATING), "国办发〔2019〕51号", _nothing, cells=_rated),
    Indicator("good", "好评率", "（非常满意 + 满意 + 基本满意）÷ 期内有效的主动评价", "评价记录", RATING, "国办发〔2019〕51号", _of(_is("valid"), lambda r: r["grade"] >= 3)),
    Indicator("bad", "差评率", "（不满意 + 非常不满意）÷ 期内有效的主动评价", "评价记录", RATING, "国办发〔2019〕51号", _of(_is("valid"), lambda r: r["grade"] <= 2), "percent", False),
    Indicator("satisfaction", "满意度", "各评价星数之和 ÷（5 × 期内有效的主动评价）", "评价记录", RATING, "国办发〔2019〕51号", _of(_is("valid"), _is("grade"), lambda r: 5)),
    Indicator("called_back", "差评回访率", "已经回访到的 ÷ 期内实名的差评；误评、恶意差评不算", "评价记录", RATING, "国办发〔2019〕51号：实名差评回访率100%",
              _of(lambda r: r["valid"] and r["bad"] and r["known"], _is("called"))),
    Indicator("mended", "差评整改率", "已整改的 ÷ 期内评价、核实属实的差评", "评价记录", RATING, "国办发〔2019〕51号", _of(_is("verified"), _known("mended_on"))),
    Indicator("mended_in_time", "差评按期整改率", "在整改期限内改好的 ÷ 期内评价、核实属实的差评", "评价记录", RATING, "国办发〔2019〕51号",
              _of(_is("verified"), lambda r: r["mended_on"] is not None and r["mended_on"] <= r["due_on"])),
    Indicator("answered", "工单按时答复率", "在期限内答复的 ÷ 期内收到、已经答复或者期内到期的工单；退回平台、撤回的不算", "投诉工单", ORDER, "国办发〔2020〕53号",
              _of(lambda o: o["valid"] and o["due"], lambda o: o["answered_on"] is not None and o["answered_on"] <= o["due_on"])),
    Indicator("solved", "工单解决率", "回访或者评价时说解决了的 ÷ 期内收到、问过解决没有的工单", "投诉工单", ORDER, "嘉府办发〔2019〕17号 29",
              _of(lambda o: o["valid"] and o["solved"] is not None, _is("solved"))),
    Indicator("order_called_back", "工单回访率", "回访到本人的 ÷ 期内收到、已经回访到或者期内该回访的工单；没有留联系方式的、退回平台的、撤回的不算", "投诉工单", ORDER, "国办发〔2020〕53号",
              _of(lambda o: o["valid"] and o["called"] is not None, _is("called"))),
    Indicator("order_satisfied", "工单满意率", "（非常满意 + 满意 + 基本满意）÷ 期内收到、对答复评价过的工单", "投诉工单", ORDER, "domain.md 7（12345 满意率）",
              _of(lambda o: o["valid"] and o["grade"] is not None, lambda o: o["grade"] >= 3)),
    Indicator("bundle_items", "一件事覆盖率（按事项）", "属于某个一件事的事项 ÷ 现行事项", LIST, ITEM, "国发〔2024〕3号", _of(_one, _is("bundled"))),
    Indicator("bundle_cases", "一件事覆盖率（按办件）", "作为一件事合办的办件 ÷ 期内收件、属于某个一件事的事项的办件", "办件和一件事记录", CASE, "国发〔2024〕3号",
              _of(lambda c: c["filed"] and c["bundled"], _known("thing"))),
    Indicator("things", "一件事收件量", "期内收件的一件事", "一件事记录", THING, "国发〔2024〕3号", _of(_one, _one), "count"),
    Indicator("bundled_forms", "一件事减申请", "（各项分开办的申请次数 − 1）之和 ÷ 分开办的申请次数之和；期内收件的一件事", "一件事记录", THING, "国发〔2024〕3号", _of(_is("parts"), lambda t: t["parts"] - 1, _is("parts"))),
    Indicator("bundled_papers", "一件事减材料", "（分开办的材料份数 − 合办的份数）之和 ÷ 分开办的份数之和；按收件时排的算", "一件事记录", THING, "国发〔2024〕3号",
              _of(_both("papers_before", "papers_after"), lambda t: t["papers_before"] - t["papers_after"], _is("papers_before"))),
    Indicator("bundled_days", "一件事减时限", "（一项办完再办下一项的工作日 − 合办的工作日）之和 ÷ 一项一项办的工作日之和；按收件时排的算，有一项时限不明的不算", "一件事记录", THING, "国发〔2024〕3号",
              _of(_both("days_before", "days_after"), lambda t: t["days_before"] - t["days_after"], _is("days_before"))),
    Indicator("bundled_visits", "一件事减跑动", "（分开办要跑的次数 − 合办要跑的次数）之和 ÷ 分开办要跑的次数之和；按收件时排的算", "一件事记录", THING, "国发〔2024〕3号",
              _of(_both("visits_before", "visits_after"), lambda t: t["visits_before"] - t["visits_after"], _is("visits_before"))),
)  # fmt: skip
BY_KEY = {one.key: one for one in INDICATORS}


def counted_in(content: Mapping[str, Any]) -> list[Indicator]:
    """Return the indicators that a content has: one that came into the registry later was not counted then."""
    return [one for one in INDICATORS if one.key in content["indicators"]]
