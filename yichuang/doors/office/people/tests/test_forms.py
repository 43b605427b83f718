"""The forms of people and halls: what is typed arrives in the acts, refusals come back beside the field."""

import re
from datetime import timedelta

import pytest

from yichuang.ground.now import today
from yichuang.halls.models import Hall, Seat, Window, Zone
from yichuang.people.models import Delegation, Holding, Leave, Organisation, Person, Token

BASE = "/office/people/"


def text(answer):
    return answer.content.decode()


def test_an_organisation_is_made_renamed_and_merged(town, inside):
    client, above = inside("xi"), town.departments["market"].parent_id
    told = {"name": "数据局", "kind": "department", "parent": above, "area": "189901"}
    assert client.post(f"{BASE}organisations/new/", told).status_code == 302
    own = Organisation.objects.get(name="数据局")
    client.post(f"{BASE}organisations/{own.pk}/", told | {"name": "大数据局"})
    assert "用过的名称：数据局" in text(client.get(f"{BASE}organisations/{own.pk}/"))
    heir = town.departments["market"].pk
    client.post(f"{BASE}organisations/{own.pk}/ending/", {"ends_on": str(today()), "successor": heir})
    own.refresh_from_db()
    assert (own.name, own.valid_to, own.successor_id) == ("大数据局", today(), heir)
    assert "由市场监督管理局承接" in text(client.get(f"{BASE}organisations/"))


def test_nothing_typed_is_lost_when_something_is_wrong(town, inside):
    told = {"name": "市场监督管理局", "kind": "department", "area": "189901", "phone": "0189-5555555"}
    answer = inside("xi").post(f"{BASE}organisations/new/", told)
    assert answer.status_code == 422
    assert "已经有一个“市场监督管理局”" in text(answer) and 'value="0189-5555555"' in text(answer)


def test_a_first_password_is_shown_once_and_works(town, inside):
    answer = inside("xi").post(
        f"{BASE}persons/new/", {"name": "钱一", "username": "qian", "staff_number": "A01"}
    )
    word = re.search(r'首次密码</dt><dd class="code">([^<]+)', text(answer))[1]
    person = Person.objects.get(username="qian")
    assert person.check_password(word) and person.must_change
    assert "no-store" in answer["Cache-Control"]
    assert word not in text(inside("xi").get(f"{BASE}persons/{person.pk}/"))


def test_a_password_is_reset_with_the_second_factor(town, inside):
    inside("xi")
    client = inside("an")
    answer = client.post(f"{BASE}persons/{town.people['xi'].pk}/password/", {"drop_second": "on"})
    assert "首次密码" in text(answer) and not town.people["xi"].authenticator_set.exists()


def test_persons_are_found_by_name_sign_in_name_or_number(town, inside):
    client = inside("an")
    for words in ("吴", "WU", "wu"):
        page = text(client.get(f"{BASE}persons/", {"q": words}))
        assert "吴强" in page and "郑勇" not in page
    assert "没有这样的人员" in text(client.get(f"{BASE}persons/", {"q": "无此人"}))


def test_an_appointment_makes_the_post_and_the_last_day_is_included(town, inside):
    last = today() + timedelta(days=30)
    told = {
        "person": town.people["hu"].pk, "organisation": town.departments["fire"].pk, "kind": "reviewer", "title": "二审岗",
        "starts_on": str(today()), "ends_on": str(last),
    }  # fmt: skip
    assert inside("an").post(f"{BASE}posts/appointment/", told).status_code == 302
    held = Holding.objects.get(person=town.people["hu"])
    assert (held.post.title, held.ends_on) == ("二审岗", last + timedelta(days=1))


def test_a_second_hat_for_an_administrator_is_refused_on_the_page(town, inside):
    told = {"person": town.people["xi"].pk, "post": town.posts["wu"].pk, "starts_on": str(today())}
    answer = inside("an").post(f"{BASE}posts/appointment/", told)
    assert answer.status_code == 422 and "三员" in text(answer)


def test_a_dismissal_ends_the_holding(town, inside):
    held = Holding.objects.get(person=town.people["wu"])
    client = inside("an")
    assert "马上停" in text(client.get(f"{BASE}holdings/{held.pk}/dismissal/"))
    client.post(f"{BASE}holdings/{held.pk}/dismissal/", {"ends_on": str(today()), "close_post": "on"})
    held.refresh_from_db()
    assert held.ends_on == today() and held.post.closed_on == today()


def test_a_leave_is_registered_and_the_substitute_called_back(town, inside):
    client, last = inside("an"), today() + timedelta(days=4)
    told = {
        "person": town.people["lin"].pk,
        "substitute": town.people["lan"].pk,
        "document": "假条7号",
        "starts_on": str(today()),
        "ends_on": str(last),
    }
    assert client.post(f"{BASE}leaves/new/", told).status_code == 302
    given = Delegation.objects.get()
    assert (given.to, given.ends_on) == (town.people["lan"], last + timedelta(days=1))
    assert "假条7号" in text(client.get(f"{BASE}delegations/"))
    client.post(f"{BASE}delegations/{given.pk}/ending/")
    assert not Leave.objects.exists() and "假条7号" not in text(client.get(f"{BASE}delegations/"))


