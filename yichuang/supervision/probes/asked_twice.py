"""The same paper was asked for again after it had been handed in, or the same application had to be filed again."""

from datetime import date, datetime, timedelta

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Story
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Hop, Sql, of, why

RULE, NAME, CARD = "asked-twice", "重复申报、重复要材料", "yellow"
BASIS = "粤府办〔2016〕19号 二（五）2（同一事项重复申报、重复提交材料的，列入检查）"
HOP = "再次要材料的窗口；让人重新申报的窗口或者部门"
APPEAL = "三个工作日内申诉"
WITHIN = timedelta(days=30)


def find(at: datetime, since: date | None) -> Sql | None:
    """Only a notice or a filing makes it so."""
    return None


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """A notice names again what came since it was told; or an application was ended by the office and had to be filed anew."""
    found = [
        one for one in (_again(story, calendars), _filed_again(story, calendars)) if one and one.on <= day
    ]
    return min(found, key=lambda one: one.on) if found else None


def _again(story: Story, calendars: Calendars) -> Finding | None:
    handed: dict[int, int] = {}
    told: set[int] = set()
    for notice in story.notices:
        for event, places in story.handed_in:
            if event.seq < notice.event.seq:
                handed |= {place: event.seq for place in places if place in told}
        again = sorted(
            {p for line in notice.lines if isinstance(p := line.get("place"), int) and p in handed}
        )
        if again:
            front = next(one for one in story.fronts if one.ended is notice.event)
            says = f"{zh_date(notice.event.day)}又要求补已经告知过、也补交过的材料，共{len(again)}份。"
            back = [
                event
                for event, places in story.handed_in
                if event.seq < notice.event.seq and places & set(again)
            ]
            evidence = why(says, calendars, notice.event.at, notice.event, *back, places=again)
            return Finding(RULE, CARD, notice.event.day, of(notice.event, front.desk[-1][1]), evidence)
        told |= {p for line in notice.lines if isinstance(p := line.get("place"), int)}
    return None


def _filed_again(story: Story, calendars: Calendars) -> Finding | None:
    """The one before ended not by the applicant's own will on line, and not because they did not come with corrections."""
    filed = story.events[0]
    for before in story.earlier:
        end = before.ended
        if end is None or end.at > filed.at or filed.at - end.at > WITHIN:
            continue
        if end.act in ("cases.not_accept", "cases.void") or (
            end.act == "cases.withdraw" and end.person is not None
        ):
            says = f"同一申请人的同一事项，{zh_date(end.day)}被结束，{zh_date(filed.day)}重新申报。"
            evidence = why(says, calendars, filed.at, filed, before=before.subject, ended=end.seq)
            return Finding(RULE, CARD, filed.day, _ender(before), evidence)
    return None


def _ender(before: Story) -> Hop:
    if before.desks:
        return before.desk(before.over_event.day if before.over_event else before.events[-1].day)[0]
    return before.fronts[-1].desk[-1][1]
