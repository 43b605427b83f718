"""One thing (一件事) at the window: found like an item, asked once, one checklist, one receipt; what does not fit is refused."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.town import CHEN_ID, MONDAY, Town, build
from yichuang.agency import acts as agency
from yichuang.agency.tests.test_agency import CHEN, scan
from yichuang.bundles.models import Letter, Notice, Thing
from yichuang.bundles.tests.scenes import decided, whole
from yichuang.cases.models import Case, Intake, Party
from yichuang.catalogue.models import BundleVersion, Item
from yichuang.doors.counter.tests.conftest import Hands
from yichuang.journal import stamps
from yichuang.law.identity import synthetic_resident_id
from yichuang.materials.models import File, Material

KEY, FOOD = "open-restaurant", "food-business-license-new"
ONE_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000100ffff03000006000557bfabd40000000049454e44ae426082"
)


@pytest.fixture
def town(db: None) -> Town:
    made = build(("equity-pledge-registration",))
    made.bundle(KEY)
    return made


@pytest.fixture
def table(hands: Hands, town: Town) -> Hands:
    """Chen's card read, the restaurant picked."""
    hands.send("person", number=CHEN_ID, name="陈秀英")
    return hands.send("item", item=f"thing:{town.bundle_facts(KEY).bundle}")


def asked_out(hands: Hands, *, everything: bool = False) -> Hands:
    """Every question answered with what is offered first; optional items come along with `everything` only."""
    for _ in range(40):
        if 'id="ask"' not in hands.page:
            return hands
        ask = hands.page.split('id="ask"')[1]
        first = re.search(r'<button class="reason" name="answer" value="([^"]*)"', ask)
        more = re.findall(r'type="checkbox" name="answer" value="([^"]*)"', ask) if everything else []
        hands.send("answer", answer=[first[1]] if first else more)
        assert hands.status == 200, hands.page
    raise AssertionError("the questions never end")


def test_a_thing_is_found_by_name_initials_pinyin_and_key_with_its_mark(hands: Hands, town: Town) -> None:
    for typed in ("开办餐饮店", "kbcyd", "canyindian", ".open-restaurant"):
        page = hands.client.get("/counter/items/", {"q": typed}).content.decode()
        first = page.split("<li")[1]
        assert "开办餐饮店一件事" in first and '<span class="tag">一件事</span>' in first, typed
        assert "8个事项" in first and f"thing:{town.bundle_facts(KEY).bundle}" in first


def test_an_item_typed_by_its_name_stays_before_the_things(hands: Hands, town: Town) -> None:
    name = town.items["food-business-license-new"].name
    page = hands.client.get("/counter/items/", {"q": name}).content.decode()
    assert name in page.split("<li")[1] and "一件事</span>" not in page.split("<li")[1]


def test_without_scripts_what_was_typed_finds_it_too(hands: Hands, town: Town) -> None:
    hands.send("person", number=CHEN_ID, name="陈秀英")
    assert "问1/" in hands.send("item", q="开办餐饮店一件事").page


def test_the_card_comes_first(hands: Hands, town: Town) -> None:
    hands.send("item", item=f"thing:{town.bundle_facts(KEY).bundle}")
    assert hands.status == 409 and "先读证" in hands.page


def test_one_checklist_names_who_uses_each_paper_and_what_comes_by_itself(table: Hands) -> None:
    asked_out(table, everything=True)
    rows = re.findall(r'<th scope="row">([^<]*)<span class="sub">([^<]*)', table.page)
    names = [name for name, _ in rows]
    assert len(names) == len(set(names)) and any("项共用：" in used for _, used in rows)
    assert "自动带入" in table.page and "共同办结日" in table.page


def test_everything_in_order_is_received_at_once_with_one_receipt(table: Hands) -> None:
    asked_out(table).judge("all")
    assert "都核完了" in table.page
    table.send("exits", then="accept")
    thing = Thing.objects.get()
    assert (thing.state, thing.channel, thing.received_by is not None) == ("going", "counter", True)
    assert (
        thing.filing_number in table.page
        and "全部办好" in table.page
        and "letters/print/?letter=" in table.page
    )
    code = f"{thing.query_code[:4]}-{thing.query_code[4:]}"
    assert code in table.page or f"{thing.query_code[:4]} {thing.query_code[4:]}" in table.page
    assert {"receipt", "acceptance"} == set(Letter.objects.values_list("kind", flat=True))
    assert Case.objects.filter(thing=thing.pk, state="accepted").exists()
    intake = Intake.objects.get()
    assert (intake.state, intake.thing, intake.opened()) == ("done", thing.pk, {})


