"""The bench: read, look for the item, ask, judge; go back, undo; put aside, take up again."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from yichuang.agency import book as agency
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.catalogue import bundles, search, versions
from yichuang.catalogue.models import Bundle, Item
from yichuang.doors import caseview, frame
from yichuang.doors.counter import exits, matters, reading, shown
from yichuang.doors.counter.sitting import ASK, CHECK, ITEM, READ, Sitting, Table, asked_for, keep, opened
from yichuang.doors.counter.views.moving import answer, move, refuse, seated
from yichuang.doors.lines import tight
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.journal import looks
from yichuang.journal.refusals import BadInput, NotThere, Refused, WrongState

LIMIT = 8
BASE, THING = "base", "thing"
WORKABLE = ("filed", "correcting")


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
    return answer(request, table, now(), offered=case)


@move
def person(request: Any, table: Table, today: date) -> None:
    """A card was read or a number typed: the applicant, or somebody who comes with them."""
    sitting, sent = table.sitting, request.POST
    if _about_list(request, table, sent.get("number", "")):
        return
    case = reading.found_case(request.actor, sent.get("number", ""))
    if case:
        _about_case(request, table, case, today)
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
            sitting.step = CHECK if sitting.version and not changed else ITEM
            if sitting.carried and sitting.version:
                _asked_out(request, table)
            elif sitting.step == ITEM:
                sitting.version = None
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


@require_GET
def items(request: Any) -> HttpResponse:
    """What the search box shows: cases whose code was scanned, then items, base items first."""
    actor = seated(request)
    text = request.GET.get("q", "")[:100]
    case = reading.found_case(actor, text)
    options = []
    if case:
        row = Case.objects.select_related("item").get(pk=case)
        options = [
            {
                "value": f"case:{case}",
                "text": f"{row.applicant_name}：{row.item.name}",
                "note": caseview.status_of(row, versions.facts(row.version_id)).word,
            }
        ]
    for kind, hit in _hits(actor, text, LIMIT - len(options)):
        value = {BASE: f"base:{hit.name}", THING: f"thing:{hit.item_id}"}.get(kind, str(hit.item_id))
        note = f"{len(hit.variants)}种" if kind == BASE else hit.promised
        mark = "一件事" if kind == THING else ""
        options.append(
            {"value": value, "text": hit.name, "mark": mark, "note": f"{hit.department}　{tight(note)}"}
        )
    return render(request, "parts/options.html", {"options": options})


def _hits(actor: Any, text: str, limit: int) -> list[tuple[str, search.Hit]]:
    """Items and things (一件事) for what was typed, the best first; base items stand for their variants."""
    found = [(BASE if hit.is_base else ITEM, hit) for hit in search.find(actor.stamp, text, limit=limit)]
    found += [
        (THING, hit) for hit in search.find_bundles(actor.stamp, text, limit=limit, region=actor.region)
    ]
    return sorted(found, key=lambda pair: -pair[1].score)[:limit]


@move
def item(request: Any, table: Table, today: date) -> None:
    """The item, its variant, or a case that is open already was picked."""
    sitting, picked = table.sitting, request.POST.get("item", "")
    if not sitting.applicant and not picked.startswith("case:"):
        raise WrongState("先读证，或输入证件号码。")
    if picked.startswith("case:"):
        _about_case(request, table, frame.uuid_of(picked[5:]), today)
    elif picked.startswith("base:"):
        sitting.among(picked[5:])
    elif picked.startswith("thing:"):
        _about_thing(request, table, picked[6:])
    else:
        _about_item(request, table, picked)


def _about_thing(request: Any, table: Table, picked: str) -> None:
    """A thing (一件事) was picked: one checklist for all its items."""
    if table.sitting.handing:
        raise WrongState("跨域通办的件一项一项办，不能办一件事。")
    facts = bundles.current(frame.uuid_of(picked), request.actor.stamp)
    if not Bundle.objects.filter(pk=facts.bundle, region=request.actor.region).exists():
        raise NotThere("这个一件事不在本地区办。")
    table.sitting.about_bundle(facts.id)
    _asked_out(request, table)


def _about_item(request: Any, table: Table, picked: str) -> None:
    """An item by id, or by what was typed when no list could be shown, or by the code of a list."""
    sitting = table.sitting
    if _about_list(request, table, request.POST.get("q", "")):
        return
    stamp = request.actor.stamp
    item_id = frame.uuid_of(picked)
    if item_id is None:
        hits = _hits(request.actor, request.POST.get("q", ""), 1)
        if not hits:
            raise BadInput("没找到这个事项。换个说法，或输入事项编码（前面加一个点）。", field="q")
        kind, hit = hits[0]
        if kind == BASE:
            sitting.among(hit.name)
            return
        if kind == THING:
            _about_thing(request, table, str(hit.item_id))
            return
        item_id = hit.item_id
    facts = versions.current(item_id, stamp)
    if not Item.objects.filter(pk=facts.item, region=request.actor.region).exists():
        raise NotThere("这个事项不在本地区办。")
    sitting.about(facts.id)
    _asked_out(request, table)


def _about_list(request: Any, table: Table, text: str) -> bool:
    """The code of a list brings its item and its answers; without a person yet, they wait for the card."""
    sitting = table.sitting
    found = reading.carried_list(request.actor, text)
    if found is None:
        return False
    facts, answers, unsure = found
    sitting.about(facts.id)
    sitting.answers, sitting.carried = answers, {"unsure": unsure, "answered": len(answers)}
    if sitting.applicant:
        _asked_out(request, table)
    else:
        sitting.step = READ
    return True


def _about_case(request: Any, table: Table, case_id: Any, today: date) -> None:
    """A case on file lies on the table: what came back is judged like a new filing."""
    row = Case.objects.visible_to(request.actor).filter(pk=case_id).first()
    if row is None:
        raise NotThere("没有这个办件，或者不归您看。")
    if row.state not in WORKABLE:
        word = caseview.status_of(row, versions.facts(row.version_id)).word
        raise WrongState(f"这一件现在是“{word}”，在“今天的件”里打开它看。")
    sitting = table.sitting
    applicant = row.parties.filter(role="applicant").first()
    if applicant is None:
        raise NotThere("这一件没有申请人。")
    before = sitting.applicant
    sitting.about(row.version_id)
    number = applicant.clear_number()
    if not before or before["number"] != number:
        party = {"name": applicant.name, "number": number, "kind": applicant.kind, "document": applicant.document,
                 "phone": applicant.clear_phone(), "address": vault.unlock(applicant.address), "source": "typed"}  # fmt: skip
        sitting.applicant = {name: value for name, value in party.items() if value}
        sitting.agent = sitting.representative = None
        sitting.known = {"licences": [], "open": 1}
    looks.seen(request.actor, "窗口接件", subject=row.pk, holder_index=row.applicant_index, at=now())
    sitting.answers, sitting.case, sitting.case_seq, sitting.step = _answers(row), str(row.pk), row.seq, CHECK
    sitting.delivery = row.delivery


def _answers(row: Case) -> dict[str, str]:
    answers: dict[str, str] = json.loads(row.answers)
    return answers


def _asked_out(request: Any, table: Table) -> None:
    """Go on to the materials once every question has its answer."""
    matter = matters.of(table, request.actor, now())
    table.sitting.step = ASK if matter and matter.question() else CHECK


@move
def answered(request: Any, table: Table, today: date) -> None:
    """One question was answered; after the last one the materials are on the table."""
    matter = matters.of(table, request.actor, now())
    question = matter.question() if matter else None
    if matter is None or question is None:
        raise WrongState("现在没有要回答的问题。")
    matter.answer(question, request.POST.getlist("answer"))
    _asked_out(request, table)


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
