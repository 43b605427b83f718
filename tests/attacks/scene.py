"""Whose things they are: Chen's draft, case, files, questions; Wang, signed in with an account of her own; and a stranger."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import town as towns
from tests.town import CHEN_ID, MONDAY, Town
from yichuang.agency.models import Mandate, Plan
from yichuang.asking.models import PreReview
from yichuang.bundles.models import Letter
from yichuang.bundles.tests import scenes
from yichuang.cases.models import Case, Paper
from yichuang.citizens.models import Address, Offer
from yichuang.clock.models import Term
from yichuang.doors.apply.tests import applying
from yichuang.ground import vault
from yichuang.materials.models import File
from yichuang.payments.models import Bill
from yichuang.registers.models import Consent

FOOD, CARD = "food-business-license-new", "social-card-replace"
WANG_ID = towns.identity.synthetic_resident_id("189901", towns.date(1990, 3, 7), 12)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n"
SECRETS = ("陈秀英", "13800000000", "138 0000 0000", CHEN_ID, "幸福路", "chen-secret", "陈的问题")
ROOMS = (
    "citizens",
    "drafts",
    "cases",
    "asking",
    "complaints",
    "materials",
    "licences",
    "payments",
    "registers",
    "agency",
    "exchange",
    "people",
    "ratings",
    "catalogue",
    "halls",
)
# What looking, searching, counting or signing in writes by itself.
WRITTEN_BY_LOOKING = {"visit", "code", "look", "search", "query", "intake"}
GONE = (301, 302, 303, 400, 401, 403, 404, 405, 409, 410, 413, 422, 429)


class Attack(NamedTuple):
    """One try: its group, what it does, and the try itself; it returns how it succeeded, or nothing.

    `recorded`: the try is plainly an attack and must leave a line of the logger `yichuang.refused`.
    """

    group: str
    what: str
    run: Any
    recorded: bool = False


class Scene:
    """The town with Chen's things; `ids` are Chen's, by the names that routes give them."""

    def __init__(self) -> None:
        self.town: Town = towns.build((CARD, FOOD, "company-establishment"))
        town = self.town
        self.account = town.account()
        self.other = town.account("王芳", WANG_ID, phone="13900000000")
        self.chen, self.wang, self.stranger = town.enter(client()), town.enter(client(), self.other), client()
        self.lin, self.strict = self.staff("lin"), self.staff("lin", enforce_csrf_checks=True)
        self.strict_chen = town.enter(client(enforce_csrf_checks=True))
        self.draft = applying.begin(self.chen, FOOD)
        applying.fill(self.chen, self.draft)
        own = applying.seen(self.draft)
        self.place = own.waiting[0].place
        upload = SimpleUploadedFile("chen-secret.pdf", PDF)
        applying.post(self.chen, self.draft, f"materials/{self.place}/", way="upload", file=upload)
        filed = applying.begin(self.chen, CARD)
        applying.fill(self.chen, filed)
        applying.give(self.chen, filed)
        applying.file(self.chen, filed)
        self.case = Case.objects.get(account=self.account.pk)
        self.accepted = town.case(FOOD)
        self.told = town.case(FOOD, upto="filed")
        place = min(town.application(FOOD).materials)
        towns.cases.ask_once(
            self.told.pk, by=town.actor("lin"), at=MONDAY, lines=[{"place": place, "reason": "1"}]
        )
        self.tie = town.tie(self.account)
        self.address = Address.objects.create(
            account=self.account, content=vault.lock('{"address": "幸福路1号"}'), kept_at=MONDAY
        )
        self._given()
        thing = scenes.received(scenes.brought(town))
        self.ids = {
            "thing": str(thing.pk),
            "letter": str(Letter.objects.filter(thing=thing)[0].pk),
            "draft": str(self.draft.pk), "case": str(self.case.pk), "file": str(File.objects.filter(subject=self.draft.pk)[0].pk),
            "code": self.told.query_code, "paper": str(Paper.objects.filter(case=self.accepted)[0].pk), "tie": str(self.tie.pk),
            "address": str(self.address.pk), "account": str(self.account.pk), "term": str(Term.objects.filter(subject=self.accepted.pk)[0].pk),
            "group": own.groups[0].key, "question": own.facts.record["scenarios"][0]["key"], "place": str(self.place), "key": FOOD,
            "thread": self._thread(), "complaint": self._complaint(), **self.given,
        }  # fmt: skip

    def _given(self) -> None:
        """An authorisation by Chen's firm, a mandate to the help desk with its plan, a bill to pay."""
        town, account = self.town, self.account
        held = {
            "holder_name": self.tie.name,
            "holder_index": self.tie.number_index,
            "holder_number": self.tie.number,
        }
        someone = {"name": "李明", "number": vault.lock("x"), "number_index": "y"}
        offer = Offer.objects.create(
            giver=account,
            starts_on=towns.BEGIN,
            ends_on=towns.date(2099, 1, 1),
            made_at=MONDAY,
            **held,
            **someone,
        )
        mandate = Mandate.objects.create(
            region=towns.REGION, organisation=town.departments["market"], number="WT1", kind="body", name=self.tie.name, document="001",
            holder_number=self.tie.number, holder_index=self.tie.number_index, proof="online", account=account.pk, made_at=MONDAY, starts_on=towns.BEGIN,
        )  # fmt: skip
        plan = Plan.objects.create(
            region=towns.REGION, organisation=mandate.organisation, mandate=mandate, name="陈的问题项目", firm=self.tie.name,
            firm_index=self.tie.number_index, agent=town.people["dao"], opened_at=MONDAY,
        )  # fmt: skip
        review = PreReview.objects.create(
            region=towns.REGION, number="YS1", kind="window", state="answered", hall=town.hall, item=self.case.item, version=self.case.version,
            department=town.departments["labour"], name=vault.lock("陈秀英"), number_index=account.number_index, asked_at=MONDAY, keep_until=towns.date(2099, 1, 1),
        )  # fmt: skip
        consent = Consent.objects.create(
            region=towns.REGION, holder_index=account.number_index, item="陈的问题", shown="x", digest="x", given=True, account=account.pk, channel="portal",
            given_at=MONDAY,
        )  # fmt: skip
        bill = Bill.objects.create(
            region=towns.REGION, case=self.case, number="189901-1", payable="later", total=3000, receiver="示例区财政局", made_at=MONDAY
        )  # fmt: skip
        self.given = {
            "offer": str(offer.pk),
            "mandate": str(mandate.pk),
            "plan": str(plan.pk),
            "number": bill.number,
            "review": str(review.pk),
            "given": str(consent.pk),
        }

    def _thread(self) -> str:
        from yichuang.asking.models import Thread

        sent = {"about": "陈的问题", "text": "陈的问题：秘密", "phone": "13800000000", "name": "陈秀英"}
        self.chen.post("/questions/ask/", sent)
        found = Thread.objects.filter(account=self.account).first()
        return str(found.pk if found else uuid4())

    def _complaint(self) -> str:
        from yichuang.complaints.models import WorkOrder

        self.chen.post("/complaints/new/", {"category": "complaint", "content": "陈的问题：秘密", "item": ""})
        return str(WorkOrder.objects.get(account=self.account).pk)

    def staff(self, name: str, **how: Any) -> Client:
        """A client of somebody of the cast."""
        made = client(**how)
        made.force_login(self.town.people[name], backend=settings.AUTHENTICATION_BACKENDS[-1])
        return made


