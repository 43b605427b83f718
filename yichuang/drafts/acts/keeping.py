"""A draft kept on the server at every page, so that a phone, a session or a server may die. Working papers, no facts.

Only its owner's account keeps it. It becomes a case inside the act that files it (`finish`), once.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.catalogue import bundles
from yichuang.catalogue.bundles import BundleFacts
from yichuang.catalogue.versions import VersionFacts
from yichuang.citizens.models import Tie
from yichuang.drafts.acts.signing import sign
from yichuang.drafts.models import Draft, Filled
from yichuang.ground import rows, vault
from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, working_paper
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, WrongState
from yichuang.law import procedures
from yichuang.law.terms import DRAFT_DAYS
from yichuang.materials.models import File

LIVE_MOST = 20
CONTENT_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Signing:
    """Something that is signed with the filing: what, all that was shown, the level and the way (law/signatures.py), by whom."""

    what: str
    shown: Mapping[str, Any]
    level: int
    how: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Handing:
    """What goes over to the case with a draft: the form as it was read, how each material comes, what was signed."""

    draft: UUID
    turn: int
    form: Mapping[str, Any]
    ways: Mapping[str, str] = field(default_factory=dict)
    signed: tuple[Signing, ...] = ()


@working_paper("drafts.begin")
def begin(
    facts: VersionFacts | BundleFacts, answers: Mapping[str, str], *, by: Actor, at: datetime, tie: Tie | None = None,
    content: Mapping[str, Any] | None = None,
) -> Draft:  # fmt: skip
    """An application for an item, or for a thing (一件事), is begun, for oneself or by a tie; one open for the same is gone on with."""
    account = _account(by)
    of, content = _of(facts, answers, content or {}, by)
    mine = Draft.objects.live(day_of(at)).filter(account_id=account)
    found = mine.filter(**of, tie=tie, state="open").order_by("-kept_at").first()
    if found is not None:
        given = found.given() | dict(answers)
        if given != found.given():
            Draft.objects.filter(pk=found.pk).update(answers=_text(given), turn=found.turn + 1, kept_at=at)
            found.refresh_from_db()
        return found
    if mine.count() >= LIVE_MOST:
        raise WrongState(f"没提交的草稿已经有{LIVE_MOST}份。先办完或删掉一份，再开始新的。")
    return Draft.objects.create(
        id=uuid7(), account_id=account, region=by.region, tie=tie, **of, **_edition(facts), answers=_text(answers),
        content=vault.lock(_text(content)), begun_at=at, kept_at=at, ends_on=day_of(at) + timedelta(days=DRAFT_DAYS),
    )  # fmt: skip


def _of(
    facts: VersionFacts | BundleFacts, answers: Mapping[str, str], content: Mapping[str, Any], by: Actor
) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """Return which item or bundle it is, and the content with which it begins; WrongState where it may not be filed on line."""
    if isinstance(facts, VersionFacts):
        if wrong := procedures.may_file_on_line(facts.record.get("online_depth")):
            raise WrongState(wrong)
        return {"item_id": facts.item}, content
    members = bundles.items(facts, by.stamp)
    # Which optional items come along may not have been asked yet: then none does, and the filing asks again.
    skip = content.get("skip", [row["item_id"] for row in facts.record["members"]])
    standing = bundles.standing(facts, members, answers, skip=skip)
    if wrong := bundles.window_only(standing):
        raise WrongState(wrong)
    return {"bundle_id": facts.bundle}, {**content, "editions": {key: one.id for key, one in members.items()}}


def _edition(facts: VersionFacts | BundleFacts) -> dict[str, Any]:
    return {"version_id" if isinstance(facts, VersionFacts) else "bundle_version_id": facts.id}


@working_paper("drafts.keep")
def keep(draft: UUID, changes: Mapping[str, Any], *, by: Actor, at: datetime, turn: int) -> int:
    """Parts of the content are replaced by `changes`; `turn` is the one the page was drawn from. Returns the new turn."""
    own = _open(draft, by, at)
    content = own.opened()
    for part, value in changes.items():
        content[part] = {**content.get(part, {}), **value} if isinstance(value, Mapping) else value
    return _write(own, turn, at, content=_locked(content))


@working_paper("drafts.answer")
def answer(draft: UUID, answers: Mapping[str, str], *, by: Actor, at: datetime, turn: int) -> int:
    """The scenario questions are answered so; what was filled in stays."""
    own = _open(draft, by, at)
    return _write(own, turn, at, answers=_text(answers))


@working_paper("drafts.renew")
def renew(draft: UUID, facts: VersionFacts | BundleFacts, *, by: Actor, at: datetime) -> int:
    """The draft goes by what is now in force: answers and ways that it no longer knows are gone, values stay."""
    own = _open(draft, by, at)
    if isinstance(facts, BundleFacts):
        return _renew_thing(own, facts, by, at)
    if facts.item != own.item_id:
        raise BadInput("这份草稿不是这个事项的。")
    known = {q["key"]: {o["value"] for o in q["options"]} for q in facts.record.get("scenarios") or ()}
    answers = {key: value for key, value in own.given().items() if value in known.get(key, ())}
    content = own.opened() | {"ways": {}}
    return _write(own, own.turn, at, answers=_text(answers), content=_locked(content), **_edition(facts))


def _renew_thing(own: Draft, facts: BundleFacts, by: Actor, at: datetime) -> int:
    """A merged paper keeps its place by its name: what was handed in for one that is still asked for stays."""
    if facts.bundle != own.bundle_id:
        raise BadInput("这份草稿不是这个一件事的。")
    members = bundles.items(facts, by.stamp)
    content = own.opened()
    optional = {row["item_id"] for row in facts.record["members"] if not row.get("required", True)}
    content["skip"] = [key for key in content.get("skip", ()) if key in optional]
    content["editions"] = {key: one.id for key, one in members.items()}
    answers = bundles.known_answers(facts, members, own.given())
    return _write(own, own.turn, at, answers=_text(answers), content=_locked(content), **_edition(facts))


@working_paper("drafts.drop")
def drop(draft: UUID, *, by: Actor, at: datetime) -> None:
    """The draft is gone with its content and files; dropping it twice is harmless."""
    mine = Draft.objects.filter(pk=draft, account_id=_account(by))
    if not mine.exists():
        raise NotThere("没有这份草稿，或者不是您的。")
    if mine.filter(state__in=("open", "asked")).update(state="dropped", content="", kept_at=at):
        File.objects.filter(subject=draft, dropped_at=None).update(dropped_at=at)


@working_paper("drafts.sweep")
def sweep(*, by: Actor, at: datetime) -> dict[str, Any]:
    """Drafts past their last day are emptied."""
    past = Draft.objects.filter(state__in=("open", "asked"), ends_on__lt=day_of(at))
    gone = list(past.values_list("pk", flat=True)[:1000])
    Draft.objects.filter(pk__in=gone).update(state="dropped", content="", kept_at=at)
    File.objects.filter(subject__in=gone, dropped_at=None).update(dropped_at=at)
    return {"dropped": len(gone)}


def acts_for(turn: Turn, handing: Handing, items: Iterable[str]) -> None:
    """Inside the act that files it: what was begun for somebody else is filed only while one may still act for them, in these items."""
    given = Draft.objects.filter(pk=handing.draft).exclude(tie=None).values("tie")
    tie = Tie.objects.filter(pk__in=given).first()
    if tie is not None and not (tie.holds(turn.on) and all(tie.covers(key) for key in items)):
        raise NotYours(f"您现在不能替{tie.name}办这件事：授权收回了、到期了，或者不含这个事项。", rule="tie")


def finish(turn: Turn, handing: Handing, *, thing: bool = False) -> dict[str, Any]:
    """Inside the act that files it: the draft is filed, its files are the case's or the thing's, form and signatures are kept.

    Returns what the entry of that act says of it: the digests of the form and of each signature.
    """
    filed = {"state": "filed", "case": turn.row.id, "content": "", "kept_at": turn.at}
    mine = "id = %s AND account_id = %s AND state = 'open' AND turn = %s"
    where = [rows.key(handing.draft), rows.key(turn.by.account), handing.turn]
    if turn.by.account is None or rows.change(Draft, filed, mine, where).rowcount != 1:
        raise Moved("这份草稿已经提交，或者刚在别处改过。打开它再看一眼。", draft=str(handing.draft))
    rows.update(
        File, {"subject": turn.row.id}, "subject = %s AND dropped_at IS NULL", [rows.key(handing.draft)]
    )
    digest = fill(turn, {**handing.form, "ways": dict(handing.ways)}, thing=thing)
    signed = [
        str(sign(turn.row.id, what=one.what, shown=one.shown, by=turn.by, at=turn.at, account_level=one.level, how=one.how, name=one.name)["digest"])
        for one in handing.signed
    ]  # fmt: skip
    return {"form": digest, "signed": signed}


def fill(turn: Turn, form: Mapping[str, Any], *, thing: bool = False) -> str:
    """Inside the act that files it: the form is kept beside the case or thing as it was read; returns its digest."""
    text = canonical(form)
    digest = sm3(text)
    edition = turn.row.version_id
    turn.add(
        Filled, subject=turn.row.id, account=turn.row.account, holder_index=turn.row.applicant_index,
        version_id=None if thing else edition, bundle_version_id=edition if thing else None, content=vault.lock(text), digest=digest, filed_at=turn.at,
    )  # fmt: skip
    return digest


def _open(draft: UUID, by: Actor, at: datetime) -> Draft:
    own = Draft.objects.filter(pk=draft, account_id=_account(by)).first()
    if own is None:
        raise NotThere("没有这份草稿，或者不是您的。")
    if own.state == "filed":
        raise WrongState("这份草稿已经提交了。在“我的办件”里看进度。", case=str(own.case))
    if own.state == "asked":
        raise WrongState("这份草稿正在预审，答复以前不能改。")
    if own.state == "dropped" or own.ends_on < day_of(at):
        raise NotThere("这份草稿已经删除或过了保留期。重新开始办，资料会再预填。")
    return own


def _write(own: Draft, turn: int, at: datetime, **changes: Any) -> int:
    ends = day_of(at) + timedelta(days=DRAFT_DAYS)
    open_then = Draft.objects.filter(pk=own.pk, state="open", turn=turn)
    if not open_then.update(turn=turn + 1, kept_at=at, ends_on=ends, **changes):
        raise Moved("这份草稿刚在别处改过，下面是最新的。您刚填的还在框里，核对后再保存。")
    return turn + 1


def _account(by: Actor) -> UUID:
    if by.account is None:
        raise NotYours("登录以后才能填写申请。")
    return by.account


def _locked(content: Mapping[str, Any]) -> str:
    text = _text(content)
    if len(text) > CONTENT_MOST:
        raise BadInput("填的内容太长，分几件申请来办。")
    return vault.lock(text)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def hold(draft: UUID, *, turn: Turn) -> Draft:
    """Inside the act that asks for a pre-review: the draft waits for its answer and is not changed meanwhile."""
    own = _open(draft, turn.by, turn.at)
    mine = [rows.key(draft), own.turn]
    if rows.change(Draft, {"state": "asked"}, "id = %s AND state = 'open' AND turn = %s", mine).rowcount != 1:
        raise Moved("这份草稿刚在别处改过。打开它再看一眼。")
    return own


def release(draft: UUID) -> None:
    """Inside the act that answers a pre-review: the draft is its owner's again."""
    rows.update(Draft, {"state": "open"}, "id = %s AND state = 'asked'", [rows.key(draft)])
