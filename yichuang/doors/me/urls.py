"""Addresses of this door."""

from django.urls import URLPattern

app_name = "me"
urlpatterns: list[URLPattern] = []
