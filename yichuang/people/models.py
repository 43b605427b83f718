"""Organisations in their tree, natural persons, posts, who holds them, delegations, leave, tokens of integrators."""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from yichuang.journal.models import REGION, RegionOf
from yichuang.law.powers import POSTS

M = TypeVar("M", bound=models.Model, covariant=True)


class OrganisationKind(models.TextChoices):
    GOVERNMENT = "government", "政府"
    DEPARTMENT = "department", "部门"
    CENTRE = "centre", "政务服务中心"
    TOWN = "town", "乡镇（街道）"
    VILLAGE = "village", "村（社区）"


class Organisation(models.Model):
    """A body in the county-town-village tree; it keeps its dates and its successor."""

    region = models.CharField(max_length=REGION)
    code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=OrganisationKind)
    area = models.CharField("行政区划代码", max_length=REGION)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    phone = models.CharField(max_length=40, blank=True)
    review_body = models.CharField("复议机关", max_length=80, blank=True)
    court = models.CharField("管辖法院", max_length=80, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="organisation_name_once")]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another name under which records know an organisation; an empty organisation is an unresolved one."""

    region = models.CharField(max_length=REGION)
    name = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="aliases"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="alias_once")]


class Persons(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A natural person on the staff, with the sign-in name. What they may do follows from the posts they hold."""

    region = models.CharField(max_length=REGION)
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=50)
    staff_number = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    must_change = models.BooleanField(default=False)
    password_set_on = models.DateField(null=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_staff = False
    is_superuser = False
    objects = Persons()

    def __str__(self) -> str:
        return self.name


class OldPassword(models.Model):
    """A password that may not come back yet (the last five)."""

    region = RegionOf("person")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="old_passwords")
    hash = models.CharField(max_length=200)
    set_at = models.DateTimeField()


class Post(models.Model):
    """A seat with powers: its kind is what the law asks for, its organisation whose matters it touches."""

    region = models.CharField(max_length=REGION)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=10, choices=POSTS)
    title = models.CharField(max_length=60)
    closed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.organisation.name}·{self.title}"


class Spans(models.QuerySet[M]):
    def on(self, day: date) -> Self:
        """Those in force on a civil date."""
        return self.filter(starts_on__lte=day).filter(models.Q(ends_on=None) | models.Q(ends_on__gt=day))


class Holding(models.Model):
    """A person holds a post from a day until another (exclusive)."""

    region = RegionOf("person")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    objects = Spans.as_manager()


class Delegations(models.QuerySet["Delegation"]):
    def on(self, day: date) -> Self:
        """Those in force on a civil date."""
        return self.filter(starts_on__lte=day, ends_on__gt=day).filter(
            models.Q(ended_on=None) | models.Q(ended_on__gt=day)
        )


class Delegation(models.Model):
    """The powers of a post given to another person for some days: delegation (授权) or substitution (代班).

    `ends_on` is the first day on which it no longer holds; `ended_on` says that it was taken back earlier.
    """

    region = models.CharField(max_length=REGION)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="gave")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegated")
    reason = models.CharField(max_length=12, choices=[("delegation", "授权"), ("substitute", "休假代班")])
    document = models.CharField("书面依据", max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = Delegations.as_manager()


class Leave(models.Model):
    """A person is away; the substitute holds the posts meanwhile. `ends_on` is the first day back."""

    region = RegionOf("person")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = Spans.as_manager()


class Integrator(models.Model):
    """An outside system that speaks through the API."""

    region = models.CharField(max_length=REGION)
    name = models.CharField(max_length=80)
    contact = models.CharField(max_length=80, blank=True)
    active = models.BooleanField(default=True)


class Token(models.Model):
    """A key of an integrator; it maps to a person at a post, or to applicants when `post` is empty."""

    region = RegionOf("integrator")
    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="tokens")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="tokens")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    ends_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)


def display(person: Person) -> str:
    """Return the name shown for an account."""
    return person.name