def client(**how: Any) -> Client:
    """A client that shows refusals as a browser would."""
    return Client(raise_request_exception=False, **how)


def snapshot() -> dict[str, int]:
    """Return what stands in every table of the rooms, as one number a table."""
    found = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if not any(word in model.__name__.lower() for word in WRITTEN_BY_LOOKING):
                found[model.__name__] = hash(tuple(sorted(map(repr, model._default_manager.values_list()))))
    return found


def leaks(page: Any) -> str:
    """Return what of Chen's stands on a page, if anything."""
    if page.streaming:
        return "a file was given out" if page.status_code == 200 else ""
    text = page.content.decode("utf-8", "replace")
    return next((f"shows {secret}" for secret in SECRETS if secret in text), "")


def changed(before: dict[str, int]) -> str:
    """Return the tables that are not what they were."""
    now = snapshot()
    return "".join(f"changed {name} " for name in before if before[name] != now[name])


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append({"message": record.getMessage(), **getattr(record, "facts", {})})


@contextmanager
def heard() -> Iterator[list[dict[str, Any]]]:
    """Listen to what is turned away."""
    ear, logger = _Heard(), logging.getLogger("yichuang.refused")
    logger.addHandler(ear)
    try:
        yield ear.lines
    finally:
        logger.removeHandler(ear)
