"""What a sitting led to, a case or a thing, as its last step tells it: numbers, papers to print, who acts next and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.urls import reverse

from yichuang.bundles.models import Letter, Notice, Part, Thing
from yichuang.cases.models import Case, Intake, Paper
from yichuang.catalogue import bundles, versions
from yichuang.catalogue.versions import VersionFacts
from yichuang.doors import caseview
from yichuang.doors.counter import exits
from yichuang.doors.counter.sitting import last_done
from yichuang.ground.now import SHANGHAI, day_of
from yichuang.ground.templatetags.yc import cndate
from yichuang.journal.actor import Actor
from yichuang.law import letters, procedures, things
from yichuang.law import papers as law_papers

STATES = dict(things.STATES)
WAYS = {"pickup": "自取", "post": "邮寄", "electronic": "只要电子证照"}


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was given out."""

    id: UUID
    title: str
    number: str
    href: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a sitting led to. `opens` leads to its page, `rates` to where the rating device sends its answer, if it has one."""

    id: UUID
    matter_word: str
    name: str
    applicant: str
    number_word: str
    number: str
    code: str
    words: str
    status: tuple[str, str]
    next: str
    delivery: str
    papers: list[Printed]
    print_url: str
    slip_url: str = ""
    opens: str = ""
    rates: str = ""
    parts: str = ""


def last(actor: Actor, at: datetime) -> Done | None:
    """Return what today's latest sitting led to, if it is over."""
    intake: Intake | None = last_done(actor, datetime.combine(day_of(at), time(), SHANGHAI))
    return of(actor, intake) if intake else None


def of(actor: Actor, intake: Intake, then: str = "", papers: Sequence[str] | None = None) -> Done | None:
    """Return what a sitting led to; `papers` are those of the last act, else the newest ones."""
    if intake.thing:
        return of_thing(actor, intake.thing, then, papers)
    return of_case(actor, intake.case_id, then, papers) if intake.case_id else None


def of_case(
    actor: Actor, case_id: UUID | str, then: str = "", papers: Sequence[str] | None = None
) -> Done | None:
    """Return what there is to tell of a case."""
    case = Case.objects.visible_to(actor).filter(pk=case_id).first()
    if case is None:
        return None
    item, status = versions.facts(case.version_id), None
    made = _newest(Paper.objects.filter(case=case), papers)
    made.sort(key=lambda paper: law_papers.KEYS.index(paper.kind))
    status = caseview.status_of(case, item)
    receipt = next((paper.pk for paper in made if paper.kind == "filing_receipt"), None)
    return Done(
        case.pk, "事项", item.name, case.applicant_name, *(("办件编号", case.number) if case.number else ("申请编号", case.filing_number)),
        case.query_code, exits.DONE.get(then, "") or _words(case), (status.code, status.word), _next(case, item), case.get_delivery_display(),
        [Printed(p.pk, law_papers.title(p.kind, item.type), p.number, reverse("papers:paper", args=[p.pk])) for p in made],
        _print_url("papers:print", "paper", made), slip_url=reverse("papers:slip", args=[receipt]) if receipt else "",
        opens=reverse("counter:case", args=[case.pk]), rates=reverse("counter:rating", args=[case.pk]),
    )  # fmt: skip


