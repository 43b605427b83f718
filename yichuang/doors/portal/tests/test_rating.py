"""Rating: one tap, two for a low one; never chosen beforehand; once per contact; nobody's name in the trace."""

import json
import re
from datetime import date

import pytest
from django.test import Client

from tests.town import Town
from yichuang.bundles.models import Thing
from yichuang.bundles.tests import scenes
from yichuang.cases.models import Case
from yichuang.doors.portal.tests.reading import main, text
from yichuang.journal.models import Entry
from yichuang.law.identity import synthetic_resident_id
from yichuang.ratings.models import Rater, Rating
from yichuang.ratings.tests import scenes as ill

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile"}


@pytest.fixture
def case(town: Town) -> Case:
    return town.case(upto="delivered")


def address(case: Case | Thing) -> str:
    return f"/p/{case.query_code[:4]}-{case.query_code[4:]}/rating"


def test_the_five_answers_are_equal_and_none_is_chosen(someone: Client, case: Case) -> None:
    page = someone.get(address(case)).content.decode()
    answers = re.findall(r'<button class="rate" name="level" value="(\d)">', page)
    assert answers == ["5", "4", "3", "2", "1"] and "checked" not in page and "autofocus" not in page
    assert "窗口人员看不到是谁评的" in page and "不评价，直接离开" in page


def test_a_good_answer_takes_one_tap(someone: Client, case: Case) -> None:
    thanks = someone.post(address(case), {"level": "5"}, follow=True)
    rating = Rating.objects.get()
    assert (rating.grade, rating.bad, rating.contact, rating.channel) == (5, False, "case", "1")
    assert "谢谢您的评价" in main(thanks)
    entry = Entry.objects.get(act="ratings.rate")
    assert (
        entry.by_person is None
        and entry.by_name == "申请人"
        and not Entry.objects.filter(subject=case.pk, act="ratings.rate")
    )


def test_a_low_answer_asks_why_before_it_counts(someone: Client, case: Case) -> None:
    why = someone.post(address(case), {"level": "2"})
    assert "哪里不好？" in text(why) and "您选的是“不满意”" in text(why) and not Rating.objects.exists()
    given = {"level": "2", "said": "1", "reasons": ["等得久", "没有一次说清"], "words": "等了两个小时"}
    thanks = someone.post(address(case), given, follow=True)
    rating = Rating.objects.get()
    assert (rating.grade, rating.bad, json.loads(rating.reasons), rating.words) == (
        2,
        True,
        ["等得久", "没有一次说清"],
        "等了两个小时",
    )
    assert "2026年3月24日（周二）前整改" in main(thanks)


def test_why_may_stay_open(someone: Client, case: Case) -> None:
    someone.post(address(case), {"level": "1", "said": "1"})
    assert Rating.objects.get().reasons == "[]"


def test_a_second_answer_is_told_that_there_was_one(someone: Client, case: Case) -> None:
    someone.post(address(case), {"level": "4"})
    for answer in (someone.get(address(case)), someone.post(address(case), {"level": "1", "said": "1"})):
        assert "已经评过了" in main(answer)
    assert Rating.objects.get().grade == 4
    assert "您已经评过这次服务" in main(someone.get(f"/p/{case.query_code}"))


def test_intake_and_result_are_two_contacts(someone: Client, town: Town) -> None:
    case = town.case(upto="accepted")
    someone.post(address(case), {"level": "5"})
    assert Rating.objects.get().contact == "intake"
    Case.objects.filter(pk=case.pk).update(state="delivered", outcome="granted", decided_on="2026-03-02")
    assert "这次服务您满意吗？" in main(someone.get(address(case)))


def test_a_case_nobody_has_touched_cannot_be_rated(someone: Client, town: Town) -> None:
    case = town.case(upto="filed")
    assert "现在还不能评" in main(someone.get(address(case))) and "打分" not in main(
        someone.get(f"/p/{case.query_code}")
    )
    assert "现在还不能评" in main(someone.post(address(case), {"level": "5"})) and not Rating.objects.exists()


