"""What supervision saw of the town: cards by the real sweep, orders at several steps, a demand that is being stopped."""

from datetime import datetime, timedelta
from uuid import UUID

from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.law import terms
from yichuang.law.days import Calendar
from yichuang.law.states import UNDER_WAY
from yichuang.materials.models import Material
from yichuang.supervision import acts, escalating, sweeping
from yichuang.supervision.models import Card
from yichuang.town.folk import Folk
from yichuang.town.founding import Town

FIRST = 140
EXTRA = {"reason": "7", "fields": {"text": "另外交房东的身份证复印件和收入证明"}}
GUILD = {"reason": "7", "fields": {"text": "要先加入行业协会才能办"}}
WHY = "超了承诺期限，写明原因和哪天办结"
APPEAL = "等申请人补件的几天不该计时，有电话记录。"
ANSWER = "经办人出差没有交接。已经补办，今后休假先办代班。"


def fill(town: Town, until: datetime) -> None:
    """Let the sweep look at the town, and the people concerned do what follows."""
    folk = Folk(town, day_of(until))
    calendar = book.calendar(stamps.current(), folk.region)
    _history(folk, until)
    _demands(folk, calendar, until)
    sweeping.sweep(until)
    _orders(folk, calendar, until)


def _history(folk: Folk, until: datetime) -> None:
    """The town's past is written down in one go: that its entries are recorded later than they claim is no fault of anybody."""
    begun, basis = day_of(until) - timedelta(days=FIRST), "示例区的经过是一次补记的"
    rule = {"name": "back_dated_hours", "unit": "小时", "basis": basis}
    clock.set_number(by=folk.town.by, at=until, value="40000", starts_on=begun, **rule)
    clock.set_number(
        by=folk.town.by, at=until, value="1", starts_on=day_of(until) + timedelta(days=1), **rule
    )


def _demands(folk: Folk, calendar: Calendar, until: datetime) -> None:
    """Windows ask for what no list holds, a paper and a condition; a supervisor asks to stop the first, the second person has yet to confirm."""
    at = terms.midnight(calendar.before(day_of(until), 1)) + timedelta(hours=10)
    waiting = Case.objects.filter(
        state="filed", round=0, channel="counter", thing=None, proposal="", passed_on=False, filed_at__lte=at
    )
    asked = [EXTRA, GUILD]
    for case in waiting.exclude(received_by=None).order_by("-pk"):
        faulty = Material.objects.filter(subject=case.pk, how="submit", state="got").order_by("place").first()
        if faulty is None or Material.objects.filter(subject=case.pk, state="awaited").exists():
            continue
        lines = [asked[0] | {"place": faulty.place}]
        cases.ask_once(case.pk, by=folk.actor(case.received_by or 0), at=at, lines=lines)
        if asked[0] is EXTRA:
            cases.ask_strike(case.pk, by=folk.person("guo"), at=until, lines=[0], why="清单里没有房东的证明")
        asked = asked[1:]
        if not asked:
            return


def _orders(folk: Folk, calendar: Calendar, until: datetime) -> None:
    """One order is closed, one answered and waits to be checked, one nobody signed for; one card is appealed against."""

    def ago(days: int) -> datetime:
        return terms.midnight(calendar.before(day_of(until), days)) + timedelta(hours=9)

    red = Card.objects.filter(level="red", department__isnull=False, state="issued").order_by("on", "pk")
    going = list(red.filter(case__state__in=UNDER_WAY))
    over = list(red.exclude(case=None).exclude(case__state__in=UNDER_WAY)) or going[2:]
    for card, at, checked in zip(over, (ago(6), ago(1)), (True, False), strict=False):
        _answered(folk, card, at, checked=checked)
    for card in going[:1]:
        acts.order(by=folk.person("guo"), at=ago(4), level="urge", why=WHY, card=card.pk)
    for at in (ago(2), ago(1), until):
        escalating.run(at)
    for card in going[1:2]:
        acts.appeal(card.pk, by=_head(folk, card), at=until, text=APPEAL)


def _answered(folk: Folk, card: Card, at: datetime, *, checked: bool) -> None:
    guo, head = folk.person("guo"), _head(folk, card)
    order = UUID(acts.order(by=guo, at=at, level="urge", why=WHY, card=card.pk)["id"])
    acts.sign_order(order, by=head, at=at + timedelta(hours=2))
    acts.answer_order(order, by=head, at=at + timedelta(hours=5), text=ANSWER)
    if checked:
        acts.check_order(order, by=guo, at=at + timedelta(hours=6), why="查过办件，已经办结。")
        acts.close_order(order, by=guo, at=at + timedelta(hours=6))


def _head(folk: Folk, card: Card) -> Actor:
    return folk.of(card.department_id or 0, "head")