def test_a_token_is_shown_once_and_revoked(town, inside):
    client = inside("an")
    held = Holding.objects.get(person=town.people["wu"])
    told = {
        "name": "省平台",
        "contact": "钱一",
        "holding": held.pk,
        "ends_on": str(today() + timedelta(days=90)),
    }
    raw = re.search(r"yc_[\w-]{43}", text(client.post(f"{BASE}systems/tokens/new/", told)))[0]
    own = Token.objects.get()
    assert (own.person, own.post, own.ends_on) == (held.person, held.post, today() + timedelta(days=91))
    listed = text(client.get(f"{BASE}systems/"))
    assert raw not in listed and own.hint in listed
    assert "马上连不上" in text(client.get(f"{BASE}systems/tokens/{own.pk}/revocation/"))
    client.post(f"{BASE}systems/tokens/{own.pk}/revocation/")
    assert "已作废" in text(client.get(f"{BASE}systems/"))


def test_a_hall_is_furnished_and_a_clerk_seated(town, inside):
    client = inside("xi")
    told = {
        "name": "城关镇便民中心", "organisation": town.hall.organisation_id, "level": "town", "opens": "08:30", "closes": "17:30",
        "serial_from": "600000", "serial_to": "699999",
    }  # fmt: skip
    client.post(f"{BASE}halls/new/", told)
    hall = Hall.objects.get(name="城关镇便民中心")
    client.post(f"{BASE}halls/{hall.pk}/zones/new/", {"name": "综合受理", "kind": "general"})
    zone = Zone.objects.get(hall=hall)
    client.post(f"{BASE}halls/{hall.pk}/windows/new/", {"zone": zone.pk, "number": "1", "kind": "general"})
    window = Window.objects.get(zone=zone)
    client.post(
        f"{BASE}halls/{hall.pk}/seats/new/",
        {"window": window.pk, "person": town.people["lan"].pk, "starts_on": str(today())},
    )
    assert Seat.objects.get(window=window).person == town.people["lan"]
    assert "兰青" in text(client.get(f"{BASE}halls/{hall.pk}/"))
    client.post(
        f"{BASE}halls/{hall.pk}/windows/{window.pk}/",
        {"zone": zone.pk, "number": "2", "name": "2号窗", "kind": "general"},
    )
    window.refresh_from_db()
    assert (window.number, window.name) == (2, "2号窗")


@pytest.mark.parametrize(
    ("who", "path", "told", "words"),
    [
        ("xi", "persons/new/", {"name": "", "username": "qian"}, "没填姓名"),
        ("xi", "persons/new/", {"name": "钱", "username": "钱"}, "登录名用小写字母开头"),
        ("xi", "persons/new/", {"name": "钱" * 51, "username": "qian"}, "最长50个字"),
        ("an", "posts/appointment/", {"person": "x", "starts_on": "2026-13-01"}, "写成2026-11-27这样"),
        ("an", "posts/appointment/", {"starts_on": "2026-11-27"}, "没选人员"),
        ("an", "leaves/new/", {"starts_on": "2026-11-27", "ends_on": "9999-12-31"}, "没选谁休假"),
        ("an", "systems/tokens/new/", {"ends_on": "2020-01-01", "name": "省平台"}, "结束日期要晚于"),
        ("an", "systems/tokens/new/", {"ends_on": "2027-01-01"}, "选一个接入系统"),
        ("xi", "halls/new/", {"name": "厅", "opens": "25:00", "closes": "17:00"}, "时间写成09:00这样"),
        ("xi", "halls/new/", {"name": "厅", "opens": "09:00", "closes": "17:00", "serial_from": "一"}, "写成整数"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_beside_the_field(inside, who, path, told, words):
    answer = inside(who).post(f"{BASE}{path}", told)
    assert answer.status_code == 422 and words in text(answer)


def test_the_audit_administrator_sees_who_signed_in_and_who_did_not(town, inside):
    from django.core.cache import cache
    from django.test import Client

    from tests.town import PASSWORD

    cache.clear()
    Client().post("/entrance/login/", {"login": "lin", "password": "wrong"})
    Client().post("/entrance/login/", {"login": "wu", "password": PASSWORD})
    page = text(inside("ji").get(f"{BASE}visits/"))
    tried, came = page.split("登上的</h2>")[1], page.split("登上的</h2>")[2]
    assert "lin" in tried and "wu" in came


def test_the_chains_of_people_are_led_to(town, inside):
    inside("xi").post(f"{BASE}persons/new/", {"name": "钱一", "username": "qian"})
    page = text(inside("ji").get(f"{BASE}records/"))
    link = re.search(r'href="(/office/journal/\?q=[^"]+)"', page)[1]
    chain = text(inside("ji").get(link))
    assert "席统" in chain and "相符" in chain and "钱一" not in chain


def test_looking_writes_nothing(town, inside, django_assert_max_num_queries):
    client = inside("an")
    for path in (
        "persons/",
        "posts/",
        "delegations/",
        "systems/",
        f"persons/{town.people['wu'].pk}/",
        "posts/appointment/",
    ):
        with django_assert_max_num_queries(14) as asked:
            assert client.get(f"{BASE}{path}").status_code == 200
        assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


@pytest.mark.parametrize(("who", "path"), [("an", "persons/"), ("ji", "visits/")])
@pytest.mark.parametrize("words", ["\x00", "l\x00in", "%", "'", "一" * 500])
def test_any_words_can_be_searched_for(inside, who, path, words):
    assert inside(who).get(f"{BASE}{path}", {"q": words}).status_code == 200
