"""The issue desk: find the result, sign for what arrives, check who fetches it, hand over or post."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.cases import acts
from yichuang.cases.models import Party
from yichuang.doors import caseview, frame, told
from yichuang.doors.issue import forms, shelf
from yichuang.ground import vault
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, Refused
from yichuang.law.powers import post_name
from yichuang.law.things import UNDER_WAY

CASE, NOTHING, POSTING = "issue/case.html", "issue/nothing.html", "issue/posting.html"
CHECKS = (
    ("document", "证件", "看证件原件，在有效期内"),
    ("person", "人", "证件上的人就是面前的人"),
    ("result", "证上信息", "名称、编号、日期与办件一致"),
)
SIGNATURE_MOST, PICTURE = 60_000, "data:image/png;base64,"


class Desk:
    """One request at the issue desk: who, when, which list."""

    def __init__(self, request: Any) -> None:
        self.request, self.at = request, now()
        self.actor: Actor = request.actor
        if self.actor.kind not in frame.ISSUE:
            raise NotYours(f"“{post_name(self.actor.kind)}”岗位不用出件台。")
        self.today = day_of(self.at)
        self.words = request.GET.get("q", "").strip()[:100]
        self.after = request.GET.get("after", "")[:60]
        self.shelf = shelf.shelf_named(request.GET.get("shelf", ""))

    @property
    def query(self) -> str:
        """The list in an address."""
        place = {"q": self.words} if self.words else {"shelf": self.shelf.key}
        return urlencode({**place, **({"after": self.after} if self.after else {})})

    @cached_property
    def page(self) -> shelf.Page:
        """The rows that the list shows."""
        if self.words:
            return shelf.search(self.words, self.actor, self.today)
        return shelf.page(self.shelf, self.actor, self.today, self.after)

    def view(self, case: UUID) -> caseview.View:
        """Return a case; the look is on record."""
        return caseview.find(self.actor, case, self.at, purpose="出件台")

    def list_context(self, current: UUID | None) -> dict[str, Any]:
        """Return what the list shows."""
        counts = shelf.counts(self.actor, self.today)
        here = reverse("issue:shelf")
        chips = [
            {"name": s.name, "href": f"{here}?shelf={s.key}", "count": counts[s.key], "current": not self.words and s.key == self.shelf.key,
             "kind": "warn" if s.key == "coming" and counts["late"] != "0" else ""}
            for s in shelf.SHELVES
        ]  # fmt: skip
        more = (
            f"{here}?{urlencode({'shelf': self.shelf.key, 'after': self.page.next})}"
            if self.page.next
            else ""
        )
        back = "" if self.page.first else f"{here}?shelf={self.shelf.key}"
        return {
            "page": self.page, "chips": chips, "counts": counts, "shelf": self.shelf, "words": self.words, "more_href": more,
            "back_href": back, "current": current,
        }  # fmt: skip

    def answer(
        self, template: str, view: caseview.View | None, *, status: int = 200, listed: bool = False, say: str = "",
        current: UUID | None = None, **more: Any,
    ) -> HttpResponse:  # fmt: skip
        """Answer with the right pane alone (htmx), with the list beside it when that changed, or with the whole page."""
        request, current = self.request, view.case.pk if view else current
        context = {
            "view": view,
            "say": say,
            "query": self.query,
            **(shown(view, more.get("typed")) if view else {}),
            **more,
        }
        if request.htmx:
            parts = [render_to_string(template, context, request)]
            if listed:
                parts.append(
                    render_to_string(
                        "issue/list.html", {**context, **self.list_context(current), "oob": True}, request
                    )
                )
            return HttpResponse("".join(parts), status=status)
        context |= {
            **self.list_context(current),
            **frame.around(request, "出证"),
            "right": template,
            "opened": current is not None,
        }
        return render(request, "issue/desk.html", context, status=status)

    def done(self, case: UUID | None, sentence: str, print_now: UUID | str = "") -> HttpResponse:
        """An act is done: say so, print its paper, and be ready for the next person."""
        self.__dict__.pop("page", None)
        if not self.request.htmx:
            messages.success(self.request, sentence)
            return redirect(
                f"{reverse('issue:case', args=[case]) if case else reverse('issue:shelf')}?{self.query}"
            )
        view = self.view(case) if case else None
        return self.answer(
            CASE if view else NOTHING,
            view,
            listed=True,
            say=sentence,
            print_now=paper_href(print_now) if print_now else "",
        )

    def refused(self, error: Refused, case: UUID, template: str = CASE, **more: Any) -> HttpResponse:
        """Show the page again with the refusal, what changed meanwhile, and everything that was typed."""
        if isinstance(error, NotThere):
            raise error
        self.__dict__.pop("page", None)
        seen = frame.sent(self.request)["expected"]
        changed = told.since(case, seen or 0) if isinstance(error, Moved) else []
        field = str(error.facts.get("field", ""))
        errors = [{"id": field if field in ("receiver_number", "signature") else "", "text": error.sentence}]
        typed = {**self.request.POST.dict(), "wants_mandate": bool(error.facts.get("mandate"))}
        return self.answer(
            template,
            self.view(case),
            status=error.status,
            listed=isinstance(error, Moved),
            errors=errors,
            changed=changed,
            typed=typed,
            **more,
        )


def paper_href(paper: UUID | str) -> str:
    """Return where a paper is shown as it was issued."""
    return caseview.paper_href(paper)


def shown(view: caseview.View, typed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what the pane says of a result: what there is, how it is fetched, what is to be checked."""
    result = json.loads(view.case.result)
    return {
        "documents": result.get("documents") or [view.item.name + "决定书"],
        "licences": result.get("licences") or {},
        "checks": checks(typed),
        "shelf_of": shelf.shelf_of(view.case),
        "postage": {"government": "政府", "applicant": "办事人"}.get(view.case.postage, ""),
        "no_post": bool(view.item.record.get("no_post")),
        "belongs": _belongs(view),
    }


