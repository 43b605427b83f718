"""The results of a thing (一件事) in one letter: written down when it goes out, when it came back, when it was signed for."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.bundles import acts, application
from yichuang.doors import frame, thingview
from yichuang.doors.issue import forms
from yichuang.doors.issue.things import ThingDesk
from yichuang.journal.refusals import Refused

POSTING = "issue/thing_posting.html"


@require_http_methods(["GET", "POST"])
def posting(request: Any, thing: UUID) -> HttpResponse:
    """Post everything that lies here: to whom, where, under which number."""
    desk = ThingDesk(request)
    view = desk.thing(thing)
    form = forms.Posting(request.POST if request.method == "POST" else None, initial=_address(view))
    if not form.is_valid():
        return desk.show(view, template=POSTING, status=422 if form.errors else 200, form=form)
    try:
        made = acts.post(thing, by=desk.actor, at=desk.at, **form.cleaned_data, **frame.sent(request))
    except Refused as error:
        return desk.not_done(error, thing, template=POSTING, form=form)
    return desk.gone_on(thing, f"{len(made['posted'])}项结果登记寄出，通知了办事人。")


def _address(view: thingview.ThingView) -> dict[str, str]:
    """Where the applicant wants it, or lives."""
    content = view.thing.opened()
    wished, applicant = application.to_of(content), application.parties_of(content)["applicant"]
    said = {"receiver": applicant.name, "address": applicant.address}
    if wished is not None:
        said = {"receiver": wished.receiver, "address": f"{wished.address}，{wished.phone}"}
    return forms.to_area(said, view.actor, view.today)


@require_POST
def receipt(request: Any, thing: UUID) -> HttpResponse:
    """The post's receipt is in: everything in the letter is delivered."""
    return _small(request, thing, forms.SignedFor, acts.sign_for, "已记下签收，{}项送达了。", "handed")


@require_POST
def returned(request: Any, thing: UUID) -> HttpResponse:
    """The letter came back: what was in it waits at the window."""
    return _small(request, thing, forms.PostedBack, acts.post_back, "已记下退回，{}项改为窗口领取。", "back")


def _small(request: Any, thing: UUID, form_of: Any, act: Any, sentence: str, counted: str) -> HttpResponse:
    desk, form = ThingDesk(request), form_of(request.POST)
    view = desk.thing(thing)
    if not form.is_valid():
        return desk.show(view, status=422, errors=forms.errors_of(form), typed=request.POST.dict())
    tracking = request.POST.get("tracking", "")[:40]
    try:
        made = act(
            thing, by=desk.actor, at=desk.at, tracking=tracking, **form.cleaned_data, **frame.sent(request)
        )
    except Refused as error:
        return desk.not_done(error, thing)
    return desk.gone_on(thing, sentence.format(len(made[counted])))
