"""The sheets of a thing's own papers (一件事的文书): put together once from the frozen content, then kept as they were issued.

    html, template = letters.render(letter)     # the sheet of one copy, and the name and version of its template
    letters.freeze(errands, at)                 # does the errands of kind "freeze_letter"

One template a kind (`letters/<kind>.html`), on the sheet of `doors/papers.py`. Raise `VERSION` when a template changes.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render as page_of
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.http import require_GET

from yichuang.bundles import acts as things
from yichuang.bundles.models import Letter, Thing
from yichuang.cases.models import Delivery
from yichuang.doors import papers
from yichuang.doors.endings import length_words
from yichuang.doors.lines import tight
from yichuang.ground.now import now
from yichuang.ground.templatetags.yc import cnplain
from yichuang.journal import looks, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.errands import Asked, Outcome
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import letters as law
from yichuang.law.procedures import procedure
from yichuang.law.standing import layers

VERSION = 2
MOST = 12
# A copy keeps to one page: from so many rows on its type is smaller; so many characters of answers are a row.
ROWS_MOST, LINE = 8, 40
app_name = "letters"
SIGNED = ("receipt", "acceptance", "notice")
FRONT_SEAL = ("receipt", "acceptance", "notice")
FEED = "前一项的结果带入"
OVER = {"granted": "办成了", "ended": "没办成", "dropped": "不再办"}
FEES = {
    "due": "按缴费单缴", "back": "已缴的退还，没缴的不用缴", "kept": "已缴的不退，没缴的不用缴", "void": "不收", "none": "不收费",
}  # fmt: skip


def find(actor: Actor, letters: Sequence[UUID]) -> list[Letter]:
    """Return these letters in order; NotThere if any belongs to a thing that this actor may not see."""
    mine = Letter.objects.filter(pk__in=letters, thing__in=Thing.objects.visible_to(actor))
    found = {letter.pk: letter for letter in mine}
    if not letters or set(letters) - set(found):
        raise NotThere("没有这份文书，或者不归您看。")
    return [found[pk] for pk in letters]


def render(letter: Letter, stamp: int | None = None) -> tuple[str, str]:
    """Return the sheet of a letter as HTML, one copy, and the template's name with its version."""
    said = around(json.loads(letter.content), letter, stamps.current() if stamp is None else stamp)
    return render_to_string(f"letters/{letter.kind}.html", said), f"{letter.kind}@{VERSION}"


def shown(letter: Letter) -> str:
    """Return the sheet as it was frozen, or as it will be."""
    return letter.html or render(letter)[0]


def copies_of(letter: Letter) -> list[str]:
    """Return every copy, each with its mark: the applicant's, then the file's."""
    html, count = shown(letter), law.letter(letter.kind).copies
    return [html.replace(papers.COPY, mark) for mark in (papers.COPIES[:count] if count > 1 else ("",))]


