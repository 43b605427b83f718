"""The verbs of a pre-review: kept at a window, asked for on line, answered once and whole, gone on with."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.asking.acts.parts import due_day, words
from yichuang.asking.models import PreReview
from yichuang.catalogue import mandates, versions
from yichuang.clock import book
from yichuang.drafts import acts as drafts
from yichuang.drafts.models import Draft
from yichuang.ground import vault
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import asking as law
from yichuang.law import powers, reasons, selection
from yichuang.materials.models import File

NAME_MOST = 100


def _facts(turn: Turn) -> Mapping[str, bool]:
    return facts_for(turn.row, turn.by, turn.stamp, turn.on)


def facts_for(review: Any, by: Actor, stamp: int, day: Any) -> dict[str, bool]:
    """Return where this actor stands to a pre-review."""
    department = review.department_id in by.organisations and by.kind in powers.DEPARTMENT
    in_hall = by.kind in ("clerk", "guide", "issue")
    entrusted = in_hall and mandates.entrusted(stamp, review.item_id, by.hall, by.window, day)[0]
    kept = review.kind == "window" and in_hall
    own = by.account is not None and review.account == by.account
    return {
        "own_review": department or entrusted or kept,
        "own_case": own or (bool(review.number_index) and review.number_index in by.holders),
    }


acts.FACTS[PreReview] = _facts


@act("asking.keep_review", on=PreReview, creates=True)
def keep_review(
    turn: Turn, *, by: Actor, at: datetime, version: int, answers: Mapping[str, str], judged: Mapping[str, Mapping[str, Any]],
    name: str = "", number: str = "",
) -> dict[str, Any]:  # fmt: skip
    """What a window saw before filing is kept for the person, without a case: found again by number or by card."""
    acts.serial(turn, f"prereview.turn:{by.region}")
    acts.require(turn, {})
    facts = versions.facts(version)
    asked = {
        str(one.index): one for one in selection.select(facts.record, answers).materials if not one.waived
    }
    if unknown := [p for p, said in judged.items() if p not in asked and said.get("state") != "waived"]:
        raise BadInput("清单里没有这份材料，不能要求交。", field=f"m-{unknown[0]}")
    if left := [one.name for place, one in asked.items() if place not in judged]:
        raise BadInput(f"还有{len(left)}份没看：{'、'.join(left[:3])}。都看过再留。", field="judged")
    lines = [
        _line(f"m:{place}", asked[place].name, said)
        for place, said in judged.items()
        if said.get("state") == "faulty"
    ]
    kept = turn.on + timedelta(days=book.number(turn.stamp, by.region, "review_keep_days", turn.on).whole)
    _begin(
        turn, facts, kind="window", state="kept", name=words(name, "caller", NAME_MOST, empty=True), index=vault.index(number), keep_until=kept,
        content={"answers": dict(answers), "judged": {place: dict(said) for place, said in judged.items()}}, lines=lines, hall_id=by.hall,
        answered_at=at, answered_by=by.person, due_on=None, account=None, draft=None, told=json.dumps([line["part"] for line in lines]),
    )  # fmt: skip
    turn.enter("asking.keep_review", _said(turn, facts, lines), private={"lines": lines, "name": name})
    return {"number": turn.row.number, "missing": len(lines)}


@act("asking.ask_review", on=PreReview, creates=True)
def ask_review(turn: Turn, *, by: Actor, at: datetime, draft: UUID) -> dict[str, Any]:
    """The applicant asks to have the draft looked at before filing; it waits for one answer."""
    acts.serial(turn, f"prereview.turn:{by.region}")
    acts.require(turn, {})
    own = drafts.hold(draft, turn=turn)
    if own.version_id is None:
        raise WrongState("“一件事”不用先预审：提交以后，各部门要补什么，合在一起一次告诉您。")
    facts = versions.facts(own.version_id)
    holder = own.tie.number_index if own.tie else own.account.number_index
    _begin(
        turn, facts, kind="online", state="waiting", name=own.tie.name if own.tie else own.account.name, index=holder, keep_until=own.ends_on,
        content={"parts": parts_of(own)}, lines=[], hall_id=None, answered_at=None, answered_by=None, due_on=_due(turn), account=by.account,
        draft=draft, told="[]",
    )  # fmt: skip
    turn.enter(
        "asking.ask_review",
        {"number": turn.row.number, "item": facts.key, "due_on": turn.row.due_on.isoformat()},
    )
    return {"number": turn.row.number, "due_on": turn.row.due_on.isoformat()}


@act("asking.ask_review_again", on=PreReview)
def ask_review_again(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The draft was changed and is to be looked at again: at what changed, and at what was told before."""
    row = turn.row
    if row.state != "answered" or row.draft is None:
        raise WrongState("上一次还没有答复，等答复了再请。")
    own = Draft.objects.get(pk=row.draft)
    before, now_ = _content(row)["parts"], parts_of(own)
    changed = sorted(part for part in {*before, *now_} if before.get(part) != now_.get(part))
    if not changed:
        raise WrongState("草稿还没有改。照答复改好，再请预审。")
    drafts.hold(row.draft, turn=turn)
    content = vault.lock(canonical({"parts": now_, "changed": changed}))
    turn.set(state="waiting", round=row.round + 1, content=content, due_on=_due(turn), answered_at=None)
    turn.enter(
        "asking.ask_review_again",
        {"round": turn.row.round, "changed": changed, "due_on": turn.row.due_on.isoformat()},
    )
    return {"round": turn.row.round, "due_on": turn.row.due_on.isoformat()}


