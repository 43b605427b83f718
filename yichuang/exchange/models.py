"""What left the house: notices by channel, as sent; and by which channel each account wants to be told."""

from django.db import models

from yichuang.citizens.models import Account
from yichuang.ground import vault
from yichuang.journal.models import REGION, RegionOf

CHANNELS = (
    ("insite", "站内消息"),
    ("sms", "短信"),
    ("email", "电子邮件"),
    ("wechat", "微信"),
    ("filedrop", "本地文件"),
)


class Message(models.Model):
    """A notice as it was sent; `key` is the errand's, so sending twice is one message. How it went stands on the errand.

    With `account` it also stands in that person's own messages, from the first try on, whether or not the channel holds.
    """

    region = models.CharField(max_length=REGION)
    key = models.CharField(max_length=120, unique=True)
    subject = models.UUIDField(null=True, db_index=True)
    channel = models.CharField(max_length=12, choices=CHANNELS)
    template = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    account = models.UUIDField(null=True)
    to = models.CharField("发到哪里，遮住中间", max_length=60, default="", blank=True)
    made_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["account", "-id"],
                name="message_of_account",
                condition=models.Q(account__isnull=False),
            )
        ]


class Preference(models.Model):
    """By which channel an account wants to be told (通知方式); the addresses are locked."""

    region = RegionOf("account")
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="preference")
    channel = models.CharField(max_length=12, choices=CHANNELS, default="sms")
    email = models.CharField(max_length=400, default="", blank=True)
    wechat = models.CharField(max_length=200, default="", blank=True)
    kept_at = models.DateTimeField()

    def clear_email(self) -> str:
        """The e-mail address in clear."""
        return vault.unlock(self.email)

    def clear_wechat(self) -> str:
        """The official account's name for this person, in clear."""
        return vault.unlock(self.wechat)