def test_after_a_reload_the_receipt_can_be_printed_again(table: Hands) -> None:
    asked_out(table).judge("all").send("exits", then="accept")
    assert Thing.objects.get().filing_number in table.look().page and "重打" in table.page


def test_the_same_form_twice_receives_once(table: Hands) -> None:
    asked_out(table).judge("all")
    sent = dict(table.said)
    for _ in range(2):
        table.said = dict(sent)
        assert table.send("exits", then="accept").status == 200
    assert Thing.objects.count() == 1 and Thing.objects.get().filing_number in table.page


def test_what_is_faulty_is_told_once_for_all_items(table: Hands) -> None:
    asked_out(table).judge("fix")
    table.judge("fix", reason="1")
    assert table.send("exits", then="ask_once").status == 409 and "全部核完才能一次告知" in table.page
    table.judge("all")
    assert table.send("exits", then="accept").status == 409 and "先按F8" in table.page
    table.send("exits", then="ask_once")
    thing, notice = Thing.objects.get(), Notice.objects.get()
    assert thing.state == "correcting" and len(notice.told()) == 1
    assert "已一次告知" in table.page and "补正材料通知书" in table.page


def test_only_a_receipt_leaves_the_papers_to_the_departments(table: Hands) -> None:
    asked_out(table).send("exits", then="receipt")
    thing = Thing.objects.get()
    assert thing.state == "filed" and thing.say_by and "已收件" in table.page
    assert not Case.objects.filter(state="accepted").exists()


def test_open_questions_and_open_papers_are_refused(table: Hands) -> None:
    assert table.send("exits", then="accept").status == 409 and "问情形" in table.page
    asked_out(table).send("exits", then="accept")
    assert table.status == 409 and "没核" in table.page and not Thing.objects.exists()


@pytest.mark.parametrize("answer", [["burn"], [], ["individual", "company"]])
def test_an_answer_that_is_not_offered_is_refused(table: Hands, answer: list[str]) -> None:
    table.send("answer", answer=answer)
    assert table.status == 422 and "问1/" in table.page


def test_a_step_back_takes_one_question_back_and_keeps_what_was_judged(table: Hands) -> None:
    asked_out(table).judge("all")
    table.send("back")
    assert 'id="ask"' in table.page
    asked_out(table)
    assert "都核完了" in table.page
    for _ in range(20):
        table.send("back")
        if 'id="q"' in table.page:
            return
    raise AssertionError("Esc never comes back to the search")


@pytest.mark.parametrize(
    ("noun", "fields", "said"),
    [
        ("exits", {"then": "refuse"}, "不整件不受理"),
        ("exits", {"then": "not_accept", "why": "不归我们", "whose": "别处"}, "不整件不受理"),
        ("exits", {"then": "decide_at_once"}, "不整件不受理"),
        ("verdicts", {"verdict": "correct"}, "按收齐"),
        ("wishes", {"commitment": "1"}, "不整件用承诺"),
        ("kept-review", {}, "不留预审结果"),
    ],
)
def test_what_is_not_done_with_a_thing_is_refused_in_a_sentence(
    table: Hands, noun: str, fields: dict[str, str], said: str
) -> None:
    asked_out(table).send(noun, **fields)
    assert table.status == 409 and said in table.page and 'id="mt"' in table.page


def test_another_hall_cannot_be_chosen_and_the_way_of_fetching_can(table: Hands, town: Town) -> None:
    other = town.annex()
    asked_out(table).send("wishes", fetch=str(other.pk))
    assert table.status == 409 and "在收件的大厅领" in table.page
    table.send("wishes", singly="1", delivery="post", phone="13800000000", address="示例区幸福路1号")
    table.judge("all").send("exits", then="accept")
    thing = Thing.objects.get()
    assert (thing.together, thing.delivery) == (False, "post") and "办好一项领一项" in table.page


def test_it_waits_and_is_taken_up_where_it_was_left(table: Hands) -> None:
    asked_out(table).judge("ok")
    row = re.search(r'id="(mt-\d+)"[^>]*aria-current', table.page)
    table.send("suspension")
    assert "开办餐饮店一件事" in table.page and 'id="number"' in table.page
    table.send(f"resumption/{Intake.objects.get().pk}")
    assert row and re.search(rf'id="{row[1]}"[^>]*aria-current', table.page) and "收齐" in table.page
    table.judge("all").send("exits", then="accept")
    assert 'id="number"' in table.send("next").page and Thing.objects.count() == 1


