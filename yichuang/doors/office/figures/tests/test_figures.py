"""Figures at the office: who sees which, the registry, closing and publishing, bulletin, sheet, assessment."""

import re

import pytest

from tests.town import PASSWORD, REGION, Town, build
from tests.walks.figures import APRIL_20, MARCH, published
from yichuang.figures import acts
from yichuang.figures.acts import periods
from yichuang.figures.models import Bulletin, Finding, Mark, Period, Reckoning, Scheme
from yichuang.figures.registry import INDICATORS
from yichuang.figures.tests import scenes

FIGURES = "/office/figures/"


@pytest.fixture
def town(db: None) -> Town:
    town = build()
    scenes.lived_in(town)
    return town


@pytest.fixture
def sign_in(client, town):
    def enter(name: str):
        client.logout()
        client.post("/entrance/login/", {"login": name, "password": PASSWORD})
        return client

    return enter


def shown(client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_registry_shows_every_formula_and_script(sign_in):
    text = shown(sign_in("guo"), f"{FIGURES}registry/")
    assert all(one.name in text for one in INDICATORS)
    assert "FROM fact_case" in text


def test_the_supervisor_reckons_closes_and_publishes(sign_in, town):
    client = sign_in("guo")
    assert "还没算过" in shown(client, f"{FIGURES}{MARCH}/")
    client.post(f"{FIGURES}{MARCH}/reckoning/")
    assert Reckoning.objects.filter(name=MARCH).exists()
    assert "60.00%" in shown(client, f"{FIGURES}{MARCH}/")
    client.post(f"{FIGURES}{MARCH}/closing/")
    assert "数字不再变" in shown(client, f"{FIGURES}{MARCH}/")
    client.post(f"{FIGURES}{MARCH}/publication/", {"key": "p1"})
    assert Period.objects.get(name=MARCH).state == "published"


def test_closing_again_is_refused_and_on_record(sign_in, town):
    published(town)
    assert sign_in("guo").post(f"{FIGURES}{MARCH}/closing/").status_code == 409
    assert Period.objects.get(name=MARCH).tries == 1


def test_a_head_may_not_close(sign_in, town):
    assert sign_in("gao").post(f"{FIGURES}{MARCH}/reckoning/").status_code == 403
    assert sign_in("gao").post(f"{FIGURES}{MARCH}/closing/").status_code == 403
    assert not Period.objects.exists()


@pytest.mark.parametrize(
    ("who", "sees", "not_"),
    [("guo", ["全区", "市场监督管理局", "林敏"], []), ("gao", ["市场监督管理局"], ["全区", "卫生健康局", "林敏"]), ("lin", ["林敏"], ["全区", "兰青", "市场监督管理局"])],
)  # fmt: skip
def test_everybody_sees_their_own(sign_in, town, who, sees, not_):
    published(town)
    text = shown(sign_in(who), f"{FIGURES}{MARCH}/")
    options = re.findall(r"<option[^>]*>([^<]+)</option>", text)
    assert set(sees) <= set(options) and not set(not_) & set(options)
    other = shown(sign_in(who), f"{FIGURES}{MARCH}/", of="clerk:lan")
    assert ("<caption>兰青</caption>" in other) is (who == "guo" and "兰青" in options)


def test_a_bulletin_is_written_read_and_printed(sign_in, town):
    published(town)
    client = sign_in("guo")
    asked = {"number": "示例通报〔2026〕2号", "scheme": "hundred-points", "words": "", "key": "b1"}
    refused = client.post(f"{FIGURES}{MARCH}/bulletin/", asked)
    assert refused.status_code == 422 and "示例通报〔2026〕2号" in refused.content.decode()
    client.post(f"{FIGURES}{MARCH}/bulletin/", asked | {"words": "三月平均跑一次。"})
    row = Bulletin.objects.get()
    assert "部门排名" in shown(client, f"{FIGURES}bulletins/{row.pk}/")
    pdf = client.get(f"{FIGURES}bulletins/{row.pk}/bulletin.pdf")
    assert pdf.content.startswith(b"%PDF-1.4") and pdf["Content-Type"] == "application/pdf"
    assert pdf.content == client.get(f"{FIGURES}bulletins/{row.pk}/bulletin.pdf").content


def test_a_sheet_is_scored_and_its_points_are_set(sign_in, town):
    published(town)
    client = sign_in("guo")
    sheet = f"{FIGURES}sheets/three-checks/"
    market = town.departments["market"].pk
    asked = {"period": MARCH, "department": market, "line": "at-post", "points": "11", "why": "脱岗一次"}
    assert client.post(f"{sheet}score/", asked).status_code == 422
    client.post(f"{sheet}score/", asked | {"points": "8.5"})
    client.post(f"{sheet}score/", asked | {"points": "9"})
    assert list(Mark.objects.values_list("points", flat=True)) == ["9"]
    assert "9.00" in shown(client, sheet, period=MARCH)
    text = shown(client, f"{sheet}lines/")
    given = dict(re.findall(r'name="((?:points|full|none)-[\w-]+)"[^>]*value="([^"]*)"', text))
    refused = client.post(f"{sheet}lines/", given | {"points-early": "30", "basis": "示例办法", "key": "l1"})
    assert refused.status_code == 422 and "110分" in refused.content.decode()
    client.post(f"{sheet}lines/", given | {"points-early": "10", "points-on_time": "30", "basis": "示例办法", "key": "l2"})  # fmt: skip
    assert {row["key"]: row["points"] for row in Scheme.objects.get().rows()}["on_time"] == 30


def test_a_finding_is_tracked_until_it_is_mended(sign_in, town):
    client = sign_in("guo")
    asked = {"name": "营商环境评估", "body": "示例评估公司", "document": "报告", "period": "2025年", "result": "良好", "on": "2026-03-01", "key": "a"}  # fmt: skip
    page = client.post(f"{FIGURES}assessments/", asked)["Location"]
    client.post(page, {"text": "电话打不通", "department": town.departments["market"].pk, "due_on": "2099-03-20", "key": "f"})  # fmt: skip
    finding = Finding.objects.get()
    assert "电话打不通" in shown(sign_in("gao"), page)
    assert sign_in("tang").get(page).status_code == 404
    sign_in("gao").post(
        f"{FIGURES}assessments/findings/{finding.pk}/answer/", {"answer": "换好了", "key": "g"}
    )
    sign_in("guo").post(f"{FIGURES}assessments/findings/{finding.pk}/check/", {"mended": "yes", "why": "打通了", "key": "c"})  # fmt: skip
    finding.refresh_from_db()
    assert finding.state == "mended"


def test_the_queries_of_a_period_do_not_grow_with_it(sign_in, town, django_assert_max_num_queries):
    published(town)
    client = sign_in("guo")
    client.get(f"{FIGURES}{MARCH}/")
    with django_assert_max_num_queries(9):
        client.get(f"{FIGURES}{MARCH}/")


def test_a_period_that_is_none_is_not_there(sign_in):
    assert sign_in("guo").get(f"{FIGURES}2026-13/").status_code == 404


def test_an_open_period_is_reckoned_anew_each_time(sign_in, town):
    by = town.actor("guo")
    for _ in range(2):
        acts.keep_reckoning(REGION, MARCH, periods.reckoned(REGION, MARCH, at=APRIL_20), by=by, at=APRIL_20)
    assert Reckoning.objects.count() == 1
