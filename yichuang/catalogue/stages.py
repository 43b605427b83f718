"""The stages of a life and of an enterprise (人生和企业阶段) by which people browse the items.

A record says its own; for one that says nothing the packaged table does, so an imported catalogue is browsed at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalogue import seed

PERSON, BODY = "person", "body"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its address, its word, whose it is, and what one does in it."""

    key: str
    name: str
    whose: str
    hint: str


STAGES = (
    Stage("birth", "出生", PERSON, "出生证明、上户口、接种证、育儿补贴"),
    Stage("school", "教育", PERSON, "入学、教师资格"),
    Stage("work", "就业", PERSON, "就业登记、失业金、工伤、社保"),
    Stage("startup", "创业", PERSON, "开店、开公司、办执照"),
    Stage("family", "婚育", PERSON, "结婚、生育、报销生育费用"),
    Stage("home", "置业", PERSON, "买房、过户、贷款抵押、水电气"),
    Stage("travel", "出行", PERSON, "身份证、护照、电动车上牌"),
    Stage("health", "就医", PERSON, "医保参保、异地就医、报销"),
    Stage("aid", "救助", PERSON, "困难补贴、法律援助、康复救助"),
    Stage("service", "服役", PERSON, "退役报到、优待证、补助"),
    Stage("retirement", "退休", PERSON, "领养老金、高龄津贴、取公积金"),
    Stage("after", "身后", PERSON, "亲属关系公证、查不动产登记"),
    Stage("entry", "准入", BODY, "设立登记、刻章、税务、银行开户"),
    Stage("staff", "用工", BODY, "社保、医保、公积金、用工备案"),
    Stage("tax", "纳税", BODY, "税务登记、领发票、清税"),
    Stage("trade", "经营", BODY, "经营许可、消防、招牌、水电气"),
    Stage("building", "建设", BODY, "立项、用地、规划、施工"),
    Stage("property", "资产", BODY, "不动产登记、股权出质"),
    Stage("change", "变更", BODY, "改执照、改许可、过户"),
    Stage("exit", "注销", BODY, "注销公司、社保、税务、账户"),
)
NAMES = tuple(one.name for one in STAGES)
BY_KEY = {one.key: one for one in STAGES}


def of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of a record's stages, in the order of life."""
    own = record.get("stages")
    said = seed.load("stages")["stages"].get(record.get("id"), ()) if own is None else own
    return tuple(name for name in NAMES if name in said)


def filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record with its stages in it, for the editor."""
    return {**record, "stages": list(of(record))}


def kept(record: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return an edited record without its stages where it never named any and they are still those of the table."""
    same = "stages" not in before and tuple(record.get("stages") or ()) == of(before)
    return {name: value for name, value in record.items() if name != "stages" or not same}
