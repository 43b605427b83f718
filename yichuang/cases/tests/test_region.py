"""Every row carries its region, or hangs on one that does by a key of its own."""

from datetime import timedelta

from django.apps import apps

from tests.town import MONDAY, REGION, Town
from yichuang.cases import acts as cases

# The house's own bookkeeping, and what is only ever read through its person, post, hall or item.
WITHOUT = {
    "Heartbeat", "Serial", "Stamp", "OldPassword", "Holding", "Leave", "Token", "Zone", "Window", "Seat", "Version", "Debt", "Basis", "Name",
}  # fmt: skip


def test_no_other_model_lacks_a_region() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("yichuang.")]
    assert {m.__name__ for m in ours if not any(f.name == "region" for f in m._meta.fields)} == WITHOUT


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
