"""Errors found in guides (请您来找错): found by anybody, taken up by the editor, ended by a version or a reasoned answer."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.catalogue.models import Item, Version
from yichuang.complaints.acts import parts
from yichuang.complaints.acts.intake import phone_of
from yichuang.complaints.models import Flaw
from yichuang.ground import vault
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import codes, terms
from yichuang.law import complaints as law


@act("complaints.find_flaw", on=Flaw, creates=True)
def find_flaw(
    turn: Turn, *, by: Actor, at: datetime, place: str, content: str, item: UUID | None = None, page: str = "", phone: str = "",
    finding: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Somebody says where a guide or a page is wrong: it waits for the editor, with a day. `finding`: the drift radar's. Basis: 嘉府办发〔2019〕17号 29."""
    serial = acts.serial(turn, f"flaws:{by.region}:{turn.on:%Y%m%d}")
    acts.require(turn, {})
    parts.choice(place, law.PLACES, "place", "哪一处")
    said, number = parts.words(content, "content", 500), phone_of(phone)
    row = Item.objects.filter(pk=item, region=by.region).first() if item else None
    if item and row is None:
        raise BadInput("没有这个事项。", field="item")
    if finding and Flaw.objects.waiting().filter(finding=finding).exists():
        raise WrongState("这一条已经转给编辑在改。")
    days = parts.local(turn, law.FLAW_DAYS)
    turn.begin(
        number=f"ZC{turn.on:%Y%m%d}{serial:05d}", query_code=codes.query_code(secrets.randbelow(codes.QUERY_CODES)),
        item_id=row.pk if row else None, version_id=row.current_id if row else None, page=page[:200], finding=finding[:60], place=place, content=vault.lock(said),
        phone=vault.lock(number), tail_index=vault.tail_index(number), account_id=by.account if by.kind == "applicant" else None, state="found",
        found_at=at, due_on=terms.due(turn.on, days, calendar=parts.calendar_of(turn)).due_on, taken_by=None, mended_id=None, answer="",
        ended_at=None, ended_by=None,
    )  # fmt: skip
    turn.enter(
        "complaints.find_flaw",
        {"number": turn.row.number, "item": str(item or ""), "version": turn.row.version_id, "place": place, "due_on": turn.row.due_on.isoformat()}
        | ({"finding": turn.row.finding} if finding else {}),
        private={"content": said} | ({"phone": number} if number else {}),
    )  # fmt: skip
    return parts.answer_of(turn)


@act("complaints.take_flaw", on=Flaw)
def take_flaw(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The editor agrees: it is work on the item from here."""
    _still(turn, ("found",))
    turn.set(state="taken", taken_by=by.person)
    turn.enter("complaints.take_flaw", {"item": str(turn.row.item_id or "")})
    return parts.answer_of(turn)


@act("complaints.mend_flaw", on=Flaw)
def mend_flaw(
    turn: Turn, *, by: Actor, at: datetime, version: int | None = None, text: str = ""
) -> dict[str, Any]:
    """It is mended: by a version published after it was found, or, off the guides, by what the text says; the finder is thanked."""
    _still(turn, ("found", "taken"))
    row = turn.row
    if row.item_id is not None:
        made = Version.objects.filter(
            pk=version or 0, item=row.item_id, published_at__gt=row.found_at
        ).first()
        if made is None:
            raise BadInput("选一个找错以后发布的版本。还没有发布，就先改、先发布。", field="version")
    said = parts.words(text, "text", 500, empty=row.item_id is not None)
    _end(turn, "mended", said, version=version if row.item_id is not None else None)
    turn.enter("complaints.mend_flaw", {"version": row.mended_id}, private={"text": said} if said else {})
    return parts.answer_of(turn)


@act("complaints.answer_flaw", on=Flaw)
def answer_flaw(turn: Turn, *, by: Actor, at: datetime, text: str) -> dict[str, Any]:
    """It is no error: the finder gets the reason, and thanks all the same."""
    _still(turn, ("found", "taken"))
    said = parts.words(text, "answer", 500)
    _end(turn, "answered", said)
    turn.enter("complaints.answer_flaw", {"late": turn.on > turn.row.due_on}, private={"text": said})
    return parts.answer_of(turn)


def _still(turn: Turn, states: tuple[str, ...]) -> None:
    if turn.row.state not in states:
        raise WrongState(f"这一条现在是“{dict(law.FLAW_STATES)[turn.row.state]}”，不用再办。")


def _end(turn: Turn, state: str, text: str, *, version: int | None = None) -> None:
    turn.set(
        state=state, answer=vault.lock(text), mended_id=version, ended_at=turn.at, ended_by=turn.by.person
    )
    row = turn.row
    whom = {"account": str(row.account_id)} if row.account_id else {"phone": row.phone} if row.phone else {}
    if whom:
        turn.errand("notice", f"notice:flaw:{row.id}", template=f"flaw_{state}", number=row.number, **whom)
