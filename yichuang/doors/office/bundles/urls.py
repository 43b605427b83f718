"""Addresses of the desk for bundles, below /office/bundles/."""

from django.urls import path

from yichuang.doors.office.bundles.views import editing, listing, looking, moving

app_name = "bundles"
urlpatterns = [
    path("", listing.index, name="index"),
    path("new/", listing.new, name="new"),
    path("<uuid:bundle>/", listing.page, name="bundle"),
    path("<uuid:bundle>/drafts/", listing.draft, name="draft"),
    path("<uuid:bundle>/retirement/", listing.retirement, name="retirement"),
    path("versions/<int:version>/", moving.page, name="version"),
    path("versions/<int:version>/flow.bpmn", moving.flow, name="flow"),
    path("versions/<int:version>/submission/", moving.submission, name="submission"),
    path("versions/<int:version>/publication/", moving.publication, name="publication"),
    path("versions/<int:version>/return/", moving.hand_back, name="return"),
    path("versions/<int:version>/dropping/", moving.dropping, name="dropping"),
    path("versions/<int:version>/look/<slug:look>/", looking.look, name="look"),
    path("versions/<int:version>/<slug:element>/", editing.page, name="editor"),
]
