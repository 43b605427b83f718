"""Addresses of figures, below /office/figures/."""

from django.urls import path

from yichuang.doors.office.figures import assessments, bulletins, periods, sheets

app_name = "figures"
urlpatterns = [
    path("", periods.index, name="index"),
    path("registry/", periods.registry, name="registry"),
    path("bulletins/", bulletins.index, name="bulletins"),
    path("bulletins/<uuid:bulletin>/", bulletins.page, name="bulletin"),
    path("bulletins/<uuid:bulletin>/bulletin.pdf", bulletins.pdf, name="bulletin_pdf"),
    path("sheets/", sheets.index, name="sheets"),
    path("sheets/<slug:key>/", sheets.page, name="sheet"),
    path("sheets/<slug:key>/lines/", sheets.lines, name="lines"),
    path("sheets/<slug:key>/score/", sheets.score, name="score"),
    path("assessments/", assessments.index, name="assessments"),
    path("assessments/<uuid:assessment>/", assessments.page, name="assessment"),
    path("assessments/findings/<uuid:finding>/answer/", assessments.answer, name="finding_answer"),
    path("assessments/findings/<uuid:finding>/check/", assessments.check, name="finding_check"),
    path("<str:name>/", periods.page, name="period"),
    path("<str:name>/reckoning/", periods.reckoning, name="reckoning"),
    path("<str:name>/closing/", periods.closing, name="closing"),
    path("<str:name>/publication/", periods.publication, name="publication"),
    path("<str:name>/bulletin/", bulletins.new, name="bulletin_new"),
    path("<str:name>/<slug:key>/", periods.indicator, name="indicator"),
]
