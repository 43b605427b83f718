"""The act: powers asked, the subject's turn taken, the verb run, the entry written, or nothing happened at all."""

import functools
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, OperationalError, models

from yichuang.ground import logs, rows, vault
from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.chain import canonical, hide, seal, sm3, standing
from yichuang.journal.models import Chained, Entry, Errand, Register
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, Refused, Reused, WrongState
from yichuang.journal.stamps import STAMP_SQL, bump
from yichuang.law import Unlawful, powers

EARLY = timedelta(minutes=5)
TOLD_MOST = 20
# PostgreSQL keeps no NUL, and no paper prints one.
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
NOT_TO_BE_KEPT = "写的内容里有不能保存的字符。删掉看不见的字符，再交一次。"


@dataclass(frozen=True, slots=True)
class Registered:
    """An act as the house knows it."""

    name: str
    model: type[Chained]
    verb: Callable[..., Any]
    creates: bool
    book: str
    beside: Mapping[type[models.Model], str] | None = None


REGISTRY: dict[str, Registered] = {}
WORKING_PAPERS: dict[str, Callable[..., Any]] = {}
FACTS: dict[type[Chained], Callable[["Turn"], Mapping[str, bool]]] = {}
# What rooms above add to an act on something below them, in the same transaction: errands, or a refusal.
FOLLOWERS: dict[type[Chained], list[Callable[["Turn"], None]]] = {}


class Turn:
    """One act's turn on its subject: what was read under the lock, and what will be written when the verb ends."""

    __slots__ = (
        "act",
        "at",
        "by",
        "changes",
        "entries",
        "errands",
        "fresh",
        "key",
        "model",
        "new",
        "on",
        "params",
        "recorded_at",
        "row",
        "rules",
        "scratch",
        "stamp",
    )

    def __init__(
        self, act: str, model: type[Chained], by: Actor, at: datetime, key: str | None, params: dict[str, Any]
    ) -> None:
        self.act, self.model, self.by, self.at, self.key, self.params = act, model, by, at, key, params
        self.on: date = day_of(at)
        self.row: Any = None
        self.fresh = False
        self.new: dict[type[models.Model], list[dict[str, Any]]] = {}
        self.changes: dict[str, Any] = {}
        self.entries: list[tuple[str, dict[str, Any], Mapping[str, Any]]] = []
        self.errands: list[dict[str, Any]] = []
        self.recorded_at: datetime | None = None
        self.stamp = by.stamp
        self.rules = False
        self.scratch: dict[str, Any] = {}

    def begin(self, **values: Any) -> Any:
        """Make the subject of a creating act; returns its row."""
        fields = {"id": uuid7(), "region": self.by.region, "seq": 0, "head": "", **values}
        self.row = rows.Row(**fields)
        self.fresh = True
        self.changes = fields
        return self.row

    def set(self, **changes: Any) -> None:
        """Change columns of the subject."""
        self.changes.update(changes)
        self.row.__dict__.update(changes)

    def add(self, model: type[models.Model], **values: Any) -> None:
        """Write a row beside the subject; it carries the subject's region."""
        if _carries_region(model):
            values.setdefault("region", self.row.region)
        self.new.setdefault(model, []).append(values)

    def enter(
        self, act: str, payload: Mapping[str, Any] | None = None, *, private: Mapping[str, Any] | None = None
    ) -> None:
        """Write an entry of the chain; personal values go into `private`."""
        self.entries.append((act, dict(payload or {}), private or {}))

    def errand(
        self, kind: str, key: str, *, owner: str = "office", not_before: datetime | None = None, **args: Any
    ) -> None:
        """Ask for something that must happen outside or later; `key` makes asking twice harmless."""
        self.errands.append(
            {"region": self.row.region, "subject": self.row.id, "kind": kind, "key": key, "args": canonical(args),
             "owner": owner, "made_at": self.at, "not_before": not_before or self.at}
        )  # fmt: skip

    def beside(self, model: type[models.Model]) -> list[Any] | None:
        """Return the subject's rows of `model` where they were read beforehand, as `journal.bulk` does; else None."""
        return None

    def alter(self, model: type[models.Model], row: Any, **changes: Any) -> None:
        """Change a row beside the subject, as it was read."""
        key = model._meta.pk.attname
        column = rows.shape(model).columns[key]
        rows.update(model, changes, f"{column} = %s", [rows.key(getattr(row, key))])

    def change_rules(self) -> None:
        """Say that what other processes keep in memory is out of date."""
        self.rules = True