def freeze(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Freeze the letters that these errands name; one frozen before stays as it is, one that is gone is done with."""
    wanted = Letter.objects.filter(pk__in=[asked.args["letter"] for asked in errands], html_sm3="")
    stamp = stamps.current()
    things.freeze_letters([(letter.pk, *render(letter, stamp)) for letter in wanted], by=None, at=at)
    return {asked.id: "confirmed" for asked in errands}


def around(content: Mapping[str, Any], letter: Letter, stamp: int) -> dict[str, Any]:
    """Return what the sheets say beyond the content: the hall, the lead's full name, the parts in their stages."""
    windows, hall = papers.windows_of(stamp), papers.halls_of(stamp).get(content.get("hall") or 0)
    row, parts = law.letter(str(content["kind"])), parts_of(content)
    said: dict[str, Any] = {
        "c": content, "hall": hall, "fetch": hall, "window": windows.get(content.get("window") or 0, ""),
        "issued_window": windows.get(content.get("issued_at_window", content.get("window")) or 0, ""),
        "organ": papers.organ_name(str(content["lead"]), str(content["region"]), stamp), "dense": True, "copied": row.copies > 1,
        "needs_seal": row.needs_seal, "seal": "受理专用章" if row.key in FRONT_SEAL else "盖章", "signed_for": row.key in SIGNED,
        "made_by": str(content.get("made_by") or "").partition("·")[0].replace("一件事", "系统"), "by_itself": "由系统自动出具", "made_at": letter.made_at,
        "url": f"{settings.DEPLOYMENT.origin}/p/{content['query_code']}", "corner_note": "扫码看要补什么" if row.key == "notice" else "",
        "parts": parts, "path": [one for name in content.get("path") or () for one in parts if one["name"] == name],
    }  # fmt: skip
    more = {
        "receipt": _received,
        "notice": _asked,
        "struck": _asked,
        "result": _ended,
        "delivery": _delivered,
    }.get(row.key)
    said |= more(content, letter) if more else {}
    return said | {
        "packed": len(parts)
        + len(said.get("rows") or ())
        + len(f"{said.get('asked')}{said.get('free')}") // LINE
        > ROWS_MOST
    }


def parts_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the parts with the stage each belongs to (what waits for nothing is the first), in the order of the stages."""
    rows = {one["name"]: one for one in content["parts"]}
    stages = layers({name: one["after"] for name, one in rows.items()})
    made = [
        {**rows[name], "stage": stage, "length": _length(rows[name])}
        for stage, names in enumerate(stages, 1)
        for name in names
    ]
    numbers, before = {one["name"]: number for number, one in enumerate(made, 1)}, 0
    for one in made:
        one["first"], before = one["stage"] != before, one["stage"]
        one["begins"], one["ends"] = (
            _day(one[name], str(content["made_on"])) for name in ("starts_on", "due_on")
        )
        one["number"] = numbers[one["name"]]
        one["after_numbers"] = sorted(numbers[name] for name in one["after"] if name in numbers)
    return made


def _day(text: str, made_on: str) -> str:
    """Return a day as a table writes it: its year only where it is not that of the paper."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日" if text[:4] == made_on[:4] else cnplain(day)


def _length(part: Mapping[str, Any]) -> str:
    days = part.get("days")
    return "没有规定" if days is None else length_words(days, str(part.get("unit") or "working"))


def _received(content: Mapping[str, Any], letter: Letter) -> dict[str, Any]:
    """Return the merged papers as a table: how each comes, how it was found, for which items by their numbers."""
    numbers = {one["name"]: one["number"] for one in parts_of(content)}
    rows = []
    for one in content.get("papers") or ():
        free = one["how"] == "feed" or one["state"] == "waived"
        why = FEED if one["how"] == "feed" else papers.HOW.get(one["how"], "")
        word = "，".join(
            filter(
                None,
                (
                    "免交" if free else f"{one['form']}{one['copies']}份",
                    why if free else papers.WORDS.get(one["state"], ""),
                ),
            )
        )
        by = sorted(numbers[name] for name in one["used_by"] if name in numbers)
        rows.append(
            {
                "name": one["name"],
                "free": free,
                "word": word,
                "used_by": "每一项" if len(by) == len(numbers) > 1 else "、".join(map(str, by)),
            }
        )
    waived, rows = [one for one in rows if one["free"]], [one for one in rows if not one["free"]]
    words = "；".join(
        f"{one['name']}（{one['word'].removeprefix('免交').lstrip('，') or '免交'}）" for one in waived
    )
    free = {"count": len(waived), "words": words}
    asked = "；".join(
        f"{question.rstrip('？?')}：{answer}" for question, answer in content.get("answers") or ()
    )
    return {"rows": rows, "free": free, "brought": len(rows), "asked": asked}


def _asked(content: Mapping[str, Any], letter: Letter) -> dict[str, Any]:
    """Return what must be corrected: what is wrong, how to put it right, for which items and departments."""
    names = {one["key"]: one for one in content["parts"]}
    made = []
    for line in content.get("lines") or ():
        wrong, _, right = tight(str(line["sentence"])).partition("。")
        right, wrong = right.removesuffix("。"), wrong.removeprefix(str(line["paper"])) or wrong
        whose = [names[item] for item in line["items"] if item in names]
        made.append({
            "material": line["paper"], "wrong": wrong, "right": f"{right}。" if right else "", "items": "、".join(one["name"] for one in whose),
            "departments": "、".join(dict.fromkeys(one["department"] for one in whose)),
        })  # fmt: skip
    waits = {item for line in content.get("lines") or () for item in line["items"]}
    return {
        "lines": made,
        "goes_on": [
            one["name"] for key, one in names.items() if key not in waits and one["state"] == "running"
        ],
    }


def _ended(content: Mapping[str, Any], letter: Letter) -> dict[str, Any]:
    """Return how each part ended, with its reasons and remedies, and what becomes of its fee."""
    told = content.get("told") or {}
    rows = [
        {**one, **told.get(one["key"], {}), "over": OVER.get(one["state"], one["word"])}
        for one in content["parts"]
    ]
    for one in rows:
        one["fee_word"] = FEES.get(one.get("fee", ""), "")
        one["reason"] = str(one.get("opinion") or one.get("why") or "").rstrip("。")
        one["reviewable"] = one["state"] == "ended" and procedure(one["type"]).reviewable
    lost = [one for one in rows if one["state"] != "granted"]
    return {"rows": rows, "granted": [one for one in rows if one["state"] == "granted"], "lost": lost}


def _delivered(content: Mapping[str, Any], letter: Letter) -> dict[str, Any]:
    """Return the one signature that the pad took for all results."""
    row = (
        Delivery.objects.filter(case__thing=letter.thing_id, failed=False, at__lte=letter.made_at)
        .exclude(signature="")
        .order_by("-pk")
        .first()
    )
    return {
        "signature": row.signature if row and content.get("signed") else "",
        "at": datetime.fromisoformat(content["at"]),
    }


def page(request: Any, actor: Actor, ids: Sequence[UUID], *, first_only: bool = False) -> HttpResponse:
    """Show letters as they were issued, in a print frame; the look is on record. Doors of citizens pass their own actor."""
    rows = find(actor, ids)
    for thing in dict.fromkeys(row.thing_id for row in rows):
        looks.seen(actor, "看文书", subject=thing, at=now())
    sheets = [
        (copy, n > 0) for row in rows for n, copy in enumerate(copies_of(row)[: 1 if first_only else None])
    ]
    title = "、".join(dict.fromkeys(law.letter(row.kind).title for row in rows))
    told = {"sheets": sheets, "title": title, "frozen": all(row.html_sm3 for row in rows)}
    return page_of(request, "papers/page.html", told)


@require_GET
def one(request: Any, letter: UUID) -> HttpResponse:
    """Show one letter, from storage once it is frozen."""
    return page(request, request.actor, [letter])


@require_GET
def several(request: Any) -> HttpResponse:
    """Show several letters, to be printed in one go."""
    try:
        wanted = [UUID(text) for text in request.GET.getlist("letter")[:MOST]]
    except ValueError as error:
        raise BadInput("文书的编号不对，从办件页面再点一次。") from error
    return page(request, request.actor, wanted)


urlpatterns = [path("print/", several, name="print"), path("<uuid:letter>/", one, name="letter")]
