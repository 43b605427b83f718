"""What is on record about a thing (一件事), in plain words for staff; and why its joint date is what it is."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.doors.told import Line
from yichuang.ground.templatetags.yc import cndate, cndatetime
from yichuang.journal.models import Entry
from yichuang.law import things

Said = Mapping[str, Any]
HALVES = {"am": "上午", "pm": "下午"}
ENDS = dict(things.OUTCOMES)
SAYS: dict[str, Callable[[Said], str]] = {
    "bundles.receive": lambda p: f"收件，申请编号{p.get('filing_number', '')}，{len(p.get('parts') or ())}项",
    "bundles.say": lambda p: f"“{p['name']}”" + (f"提出要补{len(p['lines'])}份材料" if p.get("lines") else "说没有要补的") + _went(p),
    "bundles.accept": lambda p: "全部受理" + (f"，{len(p['silent'])}个部门没有说，视为没有要补的" if p.get("silent") else ""),
    "bundles.ask_once": lambda p: f"发出一张补正通知，{len(p.get('lines') or ())}份材料" + _until(p.get("due"), "，{}前补齐"),
    "bundles.ask_strike": lambda p: f"督查要求停止违规要求{len(p['lines'])}项，等第二人确认：{p['why']}",
    "bundles.strike_demand": lambda p: f"强制停止违规要求{len(p['lines'])}项，各项都不用补：{p['why']}" + (f"，还有{p['left']}份要补" if p.get("left") else ""),
    "bundles.drop_strike": lambda p: f"不停止要求：{p['why']}",
    "bundles.hand_in": lambda p: f"交来补正材料{len(p.get('papers') or ())}份" + (f"，还差{len(p['left'])}份" if p.get("left") else ""),
    "bundles.extend": lambda p: f"批准联合办理延长{p['days']}个工作日：{p['why']}" + _until(p.get("ceiling"), "，最晚{}"),
    "bundles.go_on": lambda p: _moved_on(p.get("changed") or {}),
    "bundles.add_part": lambda p: f"加办“{p['name']}”",
    "bundles.withdraw": lambda p: f"申请人撤回{'、'.join('“' + one + '”' for one in p['names'])}" + (f"：{p['why']}" if p.get("why") else ""),
    "bundles.plan_visit": lambda p: f"约联合踏勘，{_day(p.get('on'))}{HALVES.get(str(p.get('half')), '')}，{len(p.get('items') or ())}项一起去",
    "bundles.find": lambda p: f"“{p['name']}”踏勘{'通过' if p.get('passed') else '不通过'}" + (f"：{p['text']}" if p.get("text") else ""),
    "bundles.hand_over": lambda p: f"一次领取{len(p.get('parts') or ())}项结果",
    "bundles.post": lambda p: f"{len(p.get('parts') or ())}项结果一封邮件寄出，邮件号{p.get('tracking', '')}",
    "bundles.post_back": lambda p: f"邮件{p.get('tracking', '')}退回：{p.get('why', '')}",
    "bundles.sign_for": lambda p: f"邮件{p.get('tracking', '')}已签收，{len(p.get('parts') or ())}项送达",
    "bundles.choose_way": lambda p: "改成全部办完一起领" if p.get("together") else "改成办好一项领一项",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """The joint date was set or moved: when, from which day to which, by which rule."""

    when: Any
    was: date | None
    due: date
    why: str


def lines(entries: Iterable[Entry], names: Mapping[str, str]) -> list[Line]:
    """Return entries as lines of a timeline, newest first; `names` are the parts' by key."""
    return [_line(entry, names) for entry in sorted(entries, key=lambda one: -one.seq)]


def _line(entry: Entry, names: Mapping[str, str]) -> Line:
    said = json.loads(entry.payload)
    key = str(said.get("part") or said.get("item") or "")
    told = {
        **said,
        "name": names.get(key, key),
        "names": [names.get(one, one) for one in said.get("items") or ()],
    }
    words = SAYS.get(entry.act)
    bad = entry.act == "bundles.strike_demand" or (entry.act == "bundles.find" and not said.get("passed"))
    what = words(told) if words else entry.act
    return Line(what, cndatetime(entry.at), entry.by_name, "bad" if bad else "past", entry.seq)


def moves(entries: Iterable[Entry]) -> list[Move]:
    """Return each time the joint date was set or moved, oldest first."""
    found: list[Move] = []
    for entry in entries:
        said = json.loads(entry.payload).get("joint") or {}
        if said.get("due"):
            was = date.fromisoformat(said["was"]) if said.get("was") else None
            found.append(Move(entry.at, was, date.fromisoformat(said["due"]), str(said.get("why", ""))))
    return found


def _moved_on(changed: Said) -> str:
    parts = [ENDS.get(str(changed["outcome"]), "")] if changed.get("outcome") else []
    parts += [f"共同办结日{_day(changed['due_on'])}"] if changed.get("due_on") else []
    parts += [f"预计{_day(changed['forecast_on'])}全部办好"] if changed.get("forecast_on") else []
    parts += ["已结束"] if changed.get("closed_on") else []
    return "往下办" + ("：" + "，".join(parts) if parts else "")


def _went(said: Said) -> str:
    left = said.get("left") or ()
    return (
        "，全部受理"
        if said.get("accepted")
        else f"，还有{len(left)}个部门没有说"
        if left
        else "，各部门都说完了"
    )


def _day(day: Any) -> str:
    return cndate(date.fromisoformat(str(day))) if day else ""


def _until(day: Any, words: str) -> str:
    return words.format(_day(day)) if day else ""
