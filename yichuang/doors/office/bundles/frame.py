"""What every page of the desk for bundles has: the person, what this post may do, the bundle in hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.catalogue import bundle_checks
from yichuang.catalogue.models import Bundle, BundleVersion, Item
from yichuang.doors.office import pages
from yichuang.doors.office.catalogue.frame import actor_of, may

ACTS = ("draft_bundle", "submit_bundle", "hand_back_bundle", "publish_bundle", "retire_bundle")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a record's members: their names, and the records in force by key."""

    names: Mapping[str, str]
    records: Mapping[str, Mapping[str, Any]]

    def name(self, item: Any) -> str:
        """The item's name, or its key when nobody knows it."""
        return self.names.get(str(item)) or f"没有这个事项：{item}"


def known(region: str, record: Mapping[str, Any], stamp: int) -> Known:
    """Return what is known of the members of a record: one query for the names."""
    keys = [str(row.get("item_id")) for row in record.get("members") or () if isinstance(row, dict)]
    names = dict(Item.objects.filter(region=region, key__in=keys).values_list("key", "name"))
    return Known(names, bundle_checks.members_in_force(record, stamp))


def draw(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of the desk for bundles for a post that opens it."""
    actor = pages.need(request, "bundles:index")
    allowed = {act: may(actor, f"catalogue.{act}") for act in ACTS}
    told = pages.frame(request, "bundles:index") | {"may": allowed} | context
    return render(request, f"office/bundles/{template}.html", told, status=status)


def bundle_or_404(request: HttpRequest, bundle: Any) -> Bundle:
    """Return a bundle of the asker's region."""
    found = Bundle.objects.select_related("lead", "current").filter(
        pk=bundle, region=actor_of(request).region
    )
    one = found.first()
    if one is None:
        raise Http404
    return one


def version_or_404(request: HttpRequest, version: int) -> BundleVersion:
    """Return a version of a bundle of the asker's region."""
    if version > 2**62:
        raise Http404
    found = BundleVersion.objects.select_related("bundle__lead", "bundle__current", "drafted_by").filter(
        pk=version, region=actor_of(request).region
    )
    one = found.first()
    if one is None:
        raise Http404
    return one
