"""The way of a case as the public sees it: what happened, what is waited for, what comes then. Oldest first."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yichuang.cases.models import Case, Notice
from yichuang.catalogue.versions import VersionFacts
from yichuang.clock.models import Stop
from yichuang.doors.endings import length_words
from yichuang.ground.now import day_of
from yichuang.ground.templatetags.yc import cndate, cndatetime

BEFORE = ("submitted", "handed_in", "passed_on", "supplement")
UNDER_WAY = ("accepted", "visiting", "paused", "extended", "gap", "deemed")
# What is waited for, in words; `{}` is the department.
WAITED = {
    **dict.fromkeys(("submitted", "handed_in", "passed_on"), "{}告诉您是否受理"),
    "supplement": "您来补交材料",
    **dict.fromkeys(("accepted", "visiting", "gap", "deemed"), "{}办结"),
    "extended": "{}办结，已延期",
    **dict.fromkeys(("at_once", "granted"), "{}把结果送到窗口"),
    "refused": "{}把决定书送到窗口",
    **dict.fromkeys(("ready", "ready_refused"), "您来领取"),
    **dict.fromkeys(("posted", "posted_refused"), "您收邮件"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """A line of `parts/timeline.html`."""

    what: str
    when: str = ""
    state: str = "past"


def past(case: Case, stops: Iterable[Stop], notices: Iterable[Notice], ended: str) -> list[Event]:
    """Return what happened; of one day, in the order of the procedure. `ended`: how it ended without a decision."""
    filed, owed = day_of(case.filed_at), True
    made = [(filed, 0, Event("收到材料", cndatetime(case.filed_at)))]
    for one in notices:
        told = json.loads(one.lines)
        void = sorted(line["struck"] for line in told if line.get("struck"))
        owed = len(void) < len(told)
        made.append(
            (day_of(one.told_at), 1, Event(f"一次告知要补{len(told)}份材料", cndatetime(one.told_at)))
        )
        if void:
            stopped = date.fromisoformat(void[-1])
            made.append((stopped, 1, Event(f"其中{len(void)}份不用补，已经停止", cndate(stopped))))
    for stop in stops:
        what = f"{stop.name}开始，{'计入时限' if stop.counted else '不计时'}"
        made.append((stop.starts_on, 4, Event(what, cndate(stop.starts_on))))
        if stop.ends_on:
            made.append((stop.ends_on, 5, Event(f"{stop.name}结束", cndate(stop.ends_on))))
    handed_in = case.received_on if case.round and owed and case.state != "correcting" and not ended else None
    days = (
        (handed_in, 2, "补的材料收到了"), (case.accepted_on, 3, "视为受理" if case.deemed else "受理，正式开始办"),
        (case.decided_on, 6, "作出决定"), (case.ready_on, 7, "结果送到窗口"), (case.delivered_on, 8, "已领取"),
        (case.closed_on if ended else None, 9, ended),
    )  # fmt: skip
    made += [(day, order, Event(what, cndate(day))) for day, order, what in days if day]
    return [event for _, _, event in sorted(made, key=lambda one: one[:2])]


def now(key: str, department: str, due: date | None, stop: str) -> list[Event]:
    """Return what is waited for, whose move it is and by when; nothing when it is over."""
    if key == "paused":
        return [Event(f"{stop}进行中，不计时", state="now")]
    if key not in WAITED:
        return []
    return [Event(WAITED[key].format(department), f"{cndate(due)}前" if due else "", state="now")]


def later(key: str, facts: VersionFacts) -> list[Event]:
    """Return what comes after that."""
    ahead: list[str] = []
    if key in BEFORE:
        length = length_words(facts.promised_days, facts.unit)
        ahead = ["受理，正式开始办", f"受理后{length}内办结" if length not in ("", "当场") else "办结"]
    if key == "paused":
        ahead = ["办结"]
    if key in BEFORE + UNDER_WAY:
        ahead.append("决定后1个工作日内，结果送到窗口")
    return [Event(what, state="") for what in ahead]
