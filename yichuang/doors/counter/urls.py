"""Addresses of the window: nouns; every change is a POST."""

from django.urls import path

from yichuang.doors.counter.views import agency, bench, devices, judging, leaving, onfile

app_name = "counter"
urlpatterns = [
    path("", bench.bench, name="bench"),
    path("person/", bench.person, name="person"),
    path("second/", bench.second, name="second"),
    path("number/", bench.reveal, name="reveal"),
    path("wishes/", bench.wishes, name="wishes"),
    path("items/", bench.items, name="items"),
    path("item/", bench.item, name="item"),
    path("answer/", bench.answered, name="answer"),
    path("point/", bench.point, name="point"),
    path("back/", bench.back, name="back"),
    path("undo/", bench.undo, name="undo"),
    path("suspension/", bench.suspension, name="suspension"),
    path("resumption/<uuid:intake>/", bench.resumption, name="resumption"),
    path("dropping/", bench.dropping, name="dropping"),
    path("next/", bench.following, name="next"),
    path("verdicts/", judging.verdict, name="verdicts"),
    path("photos/<int:place>/", judging.photo, name="photo"),
    path("photos/<uuid:file>/removal/", judging.photo_removal, name="photo_removal"),
    path("exits/", leaving.leave, name="exits"),
    path("guide/", leaving.guide, name="guide"),
    path("agency/", agency.index, name="agency"),
    path("agency/mandates/new/", agency.mandate_new, name="mandate_new"),
    path("agency/mandates/<uuid:mandate>/", agency.mandate, name="mandate"),
    path("agency/mandates/<uuid:mandate>/ending/", agency.mandate_ending, name="mandate_ending"),
    path("agency/mandates/<uuid:mandate>/plans/", agency.plan_new, name="plan_new"),
    path("agency/plans/<uuid:plan>/", agency.plan, name="plan"),
    path("agency/plans/<uuid:plan>/stages/", agency.stages, name="plan_stages"),
    path("agency/plans/<uuid:plan>/<slug:what>/", agency.step, name="plan_step"),
    path("cases/", onfile.today, name="today"),
    path("cases/<uuid:case>/", onfile.case, name="case"),
    path("cases/<uuid:case>/withdrawal/", onfile.withdrawal, name="withdrawal"),
    path("cases/<uuid:case>/supplement/", onfile.supplement, name="supplement"),
    path("cases/<uuid:case>/gap/", onfile.gap, name="gap"),
    path("cases/<uuid:case>/correction/", onfile.correction, name="correction"),
    path("cases/<uuid:case>/lapse/", onfile.lapse, name="lapse"),
    path("cases/<uuid:case>/signature/", onfile.signature, name="signature"),
    path("cases/<uuid:case>/rating/", devices.rating, name="rating"),
]
