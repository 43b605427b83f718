"""Addresses of a citizen's own space."""

from django.urls import include, path

from yichuang.doors import citizen
from yichuang.doors.me.views import complaints, plans, visits

app_name = "me"
urlpatterns = [
    path("", include("yichuang.doors.me.own")),
    path("visits/", visits.visits, name="visits"),
    path("visits/new/", visits.new, name="visit_new"),
    path("visits/<uuid:visit>/ending/", visits.ending, name="visit_ending"),
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/<uuid:complaint>/", complaints.page, name="complaint"),
    path("complaints/<uuid:complaint>/files/", complaints.attachments, name="complaint_attachments"),
    path("complaints/<uuid:complaint>/files/<uuid:file>/", complaints.attachment, name="complaint_file"),
    path("complaints/<uuid:complaint>/withdrawal/", complaints.withdrawal, name="complaint_withdrawal"),
    path("plans/", plans.plans, name="plans"),
    path("plans/mandates/new/", plans.mandate_new, name="mandate_new"),
    path("plans/mandates/<uuid:mandate>/ending/", plans.mandate_ending, name="mandate_ending"),
    path("plans/<uuid:plan>/", plans.plan, name="plan"),
    path("awake/", citizen.awake, name="awake"),
    path("kept/", citizen.kept, name="kept"),
    path("", include("yichuang.doors.me.talks")),
    path("", include("yichuang.doors.me.dealings")),
]
