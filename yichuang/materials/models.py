"""The material rows of a case, as judged, and the files behind them."""

from django.db import models

from yichuang.ground.ids import uuid7
from yichuang.journal.models import REGION
from yichuang.law import reuse
from yichuang.licences.models import Licence


class MaterialState(models.TextChoices):
    WAIVED = "waived", "免交"
    AWAITED = "awaited", "待交"
    GOT = "got", "收齐"
    FAULTY = "faulty", "要补"
    GAP = "gap", "容缺"
    COMMITTED = "committed", "承诺代替"
    NOT_APPLICABLE = "na", "不适用"


class Material(models.Model):
    """One material of one case: the row that portal, counter, desk, paper and API all show alike."""

    subject = models.UUIDField(db_index=True)
    region = models.CharField(max_length=REGION)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    required = models.CharField(max_length=6)
    how = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=MaterialState)
    form = models.CharField(max_length=10, default="", blank=True)
    copies = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=12, default="", blank=True)
    sentence = models.CharField(max_length=300, default="", blank=True)
    licence = models.ForeignKey(Licence, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200, default="", blank=True)
    evidence = models.UUIDField("查询存证", null=True)
    gap_due_on = models.DateField(null=True)
    round = models.PositiveSmallIntegerField(default=0)
    corrected = models.CharField("当场更正", max_length=200, default="", blank=True)


class Earlier(models.Model):
    """A paper that was handed in and verified before (以前交过的材料): its files hang from it; whose, how far trusted, until when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    holder_index = models.CharField(max_length=32)
    name = models.CharField("标准名称", max_length=200)
    trust = models.CharField(max_length=1, choices=tuple(reuse.TRUST.items()))
    given_by = models.CharField("提供者", max_length=100)
    item = models.CharField("首次交的事项", max_length=120)
    case = models.UUIDField(null=True)
    place = models.PositiveSmallIntegerField(default=0)
    checked_on = models.DateField()
    checked_by = models.CharField(max_length=120)
    expires_on = models.DateField()
    withdrawn_at = models.DateTimeField("不再重复使用", null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["holder_index", "expires_on"],
                name="earlier_of_holder",
                condition=models.Q(withdrawn_at=None),
            )
        ]
        constraints = [models.UniqueConstraint(fields=["case", "place"], name="earlier_once")]

    @property
    def trust_word(self) -> str:
        """How far it is trusted, in words."""
        return reuse.trust_word(self.trust)


class File(models.Model):
    """An uploaded file: kept outside the database under its digest, never found by digest alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    subject = models.UUIDField(db_index=True)
    place = models.PositiveSmallIntegerField(null=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(null=True)
    rank = models.PositiveSmallIntegerField("第几页", default=0)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    by_person = models.BigIntegerField(null=True)
    mark = models.CharField("水印", max_length=300, default="", blank=True)
    kept_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
