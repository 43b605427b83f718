"""A stop lasts longer than the applicant was told, or than a halt may without being looked at."""

from datetime import date, datetime

from yichuang.ground import rows
from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Story
from yichuang.law.notices import ONE_DAY
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, day_in, no_card, today, why

RULE, NAME, CARD = "long-stops", "停止计时过久", "yellow"
BASIS = "《行政许可法》第四十五条（所需时间书面告知申请人）"
HOP = "停止计时的环节"
APPEAL = "三个工作日内申诉"
HALT_DAYS = 30


def find(at: datetime, since: date | None) -> Sql | None:
    """Open stops that are past what was planned, reckoned in plain days: working days are never fewer."""
    planned = f"coalesce(s.planned_days, {HALT_DAYS})"
    end = (
        f"date(s.starts_on, '+' || {planned} || ' days')" if rows.is_sqlite() else f"s.starts_on + {planned}"
    )
    sql = (
        f"SELECT s.subject FROM clock_stop s WHERE s.ends_on IS NULL AND NOT s.counted AND {end} < %s"
        f" AND {no_card(RULE, 's.subject')}"
    )
    return sql, [day_in(today(at))]


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first civil day after the planned working days on which the clock still stood."""
    for pause in story.pauses:
        if pause.counted:
            continue
        days = int(pause.planned or HALT_DAYS)
        due = calendars.at(pause.event.at).after(pause.event.day, days)
        on = due + ONE_DAY
        closing = pause.ended or story.over_event
        if on <= min(closing.day if closing else date.max, day):
            says = f"“{pause.name}”从{zh_date(pause.event.day)}起停止计时，{'告知' if pause.planned else '一般'}{days}个工作日，到{zh_date(due)}还没有恢复。"
            hop, steps = story.desk(on)
            evidence = why(
                says, calendars, pause.event.at, pause.event, due=due.isoformat(), steps=list(steps)
            )
            return Finding(RULE, CARD, on, hop, evidence)
    return None
