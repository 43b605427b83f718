"""E-licences on file: what the state already holds for a person or firm."""

from django.db import models

from yichuang.ground.ids import uuid7
from yichuang.journal.models import REGION


class LicenceState(models.TextChoices):
    VALID = "01", "有效"
    SUSPENDED = "02", "暂扣"
    WITHDRAWN = "03", "撤销"
    CANCELLED = "04", "注销"
    EXPIRED = "05", "失效"
    MOVED = "06", "办理转出"
    REVOKED = "07", "吊销"
    OTHER = "99", "其他"


class Held(models.QuerySet["Licence"]):
    def valid_for(self, holder_index, day):  # type: ignore[no-untyped-def]
        """Licences of this holder that count on `day`."""
        return self.filter(holder_index=holder_index, state=LicenceState.VALID, valid_from__lte=day).filter(
            models.Q(valid_to=None) | models.Q(valid_to__gte=day)
        )


class Licence(models.Model):
    """A licence of a holder, found by the keyed index of the holder's number."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    region = models.CharField(max_length=REGION)
    kind = models.CharField("证照名称", max_length=120)
    number = models.CharField("证照编号", max_length=128)
    identifier = models.CharField("电子证照标识", max_length=128, default="", blank=True)
    holder_name = models.CharField(max_length=100)
    holder_index = models.CharField(max_length=64, db_index=True)
    issuer = models.CharField("颁发机构", max_length=120)
    state = models.CharField(max_length=2, choices=LicenceState, default=LicenceState.VALID)
    trust = models.CharField(
        max_length=1,
        choices=[("A", "部门核发"), ("B", "窗口验过原件"), ("C", "自己上传，需验原件"), ("D", "本人承诺")],
        default="A",
    )
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    case = models.UUIDField(null=True, db_index=True)
    bears = models.TextField("照面信息", default="", blank=True)

    objects = Held.as_manager()
