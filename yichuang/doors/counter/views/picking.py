"""What is to be done: looked for by words, initials or code; an item, a thing (一件事), a list made at home, or a case on file."""

import json
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.catalogue import bundles, search, versions
from yichuang.catalogue.models import Bundle, Item
from yichuang.doors import caseview, frame
from yichuang.doors.counter import matters, reading
from yichuang.doors.counter.sitting import ASK, CHECK, READ, Table
from yichuang.doors.counter.views.moving import move, seated
from yichuang.doors.lines import tight
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.journal import looks
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.law import things

LIMIT = 8
STATES = dict(things.STATES)
WORKABLE = ("filed", "correcting")


@require_GET
def items(request: Any) -> HttpResponse:
    """What the search box shows: cases whose code was scanned, then items, base items first."""
    actor = seated(request)
    text = request.GET.get("q", "")[:100]
    thing, options = reading.found_thing(actor, text), []
    case = None if thing else reading.found_case(actor, text)
    if case:
        row = Case.objects.select_related("item").get(pk=case)
        options = [
            {
                "value": f"case:{case}",
                "text": f"{row.applicant_name}：{row.item.name}",
                "note": caseview.status_of(row, versions.facts(row.version_id)).word,
            }
        ]
    elif thing:
        options = [_option_of(Thing.objects.get(pk=thing))]
    for hit in _hits(actor, text, LIMIT - len(options)):
        value = f"base:{hit.name}" if hit.is_base else f"{'thing:' if hit.is_thing else ''}{hit.item_id}"
        note = f"{len(hit.variants)}种" if hit.is_base else hit.promised
        mark = "一件事" if hit.is_thing else ""
        options.append(
            {"value": value, "text": hit.name, "mark": mark, "note": f"{hit.department}　{tight(note)}"}
        )
    return render(request, "parts/options.html", {"options": options})


def _option_of(thing: Thing) -> dict[str, str]:
    """A thing that was filed: its page opens."""
    name = f"{thing.applicant_name}：{bundles.facts(thing.version_id).name}"
    address = reverse("counter:thing", args=[thing.pk])
    return {"value": "", "text": name, "mark": "一件事", "note": STATES[thing.state], "href": address}


def _hits(actor: Any, text: str, limit: int) -> list[search.Hit]:
    """Items and things (一件事) for what was typed, the best first; base items stand for their variants."""
    return search.best(
        limit,
        search.find(actor.stamp, text, limit=limit),
        search.find_bundles(actor.stamp, text, limit=limit, region=actor.region),
    )


@move
def item(request: Any, table: Table, today: date) -> None:
    """The item, its variant, or a case that is open already was picked."""
    sitting, picked = table.sitting, request.POST.get("item", "")
    if not sitting.applicant and not picked.startswith("case:"):
        raise WrongState("先读证，或输入证件号码。")
    if picked.startswith("case:"):
        about_case(request, table, frame.uuid_of(picked[5:]), today)
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
    asked_out(request, table)


def _about_item(request: Any, table: Table, picked: str) -> None:
    """An item by id, or by what was typed when no list could be shown, or by the code of a list."""
    sitting = table.sitting
    if about_list(request, table, request.POST.get("q", "")):
        return
    stamp = request.actor.stamp
    item_id = frame.uuid_of(picked)
    if item_id is None:
        hits = _hits(request.actor, request.POST.get("q", ""), 1)
        if not hits:
            raise BadInput("没找到这个事项。换个说法，或输入事项编码（前面加一个点）。", field="q")
        hit = hits[0]
        if hit.is_base:
            sitting.among(hit.name)
            return
        if hit.is_thing:
            _about_thing(request, table, str(hit.item_id))
            return
        item_id = hit.item_id
    facts = versions.current(item_id, stamp)
    if not Item.objects.filter(pk=facts.item, region=request.actor.region).exists():
        raise NotThere("这个事项不在本地区办。")
    sitting.about(facts.id)
    asked_out(request, table)


def about_list(request: Any, table: Table, text: str) -> bool:
    """The code of a list brings its item and its answers; without a person yet, they wait for the card."""
    sitting = table.sitting
    if of_thing := reading.carried_thing(request.actor, text):
        sitting.about_bundle(of_thing[0].id)
        answers, unsure = of_thing[1].given, list(of_thing[1].unsure)
    elif of_item := reading.carried_list(request.actor, text):
        sitting.about(of_item[0].id)
        _, answers, unsure = of_item
    else:
        return False
    sitting.answers, sitting.carried = answers, {"unsure": unsure, "answered": len(answers)}
    if sitting.applicant:
        asked_out(request, table)
    else:
        sitting.step = READ
    return True


def about_case(request: Any, table: Table, case_id: Any, today: date) -> None:
    """A case on file lies on the table: what came back is judged like a new filing."""
    row = Case.objects.visible_to(request.actor).filter(pk=case_id).first()
    if row is None:
        raise NotThere("没有这个办件，或者不归您看。")
    if row.thing:
        raise WrongState("这一件是一件事里的一项，在“一件事”里办。")
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


def asked_out(request: Any, table: Table) -> None:
    """Go on to the materials once every question has its answer."""
    matter = matters.of(table, request.actor, now())
    table.sitting.step = ASK if matter and matter.question() else CHECK
