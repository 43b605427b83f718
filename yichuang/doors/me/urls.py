"""Addresses of a citizen's own space."""

from django.urls import include, path

from yichuang.doors import citizen

app_name = "me"
urlpatterns = [
    path("awake/", citizen.awake, name="awake"),
    path("kept/", citizen.kept, name="kept"),
    path("", include("yichuang.doors.me.talks")),
]
