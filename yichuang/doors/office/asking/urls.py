"""Addresses of questions, below /office/asking/."""

from django.urls import path

from yichuang.doors.office.asking import knowledge, questions, reviews

app_name = "asking"
urlpatterns = [
    path("", questions.index, name="index"),
    path("new/", questions.new, name="new"),
    path("<uuid:thread>/", questions.page, name="question"),
    path("<uuid:thread>/answer/", questions.answer, name="answer"),
    path("<uuid:thread>/again/", questions.again, name="again"),
    path("<uuid:thread>/call/", questions.call, name="call"),
    path("<uuid:thread>/hand-over/", questions.hand_over, name="hand_over"),
    path("<uuid:thread>/closing/", questions.closing, name="closing"),
    path("<uuid:thread>/seen/", questions.seen, name="seen"),
    path("knowledge/", knowledge.index, name="knowledge"),
    path("knowledge/new/", knowledge.new, name="knowledge_new"),
    path("knowledge/<uuid:known>/", knowledge.page, name="known"),
    path("knowledge/<uuid:known>/publication/", knowledge.publication, name="publication"),
    path("knowledge/<uuid:known>/renewal/", knowledge.renewal, name="renewal"),
    path("knowledge/<uuid:known>/withdrawal/", knowledge.withdrawal, name="withdrawal"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/<uuid:review>/", reviews.page, name="review"),
    path("reviews/<uuid:review>/print/", reviews.paper, name="review_paper"),
    path("reviews/<uuid:review>/files/<uuid:file>/", reviews.file, name="review_file"),
    path("<uuid:thread>/knowledge/", knowledge.of_thread, name="of_thread"),
]