def _belongs(view: caseview.View) -> bool:
    """Whether the result is fetched together with the others of its thing (一件事): it is handed out on the thing's page."""
    return view.thing is not None and view.thing.thing.together and view.case.state in ("decided", "ready")


def checks(typed: Mapping[str, Any] | None = None) -> list[tuple[str, str, str, bool]]:
    """Return what is checked before anything is handed over, ticked as it was sent."""
    return [(*check, (typed or {}).get(f"checked-{check[0]}") == "1") for check in CHECKS]


@require_GET
def index(request: Any) -> HttpResponse:
    """Show the list; what was scanned opens at once when it names one case only."""
    desk = Desk(request)
    if desk.words and len(desk.page.rows) == 1:
        return redirect(desk.page.rows[0].href)
    return desk.answer(NOTHING, None)


@require_GET
def case(request: Any, case: UUID) -> HttpResponse:
    """Show a result."""
    desk = Desk(request)
    return desk.answer(CASE, desk.view(case), focus="open" in request.GET)


@require_POST
def arrival(request: Any, case: UUID) -> HttpResponse:
    """Sign for a result that has come to the window."""
    desk = Desk(request)
    try:
        acts.arrive(
            case,
            by=desk.actor,
            at=desk.at,
            documents=request.POST.getlist("document")[:50],
            **frame.sent(request),
        )
    except Refused as error:
        return desk.refused(error, case)
    return desk.done(case, _signed(desk.view(case)))


def _signed(view: caseview.View) -> str:
    if view.thing is not None and view.thing.thing.together and view.thing.thing.state in UNDER_WAY:
        return "已签收。这件事的结果到齐，再通知办事人来领。"
    return "已签收，可以寄出了。" if view.case.delivery == "post" else "已签收，通知了办事人来领。"


@require_POST
def arrivals(request: Any) -> HttpResponse:
    """Sign for many, each by an act of its own; say what went through and what did not."""
    desk = Desk(request)
    ticked = request.POST.getlist("case")[: shelf.PAGE]
    if not ticked:
        error = BadInput("还没有选。在收到的结果前打勾。")
        return desk.answer(NOTHING, None, status=422, errors=[{"id": "", "text": error.sentence}])
    rows = {
        str(row.key): row.case
        for row in shelf.page(shelf.SHELVES[0], desk.actor, desk.today, desk.after).rows
    }
    results = [_arrived(desk, rows.get(key), key) for key in ticked]
    desk.__dict__.pop("page", None)
    went = sum(result["ok"] for result in results)
    return desk.answer(NOTHING, None, listed=True, results=results, say=f"签收了{went}件。")


