"""Addresses of ratings, below /office/ratings/."""

from django.urls import path

from yichuang.doors.office.ratings import figures, listing, mending, mine

app_name = "ratings"
urlpatterns = [
    path("", listing.index, name="index"),
    path("figures/", figures.page, name="figures"),
    path("mine/", mine.page, name="mine"),
    path("mine/<uuid:rating>/appeal/", mine.appeal, name="appeal"),
    path("<uuid:rating>/", mending.page, name="rating"),
    path("<uuid:rating>/contact/", mending.contact, name="contact"),
    path("<uuid:rating>/<slug:deed>/", mending.do, name="deed"),
]
