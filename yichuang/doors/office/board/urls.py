"""Addresses of the board, below /office/board/."""

from django.urls import path

from yichuang.doors.office.board import views

app_name = "board"
urlpatterns = [
    path("", views.index, name="index"),
    path("now/", views.now_, name="now"),
    path("open/<slug:left>/", views.left, name="left"),
    path("<slug:what>/", views.rows, name="rows"),
]
