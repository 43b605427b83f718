"""Addresses of the desk."""

from django.urls import path

from yichuang.doors.desk.views import acts, cases, telling, things, visiting

app_name = "desk"
urlpatterns = [
    path("", cases.inbox_page, name="inbox"),
    path("batch/", cases.batch, name="batch"),
    path("batch/decision/", cases.batch_decision, name="batch_decision"),
    path("things/", things.things, name="things"),
    path("things/<uuid:thing>/", things.thing, name="thing"),
    path("things/<uuid:thing>/parts/<str:part>/papers/", telling.say, name="thing_papers"),
    path("things/<uuid:thing>/extension/", things.extend, name="thing_extension"),
    path("things/<uuid:thing>/notice/", telling.notice, name="thing_notice"),
    path("things/<uuid:thing>/visits/new/", visiting.plan, name="visit_new"),
    path("things/<uuid:thing>/visits/<uuid:visit>/", visiting.visit, name="visit"),
    path("cases/<uuid:case>/", cases.case, name="case"),
    path("cases/<uuid:case>/materials/", cases.side, name="side"),
    path("cases/<uuid:case>/judgement/", cases.judgement, name="judgement"),
    path("cases/<uuid:case>/decision/", cases.decision, name="decision"),
    path("cases/<uuid:case>/acceptance/", acts.acceptance, name="acceptance"),
    path("cases/<uuid:case>/checks/<int:check>/", acts.check, name="check"),
    path("cases/<uuid:case>/<slug:name>/", acts.deed, name="deed"),
]