def _arrived(desk: Desk, mine: Any, key: str) -> dict[str, Any]:
    if mine is None:
        return {"ok": False, "what": "这一件不在待到窗里，可能已经签收。"}
    once = frame.sent(desk.request)["key"]
    try:
        documents = json.loads(mine.result).get("documents") or []
        acts.arrive(
            mine.pk,
            by=desk.actor,
            at=desk.at,
            documents=documents,
            key=f"{once[:100]}:{key}" if once else None,
        )
    except Refused as error:
        return {"ok": False, "what": f"{mine.applicant_name}：{error.sentence}"}
    return {"ok": True, "what": f"{mine.item.name}，{mine.applicant_name}"}


@require_POST
def handover(request: Any, case: UUID) -> HttpResponse:
    """Hand the result to the checked applicant or agent, and print the receipt of delivery."""
    desk = Desk(request)
    try:
        acts.hand_over(case, by=desk.actor, at=desk.at, **receiver(request), **frame.sent(request))
    except Refused as error:
        return desk.refused(error, case)
    return desk.done(case, "已交给办事人，送达回证在打印。", _newest(desk, case))


def receiver(request: Any) -> dict[str, Any]:
    """Return what the form says of who fetches: the number, what was checked, a mandate, the signature."""
    signature = request.POST.get("signature", "")[: SIGNATURE_MOST + 1]
    if signature and not signature.startswith(PICTURE):
        raise BadInput("签名没有收全，重签一次，或者在纸上签。", field="signature")
    return {
        "receiver_number": frame.text_of(request, "receiver_number", 60), "receiver_name": frame.text_of(request, "receiver_name", 100),
        "mandate": frame.text_of(request, "mandate", 120), "signature": signature,
        "checked": {key: request.POST.get(f"checked-{key}") == "1" for key, *_ in CHECKS},
    }  # fmt: skip


def _newest(desk: Desk, case: UUID) -> UUID | str:
    papers = desk.view(case).papers
    return papers[0].id if papers else ""


@require_http_methods(["GET", "POST"])
def posting(request: Any, case: UUID) -> HttpResponse:
    """Post the result instead: to whom, where, under which number."""
    desk = Desk(request)
    view = desk.view(case)
    form = forms.Posting(request.POST if request.method == "POST" else None, initial=_address(view))
    if not form.is_valid():
        return desk.answer(POSTING, view, status=422 if form.errors else 200, form=form)
    try:
        acts.post(case, by=desk.actor, at=desk.at, **form.cleaned_data, **frame.sent(request))
    except Refused as error:
        return desk.refused(error, case, POSTING, form=form)
    return desk.done(case, "已登记寄出，通知了办事人。")


def _address(view: caseview.View) -> dict[str, str]:
    wished = json.loads(vault.unlock(view.case.delivery_to) or "{}") if view.case.delivery_to else {}
    row = Party.objects.filter(case=view.case, role="applicant").first()
    said = {"receiver": row.name, "address": caseview.address_of(row)} if row else {}
    if wished:
        said = {"receiver": wished["receiver"], "address": f"{wished['address']}，{wished['phone']}"}
    return forms.to_area(said, view.actor, view.today)


@require_POST
def returned(request: Any, case: UUID) -> HttpResponse:
    """The letter came back: from here it waits at the window."""
    return _small(request, case, forms.PostedBack, acts.post_back, "已记下退回，改为窗口领取。")


@require_POST
def receipt(request: Any, case: UUID) -> HttpResponse:
    """The post's receipt is in: delivered."""
    return _small(request, case, forms.SignedFor, acts.sign_for, "已记下签收，送达了。")


def _small(request: Any, case: UUID, form_of: Any, act: Any, sentence: str) -> HttpResponse:
    desk = Desk(request)
    form = form_of(request.POST)
    if not form.is_valid():
        return desk.answer(
            CASE, desk.view(case), status=422, errors=forms.errors_of(form), typed=request.POST.dict()
        )
    try:
        act(case, by=desk.actor, at=desk.at, **form.cleaned_data, **frame.sent(request))
    except Refused as error:
        return desk.refused(error, case)
    return desk.done(case, sentence)
