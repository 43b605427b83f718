"""Bad ratings on their way, for tests of all doors."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.town import MONDAY, Town
from yichuang.cases.models import Case
from yichuang.ratings import acts as ratings
from yichuang.ratings.models import Rating

STEPS = ("verify", "call", "mend", "answer", "publish", "published")
PHONE = "13800000000"


def bad(
    town: Town, *, case: Case | None = None, at: datetime = MONDAY, phone: str = PHONE, **said: Any
) -> UUID:
    """A bad rating of a delivered case, with a number to call unless `phone` is empty."""
    about = case or town.case(upto="delivered", at=at - timedelta(hours=5))
    told: dict[str, Any] = {
        "grade": 1,
        "reasons": ["等得久"],
        "words": "等了两个小时",
        "phone": phone,
        "name": "陈女士",
    }
    return UUID(ratings.rate(by=town.chen, at=at, case=about.pk, **told | said)["id"])


def taken(town: Town, upto: str = "verify", *, verdict: str = "clear", **said: Any) -> Rating:
    """A bad rating at a step of its mending, brought there by the right people; `call` has its caller."""
    row, guo = bad(town, **said), town.actor("guo")
    place = STEPS.index(upto)
    more: dict[str, Any] = {"plan": "加一个窗口", "planned_on": MONDAY.date() + timedelta(days=20)}
    if place > 0:
        ratings.verify(
            row, by=guo, at=MONDAY, verdict=verdict, finding="那天只开了一个窗口", **(more if verdict == "complex" else {})
        )  # fmt: skip
        if Rating.objects.get(pk=row).state == "call":
            ratings.take_call(row, by=guo, at=MONDAY)
    if place > 1 and Rating.objects.get(pk=row).state == "call":
        ratings.call_back(row, by=guo, at=MONDAY, reached=True, note="说清了，愿意等整改")
    if place > 2 and Rating.objects.get(pk=row).state == "mend":
        ratings.mend(row, by=town.actor("gao"), at=MONDAY, what="中午加开一个窗口")
    if place > 3:
        ratings.answer(row, by=guo, at=MONDAY, text_to_rater="已经加开一个窗口")
    if place > 4:
        ratings.publish(row, by=guo, at=MONDAY, published="中午加开一个窗口")
    return Rating.objects.get(pk=row)
