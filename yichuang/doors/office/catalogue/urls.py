"""Addresses of the catalogue's desk, below /office/catalogue/."""

from django.urls import path

from yichuang.doors.office.catalogue.views import editor, files, gate, items, lists, versions, words

app_name = "catalogue"
urlpatterns = [
    path("", items.index, name="index"),
    path("search/", items.suggest, name="suggest"),
    path("new/", items.new, name="new"),
    path("items/<uuid:item>/", items.page, name="item"),
    path("items/<uuid:item>/drafts/", items.draft, name="draft"),
    path("items/<uuid:item>/retirement/", items.retirement, name="retirement"),
    path("items/<uuid:item>/residence/", items.residence, name="residence"),
    path("items/<uuid:item>/names/", items.names, name="names"),
    path("versions/<int:version>/", versions.page, name="version"),
    path("versions/<int:version>/cases/", versions.cases, name="cases"),
    path("versions/<int:version>/preview/<slug:look>/", versions.preview, name="preview"),
    path("versions/<int:version>/submission/", versions.submission, name="submission"),
    path("versions/<int:version>/publication/", versions.publication, name="publication"),
    path("versions/<int:version>/return/", versions.hand_back, name="return"),
    path("versions/<int:version>/dropping/", versions.dropping, name="dropping"),
    path("versions/<int:version>/gate/", gate.page, name="gate"),
    path("versions/<int:version>/<slug:element>/", editor.page, name="editor"),
    path("gate/", gate.overview, name="gates"),
    path("gate/<slug:verdict>/print/", gate.paper, name="gate_paper"),
    path("words/", words.words, name="words"),
    path("unfound/", words.unfound, name="unfound"),
    path("unfound/<int:search>/", words.missed, name="missed"),
    path("debts/", gate.debts, name="debts"),
    path("authorisations/", lists.authorisations, name="authorisations"),
    path("authorisations/new/", lists.authorise, name="authorise"),
    path("authorisations/revocation/", lists.revoke, name="revoke"),
    path("authorisations/print/", lists.authorisation_paper, name="authorisation_paper"),
    path("entrustments/", lists.entrustments, name="entrustments"),
    path("entrustments/new/", lists.entrust, name="entrust"),
    path("entrustments/ending/", lists.end, name="end"),
    path("entrustments/print/", lists.entrustment_paper, name="entrustment_paper"),
    path("import/", files.take, name="import"),
    path("import/departments/", files.settle, name="settle"),
    path("export.json", files.give_json, name="export_json"),
    path("export.xlsx", files.give_xlsx, name="export_xlsx"),
]
