"""Figures for everybody: only what is published, small numbers hidden, open data with its schema, the 三办 list."""

import csv
import io
import re

import pytest

from tests.town import Town, build
from tests.walks.figures import MARCH, published, scene
from yichuang.figures import public
from yichuang.figures.models import Period
from yichuang.figures.tests import scenes


@pytest.fixture
def town(db: None) -> Town:
    town = build()
    scenes.lived_in(town)
    return town


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_is_shown_before_it_is_published(client, town):
    assert "还没有公布过统计" in text_of(client, "/figures/")
    assert client.get(f"/figures/{MARCH}/").status_code == 404
    assert client.get(f"/figures/{MARCH}.csv").status_code == 404


def test_a_published_month_hides_small_numbers(client, town):
    published(town)
    text = text_of(client, "/figures/")
    assert "不到10件，不公布" in text and "60.00%" not in text
    of_region = text.partition("各部门和大厅")[0]
    told = dict(re.findall(r'<th scope="row">([^<]+)</th><td[^>]*>([^<]+)</td>', of_region))
    assert (
        told["平均办理时长"] == "不到10件，不公布"
        and told["好评率"] == "没有可算的记录"
        and told["平均等候时长"] == "没有来源"
    )
    assert "林敏" not in text and "lin" not in text_of(client, f"/figures/{MARCH}.csv").split(",")


def test_the_open_data_has_the_columns_of_its_schema(client, town):
    published(town)
    rows = list(csv.DictReader(io.StringIO(text_of(client, f"/figures/{MARCH}.csv"))))
    told = client.get("/figures/schema.json").json()
    assert list(rows[0]) == [field["name"] for field in told["fields"]]
    keys = [tuple(row[name] for name in told["primaryKey"]) for row in rows]
    assert len(keys) == len(set(keys)) and {row["cut"] for row in rows} == {"全区", "部门", "大厅", "事项"}
    hidden = [row for row in rows if row["hidden"] == "true"]
    assert hidden and not any(row["value"] or row["part"] or row["whole"] for row in hidden)


def test_one_hidden_number_takes_the_next_smallest_with_it():
    found = {"甲": [1, 2, 2, "50.00"], "乙": [10, 20, 20, "50.00"], "丙": [30, 40, 40, "75.00"]}
    content = {"period": MARCH, "indicators": {"first_time": {"department": found}}}
    shown = public.shown(content)["first_time"]["department"]
    assert {who for who, told in shown.items() if told is None} == {"甲", "乙"}


def test_the_list_says_of_each_item_what_it_stands_on(client, town):
    text = text_of(client, "/figures/three/")
    assert "即办件：当场办结" in text and "到现场" in text


def test_a_bulletin_is_open_with_its_month(client, town):
    told = scene(town)
    assert "示例通报〔2026〕1号" in text_of(client, "/figures/")
    assert "三月办件都在期限内" in text_of(client, f"/figures/bulletins/{told['bulletin']}/")
    few = text_of(client, f"/figures/bulletins/{told['bulletin']}/")
    assert "不到10件，不公布" in few and "60.00%" not in few and "3/5" not in few
    assert client.get(f"/figures/bulletins/{told['bulletin']}/bulletin.pdf").content[:5] == b"%PDF-"
    Period.objects.update(state="closed")
    assert client.get(f"/figures/bulletins/{told['bulletin']}/").status_code == 404


def test_the_queries_of_the_page_do_not_grow(client, town, django_assert_max_num_queries):
    published(town)
    client.get("/figures/")
    with django_assert_max_num_queries(6):
        client.get("/figures/")
