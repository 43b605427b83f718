"""What people do with their own post."""

from datetime import timedelta

import pytest

from yichuang.ground.now import today
from yichuang.halls.models import Seat, Window
from yichuang.people.models import Delegation, Leave

LENT, LEND, AWAY, WINDOW = "/entrance/lent/", "/entrance/lent/new/", "/entrance/leave/", "/entrance/window/"


def days(count=5):
    return {
        "starts_on": str(today()),
        "ends_on": str(today() + timedelta(days=count - 1)),
        "document": "示例〔2026〕9号",
    }


def test_an_approver_lends_the_own_post_and_takes_it_back(town, inside):
    client = inside("sun")
    page = client.get(LEND).content.decode()
    assert "吴强" in page and "郑勇" not in page and "孙丽（" not in page
    assert client.post(LEND, days() | {"to": town.people["wu"].pk}).status_code == 302
    given = Delegation.objects.get()
    assert (given.post, given.to, given.ends_on) == (
        town.posts["sun"],
        town.people["wu"],
        today() + timedelta(days=5),
    )
    assert "示例〔2026〕9号" in client.get(LENT).content.decode()
    assert "孙丽交来" in inside("wu").get(LENT).content.decode()
    assert inside("gao").post(f"{LENT}{given.pk}/ending/").status_code == 403
    client.post(f"{LENT}{given.pk}/ending/")
    assert not Delegation.objects.on(today()).exists()


@pytest.mark.parametrize("who", ["lin", "wu", "guo"])
def test_other_posts_do_not_lend(inside, who):
    assert inside(who).get(LEND).status_code == 403
    assert "把岗位授权给别人" not in inside(who).get(LENT).content.decode()


def test_a_received_post_is_not_lent_on(town, inside):
    inside("sun").post(LEND, days() | {"to": town.people["wu"].pk})
    client = inside("wu")
    client.post("/entrance/post/", {"post": town.posts["sun"].pk})
    answer = client.get(LEND)
    assert answer.status_code == 403 and "只能委托自己岗位上的权限" in answer.content.decode()


def test_on_leave_the_substitute_has_the_post(town, inside):
    assert inside("lin").post(AWAY, days() | {"substitute": town.people["lan"].pk}).status_code == 302
    assert Leave.objects.get().person == town.people["lin"]
    assert inside("lin").get("/entrance/").status_code == 403
    assert "4号窗" in inside("lan").get("/entrance/").content.decode()
    assert "3号窗（休假代班，替林敏）" in inside("lan").get("/entrance/").content.decode()


def test_a_clerk_changes_the_window(town, inside):
    other = Window.objects.create(zone=town.window.zone, number=4, name="4号窗")
    client = inside("lin")
    assert client.post(WINDOW, {"window": other.pk}).status_code == 302
    assert Seat.objects.get(person=town.people["lin"], ends_on=None).window == other
    assert "现在坐示例区政务服务大厅4号窗" in client.get("/entrance/").content.decode()
    assert inside("wu").get(WINDOW).status_code == 403


@pytest.mark.parametrize(
    ("path", "who", "told", "words"),
    [
        (LEND, "sun", {"to": "999999"}, "从列表里选一个"),
        (LEND, "sun", {"document": ""}, "没填书面依据"),
        (AWAY, "lin", {"ends_on": "2020-01-01"}, "结束日期要晚于"),
        (LEND, "sun", {"starts_on": "明天"}, "写成2026-11-27这样"),
        (AWAY, "lin", {"starts_on": "2020-01-01"}, "不能早于"),
        (WINDOW, "lin", {"window": "x"}, "从列表里选一个"),
    ],
)
def test_what_cannot_be_used_is_told_and_stays(inside, path, who, told, words):
    answer = inside(who).post(path, days() | told)
    assert answer.status_code == 422 and words in answer.content.decode()
