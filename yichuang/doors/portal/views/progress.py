"""Progress by query code: no sign-in, no name, no number.

A code is asked with a plain GET, because it stands in QR codes. What may be asked is limited by `doors.brake` (shared by
all processes, no write to the database), before the look-up: a right and a wrong code are refused alike. A code is a
case's or a thing's (一件事); an unknown code and one of another region take the same two queries and get the same answer. 31^8 codes stand against 20 misses in ten
minutes from one address and 3,000 a minute from all.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.doors import brake
from yichuang.doors.progress import rated, standing, words
from yichuang.doors.progress import thing as of_thing
from yichuang.ground import now
from yichuang.ground.views import refusal
from yichuang.journal import stamps
from yichuang.law.codes import group_query_code, normalise, normalise_query_code


@csrf_exempt  # it changes nothing, and a page kept open for a year still works
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take a code that was typed and go to its page; what was typed stays when it is none."""
    if request.method != "POST":
        return _form(request)
    typed = request.POST.get("code", "")
    code = normalise_query_code(typed[:40])
    if code is None:
        return _form(request, typed[:40], _what_is_wrong(typed), status=422)
    return redirect("portal:case", group_query_code(code))


def _what_is_wrong(typed: str) -> str:
    text = normalise(typed)
    if not text:
        return words.WRITE_CODE
    return words.NOT_A_CODE if len(text) >= 14 else words.WRONG_CODE


def _form(request: HttpRequest, typed: str = "", error: str = "", *, status: int = 200) -> HttpResponse:
    errors = [{"id": "code", "text": error}] if error else []
    return render(
        request, "portal/progress.html", {"typed": typed, "error": error, "errors": errors}, status=status
    )


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show where the case or the thing with this query code stands."""
    at = now.now()
    found = look_up(request, code, at)
    if isinstance(found, Thing):
        whole = of_thing.tell(found, now.day_of(at), stamps.current())
        told_of_thing = {"told": whole, "at": at, "contact": rated.of(found)}
        return private(render(request, "portal/thing_case.html", told_of_thing))
    if not isinstance(found, Case):
        return found
    told = standing.tell(found, now.day_of(at), stamps.current())
    return private(render(request, "portal/case.html", {"told": told, "at": at}))


def look_up(request: HttpRequest, code: str, at: datetime) -> Case | Thing | HttpResponse:
    """Return the case or the thing of a code, or the answer to whoever asks too often or for no such code."""
    who, wanted = brake.client(request), normalise_query_code(code[:40])
    if not brake.may_look(who, at):
        return refusal(request, 429, *words.TOO_OFTEN)
    case = standing.find(wanted, settings.DEPLOYMENT.region) if wanted else None
    if case is not None:
        return case
    thing = of_thing.find(wanted, settings.DEPLOYMENT.region) if wanted else None
    if thing is not None:
        return thing
    brake.missed(who, at)
    return private(_form(request, code[:40], words.WRONG_CODE, status=404))


def private(response: Any) -> Any:
    """Keep a page out of caches and search engines."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