def of_thing(
    actor: Actor, thing_id: UUID | str, then: str = "", papers: Sequence[str] | None = None
) -> Done | None:
    """Return what there is to tell of a thing (一件事): its one number, code and date."""
    thing = Thing.objects.visible_to(actor).filter(pk=thing_id).first()
    if thing is None:
        return None
    facts = bundles.facts(thing.version_id)
    made = _newest(Letter.objects.filter(thing=thing), papers)
    made.sort(key=lambda letter: letters.KEYS.index(letter.kind))
    way = (
        ""
        if thing.delivery == "electronic"
        else "，办好一项领一项"
        if not thing.together
        else "，全部办完一起领"
    )
    return Done(
        thing.pk, "一件事", facts.name, thing.applicant_name, "申请编号", thing.filing_number, thing.query_code,
        exits.DONE.get(then, "") or STATES[thing.state], (thing.state, STATES[thing.state]), _next_of_thing(thing, facts.lead_name),
        f"{WAYS[thing.delivery]}{way}",
        [Printed(p.pk, letters.letter(p.kind).title, p.number, reverse("letters:letter", args=[p.pk])) for p in made],
        _print_url("letters:print", "letter", made), opens=reverse("counter:thing", args=[thing.pk]), rates=reverse("counter:thing_rating", args=[thing.pk]), parts=_parts(thing),
    )  # fmt: skip


def _newest(found: Any, papers: Sequence[str] | None) -> list[Any]:
    """Return the named ones, else those made last."""
    made = list(found.order_by("-made_at"))
    if papers is not None:
        return [one for one in made if str(one.pk) in papers]
    return [one for one in made if one.made_at == made[0].made_at]


def _print_url(name: str, word: str, papers: Sequence[Any]) -> str:
    return reverse(name) + "?" + "&".join(f"{word}={one.pk}" for one in papers)


def _words(case: Case) -> str:
    if case.outcome in ("not_accepted", "not_required"):
        return exits.DONE[exits.REFUSE if case.outcome == "not_accepted" else exits.NOT_REQUIRED]
    if case.state in ("decided", "ready", "delivered", "closed"):
        return "已办结"
    return {"correcting": exits.DONE[exits.ASK], "filed": exits.DONE[exits.RECEIPT]}.get(
        case.state, exits.DONE[exits.ACCEPT]
    )


def _next(case: Case, item: VersionFacts) -> str:
    """Return who must do what by when, in one sentence."""
    if case.state == "correcting":
        return (
            f"申请人在{cndate(case.due_on)}前补齐，交到任一窗口。"
            if case.due_on
            else "申请人补齐后交到任一窗口。"
        )
    if case.state == "filed":
        return f"{cndate(case.due_on)}前，{item.department_name}告诉申请人是否受理。"
    if case.state == "accepted" or case.state == "reviewed":
        due = case.promised_due_on or case.statutory_due_on
        return (
            f"已转{item.department_name}，{'承诺' if case.promised_due_on else ''}{cndate(due)}前办结。"
            if due
            else f"已转{item.department_name}。"
        )
    if case.state == "decided":
        granted, refused = procedures.result_words(item.type, item.name)
        word = granted if case.outcome == "granted" else refused
        return f"{word}。结果在{cndate(case.due_on)}前送到窗口。" if case.due_on else f"{word}。"
    return ""


def _next_of_thing(thing: Thing, lead: str) -> str:
    """Return who must do what by when, in one sentence."""
    if thing.state == things.CORRECTING:
        notice = Notice.objects.filter(thing=thing).order_by("-round").first()
        due = f"在{cndate(notice.due_on)}前" if notice and notice.due_on else ""
        return f"申请人{due}把要补的一次交齐，交到任一窗口。"
    if thing.state == things.FILED:
        return f"{cndate(thing.notice_by)}前，{lead}把各部门的意见合在一起，一次告诉申请人是否受理。"
    if thing.due_on is None:
        return f"已转各部门，{lead}牵头。"
    sure = "" if thing.due_certain else "。没有公布办几天的没有算进去"
    return f"已转各部门，{lead}牵头，{cndate(thing.due_on)}前全部办好{sure}。"


def _parts(thing: Thing) -> str:
    """Say how many items have begun, and how many wait for another."""
    states = list(Part.objects.filter(thing=thing).values_list("state", flat=True))
    waiting = states.count(things.WAITING)
    told = f"共{len(states)}项，已开始{len(states) - waiting}项"
    return f"{told}，{waiting}项等前面的办好" if waiting else told
