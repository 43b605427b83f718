"""The bench: read, ask; go back, undo; put aside, take up again."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from yichuang.agency import book as agency
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.doors import frame
from yichuang.doors.counter import exits, matters, reading, shown
from yichuang.doors.counter.sitting import CHECK, ITEM, READ, Sitting, Table, asked_for, keep, opened
from yichuang.doors.counter.views.moving import answer, move, refuse, seated
from yichuang.doors.counter.views.picking import about_case, about_list, asked_out
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.journal import looks
from yichuang.journal.refusals import BadInput, NotThere, Refused, WrongState


@require_GET
def bench(request: Any) -> HttpResponse:
    """The one screen of the window, at the step and row where it was left."""
    actor, at = seated(request), now()
    table = opened(actor)
    if request.GET.get("case"):
        return _take_up(request, table, request.GET["case"])
    panel = {"panel": {"name": "held"}} if "held" in request.GET and table.intake is None else {}
    return answer(request, table, at, **panel)  # type: ignore[arg-type]


def _take_up(request: Any, table: Table, text: str) -> HttpResponse:
    """A link to a case asks before it puts it on the table: a GET changes nothing."""
    case = (
        Case.objects.visible_to(request.actor)
        .filter(pk=frame.uuid_of(text) or UUID(int=0))
        .select_related("item")
        .first()
    )
    if case is None:
        raise NotThere("没有这个办件，或者不归您看。")
    if case.thing:
        return redirect("counter:thing", case.thing)
    return answer(request, table, now(), offered=case)


@require_POST
def person(request: Any) -> HttpResponse:
    """Somebody is here; or the code of a thing (一件事) was scanned, whose page opens: what lies on the table stays there."""
    thing = reading.found_thing(seated(request), request.POST.get("number", ""))
    if thing is None:
        return _person(request)
    address = reverse("counter:thing", args=[thing])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@move
def _person(request: Any, table: Table, today: date) -> None:
    """A card was read or a number typed: the applicant, or somebody who comes with them."""
    sitting, sent = table.sitting, request.POST
    if about_list(request, table, sent.get("number", "")):
        return
    case = reading.found_case(request.actor, sent.get("number", ""))
    if case:
        about_case(request, table, case, today)
        return
    role = sent.get("role") or "applicant"
    if role not in reading.ROLES:
        raise BadInput("没有这种身份。")
    party = reading.read(sent, role, today)
    looks.seen(request.actor, "窗口读证", holder_index=vault.index(party["number"]), at=now())
    taken = [r for r in reading.ROLES if (p := getattr(sitting, r)) and p["number"] == party["number"]]
    if sent.get("source") in ("card", "scan") and sitting.applicant and sitting.step != READ:
        if not taken:
            sitting.second, sitting.panel = party, "who"
        return
    _seat(request, table, role, party, today)


def _seat(request: Any, table: Table, role: str, party: reading.Party, today: date) -> None:
    sitting = table.sitting
    if role == "applicant":
        changed = not sitting.applicant or sitting.applicant["number"] != party["number"]
        sitting.applicant = party
        known = reading.known(request.actor, party, today)
        sitting.known = {
            "licences": [list(one) for one in known.licences],
            "open": len(known.cases),
            "mandates": _mandates(request.actor, party, today),
        }
        sitting.mandate = ""
        if changed and sitting.case:
            sitting.case, sitting.version, sitting.step = "", None, ITEM
        if sitting.step == READ:
            chosen = sitting.version or sitting.bundle
            sitting.step = CHECK if chosen and not changed else ITEM
            if sitting.carried and chosen:
                asked_out(request, table)
            elif sitting.step == ITEM:
                sitting.version = sitting.bundle = None
    else:
        setattr(sitting, role, party)
    sitting.panel, sitting.second = "", None


def _mandates(actor: Any, party: reading.Party, today: date) -> list[list[str]]:
    return [[str(one.pk), one.number] for one in agency.mandates(actor, today, party["number"])]


@move
def second(request: Any, table: Table, today: date) -> None:
    """Whose the second card is: the digit says it."""
    sitting, role = table.sitting, request.POST.get("role", "")
    party = sitting.second
    if party is None or role not in reading.ROLES:
        raise WrongState("没有等着认的证件。再读一次证。")
    reading.checked(party, role, today)
    _seat(request, table, role, party, today)


@move
def wishes(request: Any, table: Table, today: date) -> None:
    """How the result comes back, the telephone, whether the whole approval goes by commitment, who leaves the table."""
    sitting, sent = table.sitting, request.POST
    if sent.get("delivery") in ("pickup", "post"):
        sitting.delivery = sent["delivery"]
    if "fetch" in sent:
        chosen = frame.whole(sent["fetch"]) or 0
        known = chosen in exits.halls(request.actor.stamp) and chosen != request.actor.hall
        if known and sitting.bundle:
            raise WrongState("一件事的结果在收件的大厅领，不能改到别的大厅。")
        sitting.fetch = chosen if known else 0
    if "singly" in sent:
        sitting.singly = sent["singly"] == "1"
    if "phone" in sent and sitting.applicant:
        party = sitting.applicant | {
            "phone": sent["phone"].strip()[:20],
            "address": sent.get("address", "").strip()[:120],
        }
        reading.checked(party, "applicant", today)
        sitting.applicant = party
    if sent.get("commitment"):
        if sitting.bundle:
            raise WrongState("一件事不整件用承诺。能用承诺代替的材料，一份一份按C。")
        sitting.commitment = sent["commitment"] == "1"
    if sent.get("mandate") and sitting.applicant:
        found = agency.mandates(request.actor, today, sitting.applicant["number"])
        own = next((one for one in found if str(one.pk) == sent["mandate"]), None)
        if own is None:
            raise WrongState("这份委托不在有效期，或者已经结束。")
        matter = matters.of(table, request.actor, now())
        for key in matter.keys if matter else ("",):
            sitting.agent = reading.of_party(agency.agent(own, request.actor, key))
        sitting.mandate = str(own.pk)
    if sent.get("leave") == "agent":
        sitting.mandate = ""
    if sent.get("leave") in ("agent", "representative"):
        setattr(sitting, sent["leave"], None)
    if sent.get("panel") in ("agent", "representative", ""):
        sitting.panel = sent["panel"]


@move
def answered(request: Any, table: Table, today: date) -> None:
    """One question was answered; after the last one the materials are on the table."""
    matter = matters.of(table, request.actor, now())
    question = matter.question() if matter else None
    if matter is None or question is None:
        raise WrongState("现在没有要回答的问题。")
    matter.answer(question, request.POST.getlist("answer"))
    asked_out(request, table)


@move
def back(request: Any, table: Table, today: date) -> None:
    """One step back; nothing that was said is lost."""
    matter = matters.of(table, request.actor, now())
    table.sitting.step_back(matter.last if matter else ())


@move
def undo(request: Any, table: Table, today: date) -> None:
    """The last judgement is taken back."""
    if not table.sitting.undone():
        raise WrongState("没有可以撤销的。")


@require_POST
def suspension(request: Any) -> HttpResponse:
    """The sitting waits; the table is free."""
    actor, at = seated(request), now()
    try:
        table = asked_for(actor, request.POST.dict())
        if table.intake is None or not table.sitting.applicant:
            raise WrongState("桌上没有要挂起的件。")
        cases.suspend_intake(table.intake.pk, by=actor, at=at)
    except Refused as error:
        return refuse(request, actor, error, at)
    return answer(request, Table(Sitting()), at, done=None, said="已挂起。按F6接着办。")


@require_POST
def resumption(request: Any, intake: UUID) -> HttpResponse:
    """A suspended sitting is on the table again, at its step and row."""
    actor, at = seated(request), now()
    try:
        cases.resume_intake(intake, by=actor, at=at)
    except Refused as error:
        return refuse(request, actor, error, at)
    return answer(request, opened(actor), at, said="接着办。")


@require_POST
def dropping(request: Any) -> HttpResponse:
    """The person left without filing: the table is cleared, their numbers with it."""
    actor, at = seated(request), now()
    try:
        table = asked_for(actor, request.POST.dict())
        if table.intake is not None:
            cases.drop_intake(table.intake.pk, by=actor, at=at)
    except Refused as error:
        return refuse(request, actor, error, at)
    return answer(request, Table(Sitting()), at, done=None, said="已放下，没有收件。")


@require_POST
def following(request: Any) -> HttpResponse:
    """The next person: an empty table."""
    actor, at = seated(request), now()
    table = opened(actor)
    if table.intake is None:
        keep(table, by=actor, at=at)
    return answer(request, table, at)


@require_POST
def reveal(request: Any) -> HttpResponse:
    """A number in full; that it was looked at is on record."""
    actor, at = seated(request), now()
    table, role = opened(actor), request.POST.get("role", "")
    party = getattr(table.sitting, role) if role in reading.ROLES else None
    if party is None:
        raise NotThere("桌上没有这个人。")
    looks.seen(actor, "看全号", holder_index=vault.index(party["number"]), at=at)
    if not request.htmx:
        return answer(request, table, at, stay=True, revealed=role)
    return render(request, "counter/_number.html", {"number": party["number"], "kind": party["kind"]})


@require_GET
def point(request: Any) -> HttpResponse:
    """What to look for on the material in hand, for the right pane."""
    actor, at = seated(request), now()
    table, place = opened(actor), request.GET.get("material", "")
    if table.sitting.step != CHECK:
        raise NotThere("桌上没有材料。")
    if place.isascii() and place.isdigit():
        table.sitting.row = int(place[:4])
    return render(request, "counter/_point.html", shown.page(actor, table, at))
