"""What every page of the catalogue's desk has: the person, the inner navigation, what this post may do."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.catalogue.models import Item, Version
from yichuang.doors.office import pages
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import Refused
from yichuang.law import powers
from yichuang.people.models import Organisation

PAGES = (
    ("index", "事项库"), ("gates", "依据关"), ("debts", "待改清单"), ("words", "同义词"), ("unfound", "找不到的词"), ("entrustments", "委托受理清单"), ("authorisations", "授权清单"), ("import", "导入导出"),
)  # fmt: skip


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; the middleware let nobody in without a post."""
    return request.actor  # type: ignore[attr-defined,no-any-return]


def may(actor: Actor, act: str) -> bool:
    """Tell whether this kind of post may perform an act at all; the act itself asks again with the facts."""
    return powers.may(act, actor.kind, {}) is None


def enter(request: HttpRequest, here: str) -> Actor:
    """Return the actor if the post opens this part of the catalogue's desk, or refuse."""
    return pages.need(request, f"catalogue:{here if here in ('authorisations', 'entrustments') else 'index'}")


def draw(
    request: HttpRequest, template: str, status: int = 200, *, here: str = "index", **context: Any
) -> HttpResponse:
    """Render a page of the catalogue's desk for a post that opens it."""
    actor = enter(request, here)
    part = here if here in ("authorisations", "entrustments") else "index"
    inner = [
        {"name": name, "href": reverse(f"office:catalogue:{key}"), "current": key == here}
        for key, name in PAGES
    ]
    may_do = {act: may(actor, f"catalogue.{act}") for act in ACTS}
    told = pages.frame(request, f"catalogue:{part}") | {"inner": inner, "may": may_do} | context
    return render(request, f"office/catalogue/{template}.html", told, status=status)


ACTS = (
    "draft", "submit", "publish", "hand_back", "retire", "reside", "name", "import", "entrust", "end_entrustment", "authorise", "revoke", "settle_department", "answer_basis", "equate", "settle_search",
)  # fmt: skip


def item_or_404(request: HttpRequest, item: Any) -> Item:
    """Return an item of the asker's region."""
    found = (
        Item.objects.select_related("department", "current")
        .filter(pk=item, region=actor_of(request).region)
        .first()
    )
    if found is None:
        raise Http404
    return found


def version_or_404(request: HttpRequest, version: int) -> Version:
    """Return a version of an item of the asker's region."""
    if version > 2**62:
        raise Http404
    found = Version.objects.select_related("item__department", "item__current", "drafted_by").filter(
        pk=version, item__region=actor_of(request).region
    )
    one = found.first()
    if one is None:
        raise Http404
    return one


def key_of(request: HttpRequest) -> str | None:
    """Return the form's idempotency key."""
    return request.POST.get("idempotency_key") or None


def errors_of(error: Refused, ids: dict[str, str] | None = None) -> list[dict[str, str]]:
    """Return a refusal as the error summary shows it; `ids` lead from fields to inputs."""
    problems = error.facts.get("problems")
    if isinstance(problems, list) and problems and isinstance(problems[0], dict):
        return [{"id": "", "text": str(one["sentence"])} for one in problems]
    field = str(error.facts.get("field") or "")
    return [{"id": (ids or {}).get(field, f"id_{field}" if field else ""), "text": error.sentence}]


def departments(region: str) -> list[Organisation]:
    """Return the organisations that may hold an item."""
    return list(
        Organisation.objects.filter(region=region, valid_to=None)
        .exclude(kind__in=["government", "village"])
        .order_by("name")
    )


def number(text: str | None) -> int | None:
    """Return a whole number that was typed or chosen, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
