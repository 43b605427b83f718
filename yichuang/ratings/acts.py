"""Rating: voluntary, once per contact, five grades, no default; the rater's name is not in the case's journal."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.clock import book
from yichuang.ground import rows
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.journal.stamps import STAMP_SQL
from yichuang.law import ratings as law
from yichuang.law import things
from yichuang.ratings.models import Rating

WORDS_MOST = 500
WHOLE = "thing"
REASONS = ("要求多交材料", "没有一次说清", "等得久", "系统难用", "态度不好", "其他")
CHANNELS = {"1": "电脑网页", "2": "手机", "3": "二维码", "4": "窗口评价器", "5": "大厅其他终端", "6": "短信"}


@act("ratings.rate", on=Rating, creates=True)
def rate(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    grade: int,
    case: UUID | None = None,
    thing: UUID | None = None,
    reasons: Iterable[str] = (),
    words: str = "",
    channel: str = "3",
    contact: str = "",
) -> dict[str, Any]:
    """One verdict on one contact is in, or on a whole thing (一件事); a bad one gets the day by which it must be mended."""
    if channel not in CHANNELS:
        raise BadInput("没有这个评价渠道。", field="channel")
    if len(words.strip()) > WORDS_MOST:
        raise BadInput(f"最多写{WORDS_MOST}个字，现在是{len(words.strip())}个。", field="words")
    stars = _stars(grade)
    given = [reason for reason in reasons if reason]
    if unknown := [r for r in given if r not in REASONS]:
        raise BadInput(f"没有“{unknown[0][:20]}”这个选项。", field="reasons")
    if (case is None) == (thing is None):
        raise BadInput("评价一个办件，或者一个“一件事”。", field="case")
    about = contact[:20] or (WHOLE if case is None else "case")
    model: type[Case] | type[Thing] = Thing if case is None else Case
    found, extra = rows.read(
        model, "t.id = %s", [rows.key(case or thing)], extra=(STAMP_SQL, rows.clock_sql())
    )
    if found is None or found.region != by.region:
        raise NotThere("没有这个办件。")
    _handled(found, whole=thing is not None and about == WHOLE)
    turn.recorded_at = rows.clock_value(extra[1])
    acts.see(turn, int(extra[0] or 0))
    acts.require(turn, {})
    days = book.number(turn.stamp, found.region, "mend_days", turn.on).whole
    bad = stars.bad
    turn.begin(
        case_id=case, thing_id=thing, contact=about, grade=grade, reasons=json.dumps(given if bad else [], ensure_ascii=False), words=words.strip(),
        channel=channel, rated_at=at, bad=bad, mend_due_on=law.mend_due(turn.on, book.calendar(turn.stamp, found.region), days) if bad else None,
    )  # fmt: skip
    turn.enter(
        "ratings.rate",
        {"grade": grade, "reasons": given if bad else [], "channel": channel, "contact": about},
        private={"words": words.strip()},
    )
    return {"grade": grade}


def _handled(found: Any, *, whole: bool) -> None:
    """Refuse while there is nothing yet to say a verdict on."""
    if found.state in ("draft", "filed") and not found.round:
        raise WrongState("还没有办理，办理以后再评价。")
    if whole and found.state not in (things.DONE, things.CLOSED):
        raise WrongState("这件事还没有全部办完，办完以后再评价整件事。")


def _stars(grade: int) -> Any:
    try:
        return law.grade(grade)
    except ValueError as error:
        raise BadInput("请在五档里选一档。", field="grade") from error
