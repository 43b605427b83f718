"""The verbs of the knowledge base: written, changed, read by a second person and published, still right, withdrawn."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.asking.acts.parts import words
from yichuang.asking.models import Known, Message, Thread
from yichuang.catalogue.models import Item
from yichuang.clock import book
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.law import asking as law
from yichuang.law import wording
from yichuang.people.models import Organisation

QUESTION_MOST, ANSWER_MOST, BASIS_MOST = 120, 1000, 200


def _facts(turn: Turn) -> Mapping[str, bool]:
    return facts_for(turn.row, turn.by)


def facts_for(known: Any, by: Actor) -> dict[str, bool]:
    """Return where this actor stands to an entry."""
    editor = by.kind in ("editor", "supervisor")
    return {
        "own_answer": editor or known.department_id in by.organisations,
        "drafted_by_me": known.drafted_by is not None and known.drafted_by == by.person,
    }


acts.FACTS[Known] = _facts


@act("asking.write_answer", on=Known, creates=True)
def write_answer(
    turn: Turn, *, by: Actor, at: datetime, question: str = "", answer: str = "", basis: str = "", keywords: str = "",
    item: UUID | None = None, department: int | None = None, thread: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """An answer for everybody is drafted; from an answered question it is taken over without what is personal."""
    acts.serial(turn, f"known:{by.region}")
    acts.require(turn, {"own_answer": True})
    if thread is not None:
        found = _of_thread(turn, thread)
        question, answer = question or found["question"], answer or found["answer"]
        item, department = item or found["item"], department or found["department"]
    body = _body(turn, item, department)
    told = _checked(question, answer, basis, keywords, draft=thread is not None)
    turn.begin(
        **told, item_id=item, department_id=body, state="draft", drafted_by=by.person, read_by=None, thread=thread, made_at=at,
        published_on=None, review_on=None,
    )  # fmt: skip
    turn.enter(
        "asking.write_answer",
        {"question": told["question"], "department": body, "thread": thread and str(thread)},
    )
    return {"state": "draft"}


@act("asking.revise_answer", on=Known)
def revise_answer(
    turn: Turn, *, by: Actor, at: datetime, question: str, answer: str, basis: str, keywords: str = ""
) -> dict[str, Any]:
    """The answer is changed; it is a draft again and nobody outside reads it until a second person has."""
    told = _checked(question, answer, basis, keywords)
    turn.set(**told, state="draft", drafted_by=by.person, read_by=None, published_on=None, review_on=None)
    turn.change_rules()
    turn.enter("asking.revise_answer", {"question": told["question"]})
    return {"state": "draft"}


@act("asking.publish_answer", on=Known)
def publish_answer(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """A second person has read the answer: everybody may read it, until its day to be looked at again."""
    row = turn.row
    if row.state != "draft":
        raise WrongState("这一条不是草稿，不用再发布。")
    _checked(row.question, row.answer, row.basis, row.keywords)
    turn.set(state="published", read_by=by.person, published_on=turn.on, review_on=_review_on(turn))
    turn.change_rules()
    turn.enter("asking.publish_answer", {"review_on": turn.row.review_on.isoformat()})
    return {"state": "published"}


@act("asking.renew_answer", on=Known)
def renew_answer(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Somebody looked at the answer again and it is still right: it has a new day."""
    if turn.row.state != "published":
        raise WrongState("只有已发布的才复核。")
    turn.set(review_on=_review_on(turn))
    turn.change_rules()
    turn.enter("asking.renew_answer", {"review_on": turn.row.review_on.isoformat()})
    return {"review_on": turn.row.review_on.isoformat()}


@act("asking.withdraw_answer", on=Known)
def withdraw_answer(turn: Turn, *, by: Actor, at: datetime, reason: str) -> dict[str, Any]:
    """The answer no longer holds: nobody outside reads it."""
    if turn.row.state == "withdrawn":
        raise WrongState("这一条已经撤下了。")
    why = (reason or "").strip()
    if not why:
        raise BadInput("写明为什么撤下。", field="reason")
    turn.set(state="withdrawn")
    turn.change_rules()
    turn.enter("asking.withdraw_answer", {"reason": why[:200]})
    return {"state": "withdrawn"}


def _checked(question: str, answer: str, basis: str, keywords: str, *, draft: bool = False) -> dict[str, Any]:
    """Refuse what is empty, too long, personal, or vague; a draft from a question may still lack its basis."""
    told = {
        "question": words(question, "about", QUESTION_MOST), "answer": words(answer, "text", ANSWER_MOST),
        "basis": words(basis, "basis", BASIS_MOST, empty=draft), "keywords": words(keywords, "keywords", 200, empty=True),
    }  # fmt: skip
    for field in ("question", "answer"):
        if found := law.personal(told[field]):
            raise BadInput(f"里面有{found[0][1]}（{found[0][0][:4]}…），谁都能看的答案不能写。", field=field)
        vague = wording.lint("condition", told[field]).hard
        if vague and not draft:
            raise BadInput(f"“{vague[0].text}”说得不清楚：{vague[0].hint}。", field=field)
    return told


def _of_thread(turn: Turn, thread: UUID) -> dict[str, Any]:
    row = Thread.objects.visible_to(turn.by).filter(pk=thread, case=None).first()
    if row is None:
        raise NotThere("没有这件咨询，或者不归您看。")
    said = Message.objects.filter(thread=row, kind="answer").order_by("-place").first()
    if said is None:
        raise WrongState("这件咨询还没有回答，答了再收进知识库。")
    names = [row.clear_caller(), row.account.name if row.account else ""]
    return {
        "question": law.without_personal(row.clear_subject(), names), "answer": law.without_personal(said.clear(), names),
        "item": row.item_id, "department": row.department_id,
    }  # fmt: skip


def _body(turn: Turn, item: UUID | None, department: int | None) -> int:
    if item is not None:
        owner = (
            Item.objects.filter(pk=item, region=turn.by.region).values_list("department", flat=True).first()
        )
        if owner is None:
            raise NotThere("没有这个事项。")
        department = department or owner
    department = department or turn.by.organisation
    if not Organisation.objects.filter(pk=department or 0, region=turn.by.region, valid_to=None).exists():
        raise BadInput("从列表里选一个部门。", field="department")
    return int(department or 0)


def _review_on(turn: Turn) -> date:
    days = book.number(turn.stamp, turn.by.region, "answer_review_days", turn.on).whole
    return turn.on + timedelta(days=days)
