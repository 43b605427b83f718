"""Addresses of the office."""

from django.urls import include, path

from yichuang.doors.office import views

app_name = "office"
urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.cases, name="cases"),
    path("cases/export.csv", views.export, name="export"),
    path("cases/<uuid:case>/", views.case, name="case"),
    path("cases/<uuid:case>/voidance/", views.voidance, name="voidance"),
    path("cases/<uuid:case>/forced-notice/", views.forced_notice, name="forced_notice"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/notices/", views.notice, name="notice"),
    path("numbers/", views.numbers, name="numbers"),
    path("journal/", views.journal, name="journal"),
    path("errands/", views.errands, name="errands"),
    path("errands/<int:errand>/retry/", views.retry, name="retry"),
    path("looks/", views.looked, name="looks"),
    path("catalogue/", include("yichuang.doors.office.catalogue.urls")),
    path("people/", include("yichuang.doors.office.people.urls")),
]
