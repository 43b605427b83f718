"""What the board shows: the six numbers as links, the cases to push, the charts with their sentences."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from yichuang.cases.models import Case
from yichuang.doors import clocks
from yichuang.doors.office.board.asked import Asked
from yichuang.ground.templatetags.yc import cndate
from yichuang.journal.actor import Actor
from yichuang.law.days import Calendar
from yichuang.supervision import board, charts
from yichuang.supervision.models import Card

CHANNELS = {"counter": "窗口", "portal": "网上", "kiosk": "自助机", "api": "接口", "mobile": "手机", "across": "异地代收", "desk": "部门"}  # fmt: skip
EXTRA = ("outside-list",)
TONES = ("over", "soon", "near", "more", "still")
DRAWN = 8


def kpis(asked: Asked, told: dict[str, int]) -> list[dict[str, Any]]:
    """Return the six numbers, each with the address of the rows it counts."""
    done = told["decided"]
    return [
        {"key": "red", "card": "red", "number": many(told["red"]), "note": "在办件上没撤销的"},
        {"key": "yellow", "card": "yellow", "number": many(told["yellow"]), "note": "在办件上没撤销的"},
        {"key": "accepted", "name": "今日受理", "number": told["accepted"], "note": cndate(asked.scope.today)},
        {"key": "on_time", "of": "decided", "name": "按时办结率", "number": share(told["on_time"], done), "note": f"{asked.span}{done}件，超期{told['late']}件"},
        {"key": "first", "of": "decided", "name": "一次办成率", "number": share(told["first"], done), "note": f"{asked.span}{done}件，补正或退回{told['again']}件"},
        {"key": "bad", "name": "差评待整改", "number": many(told["bad"]), "note": "还没有改好的"},
    ]  # fmt: skip


def linked(asked: Asked, told: dict[str, int]) -> list[dict[str, Any]]:
    """Return the six numbers with their links."""
    made = kpis(asked, told)
    for one in made:
        one["href"] = address(asked, one.get("of", one["key"]))
    return made


def address(asked: Asked, what: str, **more: Any) -> str:
    """Return the address of a list under the same filters."""
    return reverse("office:board:rows", args=[what]) + asked.query(**more)


def many(number: int) -> str:
    """Return a length as it is told; what is not counted to its end says so."""
    return str(number) if number <= board.MOST else f"{board.MOST}+"


def share(part: int, whole: int) -> str:
    """Return a share as people read it, rounded down where it is not all: 99.9% is never told as 100%."""
    if not whole:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10:.1f}%"


def case_href(actor: Actor, case: Any) -> str:
    """Return where this post opens a case: supervision in the office, a department at its desk."""
    name = "office:case" if actor.kind in ("supervisor", "government") else "desk:case"
    return reverse(name, args=[case])


def pushed(actor: Actor, rows: list[board.Push], today: date, calendar: Calendar) -> list[dict[str, Any]]:
    """Return the lines of the table of cases to push."""
    return [_line(actor, row, today, calendar) for row in rows]


def _line(actor: Actor, row: board.Push, today: date, calendar: Calendar) -> dict[str, Any]:
    case = row.case
    days = calendar.between(row.since, today)
    return {
        "id": row.card.pk.hex, "level": row.card.level, "rule": row.card.rule, "left": left(case, today, calendar), "item": case.item.name,
        "number": case.number or case.filing_number, "body": row.body, "who": row.who, "href": case_href(actor, case.pk),
        "stands": f"{case.step or '—'}{f'，{days}个工作日' if days else ''}", "card_href": reverse("office:urging:card", args=[row.card.pk]), **_next(actor, row),
    }  # fmt: skip


def _next(actor: Actor, row: board.Push) -> dict[str, str]:
    """What to do with a case that is pushed: read the answer, order, remind; whom it lands on reads the card."""
    if row.order is not None:
        word = (
            "看回复"
            if row.order.state in ("answered", "checked")
            else f"看督办单（{row.order.get_state_display()}）"
        )
        return {"next": word, "next_href": reverse("office:urging:order", args=[row.order.pk])}
    if actor.kind not in ("supervisor", "government"):
        return {"next": "看这张牌", "next_href": reverse("office:urging:card", args=[row.card.pk])}
    word = "发督办单" if row.card.level == "red" else "提醒"
    return {"next": word, "next_href": f"{reverse('office:urging:order_new')}?card={row.card.pk}"}


def left(case: Case, today: date, calendar: Calendar) -> clocks.Left:
    """Return how long is left of a case."""
    return clocks.left(today, case.due_on, case.colour, None, calendar, is_stopped=case.stopped)


def four(asked: Asked, at: datetime, calendar: Calendar) -> list[dict[str, Any]]:
    """Return the four charts: who, which stage, when, what people say."""
    return [_bodies(asked, at, calendar), _stages(asked, at, calendar), _hours(asked, at), _said(asked)]


def _bodies(asked: Asked, at: datetime, calendar: Calendar) -> dict[str, Any]:
    rows = charts.fresh("bodies", asked.scope, at, lambda: charts.slow_bodies(asked.scope, calendar))
    lines = [
        {"name": row.name, "values": [{"number": n, "href": _left_href(asked, row.body, key)} if n else 0 for n, (key, _) in zip(row.counts, board.LEFT, strict=True)]}
        for row in rows
    ]  # fmt: skip
    return {
        "id": "who", "kind": "stack", "title": "哪个部门慢", "sentence": _slow(rows), "first": "部门", "most": DRAWN, "tall": "is-tall" if len(rows) > 4 else "",
        "columns": [{"name": word, "tone": tone} for tone, word in board.LEFT], "rows": lines, "empty": "没有在办的件。",
        "described": "各部门在办件剩下的工作日。" + "".join(f"{row.name}：{_counted(row)}。" for row in rows[:DRAWN]),
    }  # fmt: skip


def _left_href(asked: Asked, body: int, key: str) -> str:
    return reverse("office:board:left", args=[key]) + asked.query(body=body)


def _counted(row: charts.Slow) -> str:
    return "，".join(f"{word}{n}件" for n, (_, word) in zip(row.counts, board.LEFT, strict=True) if n)


def _slow(rows: list[charts.Slow]) -> str:
    over, soon = sum(row.counts[0] for row in rows), sum(row.counts[1] for row in rows)
    if over:
        return (
            f"{rows[0].name}超期最多，{rows[0].counts[0]}件；一共超期{over}件，另有{soon}件1个工作日内到期。"
        )
    if soon:
        return f"没有超期的件，{soon}件1个工作日内到期，{rows[0].name}最多。"
    return "没有超期的件，也没有1个工作日内到期的件。"


def _stages(asked: Asked, at: datetime, calendar: Calendar) -> dict[str, Any]:
    rows, count = charts.fresh("stages", asked.scope, at, lambda: charts.slow_stages(asked.scope, calendar))
    return {
        "id": "stage", "kind": "pair", "title": "哪个环节慢", "sentence": _slowest(rows, f"按{asked.span}办结的{count}件算。"), "first": "环节",
        "columns": [{"name": "中位数（工作日）", "tone": "first"}, {"name": "P90（工作日）", "tone": "second"}, {"name": "件数", "tone": ""}],
        "rows": [{"name": row.name, "values": [f"{row.median:g}", f"{row.most:g}", row.count]} for row in rows],
        "empty": f"{asked.span}没有办结的件。",
        "described": "各环节用的工作日。" + "".join(f"{row.name}：中位数{row.median:g}，P90 {row.most:g}。" for row in rows),
    }  # fmt: skip


def _slowest(rows: list[charts.Stage], of: str) -> str:
    slow = max(rows, key=lambda row: (row.most, row.median), default=None)
    if slow is None or not slow.most:
        return f"各环节十件里有九件当天办完。{of}" if slow else ""
    return f"{slow.name}最慢：一半在{slow.median:g}个工作日内，十件有九件在{slow.most:g}个工作日内。{of}"


def _hours(asked: Asked, at: datetime) -> dict[str, Any]:
    rows, days = charts.fresh("hours", asked.scope, at, lambda: charts.crowded_hours(asked.scope))
    word = "一二三四五六日"[asked.scope.today.weekday()]
    sentence = ""
    if rows:
        most, done = max(rows, key=lambda row: row[1]), max(rows, key=lambda row: row[2])
        sentence = f"{most[0]}点收件最多，{most[1]}件；{done[0]}点受理最多，{done[2]}件。按今天和前{len(days) - 1}个周{word}算。"  # fmt: skip
    return {
        "id": "hours", "kind": "lines", "title": "什么时候挤", "sentence": sentence, "first": "几点",
        "columns": [{"name": "收件", "tone": "first"}, {"name": "受理", "tone": "second"}],
        "rows": [{"name": f"{hour}点", "values": [filed, took]} for hour, filed, took in rows],
        "empty": f"今天和前{len(days) - 1}个周{word}没有收件。",
        "described": "每小时收件和受理的件数。" + "".join(f"{hour}点收{filed}件、受理{took}件。" for hour, filed, took in rows),
    }  # fmt: skip


def _said(asked: Asked) -> dict[str, Any]:
    rows, bad = charts.said(asked.scope)
    sentence = f"{asked.span}{bad}个差评，说得最多的是“{rows[0][0]}”，{rows[0][1]}次。" if rows else ""
    return {
        "id": "said", "kind": "bars", "title": "办事人怎么说", "sentence": sentence, "first": "差评原因", "columns": [{"name": "次数", "tone": "plain"}],
        "rows": [{"name": reason, "values": [count]} for reason, count in rows], "empty": f"{asked.span}没有差评。",
        "described": "差评里说到的原因。" + "".join(f"{reason}{count}次。" for reason, count in rows),
    }  # fmt: skip


def below(asked: Asked, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return what stands below the fold: extra demands, papers waived, channels, items."""
    waived, wanted = charts.fresh("waived", asked.scope, at, lambda: charts.waived(asked.scope))
    came = charts.fresh("channels", asked.scope, at, lambda: charts.channels(asked.scope))
    whole = sum(count for _, count in came)
    return {
        "demanded": [_demand(actor, card) for card in charts.demanded(asked.scope, EXTRA)],
        "waived": waived, "wanted": wanted, "waived_share": share(waived, wanted),
        "channels": [{"name": CHANNELS.get(name, name), "count": count, "share": share(count, whole)} for name, count in came],
        "heat": [{"name": one.name, "count": one.count, "first": one.first, "share": share(one.first, one.count), "href": address(asked, "again", item=one.name)}
                 for one in charts.fresh("heat", asked.scope, at, lambda: charts.heat(asked.scope))],
    }  # fmt: skip


def _demand(actor: Actor, card: Card) -> dict[str, Any]:
    where = card.department or card.hall
    return {
        "on": card.on, "item": card.case.item.name if card.case else "", "body": where.name if where else "", "state": card.get_state_display(),
        "href": case_href(actor, card.case_id) if card.case_id else "",
    }  # fmt: skip
