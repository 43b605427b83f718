"""What the pages of fees and letters are about: a bill to pay, a gap to close, an address kept, a letter to settle."""

from datetime import date
from uuid import UUID

from tests import town as towns
from tests.town import Town
from yichuang.cases.models import Case
from yichuang.cases.tests.test_every_act import with_gap
from yichuang.citizens.acts import addresses
from yichuang.ground import now
from yichuang.payments import acts
from yichuang.payments.models import Posting

HOME = {
    "receiver": "陈秀英",
    "phone": "13800000000",
    "province": "示例省",
    "city": "示例市",
    "county": "示例区",
    "street": "幸福路1号",
}


def scene(town: Town, accepted: UUID) -> dict[str, str]:
    """Return the words of the addresses."""
    gapped = with_gap(town)
    at, night = now.now(), town.night
    case = town.case("social-card-replace")
    lines = [{"name": "补卡工本费", "amount": 2_000, "basis": "示发改价〔2020〕1号"}]
    bill = acts.draw(
        by=town.staff(Case.objects.get(pk=case.pk).department_id, "reviewer"),
        at=at,
        case=case.pk,
        lines=lines,
    )
    prices = [{"area": "city", "upto": 100, "price": 800}]
    acts.set_prices(
        by=night, at=at, carrier="邮政速递", contract="示邮合〔2026〕1号", starts_on=towns.BEGIN, rows=prices
    )
    for tracking, grams, day in (("E1", 50, date(2026, 2, 9)), ("E2", None, date(2026, 3, 9))):
        acts.enter_posting(
            by=night,
            at=at,
            case=accepted,
            tracking=tracking,
            payer="government",
            area="city",
            grams=grams,
            posted_on=day,
        )
    settled = acts.close_month(by=town.actor("guo"), at=at, carrier="邮政速递", month="2026-02")
    kept = addresses.keep_address(None, by=town.citizen, at=at, content=HOME)
    return {
        "gapped": str(gapped), "billed": str(case.pk), "bill": bill["id"], "address": str(kept), "settlement": settled["settlement"],
        "posting": str(Posting.objects.get(tracking="E2").pk),
    }  # fmt: skip
