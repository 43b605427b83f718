"""The way in for doors: a verdict, or how to reach a rater; what is refused as a cheat stays on record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.journal import looks
from yichuang.journal.actor import Actor, system
from yichuang.journal.refusals import Moved, NotThere, NotYours, Refused
from yichuang.law import ratings as law
from yichuang.ratings import acts
from yichuang.ratings.models import Rater, Rating

PURPOSE = "回访差评"
TWICE = "这次服务已经评过了。一次服务评一次。"


def rate(*, by: Actor, at: datetime, **said: Any) -> dict[str, Any]:
    """Perform `ratings.rate`; rating twice, for others, or as staff for citizens is refused and on record."""
    try:
        return acts.rate(by=by, at=at, **said)
    except Refused as error:
        what = _cheat(error)
        if what:
            about = {name: said.get(name) for name in ("case", "thing")}
            acts.note_try(
                by=system(by.region), at=at, what=what, channel=str(said.get("channel", ""))[:2], contact=str(said.get("contact", ""))[:20],
                person=by.person, post=by.post, account=by.account, **about,
            )  # fmt: skip
        if what == "twice":
            raise Moved(TWICE) from error
        raise


def _cheat(error: Refused) -> str:
    if isinstance(error, Moved):
        return "twice"
    rule = error.facts.get("rule") if isinstance(error, NotYours) else ""
    return {"own_case": "others", "post": "staff"}.get(str(rule), "")


def staff_tried(region: str, at: datetime, *, person: int, **about: UUID) -> NotYours:
    """Write down that a member of staff tried to rate for a citizen; returns the refusal."""
    acts.note_try(by=system(region), at=at, what="staff", channel="1", person=person, **about)
    return NotYours(
        "工作人员不能替办事人评价。请办事人用自己的手机扫码评，或者在窗口评价器上评。", rule="post"
    )


def contact_of(rating: UUID, by: Actor, at: datetime) -> dict[str, str]:
    """Return how to reach the rater, to who calls back and to nobody else; the look is on record, a refused one too."""
    row = Rating.objects.filter(pk=rating, region=by.region).first()
    if row is None:
        raise NotThere("没有这条评价，或者不归您看。")
    why = _closed(row, by)
    if why:
        acts.note_look(rating, by=system(by.region), at=at, person=by.person, post=by.post, why=why)
        raise NotYours(why, rule="rater")
    looks.seen(by, PURPOSE, subject=row.pk, at=at)
    looks.flush()
    rater = Rater.objects.filter(rating=row).first()
    if rater is None or not rater.phone:
        raise NotThere("评价的人没有留联系办法，不能回访。")
    return {"name": rater.clear_name(), "phone": rater.clear_phone()}


def _closed(row: Rating, by: Actor) -> str:
    if by.person is None or by.person in row.handlers:
        return "被评价的人不能看是谁评的。"
    if row.caller != by.person:
        return "只有回访的人能看联系办法。先点“我来回访”。"
    if row.state not in law.UNENDED:
        return "这条差评已经办结，联系办法不再给人看。"
    return ""
