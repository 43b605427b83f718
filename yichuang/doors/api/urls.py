"""The API's paths."""

from django.urls import path

from yichuang.doors.api.surface import api

urlpatterns = [path("", api.urls)]
