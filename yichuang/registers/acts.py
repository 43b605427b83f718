"""Base registers: connected by the office, filled for the demo, asked with consent or on a legal ground, evidence kept."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.ground import logs, rows, vault
from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of
from yichuang.journal import looks, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotThere, NotYours
from yichuang.law import sources
from yichuang.law.codes import normalise
from yichuang.registers import book, port, providers
from yichuang.registers.models import Connection, Consent, Evidence, Record

STAFF_GROUND = (
    "《国务院关于在线政务服务的若干规定》（国务院令第716号）第七条；《个人信息保护法》第十三条第一款第三项"
)
ASK_AGAIN = timedelta(seconds=60)  # a register that is down is left alone for so long
REFUSAL_HOLDS = timedelta(days=30)
RECORDS_MOST = 5000


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `outcome` found, none, down or refused; the facts by element; the evidence that is kept of it."""

    outcome: str
    facts: Mapping[str, str]
    sentence: str
    evidence: UUID | None = None
    digest: str = ""
    fresh: bool = True


@act("registers.connect", on=Register, book="registers")
def connect(
    turn: Turn,
    *,
    by: Actor,
    at: datetime,
    register: str,
    provider: str,
    basis: str,
    starts_on: date,
    hours: int = 24,
) -> dict[str, Any]:
    """From a day on this provider answers for the register; an empty one disconnects it, and materials are asked for again."""
    if register not in sources.REGISTERS:
        raise BadInput("没有这个基础库。", field="register")
    if provider and provider not in providers.found():
        raise BadInput("没有这个提供方。", field="provider")
    if not basis.strip():
        raise BadInput("请写明接通或断开的依据。", field="basis")
    if not 1 <= hours <= 24 * 30:
        raise BadInput("结果管1到720小时。", field="hours")
    if starts_on < turn.on:
        raise BadInput("起始日不能早于今天。", field="starts_on")
    turn.add(
        Connection,
        register=register,
        provider=provider,
        basis=basis.strip()[:200],
        starts_on=starts_on,
        hours=hours,
        made_at=turn.at,
    )
    turn.change_rules()
    said = {
        "register": register,
        "provider": provider,
        "basis": basis.strip()[:200],
        "from": starts_on.isoformat(),
        "hours": hours,
    }
    turn.enter("registers.connect", said)
    return {"register": register, "provider": provider}


@act("registers.import_records", on=Register, book="registers")
def import_records(
    turn: Turn, *, by: Actor, at: datetime, register: str, records: list[dict[str, str]]
) -> dict[str, Any]:
    """The local table holds these records of a register, each by its `number`; one that is there already is replaced."""
    if register not in sources.REGISTERS:
        raise BadInput("没有这个基础库。", field="register")
    if not 0 < len(records) <= RECORDS_MOST:
        raise BadInput(f"一次导入1到{RECORDS_MOST}条。", field="records")
    known = sources.ELEMENTS[register]
    made: dict[str, dict[str, Any]] = {}
    for place, record in enumerate(records, 1):
        number = normalise(str(record.get("number") or ""))
        unknown = [name for name in record if name not in known]
        if not number or unknown:
            raise BadInput(
                f"第{place}条{'没有号码' if not number else f'有不认识的“{unknown[0][:20]}”'}。一条也没有导入。",
                field="records",
            )
        content = vault.lock(canonical({**record, "number": number}))
        holder = vault.index(number)
        made[holder] = {
            "region": turn.row.region,
            "register": register,
            "holder_index": holder,
            "content": content,
        }
    Record.objects.filter(region=turn.row.region, register=register, holder_index__in=list(made)).delete()
    for one in made.values():
        turn.add(Record, **one)
    turn.enter("registers.import_records", {"register": register, "count": len(made)})
    return {"count": len(made)}


@working_paper("registers.consent")
def consent(
    *, number: str, item: str, things: Iterable[str], shown: str, given: bool, by: Actor, at: datetime
) -> UUID:
    """What somebody was shown about retrieving, and their answer, are kept; returns the id that `ask` wants.

    `item` is the item's key, `shown` the words of `law.sources.retrieving_words`, `things` what they named.
    """
    _own(number, by)
    row = Consent.objects.create(
        id=uuid7(), region=by.region, holder_index=vault.index(normalise(number)), item=item[:80],
        things=json.dumps(list(things), ensure_ascii=False), shown=shown, digest=sm3(shown), given=given, account=by.account,
        by_person=by.person, channel=by.channel, given_at=at,
    )  # fmt: skip
    return row.pk


@working_paper("registers.withdraw_consent")
def withdraw_consent(given: UUID, *, by: Actor, at: datetime) -> None:
    """Nothing more is retrieved on this consent; what was retrieved for a case stays its evidence."""
    mine = Consent.objects.filter(pk=given, region=by.region, given=True, withdrawn_at=None)
    if by.kind == "applicant":
        mine = mine.filter(holder_index__in=by.holders)
    if not mine.update(withdrawn_at=at):
        raise NotThere("没有这次同意，或者已经撤回。")


