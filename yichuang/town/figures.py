"""The figures of the demo town: the months that are over closed and open to everybody, a bulletin, an outside assessment."""

from datetime import datetime, timedelta
from uuid import UUID

from yichuang.figures import acts, followers
from yichuang.figures.acts import periods
from yichuang.figures.models import Period
from yichuang.ground.now import day_of
from yichuang.halls import actors
from yichuang.journal.actor import Actor
from yichuang.law import figures
from yichuang.people.models import Holding, Organisation
from yichuang.town.founding import Town

MONTHS = 3


def fill(town: Town, when: datetime) -> None:
    """Close and publish the months before this one, reckon those under way, tell how the last month went."""
    by, name = _supervisor(town, when), figures.holding(day_of(when))
    for _ in range(MONTHS):
        name = figures.before(name)
    for _ in range(MONTHS):
        if day_of(when) >= periods.cut_off_on(town.by.region, name):
            _close(town, by, name, when)
        name = figures.holding(figures.span(name)[1] + timedelta(days=1))
    followers.reckon(when)
    last = Period.objects.filter(region=town.by.region).exclude(name__contains="Q").order_by("-first").first()
    if last is not None:
        words = "大多数办件在承诺的日子里办结。补正过的办件还多，请各部门把一次告知写清楚。"
        acts.issue_bulletin(by=by, at=when, period=last.pk, number=f"示例通报〔{when.year}〕1号", words=words)
    _assessed(by, when)


def _close(town: Town, by: Actor, name: str, when: datetime) -> None:
    made = periods.reckoned(town.by.region, name, at=when)
    acts.keep_reckoning(town.by.region, name, made, by=by, at=when)
    closed = UUID(periods.closed_or_recorded(name, by=by, at=when)["id"])
    acts.publish(closed, by=by, at=when)


def _assessed(by: Actor, when: datetime) -> None:
    """An outside assessment with two findings."""
    day = day_of(when)
    told = {
        "name": "办事体验评估",
        "body": "示例评估公司",
        "document": "评估报告（示例）",
        "period": "上半年",
        "result": "良好",
    }
    made = UUID(acts.assess(by=by, at=when, on=day - timedelta(days=10), **told)["id"])  # type: ignore[arg-type]
    body = Organisation.objects.filter(region=by.region, kind="department").earliest("pk")
    for text in ("两个事项的办事指南没有写楼层", "咨询电话中午没有人接"):
        acts.find(by=by, at=when, assessment=made, text=text, department=body.pk, due_on=day + timedelta(days=20))  # fmt: skip


def _supervisor(town: Town, when: datetime) -> Actor:
    day = day_of(when)
    found = Holding.objects.on(day).filter(post__kind="supervisor", region=town.by.region).earliest("pk")
    actor = actors.for_person(found.person_id, post_id=found.post_id, day=day, channel="counter")
    assert actor is not None
    return actor
