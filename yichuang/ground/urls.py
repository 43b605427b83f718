"""Pages without an audience: display choices, the pattern page."""

from django.urls import path

from yichuang.ground import views

app_name = "ground"
urlpatterns = [
    path("display/", views.display, name="display"),
    path("parts/", views.parts, name="parts"),
]
