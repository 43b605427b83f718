"""What the pages of a citizen are about: an application begun, one that is whole, one whose item was published anew."""

from datetime import date, timedelta

from django.test import Client

from tests.town import CHEN_ID, Town
from yichuang.citizens import acts as accounts
from yichuang.doors.apply.tests import applying
from yichuang.ground import now
from yichuang.law.identity import synthetic_resident_id, synthetic_uscc

OTHER_ID = synthetic_resident_id("189901", date(1985, 1, 1), 7)
FOOD, CARD, HYGIENE = "food-business-license-new", "social-card-replace", "public-place-hygiene-license"


def scene(town: Town) -> dict[str, str | list[str]]:
    """Return the words of the addresses under /apply/."""
    chen: Client = town.enter(Client())
    sent = applying.begin(chen, CARD)
    applying.fill(chen, sent)
    applying.give(chen, sent)
    applying.file(chen, sent)
    sent.refresh_from_db()
    whole, old, draft = (applying.begin(chen, key) for key in (CARD, HYGIENE, FOOD))
    applying.fill(chen, whole)
    applying.give(chen, whole)
    applying.fill(chen, draft)
    own = applying.seen(draft)
    account = town.account()
    firm, other = town.tie(account), town.account("王芳", OTHER_ID, phone="13900000000")
    lin, night = town.actor("lin"), town.night
    given = {"starts_on": now.today(), "ends_on": now.today() + timedelta(days=30)}
    offer = accounts.authorise(
        account.pk, by=lin, at=now.now(), tie=firm.pk, name="王芳", number=OTHER_ID, **given
    )["offer"]
    led = town.tie(other, name="示例面馆", number=synthetic_uscc("189901", 138))
    asked = accounts.authorise(
        other.pk, by=night, at=now.now(), tie=led.pk, name="陈秀英", number=CHEN_ID, **given
    )["offer"]
    record = town.version(HYGIENE).record
    town.publish(HYGIENE, materials=record["materials"][1:], committed_days=3)
    return {
        "account": str(account.pk), "firm": str(firm.pk), "offer": offer, "asked_to": asked,
        "draft": str(draft.pk), "whole": str(whole.pk), "old": str(old.pk), "asked": own.facts.record["scenarios"][0]["key"],
        "online": str(sent.case), "group": [group.key for group in own.groups], "place": [str(row.place) for row in own.waiting[-2:]],
    }  # fmt: skip
