"""Addresses of the office."""

from django.urls import include, path

from yichuang.doors.office import (
    credit,
    money,
    partners,
    records,
    registers,
    rules,
    saved,
    stopping,
    views,
)

app_name = "office"
urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.cases, name="cases"),
    path("cases/export.csv", views.export, name="export"),
    path("cases/<uuid:case>/", views.case, name="case"),
    path("cases/<uuid:case>/voidance/", views.voidance, name="voidance"),
    path("cases/<uuid:case>/forced-notice/", views.forced_notice, name="forced_notice"),
    path("cases/<uuid:case>/stop/", stopping.stop, name="stop"),
    path(
        "cases/<uuid:case>/stop/<uuid:strike>/confirmation/", stopping.confirmation, name="stop_confirmation"
    ),
    path("cases/<uuid:case>/stop/<uuid:strike>/refusal/", stopping.refusal, name="stop_refusal"),
    path("things/<uuid:thing>/stop/", stopping.thing_stop, name="thing_stop"),
    path(
        "things/<uuid:thing>/stop/<uuid:strike>/confirmation/",
        stopping.thing_confirmation,
        name="thing_stop_confirmation",
    ),
    path(
        "things/<uuid:thing>/stop/<uuid:strike>/refusal/", stopping.thing_refusal, name="thing_stop_refusal"
    ),
    path("calendar/", rules.calendar, name="calendar"),
    path("calendar/notices/", rules.notice, name="notice"),
    path("calendar/closures/", rules.closure, name="closure"),
    path("numbers/", rules.numbers, name="numbers"),
    path("registers/", registers.registers, name="registers"),
    path("postage/", money.letters, name="postage"),
    path("postage/settlements/<uuid:settlement>/", money.settlement, name="settlement"),
    path("postage/postings/<uuid:posting>/correction/", money.correction, name="correction"),
    path("postage/sheet/<slug:kind>/", money.sheet, name="postage_sheet"),
    path("fees/", money.takings, name="fees"),
    path("fees/sheet/", money.takings_sheet, name="fees_sheet"),
    path("credit/", credit.marks, name="credit"),
    path("credit/<int:mark>/repair/", credit.repair, name="repair"),
    path("partners/", partners.partners, name="partners"),
    path("partners/new/", partners.partner, name="partner_new"),
    path("partners/<int:partner>/", partners.partner, name="partner"),
    path("partners/<int:partner>/ending/", partners.ending, name="partner_ending"),
    path("saved/", saved.saved, name="saved"),
    path("journal/", records.journal, name="journal"),
    path("errands/", records.errands, name="errands"),
    path("errands/<int:errand>/retry/", records.retry, name="retry"),
    path("looks/", records.looked, name="looks"),
    path("board/", include("yichuang.doors.office.board.urls")),
    path("", include("yichuang.doors.office.urging.urls")),
    path("asking/", include("yichuang.doors.office.asking.urls")),
    path("bundles/", include("yichuang.doors.office.bundles.urls")),
    path("catalogue/", include("yichuang.doors.office.catalogue.urls")),
    path("complaints/", include("yichuang.doors.office.complaints.urls")),
    path("ratings/", include("yichuang.doors.office.ratings.urls")),
    path("figures/", include("yichuang.doors.office.figures.urls")),
    path("inspections/", include("yichuang.doors.office.inspections.urls")),
    path("people/", include("yichuang.doors.office.people.urls")),
]
