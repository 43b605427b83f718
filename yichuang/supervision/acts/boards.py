"""The writers of what the board keeps: a view under a name, and the weekly letter to heads."""

from datetime import date, datetime
from typing import Any

from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.refusals import BadInput, NotThere, NotYours
from yichuang.people.models import Organisation
from yichuang.supervision import weekly
from yichuang.supervision.boards import SavedView, WeeklyLetter

MOST, NAME_MOST, QUERY_MOST = 20, 20, 300


@working_paper("supervision.keep_view")
def keep_view(*, by: Actor, at: datetime, name: str, query: str, shared: bool = False) -> int:
    """The filters are kept under a name, in place of what the owner kept under it; shared, the owner's body sees them too."""
    said = " ".join(name.split())
    if by.person is None:
        raise NotYours("登录的人才能存。")
    if not said or len(said) > NAME_MOST:
        raise BadInput(f"起一个名称，最多{NAME_MOST}个字。", field="name")
    mine = SavedView.objects.filter(owner=by.person)
    values: dict[str, Any] = {
        "region": by.region, "owner_name": by.name[:60], "body_id": by.organisation if shared else None, "query": query[:QUERY_MOST], "kept_at": at,
    }  # fmt: skip
    if mine.filter(name=said).update(**values):
        return int(mine.get(name=said).pk)
    if mine.count() >= MOST:
        raise BadInput(f"最多存{MOST}个，先删掉不看的。", field="name")
    return int(SavedView.objects.create(owner=by.person, name=said, **values).pk)


@working_paper("supervision.drop_view")
def drop_view(view: int, *, by: Actor, at: datetime) -> None:
    """A view is kept no more; only its owner takes it away."""
    if by.person is None or not SavedView.objects.filter(owner=by.person, pk=view).delete()[0]:
        raise NotThere("没有这个常看，或者不是您存的。")


@act("supervision.write_letter", on=WeeklyLetter, creates=True)
def write_letter(turn: Turn, *, by: Actor, at: datetime, week: date, to: int | None = None) -> dict[str, Any]:
    """The letter of a week that is over is written to a body's head, or of the whole region: once, with its figures frozen."""
    acts.require(turn, {})
    if week.weekday() or weekly.last_day(week) >= day_of(at):
        raise BadInput("周报从周一写起，一周过完了才写。", field="week")
    body = Organisation.objects.get(pk=to) if to is not None else None
    text = canonical(weekly.told(by.region, week, to))
    turn.begin(to_id=to, week=week, content=text, digest=sm3(text), written_at=at)
    turn.enter("supervision.write_letter", {"to": to, "week": week.isoformat(), "digest": turn.row.digest})
    if body is not None and body.phone:
        turn.errand(
            "notice", f"weekly:{turn.row.id}", template="weekly_letter", phone=vault.lock(body.phone), body=body.name,
            number=f"{week.month}月{week.day}日",
        )  # fmt: skip
    return {"week": week.isoformat(), "digest": turn.row.digest}
