"""Addresses of what a citizen does with their own cases, and of the address book, below /my/."""

from django.urls import path

from yichuang.doors.me.views import addressbook, dealing, paying, things

urlpatterns = [
    path("cases/<uuid:case>/payment/", paying.payment, name="payment"),
    path("cases/<uuid:case>/delivery/", dealing.delivery, name="delivery"),
    path("cases/<uuid:case>/withdrawal/", dealing.withdrawal, name="withdrawal"),
    path("cases/<uuid:case>/supplement/", dealing.supplement, name="supplement"),
    path("cases/<uuid:case>/gap/", dealing.gap, name="gap"),
    path("cases/<uuid:case>/hearing/", dealing.hearing, name="hearing"),
    path("cases/<uuid:case>/agent/", dealing.agent, name="agent"),
    path("cases/<uuid:case>/done/<slug:slug>/", dealing.done, name="done"),
    path("things/<uuid:thing>/withdrawal/", things.withdrawal, name="thing_withdrawal"),
    path("things/<uuid:thing>/way/", things.way, name="thing_way"),
    path("things/<uuid:thing>/done/<slug:slug>/", things.done, name="thing_done"),
    path("addresses/", addressbook.book, name="addresses"),
    path("addresses/new/", addressbook.entry, name="address_new"),
    path("addresses/<uuid:address>/", addressbook.entry, name="address"),
    path("addresses/<uuid:address>/removal/", addressbook.removal, name="address_removal"),
]
