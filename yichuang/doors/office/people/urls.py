"""Addresses of people and halls, below /office/people/."""

from django.urls import path

from yichuang.doors.office.people.views import (
    audit,
    halls,
    index,
    lent,
    organisations,
    persons,
    posts,
    systems,
)

app_name = "people"
urlpatterns = [
    path("", index.index, name="index"),
    path("organisations/", organisations.index, name="organisations"),
    path("organisations/new/", organisations.new, name="organisation_new"),
    path("organisations/<int:organisation>/", organisations.edit, name="organisation"),
    path("organisations/<int:organisation>/ending/", organisations.ending, name="organisation_ending"),
    path("persons/", persons.index, name="persons"),
    path("persons/new/", persons.new, name="person_new"),
    path("persons/<int:person>/", persons.person, name="person"),
    path("persons/<int:person>/password/", persons.reset, name="person_reset"),
    path("posts/", posts.index, name="posts"),
    path("posts/appointment/", posts.appoint, name="appoint"),
    path("holdings/<int:holding>/dismissal/", posts.dismiss, name="dismiss"),
    path("delegations/", lent.index, name="lent"),
    path("delegations/<int:delegation>/ending/", lent.end, name="delegation_ending"),
    path("leaves/new/", lent.leave, name="leave"),
    path("systems/", systems.index, name="systems"),
    path("systems/tokens/new/", systems.issue, name="token_new"),
    path("systems/tokens/<int:token>/revocation/", systems.revoke, name="token_revocation"),
    path("halls/", halls.index, name="halls"),
    path("halls/new/", halls.new, name="hall_new"),
    path("halls/<int:hall>/", halls.hall, name="hall"),
    path("halls/<int:hall>/particulars/", halls.edit, name="hall_edit"),
    path("halls/<int:hall>/zones/new/", halls.zone, name="zone_new"),
    path("halls/<int:hall>/zones/<int:zone>/", halls.zone, name="zone"),
    path("halls/<int:hall>/windows/new/", halls.window, name="window_new"),
    path("halls/<int:hall>/windows/<int:window>/", halls.window, name="window"),
    path("halls/<int:hall>/seats/new/", halls.seat, name="seat"),
    path("visits/", audit.visits, name="visits"),
    path("records/", audit.records, name="records"),
]
