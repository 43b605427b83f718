"""Pre-reviews at the office: drafts that wait for their one answer, results that windows kept, the sheet to take along."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.asking import acts as asking
from yichuang.asking.acts import reviews as acts_of
from yichuang.asking.models import PreReview
from yichuang.catalogue import forms as form_of
from yichuang.catalogue import versions
from yichuang.doors import files, prereviewed
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.turning import pager
from yichuang.drafts.models import Draft
from yichuang.ground.now import day_of, now
from yichuang.journal import looks, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import reasons, selection
from yichuang.materials.models import File

PAGE, SAID_MOST = 20, 120
BOXES = (("waiting", "等预审"), ("answered", "已答复"), ("kept", "窗口留着的"), ("taken", "已接着办"))
WAYS = {"upload": "已上传", "window": "到窗口交", "commit": "承诺代替", "later": "以后补交", "none": "不交"}
PICKS = tuple((one.key, one.label) for one in reasons.REASONS)


@require_GET
def index(request: Any) -> HttpResponse:
    """What waits for its answer, by the day; what was answered and kept."""
    actor = pages.need(request, "asking:reviews")
    box, typed = request.GET.get("box", "waiting"), request.GET.get("q", "").strip().upper()[:20]
    found = PreReview.objects.visible_to(actor).select_related("item")
    if typed:
        found = found.filter(number=typed).order_by("pk")
    elif box == "waiting" or box not in dict(BOXES):
        asked = Draft.objects.filter(state="asked").values("pk")
        found = found.filter(state="waiting", draft__in=asked).order_by("due_on", "pk")
    else:
        found = found.filter(state=box).order_by("-asked_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    chips = [
        {"name": word, "href": f"?box={name}", "current": not typed and name == box} for name, word in BOXES
    ]
    lines = [
        {"row": row, "word": prereviewed.WORDS[row.state], "kind": prereviewed.KINDS[row.state]}
        for row in page
    ]
    told = {
        "lines": lines, "chips": chips, "q": typed, "today": day_of(now()), **pager(page, {"box": box}),
    }  # fmt: skip
    return render(request, "office/asking/reviews.html", pages.frame(request, "asking:reviews") | told)


def _find(actor: Actor, review: UUID) -> PreReview:
    row = (
        PreReview.objects.visible_to(actor)
        .select_related("item", "department", "hall")
        .filter(pk=review)
        .first()
    )
    if row is None:
        raise NotThere("没有这件预审，或者不归您看。回到列表再选。")
    looks.seen(actor, "看预审", subject=row.pk, holder_index=row.number_index, at=now())
    return row


@require_http_methods(["GET", "POST"])
def page(request: Any, review: UUID) -> HttpResponse:
    """One pre-review; a draft that waits is answered here, once and whole."""
    actor, at = pages.need(request, "asking:reviews"), now()
    row = _find(actor, review)
    error = None
    if request.method == "POST":
        try:
            asking.answer_review(
                review, by=actor, at=at, lines=_lines(request, row), key=sent(request)["key"]
            )
            return redirect("office:asking:review", review=review)
        except BadInput as refused:
            error = refused
    draft = (
        Draft.objects.filter(pk=row.draft, state="asked").first()
        if row.draft and row.state == "waiting"
        else None
    )
    facts = acts_of.facts_for(row, actor, stamps.current(), day_of(at))
    told = {
        **prereviewed.shown(row), "parts": _parts(request, row, draft) if draft else [], "may": facts["own_review"] and draft is not None,
        "errors": [{"id": str(error.facts.get("field", "")).replace(":", "-"), "text": error.sentence}] if error else [],
    }  # fmt: skip
    return render(
        request,
        "office/asking/review.html",
        pages.frame(request, "asking:reviews") | told,
        status=422 if error else 200,
    )


def _parts(request: Any, row: PreReview, draft: Draft) -> list[dict[str, Any]]:
    """Return every field and material of a draft as it stands, with what was picked for it."""
    facts, content = versions.facts(row.version_id), draft.opened()
    values, ways = content.get("values") or {}, content.get("ways") or {}
    changed = set(row.opened().get("changed") or ())
    made = [
        {"part": f"v:{one['key']}", "name": one["label"], "value": str(values[one["key"]]), "field": True, "files": []}
        for group in form_of.of(facts.record) for one in group["fields"] if values.get(one["key"])
    ]  # fmt: skip
    kept: dict[str, list[File]] = {}
    for file in File.objects.filter(subject=draft.pk, dropped_at=None).order_by("kept_at"):
        kept.setdefault(str(file.place), []).append(file)
    answers = {
        k: v for k, v in draft.given().items() if k in {q["key"] for q in facts.record.get("scenarios") or ()}
    }
    for one in selection.select(facts.record, answers).materials:
        if not one.waived:
            place = str(one.index)
            way = WAYS.get(str(ways.get(place, "")), "还没选")
            made.append(
                {
                    "part": f"m:{place}",
                    "name": one.name,
                    "value": way,
                    "field": False,
                    "files": kept.get(place, []),
                }
            )
    return [_picked(request, one | {"changed": one["part"] in changed}) for one in made]


def _picked(request: Any, one: dict[str, Any]) -> dict[str, Any]:
    """Add what was picked and typed, and the boxes that the reason needs."""
    id_ = one["part"].replace(":", "-")
    picked = request.POST.get(f"reason-{id_}", "")
    boxes = []
    if picked in dict(PICKS) and not one["field"]:
        needed = [pair for pair in reasons.reason(picked).fields if pair[0] != "material"]
        boxes = [
            {"name": f"f-{id_}-{name}", "label": label, "value": request.POST.get(f"f-{id_}-{name}", "")}
            for name, label in needed
        ]
    options = [{"value": key, "label": label, "picked": key == picked} for key, label in PICKS]
    return one | {
        "id": id_,
        "options": options,
        "boxes": boxes,
        "text": request.POST.get(f"f-{id_}-text", ""),
    }


def _lines(request: Any, row: PreReview) -> list[dict[str, Any]]:
    draft = Draft.objects.filter(pk=row.draft).first() if row.draft else None
    if draft is None:
        raise NotThere("没有这份草稿了。")
    made = []
    for part in acts_of.part_names(draft):
        id_ = part.replace(":", "-")
        text = request.POST.get(f"f-{id_}-text", "").strip()
        picked = request.POST.get(f"reason-{id_}", "") or ("7" if text and part.startswith("v:") else "")
        if picked not in dict(PICKS):
            continue
        names = [name for name, _ in reasons.reason(picked).fields if name != "material"]
        fields = {name: request.POST.get(f"f-{id_}-{name}", "").strip()[:SAID_MOST] for name in names}
        made.append({"part": part, "reason": picked, "fields": fields})
    return made


@require_GET
def paper(request: Any, review: UUID) -> HttpResponse:
    """The sheet that the person takes along: what was seen, what is missing."""
    row = _find(pages.need(request, "asking:reviews"), review)
    return render(request, "office/asking/review_paper.html", prereviewed.shown(row))


@require_GET
def file(request: Any, review: UUID, file: UUID) -> HttpResponse:
    """A file of the draft."""
    row = _find(pages.need(request, "asking:reviews"), review)
    found = (
        File.objects.filter(pk=file, subject=row.draft, dropped_at=None).first()
        if row.draft and row.state == "waiting"
        else None
    )
    if found is None:
        raise NotThere("没有这份文件，或者不归您看。")
    return files.answer(found)  # type: ignore[no-any-return]
