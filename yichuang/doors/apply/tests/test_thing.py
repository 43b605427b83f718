"""One thing (一件事) filed on line: one draft, one form, each paper once, one declaration, one number."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import town as towns
from tests.town import Town
from yichuang.bundles.models import Part, Thing
from yichuang.cases.models import Case
from yichuang.doors.apply.tests import applying
from yichuang.drafts.models import Draft, Filled, Signature
from yichuang.materials.models import File

RESTAURANT, FOOD = "open-restaurant", "food-business-license-new"
ANSWERS = {"subject": "individual", "size": "normal", "fire": "general"}


@pytest.fixture
def town(db: None) -> Town:
    made = towns.build(keys=())
    made.bundle(RESTAURANT)
    return made


@pytest.fixture
def chen(town: Town) -> Client:
    client: Client = town.enter(Client())
    return client


def begun(chen: Client, key: str = RESTAURANT, **said: str) -> Draft:
    return applying.begin(chen, key, at="things", **{**ANSWERS, **said})


def whole(chen: Client, key: str = RESTAURANT, **said: str) -> Draft:
    draft = begun(chen, key, **said)
    applying.fill(chen, draft)
    applying.give(chen, draft)
    return draft


def test_many_items_become_one_number(town: Town, chen: Client) -> None:
    draft = whole(chen)
    page = applying.file(chen, draft).content.decode()
    thing = Thing.objects.get()
    assert thing.filing_number in page and "申请已提交" in page
    assert (thing.channel, thing.state, thing.account) == ("portal", "filed", draft.account_id)
    assert {s.what for s in Signature.objects.filter(subject=thing.pk)} == {"form"}
    assert Filled.objects.get(pk=thing.pk).opened()["values"]
    for part in Part.objects.filter(thing=thing):
        assert part.name in page
        if part.case_id:
            assert Filled.objects.get(pk=part.case_id).account == draft.account_id


def test_answers_of_the_list_travel_along(chen: Client) -> None:
    draft = begun(chen, **{f"{FOOD}.place": "x", "other": "y"})
    assert draft.given() == ANSWERS


def test_each_paper_is_handed_in_once_and_lies_with_every_part_that_uses_it(town: Town, chen: Client) -> None:
    own_paper = town.version("individual-business-establishment").record["materials"][3]
    town.rewrite(FOOD, materials=[*town.version(FOOD).record["materials"], {**own_paper, "scenario": None}])
    draft = whole(chen)
    own = applying.seen(draft)
    shared = next(row for row in own.materials if len(row.uses) > 1 and row.files)
    assert "2项共用这一份" in shared.note
    names = [row.name for row in own.materials]
    assert len(names) == len(set(names))
    applying.file(chen, draft)
    using = {version.key for version, _ in shared.uses}
    cases = Part.objects.filter(key__in=using).exclude(case=None).values_list("case", flat=True)
    assert all(File.objects.filter(subject=case, dropped_at=None).exists() for case in cases)


def test_nothing_is_asked_twice(chen: Client) -> None:
    elements = [f.element for group in applying.seen(begun(chen)).groups for f in group.fields]
    assert len(elements) == len(set(elements))


def test_what_a_result_feeds_is_told_and_not_asked_for(chen: Client) -> None:
    draft = begun(chen)
    applying.fill(chen, draft)
    page = chen.get(f"/apply/{draft.pk}/").content.decode()
    assert "不用您交" in page and "自动带入" in page


def test_a_paper_keeps_its_files_when_an_answer_changes(town: Town, chen: Client) -> None:
    draft = begun(chen)
    applying.fill(chen, draft)
    row = applying.seen(draft).waiting[-1]
    applying.post(
        chen, draft, f"materials/{row.place}/", way="upload", file=SimpleUploadedFile("a.pdf", applying.PDF)
    )
    applying.post(chen, draft, "questions/fire/", answer="commit", again="1")
    kept = {one.name: len(one.files) for one in applying.seen(draft).materials if one.files}
    assert kept == {row.name: 1}


def test_what_is_wrong_is_told_and_everything_typed_is_kept(chen: Client) -> None:
    draft = begun(chen)
    group = next(g for g in applying.seen(draft).groups if any(f.type == "phone" for f in g.fields))
    phone = next(f for f in group.fields if f.type == "phone")
    answer = chen.post(f"/apply/{draft.pk}/form/{group.key}/", {"turn": draft.turn, phone.key: "1380000000"})
    assert answer.status_code == 422 and "手机号码要" in answer.content.decode()
    assert applying.seen(draft).values[phone.key] == "1380000000"


def test_submitting_twice_makes_one_thing(chen: Client) -> None:
    draft = whole(chen)
    for key in ("one", "one", "two"):
        answer = chen.post(f"/apply/{draft.pk}/check/", {"idempotency_key": key})
        assert answer.status_code == 302
    assert answer["Location"] == f"/apply/done/{Thing.objects.get().pk}/"


def test_a_member_published_anew_is_told_side_by_side_and_nothing_is_lost(town: Town, chen: Client) -> None:
    draft = whole(chen)
    before = applying.seen(draft).values
    facts = town.version(FOOD)
    extra = {**facts.record["materials"][0], "name": "新增的平面图", "obtainable_by": None, "scenario": None}
    town.publish(FOOD, materials=[*facts.record["materials"], extra])
    page = chen.get(f"/apply/{draft.pk}/", follow=True).content.decode()
    assert "要求变了" in page and "新增的平面图" in page
    assert chen.post(f"/apply/{draft.pk}/check/", {"idempotency_key": "k"})["Location"].endswith("/changes/")
    assert chen.post(f"/apply/{draft.pk}/changes/").status_code == 302
    own = applying.seen(draft)
    assert own.values == before
    assert [row.name for row in own.waiting] == ["新增的平面图"]
    applying.give(chen, draft)
    applying.file(chen, draft)
    assert Thing.objects.exists()


@pytest.mark.parametrize(("way", "together"), [("pickup", True), ("each", False)])
def test_results_are_fetched_at_once_or_one_by_one(chen: Client, way: str, together: bool) -> None:
    draft = whole(chen)
    applying.post(chen, draft, "delivery/", way=way)
    applying.file(chen, draft)
    thing = Thing.objects.get()
    assert (thing.delivery, thing.together) == ("pickup", together)


def test_what_only_a_window_takes_is_named_and_led_there(town: Town, chen: Client) -> None:
    town.rewrite(FOOD, online_depth="网上预约")
    answer = chen.get(f"/apply/things/{RESTAURANT}/", ANSWERS)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert town.version(FOOD).name in page and f"/things/{RESTAURANT}/list/?" in page
    assert (
        chen.post(f"/apply/things/{RESTAURANT}/", {**ANSWERS, "who": "self", "consent": "yes"}).status_code
        == 409
    )
    assert not Draft.objects.exists()


def test_a_draft_that_becomes_one_for_the_window_is_not_filed(town: Town, chen: Client) -> None:
    draft = whole(chen)
    town.rewrite(FOOD, online_depth="网上预约")
    for answer in (chen.get(f"/apply/{draft.pk}/check/"), chen.post(f"/apply/{draft.pk}/check/")):
        assert (answer.status_code, "到窗口" in answer.content.decode()) == (409, True)
    assert not Thing.objects.exists()


@pytest.mark.parametrize(
    "page", ["", "check/", "delivery/", "form/applicant/", "materials/1/", "questions/fire/", "removal/"]
)
def test_another_persons_draft_is_not_there(town: Town, chen: Client, page: str) -> None:
    draft = begun(chen)
    other = town.enter(Client(), town.account("李敏", applying.OTHER_ID, phone="13900000000"))
    assert other.get(f"/apply/{draft.pk}/{page}").status_code == 404
    assert other.post(f"/apply/{draft.pk}/{page}").status_code in (404, 405)


def test_another_persons_confirmation_is_not_there(town: Town, chen: Client) -> None:
    applying.file(chen, whole(chen))
    other = town.enter(Client(), town.account("李敏", applying.OTHER_ID, phone="13900000000"))
    thing = Thing.objects.get()
    for page in ("", "form/"):
        assert other.get(f"/apply/done/{thing.pk}/{page}").status_code == 404
        assert chen.get(f"/apply/done/{thing.pk}/{page}").status_code == 200


def test_it_is_gone_on_with_on_another_device_and_can_be_dropped(town: Town, chen: Client) -> None:
    draft = begun(chen)
    other: Client = town.enter(Client())
    assert town.bundle_facts(RESTAURANT).name in other.get("/my/").content.decode()
    assert other.get(f"/apply/{draft.pk}/").status_code == 200
    assert begun(other).pk == draft.pk
    applying.post(other, draft, "removal/")
    assert Draft.objects.get().state == "dropped"


def test_whoever_does_not_agree_hands_in_everything(town: Town, chen: Client) -> None:
    town.licence("居民身份证")
    agreed = {row.name for row in applying.seen(filled(chen)).waiting}
    Draft.objects.all().delete()
    refused = {row.name for row in applying.seen(filled(chen, consent="no")).waiting}
    assert agreed < refused


def filled(chen: Client, **said: str) -> Draft:
    draft = begun(chen, **said)
    applying.fill(chen, draft)
    return draft


def test_a_firm_applies_through_its_representative(town: Town, chen: Client) -> None:
    tie = town.tie(town.account())
    draft = whole(chen, subject="company", who=str(tie.pk))
    applying.file(chen, draft)
    assert Thing.objects.get().applicant_name == "示例商贸有限公司"
    assert Case.objects.filter(thing=Thing.objects.get().pk).exists()


def test_pages_ask_the_same_queries_whatever_was_kept(
    town: Town, chen: Client, django_assert_max_num_queries: Any
) -> None:
    draft = whole(chen)
    with django_assert_max_num_queries(30):
        chen.get(f"/apply/{draft.pk}/")
    with django_assert_max_num_queries(32):
        chen.get(f"/apply/{draft.pk}/check/")


@pytest.mark.once
@pytest.mark.parametrize("key", sorted(towns.bundle_records()))
def test_every_bundle_is_filed_from_its_pages_or_led_to_the_window(db: None, key: str) -> None:
    town = towns.build(keys=())
    town.bundle(key)
    client: Client = town.enter(Client())
    questions = town.bundle_facts(key).record.get("scenarios") or ()
    said = {one["key"]: one["options"][0]["value"] for one in questions}
    answer = client.get(f"/apply/things/{key}/", said)
    if answer.status_code == 409:
        assert "到窗口" in answer.content.decode()
        return
    draft = applying.begin(client, key, at="things", **said)
    applying.fill(client, draft)
    applying.give(client, draft)
    if applying.seen(draft).matter.stops:
        assert client.get(f"/apply/{draft.pk}/check/").status_code == 409
        return
    page = applying.file(client, draft).content.decode()
    assert Thing.objects.get().filing_number in page