def test_a_photograph_lies_with_every_case_that_uses_the_paper(table: Hands) -> None:
    asked_out(table)
    rows = re.findall(r'id="mt-(\d+)"(.*?)</tr>', table.page, re.S)
    row = next(number for number, told in rows if "待核" in told and "个体工商户设立登记" in told)
    upload = SimpleUploadedFile("拍照.png", ONE_PIXEL, "image/png")
    table.client.post(f"/counter/photos/{row}/", {**table.said, "file": upload}, headers=table.headers)
    table.look().judge("all")
    table.send("exits", then="accept")
    lying = sorted(map(str, File.objects.values_list("subject", flat=True)))
    assert lying == sorted([str(Thing.objects.get().pk), str(Case.objects.get().pk)])


def test_a_thing_that_is_not_offered_any_more_leaves_the_person_on_the_table(
    table: Hands, town: Town
) -> None:
    asked_out(table)
    Item.objects.filter(key="food-business-license-new").update(retired_on="2026-01-01")
    stamps.bump()
    stamps.forget()
    assert table.look().status == 200 and "现在没有发布的版本" in table.page and "陈秀英" in table.page
    item = town.items["equity-pledge-registration"]
    assert table.send("item", item=str(item.pk)).status == 200 and item.name in table.page


def test_a_new_version_of_the_thing_must_be_looked_at_again(table: Hands, town: Town) -> None:
    asked_out(table).judge("all")
    old = BundleVersion.objects.get(pk=town.bundle_facts(KEY).id)
    made = BundleVersion.objects.get(pk=old.pk)
    made.pk, made.number = None, old.number + 1
    made.save()
    old.bundle.current = made
    old.bundle.save()
    stamps.bump()
    stamps.forget()
    table.send("exits", then="accept")
    assert table.status == 409 and "换了新版" in table.page and not Thing.objects.exists()


@pytest.mark.parametrize("picked", ["thing:", "thing:x", "thing:01a20811-5fcc-7b03-a0fd-4c9ff1ad6a2f"])
def test_a_forged_thing_is_refused(hands: Hands, town: Town, picked: str) -> None:
    hands.send("person", number=CHEN_ID, name="陈秀英")
    assert hands.send("item", item=picked).status == 404 and "陈秀英" in hands.page


def test_a_guide_prepares_but_does_not_receive(enter: Callable[[str], Client], town: Town) -> None:
    guide = Hands(enter("dao"))
    guide.send("person", number=CHEN_ID, name="陈秀英")
    guide.send("item", item=f"thing:{town.bundle_facts(KEY).bundle}")
    asked_out(guide).judge("all")
    assert 'id="exits"' not in guide.page
    assert guide.send("exits", then="accept").status in (403, 409) and not Thing.objects.exists()


def test_the_list_for_the_answers_is_printed_from_the_public_page(table: Hands) -> None:
    asked_out(table)
    answer = table.client.get("/counter/guide/")
    assert answer.status_code == 302 and answer["Location"].startswith(f"/things/{KEY}/list/?")
    assert table.client.get(answer["Location"]).status_code == 200


def test_every_step_asks_little_however_many_papers_there_are(table: Hands) -> None:
    asked: list[int] = []

    def send(noun: str, **fields: str) -> None:
        with CaptureQueriesContext(connection) as queries:
            assert table.send(noun, **fields).status == 200
        asked.append(len(queries))

    asked_out(table)
    send("verdicts", verdict="fix")
    send("verdicts", verdict="fix", reason="1")
    send("verdicts", verdict="ok")
    send("verdicts", verdict="all")
    assert max(asked) <= 17 and len(set(asked[1:])) <= 2, asked


def received(hands: Hands) -> Thing:
    asked_out(hands).judge("all").send("exits", then="accept")
    return Thing.objects.get()


def test_the_code_of_a_thing_opens_its_page_from_either_box(table: Hands) -> None:
    thing = received(table)
    address = f"/counter/things/{thing.pk}/"
    for text in (thing.query_code, thing.filing_number, f"http://example.test/p/{thing.query_code}"):
        answer = table.client.post("/counter/person/", {"number": text}, headers=table.headers)
        assert answer["HX-Redirect"] == address
        page = table.client.get("/counter/items/", {"q": text}).content.decode()
        assert f'data-href="{address}"' in page and "陈秀英" in page
    case = Case.objects.filter(thing=thing.pk).first()
    assert case and table.client.get(f"/counter/?case={case.pk}")["Location"] == address
    assert table.client.post("/counter/person/", {"number": case.query_code})["Location"] == address


