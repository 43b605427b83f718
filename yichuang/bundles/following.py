"""What happens to the case of a part is told to the thing, in the same transaction; what must go through the thing is refused."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from yichuang.bundles import sealing
from yichuang.bundles.models import Letter, Thing
from yichuang.cases.acts.closing import HOLDS
from yichuang.cases.models import Case
from yichuang.journal import acts, streams
from yichuang.journal.acts import Turn
from yichuang.journal.models import Register
from yichuang.journal.refusals import WrongState
from yichuang.law import things
from yichuang.law.states import BEFORE_ACCEPTANCE

ENDS = frozenset({"outcome", "closed_on"})
DAYS = frozenset({"due_on", "promised_due_on", "stopped", "accepted_on", "extended"})
TOLD_BY_THE_THING = frozenset({"filed", "accepted", "correct", "handed_in", "struck", "struck_partly"})
ONLY_WHEN_HANDED_OUT = frozenset({"ready"})  # whoever fetches everything at once is not sent for one result
THROUGH_THE_THING = {
    "cases.ask_once": "这一件是“一件事”里的一项。要补的材料在“一件事”页上提出，由牵头部门合成一张通知，一次告知。",
    "cases.force_notice": "这一件是“一件事”里的一项。它的材料已经由一张通知一次告知，不能再单独放行第二次告知。",
    "cases.hand_in": "这一件是“一件事”里的一项。补正的材料在“一件事”页上一次交回。",
}
_STRIKE = "这一件是“一件事”里的一项。它的材料由一张通知一次告知，违规的要求在“一件事”页上停止，各项一起。"
THROUGH_THE_THING |= dict.fromkeys(("cases.ask_strike", "cases.strike_demand", "cases.drop_strike"), _STRIKE)
CALENDAR = ("clock.import_notice", "clock.close_days")
IN_ONE_LETTER = frozenset({"posted", "came_back"})
_inside: ContextVar[bool] = ContextVar("yichuang_bundles_inside", default=False)
_letter: ContextVar[list[str] | None] = ContextVar("yichuang_bundles_letter", default=None)


@contextmanager
def inside() -> Iterator[None]:
    """The thing's own act is at work on its cases: it needs no errand to learn of it."""
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


@contextmanager
def one_letter() -> Iterator[None]:
    """Several results go by one letter: it is told once, by the thing, and paid once, with the first of them."""
    token = _letter.set([])
    try:
        with inside():
            yield
    finally:
        _letter.reset(token)


def follow(turn: Turn) -> None:
    """Leave an errand for the thing when what it reads of a part's case has changed; one notice for all replaces those of the parts."""
    if turn.row.thing is None:
        return
    if not _inside.get():
        if said := THROUGH_THE_THING.get(turn.act):
            raise WrongState(said, thing=str(turn.row.thing))
        if _matters(turn):
            key = f"thing:{turn.row.id}:{turn.row.seq + len(turn.entries)}"
            turn.errand("thing", key, owner="system", thing=str(turn.row.thing), act=turn.act)
    silent = TOLD_BY_THE_THING | (
        ONLY_WHEN_HANDED_OUT if _fetches(turn) and together(turn.row) else frozenset()
    )
    turn.errands = [one for one in turn.errands if not _told(one, silent)]
    if (paid := _letter.get()) is not None:
        turn.errands = [one for one in turn.errands if not _told(one, IN_ONE_LETTER) and not _paid(one, paid)]


def _paid(errand: dict[str, Any], paid: list[str]) -> bool:
    """Whether the postage of this letter is on its way already; notes it when it is."""
    if errand["kind"] != "postage":
        return False
    paid.append(str(errand["key"]))
    return len(paid) > 1


def _matters(turn: Turn) -> bool:
    """Whether the thing reads what changed: how a part ends; before that its days, and whether it is accepted."""
    if ENDS & turn.changes.keys():
        return True
    early = turn.changes.get("state") in BEFORE_ACCEPTANCE
    return not turn.row.outcome and (early or bool(DAYS & turn.changes.keys()))


def _fetches(turn: Turn) -> bool:
    return any(_told(one, ONLY_WHEN_HANDED_OUT) for one in turn.errands)


def _told(errand: dict[str, Any], templates: frozenset[str]) -> bool:
    return errand["kind"] == "notice" and json.loads(errand["args"])["template"] in templates


def together(case: Any) -> str:
    """Return why a result waits at the window: whoever chose to fetch everything at once comes once."""
    if getattr(case, "thing", None) is None or _inside.get():
        return ""
    thing = Thing.objects.filter(pk=case.thing).values("together", "state").first()
    if thing is None or not thing["together"] or thing["state"] in (things.DONE, things.CLOSED):
        return ""
    return "这一件是“一件事”里的一项，办事人选了全部办完一起领。要先领，请先改成“办好一项领一项”。"


def letters() -> str:
    """Return the SQL of all issued papers of things, which `journal verify` holds against the chains."""
    return streams.issued(Letter._meta.db_table, "thing_id")


def recount(turn: Turn) -> None:
    """The calendar has changed: what waits is planned by it too, though none of its cases runs through the day."""
    if turn.act in CALENDAR:
        turn.errand(
            "things", f"things:{turn.row.id}:{turn.row.seq + len(turn.entries)}", owner="system", act=turn.act
        )


def register() -> None:
    """Have the acts on cases, and on the calendar, ask and tell; and what lies beside a thing sealed with it."""
    on_things = acts.FOLLOWERS.setdefault(Thing, [])
    if sealing.seal not in on_things:
        on_things.append(sealing.seal)
    on_books = acts.FOLLOWERS.setdefault(Register, [])
    if recount not in on_books:
        on_books.append(recount)
    followers = acts.FOLLOWERS.setdefault(Case, [])
    if follow not in followers:
        followers.append(follow)
        HOLDS.append(together)