@functools.cache
def _carries_region(model: type[models.Model]) -> bool:
    return any(field.attname == "region" for field in model._meta.concrete_fields)


def act(
    name: str,
    on: type[Chained],
    *,
    creates: bool = False,
    book: str = "",
    beside: Mapping[type[models.Model], str] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., dict[str, Any]]]:
    """Make a verb an act.

    The verb is `verb(turn, *, by, at, …)` and returns what its caller needs, as plain JSON values. The act is called
    `act(subject_id, *, by, at, expected=None, key=None, …)`, without `subject_id` when it creates or works on a book.
    `expected` is the sequence the caller saw; `key` makes a repeated request harmless: it gets the first answer.
    With `beside` it may be done in bulk too (`journal.bulk`): the tables whose rows it reads, each with the column of the
    subject, and after a colon with the rows that it needs.
    """

    def wrap(verb: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
        REGISTRY[name] = Registered(name, on, verb, creates, book, beside)
        alone = creates or bool(book)

        @functools.wraps(verb)
        def run(
            subject: UUID | None = None,
            *,
            by: Actor,
            at: datetime,
            expected: int | None = None,
            key: str | None = None,
            **params: Any,
        ) -> dict[str, Any]:
            if subject is None and not alone:
                raise NotThere("没有这个办件。")
            idem = _idem(name, by, key)
            logs.about(subject)
            try:
                done = _perform(name, on, verb, subject, creates, book, by, at, expected, idem, params)
                logs.count("acts", name, "done")
                return done
            except Unlawful as error:
                raise BadInput(str(error)) from error
            except (Refused, IntegrityError) as error:
                logs.count("acts", name, getattr(error, "code", "clash"))
                answer = _answered(idem, name, subject, params) if idem else None
                if answer is not None:
                    return answer
                if isinstance(error, Refused):
                    raise
                if "UNIQUE" in str(error).upper() or "duplicate" in str(error):
                    raise Moved("同一时刻有人先办了这一步。刷新后再看一眼。") from error
                raise
            except OperationalError as error:
                if "locked" in str(error):
                    raise Refused("现在办理的人多，没有写进去。过几秒再点一次。") from error
                raise

        run.act = name  # type: ignore[attr-defined]
        return run

    return wrap


def _perform(
    name: str, model: type[Chained], verb: Callable[..., Any], subject: UUID | None, creates: bool, book: str,
    by: Actor, at: datetime, expected: int | None, idem: str | None, params: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    if any("\0" in value for value in params.values() if type(value) is str):
        raise BadInput(NOT_TO_BE_KEPT)
    with rows.writing():
        turn = Turn(name, model, by, at, idem, params)
        if book:
            _take_book(turn, book)
        elif not creates:
            _take(turn, subject, expected)
        if at.tzinfo is None:
            raise BadInput("时间要带时区。")
        answer = run_verb(turn, verb, creates, params)
        _write(turn, creates, answer)
        return {"id": str(turn.row.id), "seq": turn.row.seq, **answer}


def run_verb(
    turn: Turn, verb: Callable[..., Any], creates: bool, params: Mapping[str, Any]
) -> dict[str, Any]:
    """Ask the powers, let the verb do its work on the turn, and hear those who follow; returns the verb's answer."""
    if not creates:
        _require(turn)
    answer = verb(turn, by=turn.by, at=turn.at, **params) or {}
    if turn.row is None:
        raise RuntimeError(f"{turn.act} made no subject")
    for follow in FOLLOWERS.get(turn.model, ()):
        follow(turn)
    return answer


def _take(turn: Turn, subject: UUID | None, expected: int | None) -> None:
    row, (stamp, clock) = _locked(turn.model, "t.id = %s", [rows.key(subject)])
    if row is None or row.region != turn.by.region:
        raise NotThere("没有这个办件，或者不归您看。")
    if expected is not None and row.seq != expected:
        raise _moved(row, expected)
    _hold(turn, row, stamp, clock)


def _moved(row: Any, expected: int) -> Moved:
    """Say what was done since the caller looked: which acts, by whom, when."""
    since = Entry.objects.filter(subject=row.id, seq__gt=expected).order_by("seq")[:TOLD_MOST]
    changed = [{"seq": e.seq, "act": e.act, "by": e.by_name, "at": e.at.isoformat()} for e in since]
    return Moved(
        "这一件刚才有人办过一步，您看到的不是最新的。", expected=expected, seq=row.seq, changed=changed
    )


def _take_book(turn: Turn, book: str) -> None:
    row, (stamp, clock) = _locked(Register, "t.region = %s AND t.name = %s", [turn.by.region, book])
    if row is None:
        rows.insert(Register, [{"id": uuid7(), "region": turn.by.region, "name": book}])
        row, (stamp, clock) = _locked(Register, "t.region = %s AND t.name = %s", [turn.by.region, book])
    _hold(turn, row, stamp, clock)


def _locked(model: type[Chained], where: str, params: list[Any]) -> tuple[Any, tuple[Any, ...]]:
    row, extra = rows.read(model, where, params, lock=True, extra=(STAMP_SQL, rows.clock_sql()))
    return row, extra or (0, None)


def _hold(turn: Turn, row: Any, stamp: Any, clock: Any) -> None:
    turn.row = row
    turn.recorded_at = rows.clock_value(clock)
    see(turn, int(stamp or 0))


def see(turn: Turn, stamp: int) -> None:
    """Let the turn use the rules of `stamp`: the actor's posts may have changed since the page was drawn."""
    turn.stamp = stamp
    turn.by = turn.by.at_stamp(stamp, turn.on)


def _require(turn: Turn) -> None:
    asks = turn.model in FACTS and turn.by.kind != "system"  # whose powers rest on no facts
    facts = FACTS[turn.model](turn) if asks else {}
    reason = powers.may(turn.act, turn.by.kind, facts)
    if reason is not None:
        raise reason_refused(reason)


def require(turn: Turn, facts: Mapping[str, bool]) -> None:
    """Ask the powers table inside a creating act, once the facts are known."""
    reason = powers.may(turn.act, turn.by.kind, facts)
    if reason is not None:
        raise reason_refused(reason)


def reason_refused(reason: "powers.No") -> Refused:
    """Turn the law's no into a refusal."""
    return NotYours(reason.sentence, rule=reason.rule)


def _write(turn: Turn, creates: bool, answer: dict[str, Any]) -> None:
    row, seen = turn.row, turn.row.seq
    sealed = seal_turn(turn, answer)
    with rows.together():
        changed = None
        if creates:
            rows.insert(turn.model, [turn.changes])
        else:
            changed = rows.change(turn.model, turn.changes, "id = %s AND seq = %s", [rows.key(row.id), seen])
        for model, new in turn.new.items():
            rows.insert(model, new)
        rows.insert(Entry, sealed)
        if turn.errands:
            rows.insert(Errand, turn.errands)
    if changed is not None and changed.rowcount != 1:
        raise Moved("这一件刚才有人办过一步，您看到的不是最新的。", expected=seen)
    if turn.rules:
        bump()


def seal_turn(turn: Turn, answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the chained entries of a turn whose verb has ended; its subject then carries their head."""
    if not any(entry[0] == turn.act for entry in turn.entries):
        raise RuntimeError(f"{turn.act} left no entry; rolled back")
    for values in (turn.changes, *chain.from_iterable(turn.new.values())):
        for value in values.values():
            if type(value) is str and "\0" in value:
                raise BadInput(NOT_TO_BE_KEPT)
    sealed = _sealed(turn, answer)
    turn.set(seq=turn.row.seq, head=turn.row.head)
    return sealed


def _sealed(turn: Turn, answer: dict[str, Any]) -> list[dict[str, Any]]:
    row, by = turn.row, turn.by
    recorded = turn.recorded_at or _clock()
    if turn.at > recorded + EARLY:
        raise BadInput("办理时间不能晚于现在。", field="at")
    at_text, recorded_text = rows.text_of(turn.at), rows.text_of(recorded)
    made, last = [], row.seq + len(turn.entries)
    stands = _stands(turn)
    for name, payload, private in turn.entries:
        beside = ""
        if private:
            payload["private"], beside = hide(private)
            beside = vault.lock(beside)
        own = name == turn.act
        if own and turn.key:
            payload["answer"] = answer | {"seq": last}
            payload["asked"] = _fingerprint(turn.params)
        row.seq += 1
        if stands and row.seq == last:
            payload["stands"] = stands
        idem = turn.key if own else None
        text = canonical(payload)
        if "\\u0000" in text and NUL.search(text):
            raise BadInput(NOT_TO_BE_KEPT)
        row.head = seal(
            row.head,
            row.id.hex,
            row.seq,
            row.region,
            name,
            by.person,
            by.post,
            by.name,
            at_text,
            recorded_text,
            idem,
            text,
        )
        made.append(
            {"subject": row.id, "seq": row.seq, "region": row.region, "act": name, "by_person": by.person, "by_post": by.post,
             "by_name": by.name, "at": turn.at, "recorded_at": recorded, "payload": text, "private": beside, "idem": idem,
             "digest": row.head}
        )  # fmt: skip
    return made


def _stands(turn: Turn) -> str:
    """Return the digest of the subject's columns as they stand after the act, or nothing for one that seals none."""
    names = turn.model.STANDS
    if not names:
        return ""
    row = turn.row.__dict__
    named = [f"{n}={standing([row[n]])}" for n in turn.model.LATER if row.get(n) not in (None, "")]
    return sm3(standing([*[row[n] for n in names], *named]))


def _clock() -> datetime:
    """Read the database's clock for a creating act that took no number: `at` is only what the caller claims."""
    return rows.clock_value(rows.execute(f"SELECT {rows.clock_sql()}", []).fetchone()[0])


def _fingerprint(params: Mapping[str, Any]) -> str:
    """Keyed, because an unkeyed digest of what people typed could be guessed back."""
    return hmac.digest(settings.SECRET_KEY.encode(), repr(sorted(params.items())).encode(), "sha256").hex()


def _idem(name: str, by: Actor, key: str | None) -> str | None:
    if not key:
        return None
    if len(key) > 200:
        raise BadInput("幂等键最长 200 个字符。", field="Idempotency-Key")
    return sha256(
        f"{by.region}\n{by.integrator or ''}\n{by.person or by.account or by.opened or ''}\n{key}".encode()
    ).hexdigest()


def _answered(idem: str, name: str, subject: UUID | None, params: Mapping[str, Any]) -> dict[str, Any] | None:
    entry = Entry.objects.filter(idem=idem).values("subject", "seq", "act", "payload").first()
    if entry is None:
        return None
    payload = json.loads(entry["payload"])
    if (
        entry["act"] != name
        or payload.get("asked") != _fingerprint(params)
        or (subject and entry["subject"] != subject)
    ):
        raise Reused("这个幂等键已经用在另一个请求上了。换一个新键再交。")
    return {"id": str(entry["subject"]), "seq": entry["seq"], **payload.get("answer", {})}


def serial(turn: Turn, scope: str) -> int:
    """Give the next number in `scope`; also reads the database's clock and the stamp for a creating act."""
    sql = (
        "INSERT INTO journal_serial (scope, value) VALUES (%s, 1) ON CONFLICT (scope) DO UPDATE SET value = journal_serial.value + 1 "
        f"RETURNING value, {STAMP_SQL}, {rows.clock_sql()}"
    )
    with rows.starting():
        given = rows.execute(sql, [scope])
    value, stamp, clock = given.fetchone()
    if turn.recorded_at is None:
        turn.recorded_at = rows.clock_value(clock)
        see(turn, int(stamp or 0))
    return int(value)


def hold(scope: str) -> None:
    """Stand in the queue for the numbers of `scope` without taking one, so that numbers of several kinds are taken in one order."""
    sql = "INSERT INTO journal_serial (scope, value) VALUES (%s, 0) ON CONFLICT (scope) DO UPDATE SET value = journal_serial.value"
    if not rows.is_sqlite():  # where one writes, nobody waits for a number
        rows.execute(sql, [scope])


def wrong_state(sentence: str) -> WrongState:
    """Return the refusal for a state from which the act does not lead on."""
    return WrongState(sentence)


def working_paper(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a writer of working papers: drafts, sessions, looks. Not facts, so no entry; still one transaction, `by` and `at`."""

    def wrap(verb: Callable[..., Any]) -> Callable[..., Any]:
        WORKING_PAPERS[name] = verb

        @functools.wraps(verb)
        def run(*args: Any, by: Actor, at: datetime, **params: Any) -> Any:
            with rows.writing():
                return verb(*args, by=by, at=at, **params)

        run.working_paper = name  # type: ignore[attr-defined]
        return run

    return wrap
