"""One version of a bundle: what it says, how it differs; submitting, publishing by a second person, handing back, dropping."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.catalogue import acts, bundle_checks, bundles, drawn
from yichuang.catalogue.acts.bundle_versions import changes
from yichuang.catalogue.models import BundleVersion, VersionState
from yichuang.doors.office.bundles import graph, told
from yichuang.doors.office.bundles.frame import draw, known, version_or_404
from yichuang.doors.office.bundles.views import editing
from yichuang.doors.office.catalogue.frame import actor_of, errors_of, key_of
from yichuang.ground.now import now
from yichuang.journal.refusals import Refused
from yichuang.law import BadInput

PAST = (VersionState.PUBLISHED, VersionState.PAST)


@require_GET
def page(request: HttpRequest, version: int) -> HttpResponse:
    """A version as it stands; a submitted one with the way to publish it or hand it back."""
    return _page(request, version_or_404(request, version))


def _page(request: HttpRequest, row: BundleVersion, status: int = 200, **more: Any) -> HttpResponse:
    actor, record = actor_of(request), row.content
    names = known(row.region, record, actor.stamp)
    context: dict[str, Any] = {
        "version": row, "bundle": row.bundle, "record": record, "side": _side(row, record), "picture": graph.of_record(record, names),
        "mine": row.drafted_by_id is not None and row.drafted_by_id == actor.person, "submitted": row.state == VersionState.SUBMITTED,
        "findings": bundle_checks.check(record, names.records), "reasons": json.loads(row.worse), "said": told.record_words(record, names),
    }  # fmt: skip
    return draw(request, "version", status, **context, **more)


def _side(row: BundleVersion, record: Any) -> dict[str, Any]:
    """A version that is in force or past is compared with the one before it."""
    earlier = row.bundle.versions.filter(number__lt=row.number, state__in=PAST).order_by("-number").first()
    if row.state in PAST and earlier is not None:
        return {"changes": changes(earlier.pk, record), "worse": [], "current": earlier}
    return editing.side(row, record)


@require_GET
def flow(request: HttpRequest, version: int) -> HttpResponse:
    """The graph of a version as BPMN 2.0, for an engine elsewhere; what cannot be drawn is told on the version's page."""
    row = version_or_404(request, version)
    facts = bundles.fresh(row.pk) if row.state == VersionState.DRAFT else bundles.facts(row.pk)
    try:
        told = drawn.document(facts, actor_of(request).stamp)
    except BadInput as error:
        return _page(request, row, 422, errors=[{"id": "", "text": f"画不出流程图：{error}。"}])
    name = f'attachment; filename="{drawn.file_name(facts)}"'
    return HttpResponse(told, content_type=drawn.MEDIA, headers={"Content-Disposition": name})


@require_POST
def submission(request: HttpRequest, version: int) -> HttpResponse:
    """A draft goes to another person, or its page says what is to be mended first."""
    row = version_or_404(request, version)
    try:
        acts.submit_bundle(row.bundle_id, by=actor_of(request), at=now(), key=key_of(request), version=row.pk)
    except acts.NotReady as error:
        return _page(request, row, error.status, errors=editing.to_places(request, row))
    return redirect("office:bundles:version", version=row.pk)


@require_POST
def publication(request: HttpRequest, version: int) -> HttpResponse:
    """Another person puts a submitted version in force."""
    row, reason = version_or_404(request, version), request.POST.get("worse_reason", "")
    try:
        acts.publish_bundle(
            row.bundle_id, by=actor_of(request), at=now(), key=key_of(request), version=row.pk, worse_reason=reason
        )  # fmt: skip
    except Refused as error:
        told = errors_of(error, {"worse_reason": "worse-reason"})
        return _page(request, row, error.status, errors=told, reason=reason)
    return redirect("office:bundles:bundle", bundle=row.bundle_id)


@require_POST
def hand_back(request: HttpRequest, version: int) -> HttpResponse:
    """A submitted version goes back to its drafter."""
    row, reason = version_or_404(request, version), request.POST.get("reason", "")
    try:
        acts.hand_back_bundle(
            row.bundle_id, by=actor_of(request), at=now(), key=key_of(request), version=row.pk, reason=reason
        )  # fmt: skip
    except Refused as error:
        return _page(
            request, row, error.status, errors=errors_of(error, {"reason": "back-reason"}), back_reason=reason
        )
    return redirect("office:bundles:bundle", bundle=row.bundle_id)


@require_http_methods(["GET", "POST"])
def dropping(request: HttpRequest, version: int) -> HttpResponse:
    """Ask once more; then the draft is given up."""
    row = version_or_404(request, version)
    if request.method == "GET":
        return draw(request, "dropping", version=row, bundle=row.bundle)
    acts.drop_bundle(row.pk, by=actor_of(request), at=now())
    return redirect("office:bundles:bundle", bundle=row.bundle_id)
