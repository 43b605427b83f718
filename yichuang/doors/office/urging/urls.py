"""Addresses of cards and orders, below /office/."""

from django.urls import path

from yichuang.doors.office.urging import cards, orders

app_name = "urging"
urlpatterns = [
    path("cards/", cards.index, name="cards"),
    path("cards/<uuid:card>/", cards.page, name="card"),
    path("cards/<uuid:card>/answer/", cards.answer, name="answer"),
    path("cards/<uuid:card>/appeal/", cards.appeal, name="appeal"),
    path("cards/<uuid:card>/decision/", cards.decision, name="decision"),
    path("orders/", orders.index, name="orders"),
    path("orders/new/", orders.new, name="order_new"),
    path("orders/<uuid:order>/", orders.page, name="order"),
    path("orders/<uuid:order>/print/", orders.paper, name="paper"),
    path("orders/<uuid:order>/signature/", orders.signature, name="signature"),
    path("orders/<uuid:order>/hand/", orders.hand, name="hand"),
    path("orders/<uuid:order>/answer/", orders.reply, name="reply"),
    path("orders/<uuid:order>/check/", orders.check, name="check"),
    path("orders/<uuid:order>/closing/", orders.closing, name="closing"),
    path("orders/<uuid:order>/next/", orders.step, name="step"),
    path("orders/<uuid:order>/withdrawal/", orders.withdrawal, name="withdrawal"),
]
