"""The result did not reach the window within one working day of the decision."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Hop, Story
from yichuang.law.notices import ONE_DAY
from yichuang.law.numbers import zh_date
from yichuang.law.terms import TO_WINDOW_DAYS
from yichuang.supervision.probing import Sql, passed, why

RULE, NAME, CARD = "to-window-late", "结果没有按时送到窗口", "yellow"
BASIS = "殷政办〔2021〕15号 三（一）1（3）"
HOP = "作决定的部门"
APPEAL = "三个工作日内申诉"


def find(at: datetime, since: date | None) -> Sql | None:
    """Window clocks past their day."""
    return passed(RULE, "to_window", at)


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first civil day after it was due on which the window had not signed for it; an e-licence goes by itself."""
    if story.decided is None:
        return None
    limit = story.result_due["to_window"]
    due = limit.due or calendars.at(limit.known.at).after(story.decided.day, TO_WINDOW_DAYS)
    on = due + ONE_DAY
    came = story.arrived or story.delivered or story.ended
    if on > day or (came is not None and came.day < on):
        return None
    says = f"{zh_date(story.decided.day)}作出决定，结果应在{zh_date(due)}前送到窗口，{zh_date(on)}开始时还没有送到。"
    hop = Hop("结果送到窗口", story.published.department)
    return Finding(
        RULE,
        CARD,
        on,
        hop,
        why(says, calendars, limit.known.at, story.decided, limit.known, due=due.isoformat()),
    )