def test_who_comes_again_sees_the_thing_once_and_none_of_its_cases(table: Hands) -> None:
    thing = received(table)
    table.send("next").send("person", number=CHEN_ID)
    assert f'href="/counter/things/{thing.pk}/"' in table.page and table.page.count("data-yc-job") == 1
    case = Case.objects.get(thing=thing.pk)
    table.send("item", item=f"case:{case.pk}")
    assert table.status == 409 and "一件事里的一项" in table.page


def place_of(page: str, name: str) -> str:
    """The place of the row whose paper begins with this name."""
    rows = re.findall(r'id="mt-(\d+)".*?<th scope="row">([^<]*)', page, re.S)
    return next(place for place, one in rows if one.startswith(name))


def test_a_paper_comes_later_or_is_promised_for_the_item_that_asks_for_it_when_its_turn_comes(
    table: Hands, town: Town
) -> None:
    materials = [dict(one) for one in town.version(FOOD).record["materials"]]
    for one in materials:
        if one["name"].startswith("主要设备设施"):
            one["required"] = "容缺后补"
        if one["name"].startswith("保证食品安全"):
            one["commitment"] = True
    town.rewrite(FOOD, materials=materials)
    asked_out(table)
    later, promised = place_of(table.page, "主要设备设施"), place_of(table.page, "保证食品安全")
    assert table.judge("gap", material=promised).status == 409 and "不能容缺" in table.page
    assert table.judge("gap", material=later).status == 200 and "容缺，" in table.page
    assert table.judge("commit", material=promised).status == 200 and "承诺代替" in table.page
    thing = received(table)
    decided(town, Case.objects.get(thing=thing.pk).pk, thing.filed_at)
    food = Case.objects.get(thing=thing.pk, item__key=FOOD)
    states = Material.objects.filter(subject=food.pk).values_list("state", flat=True)
    assert food.state == "accepted" and {"gap", "committed"} <= set(states)


def test_an_agent_comes_with_the_applicant_for_all_items(table: Hands) -> None:
    number = synthetic_resident_id("189901", date(1990, 1, 1), 1)
    asked_out(table).send("person", role="agent", number=number, name="李代理", mandate="授权委托书原件")
    received(table)
    assert Party.objects.filter(role="agent", name="李代理", case__thing=Thing.objects.get().pk).exists()


@pytest.mark.parametrize(("scope", "covered"), [((), True), (("equity-pledge-registration",), False)])
def test_a_mandate_of_the_help_desk_must_cover_every_item(
    hands: Hands, town: Town, scope: tuple[str, ...], covered: bool
) -> None:
    made = agency.take_mandate(by=town.actor("lin"), at=MONDAY, holder=CHEN, scan=scan(), scope=list(scope))
    hands.send("person", number=CHEN_ID, name="陈秀英")
    hands.send("item", item=f"thing:{town.bundle_facts(KEY).bundle}")
    asked_out(hands).send("wishes", mandate=made["id"])
    assert hands.status == (200 if covered else 409)
    if covered:
        thing = received(hands)
        assert thing.helped_by == town.people["lin"].pk
        assert Party.objects.filter(role="agent", case__thing=thing.pk).exists()
    else:
        assert "没有委托这个事项" in hands.page


def listed(town: Town, **more: str) -> str:
    """The address behind the code of a list on which everything was answered, but for what `more` says."""
    filing = whole(town, KEY)
    return f"https://a.test/things/{KEY}/list/?" + urlencode({**filing.answers, "~also": "-", **more})


def test_a_list_of_a_thing_scanned_before_the_card_waits_for_it_and_nothing_is_asked(
    hands: Hands, town: Town
) -> None:
    hands.send("person", number=listed(town), source="scan")
    assert "扫到清单：开办餐饮店一件事" in hands.page
    hands.send("person", number=CHEN_ID, name="陈秀英")
    assert 'id="mt"' in hands.page and "情形来自申请人带来的清单" in hands.page


def test_of_a_list_of_a_thing_only_what_was_not_sure_is_asked(hands: Hands, town: Town) -> None:
    hands.send("person", number=CHEN_ID, name="陈秀英")
    hands.send("item", item="", q=listed(town, fire="~"))
    assert 'id="ask"' in hands.page and "申请人在清单上选了“我不确定”" in hands.page


def test_a_list_of_a_thing_that_is_gone_says_so(hands: Hands) -> None:
    assert hands.send("person", number="https://a.test/things/no-such/list/?a=b").status == 404
    assert "这份清单的一件事不在本地区办" in hands.page


def test_an_endless_code_does_no_harm(hands: Hands) -> None:
    assert hands.send("person", number=f"/things/{KEY}/list/?" + "a=b&" * 5000).status == 200