@pytest.mark.parametrize("level", ["", "0", "6", "５", "-1", "5.0", "非常满意"])
def test_an_answer_outside_the_five_is_told(someone: Client, case: Case, level: str) -> None:
    page = someone.post(address(case), {"level": level})
    assert page.status_code == 422 and "请在五档里选一档" in text(page) and not Rating.objects.exists()


def test_a_reason_that_is_not_offered_is_refused(someone: Client, case: Case) -> None:
    answer = someone.post(address(case), {"level": "1", "said": "1", "reasons": ["编的"]})
    assert answer.status_code == 422 and not Rating.objects.exists()


@pytest.mark.parametrize(
    ("query", "headers", "channel"),
    [
        ("", {}, "1"),
        ("", PHONE, "2"),
        ("?channel=3", PHONE, "3"),
        ("?channel=4", {}, "4"),
        ("?channel=7", {}, "1"),
        ("?channel=x", PHONE, "2"),
    ],
)
def test_the_channel_is_that_of_the_device(
    someone: Client, case: Case, query: str, headers: dict[str, str], channel: str
) -> None:
    hidden = re.search(
        r'name="channel" value="(\d)"', someone.get(address(case) + query, headers=headers).content.decode()
    )
    someone.post(address(case), {"level": "5", **({"channel": hidden[1]} if hidden else {})}, headers=headers)
    assert Rating.objects.get().channel == channel


def test_the_device_of_the_window_shows_nothing_but_the_question(someone: Client, case: Case) -> None:
    page = someone.get(address(case) + "?channel=4")
    assert (
        "长者版" not in text(page)
        and "登录" not in text(page)
        and '/leave/?device=1"' in page.content.decode()
    )
    after = someone.post(address(case), {"level": "5", "channel": "4"}, follow=True)
    assert "看办到哪一步了" not in text(after)


def test_leaving_counts_as_nothing(someone: Client, case: Case) -> None:
    assert (
        "不会算成好评" in main(someone.get(f"/leave/?code={case.query_code}")) and not Rating.objects.exists()
    )


def test_a_rating_needs_the_form_and_a_code_that_is_there(case: Case) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(case), {"level": "5"}).status_code == 403
    assert strict.get("/p/AAAA-AAAA/rating").status_code == 404 and not Rating.objects.exists()


def test_a_whole_thing_is_rated_once_it_is_done(someone: Client, town: Town) -> None:
    thing = scenes.ready(town)
    assert "给这整件事打分" in main(someone.get(f"/p/{thing.query_code}"))
    page = main(someone.get(address(thing)))
    assert "这整件事您满意吗？" in page and "开办餐饮店" in page and "从申请到办完" in page
    thanks = someone.post(address(thing), {"level": "5"}, follow=True)
    rating = Rating.objects.get()
    assert (rating.thing_id, rating.contact, rating.channel) == (thing.pk, "thing", "1")
    assert "谢谢您的评价" in main(thanks) and "这整件事已经评过了" in main(someone.get(address(thing)))
    assert "您已经评过这整件事" in main(someone.get(f"/p/{thing.query_code}"))


def test_a_low_verdict_on_a_thing_says_by_when_it_is_mended(someone: Client, town: Town) -> None:
    thing = scenes.ready(town)
    assert "哪里不好？" in text(someone.post(address(thing), {"level": "1"}))
    thanks = someone.post(address(thing), {"level": "1", "said": "1", "reasons": ["等得久"]}, follow=True)
    assert "前整改" in main(thanks) and Rating.objects.get().bad


def test_a_thing_under_way_is_rated_as_a_contact(someone: Client, town: Town) -> None:
    thing = scenes.received(scenes.brought(town))
    page = main(someone.get(address(thing)))
    assert "这次服务您满意吗？" in page and "3号窗" in page
    someone.post(address(thing), {"level": "4"})
    assert Rating.objects.get().contact == "intake"
    Thing.objects.filter(pk=thing.pk).update(state="done", outcome="all")
    assert "这整件事您满意吗？" in main(someone.get(address(thing)))


