"""Counter sessions: kept on the server at every step, suspended and taken up again. Working papers, not facts."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases.models import Intake, Paper, Sheet
from yichuang.clock import book
from yichuang.ground import rows, vault
from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, working_paper
from yichuang.journal.chain import sm3
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, WrongState
from yichuang.materials import acts as materials
from yichuang.materials.models import File

SITTING_MOST = 4 * 3600  # a session that was left overnight measures nothing


@working_paper("cases.open_intake")
def open_intake(*, by: Actor, at: datetime, ticket: str = "") -> Intake:
    """A session begins at this clerk's window; one that is open already is taken up again."""
    if by.kind not in ("clerk", "guide", "reviewer", "approver", "chief") or by.hall is None:
        raise NotYours("这个岗位没有受理窗口。")
    found = Intake.objects.filter(person=me(by), hall_id=by.hall, state="open").order_by("-kept_at").first()
    if found is not None:
        return found
    return Intake.objects.create(
        id=uuid7(),
        region=by.region,
        hall_id=by.hall,
        window_id=by.window,
        person=me(by),
        ticket=ticket[:12],
        content=_locked({}),
        kept_at=at,
    )


@working_paper("cases.keep_intake")
def keep_intake(
    intake: UUID, content: dict[str, Any], *, by: Actor, at: datetime, turn: int, label: str = ""
) -> int:
    """The session is kept as it now stands; `turn` is the one the page was drawn from, so that two tabs do not overwrite."""
    changed = Intake.objects.filter(pk=intake, person=me(by), state="open", turn=turn).update(
        content=_locked(content), label=label[:120], kept_at=at, turn=turn + 1
    )
    if not changed:
        raise Moved("这个接件会话在别处改动过，已经换成最新的。")
    return turn + 1


@working_paper("cases.suspend_intake")
def suspend_intake(intake: UUID, *, by: Actor, at: datetime) -> None:
    """The session waits under its ticket number."""
    most = book.number(stamps.current(), by.region, "staple_intake", day_of(at)).whole
    if Intake.objects.filter(person=me(by), state="suspended").count() >= most:
        raise WrongState(f"已经挂起{most}件，先办完一件再挂起。")
    if not Intake.objects.filter(pk=intake, person=me(by), state="open").update(
        state="suspended", kept_at=at
    ):
        raise NotThere("没有这个接件会话。")


@working_paper("cases.resume_intake")
def resume_intake(intake: UUID, *, by: Actor, at: datetime) -> None:
    """A suspended session is open again; an empty open one makes room, a filled one must be suspended first."""
    for other in Intake.objects.filter(person=me(by), state="open"):
        if other.opened().get("applicant"):
            raise WrongState("手上还有一件没办完，先挂起它。")
        Intake.objects.filter(pk=other.pk).update(state="dropped", kept_at=at)
    if not Intake.objects.filter(pk=intake, person=me(by), state="suspended").update(
        state="open", kept_at=at
    ):
        raise NotThere("没有这个挂起的会话。")


@working_paper("cases.drop_intake")
def drop_intake(intake: UUID, *, by: Actor, at: datetime) -> None:
    """The person left without filing anything."""
    Intake.objects.filter(pk=intake, person=me(by), state__in=["open", "suspended"]).update(
        state="dropped", content=_locked({}), kept_at=at
    )


@working_paper("cases.finish_intake")
def finish_intake(intake: UUID, case: UUID, *, by: Actor, at: datetime) -> None:
    """The session became a case; its copy of personal data is emptied, its files belong to the case."""
    if Intake.objects.filter(pk=intake, person=me(by)).update(
        state="done", case_id=case, content=_locked({}), kept_at=at
    ):
        materials.adopt(intake, case, by=by, at=at)


@working_paper("cases.freeze_papers")
def freeze_papers(sheets: Sequence[tuple[UUID, str, str]], *, by: Actor | None, at: datetime) -> None:
    """Papers' HTML is frozen with its template version and SM3; one frozen before stays as it is.

    `sheets` are (paper, HTML, template).
    """
    keep_html(Paper, sheets)


def end(turn: Turn, intake: UUID | None, **became: UUID) -> None:
    """Inside the act that a counter session led to: its files go to what it became (`case_id` or `thing`), its copy of the numbers is emptied."""
    if intake is None:
        return
    rows.update(File, {"subject": turn.row.id}, "subject = %s AND dropped_at IS NULL", [rows.key(intake)])
    done = {"state": "done", **became, "content": vault.lock("{}"), "kept_at": turn.at}
    open_mine = "id = %s AND person = %s AND state = 'open'"
    if rows.change(Intake, done, open_mine, [rows.key(intake), turn.by.person]).rowcount != 1:
        raise Moved("这个接件会话已经办完或放下了。")


def keep_html(model: type[Sheet], sheets: Sequence[tuple[UUID, str, str]]) -> None:
    """Inside the writer that freezes them: the HTML of papers is kept once, and not changed again."""
    if not all(html.strip() for _, html, _ in sheets):
        raise BadInput("文书是空的。")
    with rows.together():
        for paper, html, template in sheets:
            frozen = {"html": html, "template": template, "html_sm3": sm3(html)}
            rows.change(model, frozen, "id = %s AND html_sm3 = ''", [rows.key(paper)])


def me(by: Actor) -> int:
    """Return the natural person; the system and applicants have no counter session."""
    if by.person is None:
        raise NotYours("这个岗位没有受理窗口。")
    return by.person


def _locked(content: dict[str, Any]) -> str:
    return vault.lock(json.dumps(content, ensure_ascii=False))


def sat(intake: UUID | None, at: datetime) -> dict[str, int]:
    """Return how many seconds passed from the session's beginning, which its id tells, to `at`; nothing where that says nothing."""
    if intake is None or intake.version != 7:
        return {}
    seconds = int(at.timestamp()) - (intake.int >> 80) // 1000
    return {"window_seconds": seconds} if 0 < seconds <= SITTING_MOST else {}
