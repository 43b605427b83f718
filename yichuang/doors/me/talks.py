"""Addresses of questions and messages, below /my/."""

from django.urls import path

from yichuang.doors.me.views import reviews, talks

urlpatterns = [
    path("questions/", talks.questions, name="questions"),
    path("questions/<uuid:thread>/", talks.question, name="question"),
    path("questions/<uuid:thread>/closing/", talks.closing, name="question_closing"),
    path("questions/<uuid:thread>/files/<uuid:file>/", talks.file, name="question_file"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/<uuid:review>/taking/", reviews.taking, name="review_taking"),
    path("drafts/<uuid:draft>/review/", reviews.of_draft, name="review"),
    path("messages/", talks.messages, name="messages"),
    path("messages/channel/", talks.wishes, name="wishes"),
    path("cases/<uuid:case>/messages/", talks.case_messages, name="case_messages"),
]
