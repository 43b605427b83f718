"""Addresses for watching machines."""

from django.urls import path

from yichuang.doors.keeper import views

app_name = "keeper"
urlpatterns = [path("healthz", views.healthz), path("readyz", views.readyz), path("metrics", views.metrics)]
