"""Addresses of the issue desk."""

from django.urls import path

from yichuang.doors.issue import mailing, things, views

app_name = "issue"
urlpatterns = [
    path("", views.index, name="shelf"),
    path("arrivals/", views.arrivals, name="arrivals"),
    path("cases/<uuid:case>/", views.case, name="case"),
    path("cases/<uuid:case>/arrival/", views.arrival, name="arrival"),
    path("cases/<uuid:case>/handover/", views.handover, name="handover"),
    path("cases/<uuid:case>/posting/", views.posting, name="posting"),
    path("cases/<uuid:case>/returned/", views.returned, name="returned"),
    path("things/<uuid:thing>/", things.thing, name="thing"),
    path("things/<uuid:thing>/handover/", things.handover, name="thing_handover"),
    path("things/<uuid:thing>/posting/", mailing.posting, name="thing_posting"),
    path("things/<uuid:thing>/receipt/", mailing.receipt, name="thing_receipt"),
    path("things/<uuid:thing>/returned/", mailing.returned, name="thing_returned"),
    path("things/<uuid:thing>/way/", things.way, name="thing_way"),
    path("cases/<uuid:case>/receipt/", views.receipt, name="receipt"),
]
