"""One thing by its query code: a picture of the stages, the joint date, whose move it is; nobody's name."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import town as towns
from tests.town import CHEN_ID, MONDAY, Town
from yichuang.bundles import acts
from yichuang.bundles.models import Part, Thing
from yichuang.bundles.tests import scenes
from yichuang.bundles.tests.scenes import HOUR, RESTAURANT
from yichuang.doors.portal.tests.reading import main
from yichuang.doors.progress import stages
from yichuang.ground import now
from yichuang.law.codes import group_query_code
from yichuang.materials.models import File, Material

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40
FOOD, SIGN = "food-business-license-new", "signboard-management"


@pytest.fixture
def town(db: None, fresh_counts: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(now, "now", lambda: MONDAY + HOUR)
    made = towns.build(keys=())
    made.bundle(RESTAURANT)
    return made


def page(thing: Thing) -> Any:
    answer = Client().get(f"/p/{group_query_code(thing.query_code)}")
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    return answer


def test_the_page_shows_the_stages_who_holds_each_and_the_joint_date(town: Town) -> None:
    thing = scenes.received(town)
    shown = main(page(thing))
    assert "已受理，办理中" in shown and "开办餐饮店一件事" in shown and "前，全部办好。" in shown
    assert "第1步，2项同时办" in shown and "第2步，3项同时办" in shown
    assert "“个体工商户开业登记”办好就开始" in shown or "办好就开始" in shown
    assert "消防救援大队" in shown and "一共5项" in shown


def test_no_name_and_no_number_stands_on_it(town: Town) -> None:
    thing = scenes.received(town)
    shown = page(thing).content.decode()
    assert "陈秀英" not in shown and CHEN_ID[-4:] not in shown and thing.filing_number not in shown


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (scenes.on_line, ("已收到，等受理", "市场监督管理局把各部门的意见合在一起，一次告诉您是否受理")),
        (scenes.told_once, ("要补1份材料", "前一次交齐", "各部门的都在这一张里，只补一次", "现在补")),
        (scenes.ready, ("全部办好了", "结果到窗口了，请您到")),
    ],
)
def test_each_state_says_whose_move_it_is(
    town: Town, make: Callable[[Town], Thing], words: tuple[str, ...]
) -> None:
    shown = main(page(make(town)))
    assert all(word in shown for word in words), shown


def test_a_refused_part_ends_what_waits_for_it_with_the_reason(town: Town) -> None:
    thing = scenes.received(town)
    first = Part.objects.get(thing=thing, key="individual-business-establishment")
    scenes.decided(town, first.case_id, MONDAY + HOUR, outcome="refused")
    shown = main(page(thing))
    assert "没有办成，排在它后面的这一项办不了" in shown and "日子改过：“" in shown


def test_a_part_withdrawn_moves_the_joint_date_with_its_reason(town: Town) -> None:
    thing = scenes.received(town)
    acts.withdraw(thing.pk, by=town.actor("lin"), at=MONDAY + HOUR, items=[FOOD])
    told = Thing.objects.get(pk=thing.pk)
    shown = main(page(told))
    assert ("日子改过" in shown) == (told.due_on != thing.due_on)


def test_a_late_promise_is_said(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    thing = scenes.received(town)
    assert thing.due_on is not None
    late = datetime.combine(thing.due_on + timedelta(days=3), MONDAY.timetz())
    monkeypatch.setattr(now, "now", lambda: late)
    assert "现在过了期" in main(page(thing))


def test_one_query_more_or_less_for_none_of_its_parts(town: Town) -> None:
    few = scenes.received(town, skip=(SIGN, "food-handler-health-cert"))
    many = scenes.received(town)
    counts = []
    for thing in (few, many, few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(thing)
        counts.append(len(asked))
    assert counts[2] == counts[3] <= 14


def test_a_wrong_code_is_refused_like_that_of_a_case_and_asks_twice(town: Town) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert Client().get("/p/AAAA-AAAA").status_code == 404
    assert sum("query_code" in one["sql"] for one in asked) == 2


def test_the_end_of_the_number_opens_the_notice_and_the_results(town: Town) -> None:
    thing = scenes.told_once(town)
    address = f"/apply/correction/{group_query_code(thing.query_code)}/thing/"
    client = Client()
    assert "最后4位" in client.get(address).content.decode()
    assert client.post(address, {"tail": "0000"}).status_code == 422
    assert client.post(address, {"tail": CHEN_ID[-4:]}).status_code == 302
    shown = main(client.get(address))
    assert "补正清单" in shown and "陈秀英" in shown and thing.filing_number in shown


def test_a_corrected_paper_is_handed_in_once_and_lies_with_every_part_that_uses_it(town: Town) -> None:
    thing = scenes.told_once(town)
    client = town.enter(Client())
    address = f"/apply/correction/{group_query_code(thing.query_code)}/"
    assert "要补1份材料" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    picture = SimpleUploadedFile("a.png", PNG, "image/png")
    answer = client.post(address, {"m1000": picture, "idempotency_key": "k1"})
    assert answer.status_code == 302, main(answer)
    told = Thing.objects.get(pk=thing.pk)
    assert told.state != "correcting"
    waiting = Part.objects.get(thing=thing, key=FOOD)
    assert waiting.case_id is None
    scenes.decided(town, Part.objects.get(thing=thing, place=1).case_id, MONDAY + 2 * HOUR)
    waiting.refresh_from_db()
    file = File.objects.get(subject=waiting.case_id)
    material = Material.objects.get(subject=waiting.case_id, place=file.place)
    assert material.name == scenes.missing(thing)[0]["paper"]


def test_the_layers_of_the_picture_follow_what_waits_for_what() -> None:
    assert stages.layers({"a": (), "b": ("a",), "c": (), "d": ("b", "c", "x")}) == [["a", "c"], ["b"], ["d"]]