@act("asking.answer_review", on=PreReview)
def answer_review(
    turn: Turn, *, by: Actor, at: datetime, lines: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """One answer, complete: everything that has to be mended, each with its sentence; none means that it can be filed."""
    row = turn.row
    if row.state != "waiting" or row.draft is None:
        raise WrongState("这一件已经答复了。一份草稿只答一次，改了再请才再看。")
    given = list(lines)
    content, told = _content(row), json.loads(row.told)
    own = Draft.objects.get(pk=row.draft)
    if own.state != "asked":
        raise WrongState("申请人已经删了这份草稿，不用再答。")
    names = part_names(own)
    if unknown := [line["part"] for line in given if line["part"] not in names]:
        raise BadInput("申请里没有这一项，不能要求改。", field=unknown[0])
    if row.round > 1:
        late = law.only_what_is_new([line["part"] for line in given], told, content.get("changed", ()))
        if late:
            raise BadInput(f"“{names[late[0]]}”上次没有说，也没有改过，这次不能再提。", field=late[0])
    made = [_line(line["part"], names[line["part"]], line) for line in given]
    drafts.release(row.draft)
    turn.set(
        state="answered", lines=vault.lock(canonical(made)), told=json.dumps(sorted({*told, *(line["part"] for line in made)})),
        answered_at=at, answered_by=by.person,
    )  # fmt: skip
    facts = versions.facts(row.version_id)
    turn.enter(
        "asking.answer_review",
        {"round": row.round, "parts": [line["part"] for line in made]},
        private={"lines": made},
    )
    turn.errand(
        "notice",
        f"notice:review:{row.id}:{row.round}",
        template="review_answered",
        account=str(row.account),
        item=facts.name,
    )
    return {"state": "answered", "mend": len(made)}


@act("asking.take_review", on=PreReview)
def take_review(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What a window kept is gone on with, at a window or on line: what was seen is not asked again."""
    row = turn.row
    if row.state != "kept" or row.keep_until < turn.on:
        raise WrongState("这份预审结果已经接着办了，或者过了保留的日子。")
    turn.set(state="taken")
    turn.enter("asking.take_review", {"number": row.number, "hall": by.hall})
    return {"state": "taken"}


def parts_of(draft: Draft) -> dict[str, str]:
    """Return the digest of each part of a draft: every field, and every material with its way and files."""
    content = draft.opened()
    made = {f"v:{key}": sm3(str(value)) for key, value in (content.get("values") or {}).items()}
    ways = {str(place): str(way) for place, way in (content.get("ways") or {}).items()}
    for place, digest in (
        File.objects.filter(subject=draft.pk, dropped_at=None)
        .order_by("sha256")
        .values_list("place", "sha256")
    ):
        ways[str(place)] = ways.get(str(place), "") + digest
    return made | {f"m:{place}": sm3(way) for place, way in ways.items()}


def part_names(draft: Draft) -> dict[str, str]:
    """Return what each part of a draft is called: fields by their labels, materials by their names."""
    from yichuang.catalogue import forms as form_of

    assert draft.version_id is not None
    record = versions.facts(draft.version_id).record
    known = {q["key"] for q in record.get("scenarios") or ()}
    answers = {key: value for key, value in draft.given().items() if key in known}
    fields = {f"v:{one['key']}": str(one["label"]) for group in form_of.of(record) for one in group["fields"]}
    chosen = selection.select(record, answers).materials
    return fields | {f"m:{one.index}": one.name for one in chosen if not one.waived}


def _begin(
    turn: Turn,
    facts: versions.VersionFacts,
    *,
    content: Any,
    lines: Any,
    name: str,
    index: str,
    **columns: Any,
) -> None:
    serial = acts.serial(turn, f"prereview:{turn.by.region}:{turn.on:%Y%m%d}")
    turn.begin(
        number=f"YS{turn.on:%Y%m%d}{serial:05d}", item_id=facts.item, version_id=facts.id, department_id=facts.department, name=vault.lock(name),
        number_index=index, content=vault.lock(canonical(content)), lines=vault.lock(canonical(lines)), round=1, asked_at=turn.at, **columns,
    )  # fmt: skip


def _content(row: Any) -> dict[str, Any]:
    return json.loads(vault.unlock(row.content) or "{}")  # type: ignore[no-any-return]


def _due(turn: Turn) -> Any:
    number = book.number(turn.stamp, turn.by.region, "review_days", turn.on)
    return due_day(turn, number.whole, number.unit)


def _line(part: str, name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line of the answer: the part, its name, the reason and the printed sentence; BadInput for a vague one."""
    key, fields = str(said.get("reason") or "1"), {"material": name, **dict(said.get("fields") or {})}
    if wrong := reasons.wrong_with(key, fields):
        raise BadInput(f"{name}：{'；'.join(wrong)}。", field=part)
    return {"part": part, "name": name, "reason": key, "sentence": reasons.sentence(key, fields)}


def _said(turn: Turn, facts: versions.VersionFacts, lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "number": turn.row.number,
        "item": facts.key,
        "version": facts.number,
        "parts": [line["part"] for line in lines],
    }
