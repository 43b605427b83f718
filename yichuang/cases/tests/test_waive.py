"""What the state holds already is not asked for again: a valid licence of the holder, and no other."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.town import CHEN_ID, FIRM_CODE, MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.ground import vault
from yichuang.journal import verify
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotThere, NotYours
from yichuang.licences import acts as licences
from yichuang.licences.models import Licence
from yichuang.materials.models import Material

KIND, PAPER = "居民身份证", "法定代表人居民身份证"
DAY = date(2026, 3, 2)
RECORD = {"kind": KIND, "number": "J1", "holder_number": CHEN_ID, "holder_name": "陈秀英", "issuer": "示例区公安局", "valid_from": date(2020, 1, 1)}  # fmt: skip


def waived(town: Town) -> bool:
    """Tell whether Chen's identity card is waived for a new company."""
    case = town.case(upto="filed")
    return Material.objects.filter(subject=case.pk, how="licence", name=PAPER).exists()


def file(town: Town, **changes: Any) -> dict[str, Any]:
    return licences.file_licences(by=town.actor("he"), at=MONDAY, records=[RECORD | changes])


def change(town: Town, state: str, *, by: str = "sun", reason: str = "示例区决定〔2026〕1号") -> None:
    licence = Licence.objects.get().pk
    licences.change_state(by=town.actor(by), at=MONDAY, licence=licence, state=state, reason=reason)


def test_a_licence_that_was_filed_waives_the_paper_that_names_it(town: Town) -> None:
    assert not waived(town)
    assert file(town)["count"] == 1
    assert waived(town)


def test_the_card_of_a_firms_representative_waives_the_paper_about_him(town: Town) -> None:
    file(town)
    firm = PartyIn("示例区好味道餐饮有限公司", FIRM_CODE, "body", "001")
    for representative, how in ((None, "submit"), (PartyIn("陈秀英", CHEN_ID), "licence")):
        application = town.application("company-establishment", applicant=firm, representative=representative)
        made = cases.receive(by=town.actor("lin"), at=MONDAY, application=application)
        row = Material.objects.get(subject=UUID(made["id"]), name=PAPER)
        assert (row.how, row.licence_id) == (how, Licence.objects.get().pk if representative else None)


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_to": DAY - timedelta(days=1)},
        {"valid_from": DAY + timedelta(days=1)},
        {"holder_number": FIRM_CODE},
        {"kind": "居民户口簿"},
    ],
    ids=["expired", "not yet", "another holder", "another kind"],
)
def test_an_unfit_licence_waives_nothing(town: Town, changes: dict[str, Any]) -> None:
    file(town, **changes)
    assert not waived(town)


def test_the_last_day_of_a_licence_still_counts(town: Town) -> None:
    file(town, valid_to=DAY)
    assert waived(town)


@pytest.mark.parametrize("state", ["02", "03", "04", "05", "07"])
def test_a_licence_taken_away_waives_no_longer_and_given_back_it_waives_again(town: Town, state: str) -> None:
    file(town)
    change(town, state)
    assert licences.held(vault.index(CHEN_ID), DAY) == {}
    change(town, "01", reason="复议决定撤销")
    assert list(licences.held(vault.index(CHEN_ID), DAY)) == [KIND]
    assert Entry.objects.filter(act="licences.change_state").count() == 2


def test_revoking_stops_the_waiving_at_the_window(town: Town) -> None:
    file(town)
    change(town, "07")
    assert not waived(town)


def test_a_state_that_is_not_there_or_without_reason_is_refused(town: Town) -> None:
    file(town)
    for state, reason in (("77", "x"), ("07", "  ")):
        with pytest.raises(BadInput):
            change(town, state, reason=reason)
    with pytest.raises(NotThere):
        licences.change_state(by=town.actor("sun"), at=MONDAY, licence=uuid4(), state="07", reason="决定")
    with pytest.raises(NotYours):
        change(town, "07", by="lin")
    assert Licence.objects.get().state == "01"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": ""}, "第2条证照没有证照编号"),
        ({"holder_name": None}, "第2条证照没有持证主体"),
        ({"issuer": "长" * 121}, "颁发机构最长120个字"),
        ({"valid_to": date(2019, 1, 1)}, "有效期不对"),
        ({"valid_from": "2020-01-01"}, "有效期不对"),
        ({"trust": "E"}, "可信等级"),
    ],
)
def test_one_wrong_record_and_none_is_filed(town: Town, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        licences.file_licences(by=town.actor("he"), at=MONDAY, records=[RECORD, RECORD | changes])
    assert not Licence.objects.exists() and not Entry.objects.filter(act="licences.file").exists()


def _of(case: Case) -> Iterable[tuple[Any, ...]]:
    return Licence.objects.filter(case=case.pk).values_list(
        "kind", "holder_index", "state", "valid_from", "issued_on"
    )


def test_a_grant_is_on_file_and_a_refusal_is_not(town: Town) -> None:
    granted = town.case("food-business-license-new", upto="decided")
    assert list(_of(granted)) == [("食品经营许可证", vault.index(CHEN_ID), "01", DAY, DAY)]
    assert licences.held(vault.index(CHEN_ID), DAY).keys() == {"食品经营许可证"}
    refused = town.case("food-business-license-new", upto="reviewed")
    by = town.staff(refused.department_id, "approver")
    cases.decide(
        UUID(str(refused.pk)), by=by, at=MONDAY + timedelta(hours=3), outcome="refused", opinion="场所不符合条件。",
        clause="《食品安全法》第三十五条",
    )  # fmt: skip
    assert list(_of(refused)) == []
    assert verify.verify().broken == []
