"""Addresses of work orders, below /office/complaints/."""

from django.urls import path

from yichuang.doors.office.complaints import flaws, orders

app_name = "complaints"
urlpatterns = [
    path("", orders.index, name="index"),
    path("new/", orders.new, name="new"),
    path("flaws/", flaws.index, name="flaws"),
    path("flaws/<uuid:flaw>/", flaws.page, name="flaw"),
    path("flaws/<uuid:flaw>/taking/", flaws.taking, name="flaw_taking"),
    path("flaws/<uuid:flaw>/mending/", flaws.mending, name="flaw_mending"),
    path("flaws/<uuid:flaw>/answer/", flaws.answer, name="flaw_answer"),
    path("<uuid:order>/", orders.page, name="order"),
    path("<uuid:order>/caller/", orders.caller, name="caller"),
    path("<uuid:order>/files/", orders.attachments, name="attachments"),
    path("<uuid:order>/files/<uuid:file>/", orders.attachment, name="file"),
    path("<uuid:order>/<slug:noun>/", orders.step, name="step"),
]
