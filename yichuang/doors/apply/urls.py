"""Addresses of the applicant's desk. Every page asks who it is (doors/citizen.py), but a correction may also be reached by its paper."""

from django.urls import path

from yichuang.doors.apply.views import (
    changing,
    checking,
    correcting,
    filling,
    giving,
    materials,
    opening_thing,
    starting,
)

app_name = "apply"
urlpatterns = [
    path("new/<str:key>/", starting.new, name="new"),
    path("things/<str:key>/", starting.new_thing, name="new_thing"),
    path("done/<uuid:case>/", checking.done, name="done"),
    path("done/<uuid:case>/form/", checking.paper, name="paper"),
    path("correction/<str:code>/", correcting.correct, name="correct"),
    path("correction/<str:code>/<int:place>/parts/", correcting.parts, name="correct_parts"),
    path("correction/<str:code>/<int:place>/removal/", correcting.remove, name="correct_remove"),
    path("correction/<str:code>/thing/", opening_thing.thing, name="thing"),
    path("<uuid:draft>/", filling.tasks, name="tasks"),
    path("<uuid:draft>/questions/<str:question>/", filling.question, name="question"),
    path("<uuid:draft>/form/<str:group>/", filling.form, name="form"),
    path("<uuid:draft>/materials/<int:place>/", materials.material, name="material"),
    path("<uuid:draft>/materials/<int:place>/removal/", materials.remove, name="remove"),
    path("<uuid:draft>/materials/<int:place>/parts/", materials.parts, name="parts"),
    path("<uuid:draft>/materials/<int:place>/order/", materials.order, name="order"),
    path("<uuid:draft>/files/<uuid:file>/", materials.file, name="file"),
    path("<uuid:draft>/delivery/", giving.delivery, name="delivery"),
    path("<uuid:draft>/check/", checking.check, name="check"),
    path("<uuid:draft>/changes/", changing.changes, name="changes"),
    path("<uuid:draft>/removal/", changing.removal, name="removal"),
]