def ask(
    register: str,
    *,
    number: str,
    purpose: str,
    item: str,
    subject: UUID | None = None,
    consent: UUID | None = None,
    elements: Iterable[str] = (),
    whole: bool = False,
    ground: str = "",
    by: Actor,
    at: datetime,
) -> Answer:
    """Ask a register about the holder of `number`, once within the answer's validity; never call it in a transaction.

    An applicant needs `consent`; staff at the window ask on the legal ground, and the look is recorded. `item` is the key of
    the matter, `elements` what is wanted (what forms usually need, if empty); with `whole`, a record without all of them is none.
    Basis: 国务院令第716号, arts. 7-8; 《个人信息保护法》 arts. 13-14.
    """
    text, day = normalise(number), day_of(at)
    wanted = tuple(sorted(set(elements) or sources.COMMON[register]))
    unknown = [name for name in wanted if name not in sources.ELEMENTS[register]]
    if unknown:
        raise BadInput(f"“{sources.REGISTERS[register]}”里没有“{unknown[0][:20]}”。")
    if not text:
        raise BadInput("没有证件号码，不能查。", field="number")
    _own(number, by)
    found = book.connection(by.stamp or stamps.current(), by.region, register, day)
    if found is None:
        return Answer(sources.NONE, {}, f"“{sources.REGISTERS[register]}”未接通")
    asking = _Asking(
        register, text, vault.index(text), purpose.strip()[:300], item[:80], wanted, subject, ground, consent
    )
    if not asking.may(by):
        return _kept(asking, port.Said(sources.REFUSED, {}, "", 0), "", REFUSAL_HOLDS, by, at)
    looks.seen(by, f"调取{sources.REGISTERS[register]}", subject=subject, holder_index=asking.holder, at=at)
    before = _before(asking, by, at)
    if before is not None:
        return _answer(asking, before, fresh=False)
    said = port.Said(sources.DOWN, {}, "刚才没有应答，先不再问", 0)
    if not _just_down(register, by.region, at):
        said = port.ask(found.provider, register, text, wanted, by.region)
    if said.outcome == sources.FOUND and whole and not set(wanted) <= set(said.facts):
        said = port.Said(sources.NONE, said.facts, said.trouble, said.took_ms)
    logs.count("registers", register, said.outcome)
    holds = ASK_AGAIN if said.outcome == sources.DOWN else timedelta(hours=found.hours)
    return _kept(asking, said, found.provider, holds, by, at)


@dataclass(frozen=True, slots=True)
class _Asking:
    register: str
    number: str
    holder: str
    purpose: str
    item: str
    wanted: tuple[str, ...]
    subject: UUID | None
    ground: str
    consent: UUID | None

    def may(self, by: Actor) -> bool:
        """Tell whether there is a purpose, and a consent or a legal ground."""
        if not self.purpose:
            return False
        if self.consent is not None:
            mine = Consent.objects.filter(
                pk=self.consent, region=by.region, holder_index=self.holder, item=self.item
            )
            return mine.filter(given=True, withdrawn_at=None).exists()
        return by.kind != "applicant"

    def said(self, by: Actor) -> str:
        """Return on what the asking rests, in words."""
        if self.consent is not None:
            return "本人同意"
        return (self.ground or STAFF_GROUND)[:120] if by.kind != "applicant" else "没有同意"


def _own(number: str, by: Actor) -> None:
    """An applicant asks about themselves and those for whom they act, about nobody else."""
    if by.kind == "applicant" and vault.index(normalise(number)) not in by.holders:
        raise NotYours("只能调取您本人和您代办的人的信息。", rule="own_holder")


def _before(asking: _Asking, by: Actor, at: datetime) -> Evidence | None:
    mine = Evidence.objects.filter(
        region=by.region, holder_index=asking.holder, item=asking.item, register=asking.register, elements=",".join(asking.wanted),
        valid_until__gt=at, asked_at__lte=at,
    )  # fmt: skip
    return mine.exclude(outcome=sources.REFUSED).order_by("-asked_at", "-pk").first()


def _just_down(register: str, region: str, at: datetime) -> bool:
    """Tell whether the register was found down within the last minute, by whoever asked."""
    last = (
        Evidence.objects.filter(region=region, register=register, asked_at__gt=at - ASK_AGAIN, asked_at__lte=at)
        .exclude(outcome=sources.REFUSED).order_by("-asked_at", "-pk").values_list("outcome", flat=True).first()
    )  # fmt: skip
    return last == sources.DOWN


def _answer(asking: _Asking, row: Evidence, *, fresh: bool) -> Answer:
    facts = row.opened() if row.outcome == sources.FOUND else {}
    name = sources.REGISTERS[asking.register]
    return Answer(row.outcome, facts, sources.source_words(row.outcome, name), row.pk, row.digest, fresh)


def _kept(
    asking: _Asking, said: port.Said, provider: str, holds: timedelta, by: Actor, at: datetime
) -> Answer:
    row = _keep(asking, said, provider, at + holds, by=by, at=at)
    return _answer(asking, row, fresh=True)


@working_paper("registers.ask")
def _keep(
    asking: _Asking, said: port.Said, provider: str, until: datetime, *, by: Actor, at: datetime
) -> Evidence:
    """The evidence of an asking is on record: its digest seals who asked, for whom, what for, and what came back."""
    # The salt keeps the digest, which goes into chains, from being guessed back once the content is gone.
    content = canonical({"facts": dict(said.facts), "salt": secrets.token_hex(16)}) if said.facts else ""
    whole = {
        "register": asking.register, "holder": asking.holder, "item": asking.item, "elements": list(asking.wanted), "purpose": asking.purpose,
        "outcome": said.outcome, "content": content, "at": rows.text_of(at),
    }  # fmt: skip
    return Evidence.objects.create(
        id=uuid7(), region=by.region, register=asking.register, holder_index=asking.holder, item=asking.item,
        elements=",".join(asking.wanted), purpose=asking.purpose, ground=asking.said(by), consent_id=asking.consent if said.outcome != sources.REFUSED else None,
        subject=asking.subject, provider=provider, outcome=said.outcome, content=vault.lock(content), digest=sm3(canonical(whole)),
        trouble=said.trouble, account=by.account, by_person=by.person, by_post=by.post, asked_at=at, took_ms=said.took_ms, valid_until=until,
    )  # fmt: skip
