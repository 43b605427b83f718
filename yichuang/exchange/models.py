"""What left the house: notices by channel, as sent."""

from django.db import models

from yichuang.journal.models import REGION


class Message(models.Model):
    """A notice as it was sent; `key` is the errand's, so sending twice is one message."""

    region = models.CharField(max_length=REGION)
    key = models.CharField(max_length=120, unique=True)
    subject = models.UUIDField(null=True, db_index=True)
    channel = models.CharField(max_length=12)
    template = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    sent_at = models.DateTimeField()
