"""The list of bundles, one bundle, a new one, retirement."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.catalogue import acts, bundle_checks, bundles, checks
from yichuang.catalogue.models import Bundle, BundleVersion, VersionState
from yichuang.doors.office import pages
from yichuang.doors.office.bundles import graph
from yichuang.doors.office.bundles.forms import NewBundle
from yichuang.doors.office.bundles.frame import bundle_or_404, draw, known
from yichuang.doors.office.catalogue.frame import actor_of, errors_of, key_of
from yichuang.ground.now import now
from yichuang.journal import stamps
from yichuang.journal.refusals import Refused

OPEN = (VersionState.DRAFT, VersionState.SUBMITTED)
SHOWN = (("all", "全部在用"), ("waiting", "有草稿或送审"), ("owed", "有提醒的"), ("retired", "已停办"))


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The bundles of the region with what each owes."""
    actor = pages.need(request, "bundles:index")
    waiting = BundleVersion.objects.filter(bundle=OuterRef("pk"), state__in=OPEN)
    rows = Bundle.objects.filter(region=actor.region).select_related("lead").annotate(waiting=Exists(waiting))
    every = [_row(row, actor.stamp) for row in rows.order_by("category", "key")]
    shown = request.GET.get("show", "all")
    shown = shown if shown in dict(SHOWN) else "all"
    chips = [
        {
            "name": name,
            "href": f"?show={key}",
            "count": sum(_fits(row, key) for row in every),
            "current": key == shown,
        }
        for key, name in SHOWN
    ]
    return draw(request, "index", chips=chips, rows=[row for row in every if _fits(row, shown)])


def _row(bundle: Bundle, stamp: int) -> dict[str, Any]:
    facts = bundles.facts(bundle.current_id) if bundle.current_id else None
    found = _found(facts, stamp) if facts else ()
    return {
        "bundle": bundle,
        "facts": facts,
        "members": len(facts.record["members"]) if facts else 0,
        "owed": found,
    }


def _fits(row: dict[str, Any], shown: str) -> bool:
    retired = row["bundle"].retired_on is not None
    if shown == "retired":
        return retired
    return not retired and {"waiting": row["bundle"].waiting, "owed": bool(row["owed"])}.get(shown, True)


def _found(facts: bundles.BundleFacts, stamp: int) -> tuple[checks.Finding, ...]:
    """What a version in force owes today: its members may have changed since it was published."""
    return stamps.kept(
        stamp,
        ("office.bundles.found", facts.id),
        lambda: tuple(bundle_checks.check(facts.record, bundle_checks.members_in_force(facts.record, stamp))),
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new bundle begins as a draft."""
    actor = actor_of(request)
    form = NewBundle(request.POST if request.method == "POST" else None, region=actor.region)
    if request.method != "POST" or not form.is_valid():
        return draw(request, "new", 422 if form.errors else 200, form=form)
    given = form.cleaned_data
    asked = {"name": given["name"], "category": given["category"], "lead": given["lead"].pk}
    try:
        made = acts.draft_bundle(by=actor, at=now(), key=key_of(request), **asked)
    except Refused as error:
        return draw(request, "new", error.status, form=form, errors=errors_of(error))
    return redirect("office:bundles:editor", version=made["version"], element="members")


@require_GET
def page(request: HttpRequest, bundle: UUID) -> HttpResponse:
    """One bundle: what is in force, its picture, what it owes, its versions."""
    row, actor = bundle_or_404(request, bundle), actor_of(request)
    versions = list(row.versions.select_related("drafted_by").order_by("-number"))
    facts = bundles.facts(row.current_id) if row.current_id else None
    record = facts.record if facts else versions[0].content
    told = known(row.region, record, actor.stamp)
    context: dict[str, Any] = {
        "bundle": row, "facts": facts, "record": record, "versions": versions, "picture": graph.of_record(record, told),
        "waiting": next((one for one in versions if one.state in OPEN), None), "owed": _found(facts, actor.stamp) if facts else (),
    }  # fmt: skip
    return draw(request, "bundle", **context)


@require_POST
def draft(request: HttpRequest, bundle: UUID) -> HttpResponse:
    """The next version begins as a copy of the one in force."""
    row = bundle_or_404(request, bundle)
    made = acts.draft_bundle(by=actor_of(request), at=now(), key=key_of(request), bundle=str(row.pk))
    return redirect("office:bundles:editor", version=made["version"], element="members")


@require_http_methods(["GET", "POST"])
def retirement(request: HttpRequest, bundle: UUID) -> HttpResponse:
    """Ask once more, with the reason; then the bundle takes no more applications."""
    row, reason = bundle_or_404(request, bundle), request.POST.get("reason", "")
    if request.method == "GET":
        return draw(request, "retirement", bundle=row)
    try:
        acts.retire_bundle(row.pk, by=actor_of(request), at=now(), key=key_of(request), reason=reason)
    except Refused as error:
        return draw(request, "retirement", error.status, bundle=row, reason=reason, errors=errors_of(error))
    return redirect("office:bundles:bundle", bundle=row.pk)
