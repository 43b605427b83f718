"""Bills for staff: each post sees the case's bill and may do what the table says; the office settles letters and counts takings."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.town import BEGIN, MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.ground import now
from yichuang.journal import errands
from yichuang.payments import acts
from yichuang.payments.models import Bill, Posting, Settlement

FOOD = "food-business-license-new"
NEXT = MONDAY + timedelta(days=35)
PRICES = [{"area": "city", "upto": 100, "price": 800}, {"area": "city", "upto": 500, "price": 1200}]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: Any) -> None:
    monkeypatch.setattr(now, "clock", lambda: NEXT)


@pytest.fixture
def case(town: Town) -> Any:
    town.rewrite(FOOD, fee={"charged": True, "note": "按标准收", "first": True})
    return town.case(FOOD, upto="ready")


def do(client: Client, case: Any, op: str, **said: str) -> Any:
    return client.post(f"/cases/{case.pk}/bills/", {"op": op, **said})


def test_the_department_draws_and_the_window_takes(case: Any, enter: Callable[[str], Client]) -> None:
    line = {"name-0": "工本费", "amount-0": "10.5", "basis-0": "示发改价〔2020〕1号", "first": "1"}
    wrong = do(enter("wu"), case, "draw", **line | {"amount-0": "十元"})
    assert wrong.status_code == 422 and "两位小数" in wrong.content.decode()
    assert do(enter("wu"), case, "draw", **line).status_code == 302
    assert "先缴费再领" in enter("yang").get(f"/issue/cases/{case.pk}/").content.decode()
    assert do(enter("yang"), case, "take", way="cash", receipt="").status_code == 422
    assert do(enter("yang"), case, "take", way="cash", receipt="0001").status_code == 302
    assert (Bill.objects.get().total, Bill.objects.get().state) == (1050, "paid")
    assert do(enter("wu"), case, "cancel", why="错了").status_code == 422
    assert do(enter("sun"), case, "refund", why="多收").status_code == 302
    assert do(enter("yang"), case, "give_back", receipt="T1").status_code == 302
    assert Bill.objects.get().state == "refunded"


def test_a_waiver_needs_its_basis_and_can_be_drawn_anew(case: Any, enter: Callable[[str], Client]) -> None:
    assert do(enter("wu"), case, "waive", waived=" ").status_code == 422
    assert do(enter("wu"), case, "waive", waived="《示例办法》第三条").status_code == 302
    assert do(enter("wu"), case, "cancel", why="记错了").status_code == 302
    assert do(enter("wu"), case, "reckon").status_code == 422
    assert do(enter("wu"), case, "nonsense").status_code == 422


def test_who_may_not_draw_sees_no_form_and_is_refused(case: Any, enter: Callable[[str], Client]) -> None:
    assert "按依据开缴费单" not in enter("lin").get(f"/cases/{case.pk}/bills/").content.decode()
    assert do(enter("lin"), case, "waive", waived="依据").status_code == 422
    assert enter("zhu").get(f"/cases/{case.pk}/bills/").status_code == 404
    assert not Bill.objects.exists()


def posted(town: Town, tracking: str, *, at: Any = MONDAY, grams: int | None = 50) -> Any:
    case = town.case("company-establishment", upto="ready")
    cases.post(
        case.pk,
        by=town.actor("yang"),
        at=at,
        tracking=tracking,
        address="示例区幸福路1号",
        area="city",
        grams=grams,
    )
    while errands.drain(NEXT):
        pass
    return Posting.objects.get(tracking=tracking)


def priced(town: Town) -> None:
    acts.set_prices(
        by=town.actor("guo"),
        at=MONDAY,
        carrier="邮政速递",
        contract="示邮合〔2026〕1号",
        starts_on=BEGIN,
        rows=PRICES,
    )


def close(client: Client, month: str = "2026-03", **said: str) -> Any:
    return client.post("/office/postage/", {"op": "close", "carrier": "邮政速递", "month": month, **said})


def test_each_letter_is_a_row_at_the_price_of_its_day(town: Town) -> None:
    priced(town)
    assert [posted(town, f"E{n}", grams=grams).price for n, grams in enumerate((100, 101, 501, None))] == [
        800,
        1200,
        None,
        None,
    ]
    assert Posting.objects.filter(payer="applicant").count() == 4


def test_a_month_is_closed_once_and_corrections_go_into_the_next(
    town: Town, enter: Callable[[str], Client]
) -> None:
    priced(town)
    letter, unknown, guo = posted(town, "E1"), posted(town, "E2", grams=None), enter("guo")
    answer = close(guo)
    assert answer.status_code == 422 and "还有1封没有邮费" in answer.content.decode()
    fill = f"/office/postage/postings/{unknown.pk}/correction/"
    assert guo.post(fill, {"price": "十", "why": "照面单"}).status_code == 422
    assert guo.post(fill, {"price": "12.00", "why": "照面单"}).status_code == 302
    assert close(guo).status_code == 302
    one = Settlement.objects.get()
    assert (one.count, one.government, one.applicant, one.cut_off) == (2, 0, 2000, date(2026, 3, 31))
    assert close(guo).status_code == 422
    assert (
        guo.post(
            f"/office/postage/postings/{letter.pk}/correction/", {"price": "6", "why": "合同价算错"}
        ).status_code
        == 302
    )
    row = Posting.objects.get(corrects=letter)
    assert (row.price, row.settlement, row.posted_on.month) == (-200, None, 4)
    one.refresh_from_db()
    assert one.applicant == 2000 and Posting.objects.get(pk=letter.pk).price == 800


def test_a_month_that_is_not_over_stays_open(town: Town, enter: Callable[[str], Client]) -> None:
    priced(town)
    posted(town, "E1")
    assert close(enter("guo"), "2026-04").status_code == 422
    assert close(enter("guo"), "2026-03", cut_off="2026-03-01").status_code == 422
    assert close(enter("guo"), "三月").status_code == 422


def test_sheets_come_as_csv_and_workbook(town: Town, enter: Callable[[str], Client]) -> None:
    priced(town)
    posted(town, "=1+1")
    guo = enter("guo")
    query = "?carrier=邮政速递&month=2026-03"
    text = guo.get(f"/office/postage/sheet/csv/{query}").content.decode("utf-8-sig")
    assert "'=1+1" in text and "8.00" in text
    assert guo.get(f"/office/postage/sheet/xlsx/{query}").content[:2] == b"PK"
    close(guo)
    one = Settlement.objects.get()
    assert "=1+1" in guo.get(f"/office/postage/settlements/{one.pk}/").content.decode()
    assert guo.get(f"/office/postage/sheet/csv/?settlement={one.pk}").status_code == 200
    assert enter("lin").get("/office/postage/").status_code == 403


def test_prices_are_set_from_a_day_on(town: Town, enter: Callable[[str], Client]) -> None:
    guo, said = (
        enter("guo"),
        {
            "op": "prices",
            "carrier": "邮政速递",
            "contract": "示邮合〔2026〕2号",
            "starts_on": "2026-05-01",
            "area-0": "city",
            "upto-0": "100",
        },
    )
    assert guo.post("/office/postage/", said | {"price-0": ""}).status_code == 422
    assert guo.post("/office/postage/", said | {"price-0": "9"}).status_code == 302
    assert guo.post("/office/postage/", said | {"price-0": "9"}).status_code == 422
    assert "示邮合〔2026〕2号" in guo.get("/office/postage/").content.decode()


def test_takings_of_a_day_are_summed_by_receiver_and_way(
    case: Any, town: Town, enter: Callable[[str], Client]
) -> None:
    lines = [{"name": "工本费", "amount": 3000, "basis": "示发改价〔2020〕1号"}]
    made = acts.draw(by=town.actor("wu"), at=MONDAY, case=case.pk, lines=lines)
    acts.take(
        Bill.objects.get(number=made["number"]).pk, by=town.actor("yang"), at=NEXT, way="pos", receipt="0001"
    )
    guo = enter("guo")
    text = guo.get("/office/fees/").content.decode()
    assert "30.00" in text and "窗口刷卡" in text
    assert "0001" in guo.get("/office/fees/sheet/").content.decode("utf-8-sig")
    assert "没有收到缴费" in guo.get("/office/fees/?day=2026-03-01").content.decode()
