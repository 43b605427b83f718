"""Items (事项), bundles (一件事), their immutable versions, who may do what with them, and the words that find them."""

import json
from typing import Any

from django.db import models

from yichuang.halls.models import Hall, Window, Zone
from yichuang.journal.models import REGION, Chained, RegionOf
from yichuang.people.models import Organisation, Person, Post


class Item(Chained):
    """An item of the list. What it asks for stands in its versions; `current` is the published one."""

    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    code = models.CharField("实施编码", max_length=64)
    provisional_code = models.BooleanField(default=False)
    local_code = models.CharField(max_length=64, blank=True)
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="items")
    zone = models.CharField(max_length=40)
    base = models.CharField("主项", max_length=200)
    variant = models.CharField("业务办理项", max_length=200, blank=True)
    resident = models.BooleanField("已进驻", default=True)
    current = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "key"], name="item_key_once"),
            models.UniqueConstraint(fields=["region", "code"], name="item_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class VersionState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已送审"
    PUBLISHED = "published", "现行"
    PAST = "past", "已被新版代替"
    DROPPED = "dropped", "已放弃"


class Version(models.Model):
    """One version of an item's record: immutable once published. `record` is the interchange form, canonical JSON."""

    region = RegionOf("item")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    record = models.TextField()
    digest = models.CharField(max_length=64)
    type = models.CharField(max_length=20)
    handling = models.CharField(max_length=6)
    statutory_days = models.PositiveSmallIntegerField(null=True)
    committed_days = models.PositiveSmallIntegerField(null=True)
    day_kind = models.CharField(max_length=4, default="工作日")
    extension_days = models.PositiveSmallIntegerField(null=True)
    at_once = models.BooleanField(default=False)
    combined = models.BooleanField("审核合一", default=False)
    worse = models.TextField("对群众更不利的改动", default="[]")
    worse_reason = models.CharField(max_length=200, blank=True)
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    effective_on = models.DateField(null=True)
    look_again_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="version_number_once")]

    @property
    def content(self) -> dict[str, Any]:
        """The record as a mapping."""
        return json.loads(self.record)  # type: ignore[no-any-return]


class Bundle(Chained):
    """One thing done once (一件事): several items applied for together. What belongs to it stands in its versions."""

    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    category = models.CharField("主题", max_length=40)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bundles")
    current = models.ForeignKey("BundleVersion", null=True, on_delete=models.PROTECT, related_name="+")
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="bundle_key_once")]

    def __str__(self) -> str:
        return self.name


class BundleVersion(models.Model):
    """One version of a bundle's record: immutable once published. `record` is the interchange form, canonical JSON."""

    region = RegionOf("bundle")
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    record = models.TextField()
    digest = models.CharField(max_length=64)
    committed_days = models.PositiveSmallIntegerField(null=True)
    day_kind = models.CharField(max_length=4, default="工作日")
    imported = models.BooleanField("按导入的目录起草", default=False)
    worse = models.TextField("对群众更不利的改动", default="[]")
    worse_reason = models.CharField(max_length=200, blank=True, default="")
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    effective_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bundle", "number"], name="bundle_number_once")]

    @property
    def content(self) -> dict[str, Any]:
        """The record as a mapping."""
        return json.loads(self.record)  # type: ignore[no-any-return]


class Debt(models.Model):
    """Something an imported record owes: a vague word, a missing basis. Listed until mended."""

    region = RegionOf("version")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="debts")
    element = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=300)
    mended_on = models.DateField(null=True)


class Basis(models.Model):
    """The basis gate (殷都 三（二）2-3): the clause of one material, condition, step, stamp or intermediary, six tests answered."""

    region = RegionOf("version")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="bases")
    element = models.CharField(
        max_length=12,
        choices=[
            ("material", "材料"),
            ("condition", "条件"),
            ("step", "环节"),
            ("stamp", "盖章"),
            ("intermediary", "中介"),
        ],
    )
    name = models.CharField(max_length=200)
    clause = models.CharField("条款", max_length=300, blank=True)
    tests = models.TextField("六项检验", default="{}")
    verdict = models.CharField(
        max_length=6, choices=[("keep", "保留"), ("cut", "取消"), ("debt", "待补依据")]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "element", "name"], name="basis_once")]


class Name(models.Model):
    """A word by which people look for an item: colloquial, old, abbreviated."""

    region = RegionOf("item")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "text"], name="name_once")]


class Word(models.Model):
    """A word that means another one in every search (同义词): 饭馆 is read as 餐饮. The office keeps them."""

    region = models.CharField(max_length=REGION)
    said = models.CharField("群众说的词", max_length=20)
    meant = models.CharField("目录里的词", max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "said"], name="word_once")]


class Search(models.Model):
    """What people looked for and did not find (没找到的词): counted, digits masked, nobody's name beside it.

    `empty` counts searches without a result, `shown` those with one, `taken` those after which somebody opened an item.
    """

    region = models.CharField(max_length=REGION)
    text = models.CharField(max_length=40)
    empty = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    first_on = models.DateField()
    last_on = models.DateField()
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "text"], name="search_once")]
        indexes = [models.Index(fields=["region", "settled_on", "-empty"], name="search_listed")]

    @property
    def missed(self) -> int:
        """How often nobody opened anything after it."""
        return self.empty + max(self.shown - self.taken, 0)


class Entrustment(models.Model):
    """The list of entrusted acceptance (委托受理清单): a department entrusts an item to a hall, a zone or one window.

    Without a hall it is entrusted to every hall of the region, those that open later too (同城通办).
    """

    region = models.CharField(max_length=REGION)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="entrustments")
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="entrustments")
    zone = models.ForeignKey(Zone, null=True, on_delete=models.PROTECT)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT)
    refusal = models.BooleanField("含不予受理", default=False)
    document = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    @property
    def place(self) -> str:
        """Where it is accepted, in words."""
        named = (self.hall, self.zone, self.window)
        return "，".join(one.name for one in named if one is not None) or "本市各大厅（同城通办）"


class Decision(models.TextChoices):
    REVIEW = "review", "审查"
    APPROVE = "approve", "决定"
    AT_ONCE = "at_once", "当场办结"
    EXTEND = "extend", "批准延期"


class Authorisation(models.Model):
    """The written authorisation list (授权清单): item × decision × post, dated."""

    region = models.CharField(max_length=REGION)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="authorisations")
    decision = models.CharField(max_length=10, choices=Decision)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="authorisations")
    document = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["item", "decision", "post"], name="authorisation_asked")]
