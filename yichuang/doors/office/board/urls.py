"""Addresses of the board, below /office/board/."""

from django.urls import path

from yichuang.doors.office.board import kept, letters, radar, views, wall

app_name = "board"
urlpatterns = [
    path("", views.index, name="index"),
    path("now/", views.now_, name="now"),
    path("wall/", wall.wall, name="wall"),
    path("wall/now/", wall.now_, name="wall_now"),
    path("views/", kept.views, name="views"),
    path("views/<int:view>/removal/", kept.removal, name="view_removal"),
    path("letters/", letters.index, name="letters"),
    path("letters/<uuid:letter>/", letters.letter, name="letter"),
    path("open/<slug:left>/", views.left, name="left"),
    path("drift/", radar.index, name="drift"),
    path("drift/<int:version>/", radar.version, name="drift_version"),
    path("drift/<int:version>/cases/", radar.cases, name="drift_cases"),
    path("drift/<int:version>/flaws/", radar.work, name="drift_work"),
    path("<slug:what>/", views.rows, name="rows"),
]
