"""Notices leave the house: in batches, once for each errand, by the channel that the person chose or that reaches them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from yichuang.cases.models import Case, Party
from yichuang.exchange import acts, channels, codes, partners, things
from yichuang.exchange.channels import Answer, Outgoing, Whom
from yichuang.exchange.models import Message
from yichuang.exchange.notices import TEXTS, THINGS, is_known, plain_text, text_of, thing_text, title_of
from yichuang.exchange.people import reach, shown
from yichuang.ground import vault
from yichuang.journal.errands import HANDLERS, Asked, Outcome, Trouble

PATIENCE = 4  # tries on the channel that was chosen, before the telephone is tried instead


def notify(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Send the notices that have not been sent; one whose errand was done before is only confirmed again."""
    keys = [asked.key for asked in errands]
    sent = set(Message.objects.filter(key__in=keys).exclude(sent_at=None).values_list("key", flat=True))
    answers: dict[int, str | Trouble | None] = {a.id: "confirmed" for a in errands if a.key in sent}
    fresh = [asked for asked in errands if asked.key not in sent]
    for asked in fresh:
        if not is_known(asked.args.get("template")):
            answers[asked.id] = Trouble(f"没有“{asked.args.get('template')}”这种通知。", final=True)
    outgoing = _outgoing([asked for asked in fresh if asked.id not in answers])
    by_channel: dict[str, list[Asked]] = defaultdict(list)
    for asked in fresh:
        if asked.id not in answers:
            message = outgoing.get(asked.key)
            channel = _channel(message.whom, asked) if message else ""
            if not channel:
                answers[asked.id] = Trouble("没有留电话，也没有账户，发不到人。", final=True)
            else:
                by_channel[channel].append(asked)
    for channel, group in by_channel.items():
        answers |= _through(channel, group, outgoing, at)
    return answers


def _through(
    channel: str, group: Sequence[Asked], outgoing: Mapping[str, Outgoing], at: datetime
) -> dict[int, str | Trouble | None]:
    """Send a group by one channel, remember each, and say of each how it went."""
    page, down = channels.found()[channel], ""
    gone: dict[str, Answer] = {}
    try:
        gone = channels.send(channel, [outgoing[asked.key] for asked in group])
    except OSError as error:
        gone, down = getattr(error, "gone", {}), str(error.strerror or error)
    told = []
    for asked in group:
        message, answer = outgoing[asked.key], gone.get(asked.key)
        told.append(
            acts.Told(
                asked, message.text, channel, message.whom.account, shown(page.address(message.whom)),
                gone=isinstance(answer, str),
            )
        )  # fmt: skip
    acts.remember(told, by=None, at=at)
    trouble = Trouble(f"渠道 {channel} 不通：{down}。通了会自动再发。", outage=True) if down else None
    return {asked.id: gone.get(asked.key) or trouble for asked in group}


def _channel(whom: Whom, asked: Asked) -> str:
    """Return the channel: the chosen one, else the telephone, else the person's own messages."""
    ready = channels.ready()
    chosen = asked.args.get("channel") or whom.chosen
    if chosen in ready and asked.tries <= PATIENCE and ready[chosen].address(whom):
        return str(chosen)
    if "sms" in ready and ready["sms"].address(whom):
        return "sms"
    if whom.account and not whom.phone:
        return "insite"
    if "sms" not in ready or whom.phone:
        return "filedrop"
    return ""


def _outgoing(errands: Sequence[Asked]) -> dict[str, Outgoing]:
    """Return the notices with whom they are for and what they say, by key."""
    ids = {UUID(asked.args["case"]) for asked in errands if asked.args.get("case")}
    cases = _cases(ids)
    phones = _phones(set(cases))
    about = things.facts({UUID(asked.args["thing"]) for asked in errands if _of_thing(asked)})
    subjects = {asked.key: _subject(asked, cases, about) for asked in errands}
    accounts = {str(one["account"]) for one in subjects.values() if one and one["account"]}
    accounts |= {str(asked.args["account"]) for asked in errands if asked.args.get("account")}
    known = reach(accounts)
    made: dict[str, Outgoing] = {}
    for asked in errands:
        subject = subjects[asked.key]
        text = _text(asked, subject)
        if text is None:
            continue
        account = str(asked.args.get("account") or (subject and subject["account"]) or "")
        whom = known.get(account, Whom())
        if subject:
            phone = subject["phone"] if _of_thing(asked) else phones.get(subject["id"], "")
        else:
            phone = vault.unlock(asked.args.get("phone", ""))
        whom = replace(whom, phone=phone or whom.phone)
        origin = settings.DEPLOYMENT.origin
        href = f"{origin}/p/{subject['query_code']}" if subject else f"{origin}/my/"
        made[asked.key] = Outgoing(asked.key, whom.phone, text, whom, title_of(asked.args["template"]), href)
    return made


def _of_thing(asked: Asked) -> bool:
    return asked.args["template"] in THINGS and bool(asked.args.get("thing"))


def _subject(asked: Asked, cases: Mapping[UUID, Any], about: Mapping[UUID, Any]) -> dict[str, Any] | None:
    """What a notice is about: a thing, a case, or nothing that has a number."""
    if _of_thing(asked):
        return about.get(UUID(asked.args["thing"]))
    return cases.get(UUID(asked.args["case"])) if asked.args.get("case") else None


def _text(asked: Asked, subject: Mapping[str, Any] | None) -> str | None:
    template = asked.args["template"]
    if template in THINGS:
        return thing_text(template, subject, asked.args) if subject is not None else None
    if subject is not None and template in TEXTS:
        return text_of(template, subject, asked.args)
    return None if template in TEXTS else plain_text(template, asked.args)


def _cases(ids: set[UUID]) -> dict[UUID, dict[str, Any]]:
    found = Case.objects.filter(pk__in=ids).values(
        "id", "account", "due_on", "promised_due_on", "statutory_due_on", "query_code", "item__name", "department__name", "hall__name", "fetch_hall__name",
    )  # fmt: skip
    return {
        row["id"]: row
        | {
            "item": row["item__name"],
            "department": row["department__name"],
            "hall": row["fetch_hall__name"] or row["hall__name"],
        }
        for row in found
    }


def _phones(cases: set[UUID]) -> dict[UUID, str]:
    """Whom to tell: the agent if there is one, else the applicant."""
    rows = (
        Party.objects.filter(case__in=cases)
        .exclude(phone="")
        .order_by("case", "-role")
        .values_list("case", "role", "phone")
    )
    found: dict[UUID, str] = {}
    for case, role, phone in rows:
        if role == "agent" or case not in found:
            found[case] = vault.unlock(phone)
    return found


HANDLERS["notice"] = notify
HANDLERS["code"] = codes.send_codes
HANDLERS["across"] = partners.hand
