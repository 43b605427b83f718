"""The rows of a case carry its region."""

from datetime import timedelta

from django.apps import apps

from tests.town import MONDAY, REGION, Town
from yichuang.cases import acts as cases

WITHOUT = {"Heartbeat", "Serial", "Stamp"}  # tests/house/test_migrations.py says why


def test_the_rows_of_a_case_carry_the_region_of_the_case(town: Town) -> None:
    case = town.case("food-business-license-new", upto="delivered")
    other = town.case("food-business-license-new", upto="filed").pk
    cases.ask_once(other, by=town.actor("lin"), at=MONDAY, lines=[{"place": 2, "reason": "1"}])
    stopped = town.case("food-business-license-new").pk
    cases.suspend(stopped, by=town.actor("wu"), at=MONDAY + timedelta(hours=1), name="听证", days=5)
    rooms = [apps.get_app_config(room).get_models() for room in ("cases", "clock", "materials", "journal")]
    seen = {}
    for model in (m for room in rooms for m in room if m.__name__ not in WITHOUT):
        seen[model.__name__] = set(model.objects.values_list("region", flat=True))  # type: ignore[attr-defined]
    full = {
        "Case",
        "Party",
        "Step",
        "Paper",
        "Notice",
        "Delivery",
        "Stop",
        "Term",
        "Material",
        "Entry",
        "Errand",
    }
    assert {name for name, regions in seen.items() if regions == {REGION}} >= full and case.region == REGION
    assert all(regions <= {REGION} for regions in seen.values())
