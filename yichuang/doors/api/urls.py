"""The API's paths."""

from django.urls import path

from yichuang.doors.api.surface import api

app_name = "api"
urlpatterns = [path("", api.urls)]
