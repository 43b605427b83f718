"""One of my cases or things, as the pages about it read it; what I may do with it now, for the links on its page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from yichuang.bundles import standing as of_things
from yichuang.bundles.models import Thing
from yichuang.cases import standing
from yichuang.cases.models import Case
from yichuang.catalogue import bundles, versions
from yichuang.doors import citizen
from yichuang.ground import now
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.law.codes import group_query_code
from yichuang.payments.models import LIVE, Bill


@dataclass(frozen=True, slots=True)
class Mine:
    """A case of the citizen who is here."""

    who: citizen.Citizen
    actor: Actor
    case: Case
    facts: versions.VersionFacts
    at: datetime
    stamp: int

    @property
    def today(self) -> date:
        """The civil date."""
        return now.day_of(self.at)

    @property
    def href(self) -> str:
        """The page of the case."""
        return f"/my/cases/{self.case.pk}/"

    def done_href(self, name: str) -> str:
        """Return the page that says that something was done."""
        return reverse("me:done", args=[self.case.pk, name])

    def may(self, act: str) -> str | None:
        """Return None if this act stands open to me now, else the sentence that says why not."""
        return standing.may(act, self.case, self.actor, self.stamp, self.today)


@dataclass(frozen=True, slots=True)
class MyThing:
    """A thing (一件事) of the citizen who is here; `case` as in `Mine`, so that the same pages take it."""

    who: citizen.Citizen
    actor: Actor
    case: Thing
    facts: bundles.BundleFacts
    at: datetime
    stamp: int

    @property
    def href(self) -> str:
        """The page of the thing."""
        return reverse("apply:thing", args=[group_query_code(self.case.query_code)])

    def done_href(self, name: str) -> str:
        """Return the page that says that something was done."""
        return reverse("me:thing_done", args=[self.case.pk, name])

    def may(self, act: str) -> str | None:
        """Return None if this act stands open to me now, else the sentence that says why not."""
        return of_things.may(act, self.case, self.actor, self.stamp, now.day_of(self.at))


def find_thing(request: Any, thing: UUID) -> MyThing:
    """Return a thing of mine, or refuse as if it were not there."""
    who = citizen.here(request)
    actor = who.actor("portal")
    row = citizen.found(request, Thing.objects.visible_to(actor).filter(pk=thing).first(), "办件")
    return MyThing(who, actor, row, bundles.facts(row.version_id), now.now(), stamps.current())


def find(request: Any, case: UUID) -> Mine:
    """Return a case of mine, or refuse as if it were not there."""
    who = citizen.here(request)
    actor = who.actor("portal")
    row = Case.objects.visible_to(actor).filter(pk=case).select_related("item", "hall", "department").first()
    return of(who, citizen.found(request, row, "办件"), now.now())


def of(who: citizen.Citizen, case: Case, at: datetime) -> Mine:
    """Return a case that was found to be mine."""
    return Mine(who, who.actor("portal"), case, versions.facts(case.version_id), at, stamps.current())


def links(mine: Mine) -> list[dict[str, str]]:
    """Return what I can do with the case now, the pressing things first: pay, hand in what is owed, then the wishes."""
    bill = Bill.objects.filter(case=mine.case, state__in=LIVE).order_by("-made_at").first()
    found = []
    if bill is not None and bill.total:
        word = {"open": "去缴费", "paid": "看缴费", "refunding": "看退费"}[bill.state]
        found.append(("payment", word, "is-main" if bill.state == "open" else ""))
    doable = [
        ("gap", "补交容缺的材料", "cases.fill_gap", mine.case.gap),
        ("hearing", "要求听证", "cases.ask_hearing", True),
        ("delivery", "改取件方式", "cases.change_delivery", not mine.case.tracking),
        ("supplement", "补充材料", "cases.supplement", True),
        ("agent", "换代理人", "cases.change_agent", True),
        ("withdrawal", "撤回申请", "cases.withdraw", True),
    ]
    found += [(name, word, "") for name, word, act, when in doable if when and mine.may(act) is None]
    return [
        {"href": reverse(f"me:{name}", args=[mine.case.pk]), "text": word, "kind": kind}
        for name, word, kind in found
    ]
