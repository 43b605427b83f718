"""The verbs of a period: reckoned as often as one likes, closed once after its cut-off, published; never changed again."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from yichuang.clock import book
from yichuang.figures import ledger, reckoning
from yichuang.figures.lists import lists
from yichuang.figures.models import Period, Reckoning
from yichuang.ground import rows
from yichuang.ground.now import day_of
from yichuang.journal import acts, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.law import figures
from yichuang.law.numbers import zh_date

ONE = timedelta(days=1)
LOOKED_BACK = 12


def bounds(name: str) -> tuple[date, date]:
    """Return the first and last day of a period, or refuse a name that is none."""
    try:
        return figures.span(name)
    except ValueError as error:
        raise BadInput(f"{error}。", field="period") from error


def cut_off_on(region: str, name: str) -> date:
    """Return the day from which the period may be closed: so many working days after its end, by local number."""
    last, stamp = bounds(name)[1], stamps.current()
    days = book.number(stamp, region, "figures_close_days", last).whole
    return book.calendar(stamp, region).after(last, days)


def reckoned(region: str, name: str, *, at: datetime) -> dict[str, Any]:
    """Reckon a period that is not closed, outside of any act: content and lists as text, and the instant up to which it counts."""
    bounds(name)
    stamp = stamps.current()
    cut_off = rows.clock_value(rows.execute(f"SELECT {rows.clock_sql()}", []).fetchone()[0])
    kept = lists(region, stamp, day_of(at))
    made = reckoning.reckon(region, name, kept)
    return {"content": canonical(made), "lists": canonical(kept), "cut_off": cut_off}


@working_paper("figures.keep_reckoning")
def keep_reckoning(region: str, name: str, made: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """The latest reckoning of an open period is kept, so that pages need not reckon; a closed one is left alone."""
    if Period.objects.filter(region=region, name=name).exists():
        return
    Reckoning.objects.update_or_create(region=region, name=name, defaults=made)


def corrections(region: str, name: str) -> list[dict[str, Any]]:
    """Return what closed periods of the same kind would be now, where nobody has said so yet."""
    first, quarter = bounds(name)[0], "Q" in name
    before = [
        one
        for one in Period.objects.filter(region=region, last__lt=first).order_by("-first")
        if ("Q" in one.name) == quarter
    ][:LOOKED_BACK]
    days = lists(region, stamps.current(), first)["days"]
    noted = [note for one in before for note in one.figures()["corrections"]]
    found: list[dict[str, Any]] = []
    for one in reversed(before):
        known = reckoning.flat(one.figures())
        for note in noted:
            if note["period"] == one.name:
                known[note["indicator"], note["cut"], note["who"]] = note["now"]
        made = reckoning.reckon(region, one.name, one.kept() | {"days": days})
        now = reckoning.flat(reckoning.only(made, one.figures()))
        for place in sorted(set(known) | set(now)):
            if known.get(place) != now.get(place):
                found.append(
                    {"period": one.name, "indicator": place[0], "cut": place[1], "who": place[2], "was": known.get(place), "now": now.get(place)}
                )  # fmt: skip
    return found


@act("figures.close", on=Period, creates=True)
def close(
    turn: Turn, *, by: Actor, at: datetime, period: str, notes: list[dict[str, Any]] | None = None,
    sealed: dict[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The period is closed with its cut-off: the latest reckoning is frozen, with what earlier periods would be now.

    `notes` are the corrections and `sealed` its ledger, made before the act because that takes its time.
    """
    acts.require(turn, {})
    last, region = bounds(period)[1], by.region
    if Period.objects.filter(region=region, name=period).exists():
        raise WrongState(f"{period}已经关账，数字不再变。迟到的更正写进下一期。", closed=True)
    opens_on = cut_off_on(region, period)
    if turn.on < opens_on:
        raise WrongState(f"{period}要到{zh_date(opens_on)}才能关账，先等迟到的办理记进来。")
    made = Reckoning.objects.filter(region=region, name=period).first()
    if made is None or day_of(made.cut_off) < opens_on:
        raise WrongState(f"{period}在截止日以后还没有算过。先算一次，再关账。")
    content = made.figures() | {"cut_off": made.cut_off.isoformat(), "corrections": notes or []}
    told = sealed["told"] if sealed else {}
    if told and told["cut_off"] != content["cut_off"]:
        raise WrongState(f"{period}刚刚又算了一次。再关一次账。")
    content |= {"ledger": told} if told else {}
    text = canonical(content)
    turn.begin(
        name=period, first=bounds(period)[0], last=last, state="closed", content=text, digest=sm3(text), lists=made.lists,
        closed_on=turn.on, closed_by=by.person, published_on=None, tries=0,
        ledger_key=sealed["key"] if sealed else "",
    )  # fmt: skip
    turn.enter(
        "figures.close",
        {"period": period, "digest": turn.row.digest, "lists": sm3(made.lists), "cut_off": content["cut_off"], "corrections": len(notes or []), "ledger": told.get("head", "")},
    )  # fmt: skip
    return {"period": period, "digest": turn.row.digest}


@act("figures.refuse", on=Period)
def refuse(turn: Turn, *, by: Actor, at: datetime, what: str) -> dict[str, Any]:
    """Somebody tried to change a closed period: nothing changes, and that they tried is on record."""
    text = what.strip()[:200]
    if not text:
        raise BadInput("写明想改什么。", field="what")
    turn.set(tries=turn.row.tries + 1)
    turn.enter("figures.refuse", {"what": text, "digest": turn.row.digest})
    return {"digest": turn.row.digest}


@act("figures.publish", on=Period)
def publish(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """A closed period is open to everybody: page, open data, pack; small numbers stay hidden there."""
    if turn.row.state == "published":
        raise WrongState(f"{turn.row.name}已经公布了。")
    turn.set(state="published", published_on=turn.on)
    turn.enter("figures.publish", {"digest": turn.row.digest})
    return {"period": turn.row.name}


def closed_or_recorded(period: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Close a period; whoever comes too late is refused, and the try is on record."""
    found = Period.objects.filter(region=by.region, name=period).first()
    if found is not None:
        refuse(found.pk, by=by, at=at, what="关账以后要再关一次账")
        raise WrongState(f"{period}已经关账，数字不再变。这次操作已经记录。", closed=True)
    made = Reckoning.objects.filter(region=by.region, name=period).first()
    sealed = ledger.made(by.region, period, json.loads(made.lists), made.cut_off) if made else None
    return close(by=by, at=at, period=period, notes=corrections(by.region, period), sealed=sealed)


def of(region: str, name: str) -> Period:
    """Return a closed period; NotThere for one that is not."""
    found = Period.objects.filter(region=region, name=name).first()
    if found is None:
        raise NotThere(f"{name}还未关账。")
    return found


def frozen(period: Period) -> dict[str, Any]:
    """Return the figures of a closed period without what was added at closing: what a replay must come to."""
    content: dict[str, Any] = json.loads(period.content)
    return {name: told for name, told in content.items() if name not in ("cut_off", "corrections", "ledger")}
