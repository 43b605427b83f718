"""Addresses that several doors share."""

from django.urls import path

from yichuang.doors import cashier, conversations, sheets

app_name = "caseview"
urlpatterns = [
    path("cases/<uuid:case>/why/<int:term>/", sheets.why, name="why"),
    path("cases/<uuid:case>/bills/", cashier.bills, name="bills"),
    path("cases/<uuid:case>/parties/", sheets.reveal, name="reveal"),
    path("cases/<uuid:case>/form/", sheets.form, name="form"),
    path("cases/<uuid:case>/messages/", conversations.messages, name="messages"),
    path("cases/<uuid:case>/messages/seen/", conversations.seen, name="messages_seen"),
    path("questions/<uuid:thread>/files/<uuid:file>/", conversations.file, name="talk_file"),
    path("files/<uuid:file>/", sheets.file, name="file"),
]
