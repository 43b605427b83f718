"""What cases do when something is due or on record."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.cases import acts, sweeps
from yichuang.cases.acts import verifying
from yichuang.cases.models import Case
from yichuang.catalogue import versions
from yichuang.clock import redating
from yichuang.journal import streams
from yichuang.journal.actor import system
from yichuang.journal.errands import HANDLERS, Asked, Outcome, Trouble
from yichuang.journal.refusals import Refused
from yichuang.journal.sweeps import SWEEPS
from yichuang.law import reuse
from yichuang.materials import acts as materials
from yichuang.materials.models import Material
from yichuang.registers import sources

streams.PAPERS.append(lambda: issued())
SWEEPS.update(
    {
        "deem": sweeps.deem,
        "lapse": sweeps.lapse,
        "gaps": sweeps.miss_gaps,
        "colours": sweeps.turn_colours,
        "reminders": sweeps.remind,
    }
)


def issued() -> str:
    """Return the SQL of all issued papers, which `journal verify` holds against the chains."""
    return streams.issued("cases_paper", "case_id")


def each(act: Callable[..., Any]) -> Callable[[Sequence[Asked], datetime], Outcome]:
    """Return the handler that does `act` on each case; one that refuses has been through it, or is asked for again later."""

    def do(errands: Sequence[Asked], at: datetime) -> Outcome:
        done: dict[int, str | Trouble | None] = {}
        for asked in errands:
            with suppress(Refused):
                act(UUID(asked.args["case"]), by=system(asked.region), at=at, key=asked.key)
            done[asked.id] = "confirmed"
        return done

    return do


# Delivered cases are closed; what is wished as an e-licence only is delivered, once no fee holds it.
close, deliver_online = each(acts.close), each(acts.deliver_online)


def recount(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Count due days anew after the calendar changed; what is left when others want their turn waits for the next."""
    done: dict[int, str | Trouble | None] = {}
    for asked in errands:
        told = asked.args
        span = (date.fromisoformat(told["from"]), date.fromisoformat(told["to"])) if "from" in told else None
        why = told.get("why", "放假安排已公布")
        over = sweeps.recount(at, span=span, why=why)
        over = over and (span is None or redating.run(at, span, why=why, seconds=sweeps.SECONDS))
        done[asked.id] = "confirmed" if over else "waiting"
    return done


def hint(errands: Sequence[Asked], at: datetime) -> Outcome:
    """A return to the window shows on the window's list by the case itself; nothing leaves the house."""
    about = {asked.id: UUID(asked.args["case"]) for asked in errands if "case" in asked.args}
    known = set(Case.objects.filter(pk__in=about.values()).values_list("pk", flat=True))
    return {asked.id: "confirmed" for asked in errands if asked.id not in about or about[asked.id] in known}


def verify(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Ask the sources that did not answer when the case was filed; those that are down are asked again later."""
    return {asked.id: _verified(asked, at) for asked in errands}


def _verified(asked: Asked, at: datetime) -> str | Trouble:
    by = system(asked.region)
    row = Material.objects.filter(subject=asked.args["case"], place=asked.args["place"]).first()
    case = Case.objects.filter(pk=asked.args["case"]).select_related("version").first()
    if case is None or row is None or not verifying.waits(row) or case.outcome in NOT_GOING:
        return "confirmed"
    record = versions.facts(case.version_id).record
    answers = [
        sources.check(record, row.place, party.clear_number(), kind=party.kind, subject=case.pk, ground=verifying.GROUND, by=by, at=at)
        for party in case.parties.filter(role__in=("applicant", "representative")).order_by("role")
        if party.number
    ]  # fmt: skip
    best = next(
        (
            one
            for state in (sources.HAVE, sources.DOWN, sources.NONE)
            for one in answers
            if one.state == state
        ),
        None,
    )
    if best is None or best.state == sources.DOWN:
        return Trouble(best.sentence if best else "现在没有接通的来源。", outage=True)
    said = {
        "place": row.place,
        "answer": best.state,
        "source": best.source,
        "evidence": str(best.evidence or ""),
        "digest": best.digest,
    }
    try:
        acts.verify_source(case.pk, by=by, at=at, key=asked.key, **said)
    except Refused:
        pass
    return "confirmed"


def remember(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Remember the papers of accepted cases for their owners: seen at the window, uploaded, or promised."""
    for asked in errands:
        case = Case.objects.filter(pk=asked.args["case"]).select_related("item").first()
        if case is not None and case.applicant_index:
            seen = reuse.B if case.channel == "counter" else reuse.C
            found = [
                {"place": row.place, "name": row.name, "holder_index": case.applicant_index, "checked_by": asked.args["by"],
                 "trust": reuse.D if row.state == "committed" else seen}
                for row in Material.objects.filter(subject=case.pk, state__in=("got", "committed")).order_by("place")
                if reuse.kind_of(row.name)
            ]  # fmt: skip
            materials.remember(
                case.pk,
                found,
                item=case.item.name,
                given_by=case.applicant_name,
                by=system(asked.region),
                at=at,
            )
    return {asked.id: "confirmed" for asked in errands}


def attach(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Put copies of earlier papers beside the materials that they waive."""
    done: dict[int, str | Trouble | None] = {}
    for asked in errands:
        told = asked.args
        try:
            materials.use_again(
                UUID(told["paper"]),
                UUID(told["case"]),
                place=told["place"],
                item=told["item"],
                by=system(asked.region),
                at=at,
            )
            done[asked.id] = "confirmed"
        except Refused as error:
            done[asked.id] = Trouble(error.sentence, final=True)
    return done


NOT_GOING = ("withdrawn", "lapsed", "void", "not_accepted", "not_required", "forwarded")
HANDLERS.update(
    {"close": close, "recount": recount, "hint": hint, "verify": verify, "deliver_online": deliver_online, "remember": remember,
     "attach": attach}
)  # fmt: skip
