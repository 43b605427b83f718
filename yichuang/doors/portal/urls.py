"""Addresses of the portal: everything here is for everybody."""

from django.urls import path

from yichuang.doors.portal.views import (
    calling,
    finding,
    forms,
    guiding,
    kiosk,
    pages,
    progress,
    questions,
    rating,
    things,
)

app_name = "portal"
urlpatterns = [
    path("", finding.home, name="home"),
    path("find/", finding.find, name="find"),
    path("items/", finding.items, name="items"),
    path("departments/", finding.departments, name="departments"),
    path("stages/", finding.stages, name="stages"),
    path("stages/<slug:key>/", finding.stage, name="stage"),
    path("topics/", finding.topics, name="topics"),
    path("items/<str:key>/", guiding.item, name="item"),
    path("items/<str:key>/questions/", guiding.question, name="question"),
    path("items/<str:key>/list/", guiding.listed, name="list"),
    path("items/<str:key>/notice/", guiding.notice, name="notice"),
    path("items/<str:key>/form/", forms.paper, name="form"),
    path("things/", things.index, name="things"),
    path("things/<str:key>/", things.thing, name="thing"),
    path("things/<str:key>/questions/", things.question, name="thing_question"),
    path("things/<str:key>/list/", things.listed, name="thing_list"),
    path("things/<str:key>/notice/", things.notice, name="thing_notice"),
    path("progress/", progress.ask, name="progress"),
    path("p/<str:code>", progress.show, name="case"),
    path("p/<str:code>/rating", rating.rate, name="rating"),
    path("questions/", questions.index, name="questions"),
    path("questions/ask/", questions.ask, name="question_ask"),
    path("questions/asked/", questions.asked, name="asked"),
    path("halls/", pages.halls, name="halls"),
    path("mistakes/", pages.mistakes, name="mistakes"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("callback/", calling.ask, name="callback"),
    path("callback/done/", calling.called, name="called"),
    path("kiosk/", kiosk.begin, name="kiosk"),
    path("kiosk/help/", kiosk.call, name="kiosk_help"),
    path("kiosk/wipe/", kiosk.wipe, name="kiosk_wipe"),
    path("leave/", pages.leave, name="leave"),
]
