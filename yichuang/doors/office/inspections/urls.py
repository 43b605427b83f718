"""Addresses of what follows approval, below /office/inspections/."""

from django.urls import path

from yichuang.doors.office.inspections import draws, grading, grants, registers, results, seals

app_name = "inspections"
urlpatterns = [
    path("", draws.index, name="index"),
    path("new/", draws.new, name="new"),
    path("draws/<uuid:draw>/", draws.page, name="draw"),
    path("draws/<uuid:draw>/run/", draws.run, name="run"),
    path("draws/<uuid:draw>/correction/", draws.correction, name="correction"),
    path("draws/<uuid:draw>/abandonment/", draws.abandonment, name="abandonment"),
    path("draws/<uuid:draw>/beginning/", results.beginning, name="beginning"),
    path("draws/<uuid:draw>/publication/", results.publication, name="publication"),
    path("draws/<uuid:draw>/seals/", seals.index, name="seals"),
    path("draws/<uuid:draw>/seals/<int:slip>/", seals.slip, name="slip"),
    path("draws/<uuid:draw>/seals/<int:slip>/slip.json", seals.file, name="slip_file"),
    path("draws/<uuid:draw>/objects/<int:place>/", results.page, name="object"),
    path("draws/<uuid:draw>/objects/<int:place>/replacement/", results.replacement, name="replacement"),
    path("grants/", grants.index, name="grants"),
    path("grants/<uuid:grant>/signature/", grants.signature, name="signature"),
    path("grants/<uuid:grant>/redirection/", grants.redirection, name="redirection"),
    path("oversight/", grants.oversight, name="oversight"),
    path("checks/", registers.checks, name="checks"),
    path("checks/<uuid:check>/ending/", registers.ending, name="check_ending"),
    path("targets/", registers.targets, name="targets"),
    path("targets/<uuid:target>/", grading.page, name="target"),
    path("targets/<uuid:target>/evaluation/", grading.evaluation, name="evaluation"),
    path("targets/<uuid:target>/objections/", grading.objection, name="objection"),
    path("targets/<uuid:target>/objections/answer/", grading.review, name="review"),
    path("targets/<uuid:target>/findings/<int:finding>/mending/", grading.mended, name="mended"),
    path("targets/<uuid:target>/striking/", registers.striking, name="striking"),
    path("inspectors/", registers.inspectors, name="inspectors"),
    path("inspectors/<uuid:inspector>/", registers.inspector, name="inspector"),
    path("inspectors/<uuid:inspector>/release/", registers.releasing, name="release"),
    path(
        "inspectors/<uuid:inspector>/interests/<uuid:target>/ending/",
        registers.interest_ending,
        name="interest_ending",
    ),
]
