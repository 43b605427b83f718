"""Addresses that several doors share."""

from django.urls import path

from yichuang.doors import sheets

app_name = "caseview"
urlpatterns = [
    path("cases/<uuid:case>/why/<int:term>/", sheets.why, name="why"),
    path("cases/<uuid:case>/parties/", sheets.reveal, name="reveal"),
    path("files/<uuid:file>/", sheets.file, name="file"),
]