def test_a_thing_nobody_has_looked_at_cannot_be_rated(someone: Client, town: Town) -> None:
    thing = scenes.on_line(town)
    assert "现在还不能评" in main(someone.get(address(thing)))
    assert "打分" not in main(someone.get(f"/p/{thing.query_code}"))


def test_her_own_page_of_the_thing_leads_to_the_verdict(client: Client, town: Town) -> None:
    thing = scenes.ready(town)
    page = town.enter(client).get(f"/apply/correction/{thing.query_code}/thing/")
    assert "给这整件事打分" in main(page)


def test_a_low_answer_may_leave_a_number_that_only_the_caller_sees(someone: Client, case: Case) -> None:
    why = someone.post(address(case), {"level": "1"})
    assert "只有回访的人看得到" in text(why)
    given = {"level": "1", "said": "1", "phone": "138 0000 0000"}
    thanks = someone.post(address(case), given, follow=True)
    assert "也会回访您" in main(thanks)
    assert Rater.objects.get().clear_phone() == "13800000000" and Rating.objects.get().known_by == "phone"


def test_a_number_that_cannot_be_dialled_is_asked_for_again(someone: Client, case: Case) -> None:
    wrong = someone.post(address(case), {"level": "1", "said": "1", "phone": "123", "words": "等了两个小时"})
    assert (
        wrong.status_code == 422 and "7到12位数字" in text(wrong) and "等了两个小时" in wrong.content.decode()
    )


def test_her_own_account_is_who_is_called_back(client: Client, town: Town, case: Case) -> None:
    town.tie(town.account())
    town.enter(client)
    town.account()
    assert "只有回访的人看得到" in text(client.post(address(case), {"level": "2"}))
    client.post(address(case), {"level": "2", "said": "1"})
    assert Rating.objects.get().known_by == "account"


def test_somebody_else_who_is_signed_in_is_refused_and_on_record(
    client: Client, town: Town, case: Case
) -> None:
    other = town.account("周平", synthetic_resident_id("189901", date(1980, 1, 2), 33), phone="13800000001")
    answer = town.enter(client, other).post(address(case), {"level": "5"})
    assert answer.status_code == 403 and not Rating.objects.exists()
    assert json.loads(Entry.objects.get(act="ratings.note_try").payload)["what"] == "others"


def test_a_member_of_staff_is_refused_and_on_record(client: Client, town: Town, case: Case) -> None:
    client.force_login(town.people["lin"])
    answer = client.post(address(case), {"level": "5"})
    assert answer.status_code == 403 and not Rating.objects.exists()
    told = json.loads(Entry.objects.get(act="ratings.note_try").payload)
    assert (told["what"], told["person"], told["case"]) == ("staff", town.people["lin"].pk, str(case.pk))


def test_a_second_verdict_is_on_record(someone: Client, case: Case) -> None:
    for level in ("4", "1"):
        someone.post(address(case), {"level": level, "said": "1"})
    assert json.loads(Entry.objects.get(act="ratings.note_try").payload)["what"] == "twice"


def test_the_rater_reads_what_became_of_it_at_their_own_code(someone: Client, town: Town) -> None:
    row = ill.taken(town, "published")
    page = main(someone.get(address(row.case)))
    assert "您的差评怎么办了" in page and "已核实：那天只开了一个窗口" in page
    assert "3月2日" in page and "改好，改了：中午加开一个窗口" in page and "答复：已经加开一个窗口" in page


def test_a_machine_of_the_hall_is_its_own_channel(someone: Client, case: Case) -> None:
    someone.cookies["yc_kiosk"] = "1"
    someone.post(address(case), {"level": "5"})
    assert Rating.objects.get().channel == "5"
