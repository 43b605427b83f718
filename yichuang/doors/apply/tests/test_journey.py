"""From the guide to the confirmation, as a citizen goes; and what may go wrong on the way."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import ITEMS, MONDAY, Town
from yichuang.cases.models import Case, Party
from yichuang.citizens.acts.addresses import keep_address
from yichuang.doors.apply.tests import applying
from yichuang.drafts.models import Draft, Filled, Signature
from yichuang.ground import vault
from yichuang.journal.models import Errand
from yichuang.materials.models import File, Material

CARD, FIRM, FOOD = "social-card-replace", "company-establishment", "food-business-license-new"


@pytest.mark.parametrize("key", ITEMS)
def test_every_item_of_the_town_can_be_filed_on_line(town: Town, chen: Client, key: str) -> None:
    draft = applying.begin(chen, key)
    applying.fill(chen, draft)
    applying.give(chen, draft)
    page = applying.file(chen, draft).content.decode()
    case = Case.objects.get()
    assert case.filing_number in page and "申请已提交" in page
    assert (case.channel, case.state, case.account) == ("portal", "filed", draft.account_id)
    assert Filled.objects.get().opened()["values"]
    assert [s.what for s in Signature.objects.all()] == ["form"]
    assert set(File.objects.values_list("subject", flat=True)) <= {case.pk}


def test_a_stranger_signs_in_first_and_comes_back(town: Town) -> None:
    answer = Client().get(f"/apply/new/{CARD}/?reason=lost")
    assert answer.status_code == 302
    assert answer["Location"] == f"/my/sign-in/?next=%2Fapply%2Fnew%2F{CARD}%2F%3Freason%3Dlost"


def test_answers_of_the_guide_travel_along(town: Town, chen: Client) -> None:
    assert applying.begin(chen, CARD, reason="lost", other="x").given() == {"reason": "lost"}


def test_a_zero_paper_item_asks_a_returning_citizen_for_little(town: Town, chen: Client) -> None:
    town.licence("居民身份证")
    first = applying.begin(chen, CARD, reason="lost")
    applying.fill(chen, first)
    applying.give(chen, first)
    applying.file(chen, first)
    again = applying.begin(chen, CARD, reason="lost")
    own = applying.seen(again)
    assert own.waiting == []
    assert (
        len([f.key for g in own.groups for f in g.fields if f.required and f.key not in own.prefilled]) <= 6
    )


def test_what_is_wrong_is_told_and_everything_typed_is_kept(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, CARD, reason="lost")
    group = next(g for g in applying.seen(draft).groups if any(f.type == "phone" for f in g.fields))
    phone = next(f for f in group.fields if f.type == "phone")
    answer = chen.post(f"/apply/{draft.pk}/form/{group.key}/", {"turn": draft.turn, phone.key: "1380000000"})
    assert answer.status_code == 422
    assert "手机号码要" in answer.content.decode()
    assert applying.seen(draft).values[phone.key] == "1380000000"


def test_a_second_tab_is_told_and_loses_nothing(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, CARD, reason="lost")
    group = next(g for g in applying.seen(draft).groups if any(f.key == "person_address" for f in g.fields))
    typed = {"turn": draft.turn, "person_phone": "13800000000", "person_address": "示例区幸福路1号"}
    assert chen.post(f"/apply/{draft.pk}/form/{group.key}/", typed).status_code == 302
    late = chen.post(f"/apply/{draft.pk}/form/{group.key}/", typed | {"person_address": "示例区人民路9号"})
    assert late.status_code == 422
    assert "示例区人民路9号" in late.content.decode()
    assert applying.seen(draft).values["person_address"] == "示例区幸福路1号"


def test_submitting_twice_makes_one_case(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, CARD, reason="lost")
    applying.fill(chen, draft)
    applying.give(chen, draft)
    for key in ("one", "one", "two"):
        answer = chen.post(f"/apply/{draft.pk}/check/", {"idempotency_key": key})
        assert answer.status_code == 302
    assert answer["Location"] == f"/apply/done/{Case.objects.get().pk}/"


def test_a_new_version_is_told_side_by_side_and_nothing_is_lost(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, FIRM)
    applying.fill(chen, draft)
    before = applying.seen(draft).values
    facts = town.version(FIRM)
    extra = {**facts.record["materials"][0], "name": "新增的平面图", "obtainable_by": None, "scenario": None}
    town.publish(FIRM, materials=[*facts.record["materials"][1:], extra], committed_days=7)
    page = chen.get(f"/apply/{draft.pk}/", follow=True).content.decode()
    assert "要求变了" in page and "新增的平面图" in page and facts.record["materials"][0]["name"] in page
    assert chen.post(f"/apply/{draft.pk}/changes/").status_code == 302
    own = applying.seen(draft)
    assert own.facts.number == 2
    assert own.values == before


def test_a_firm_applies_through_its_representative(town: Town, chen: Client) -> None:
    tie = town.tie(town.account())
    draft = applying.begin(chen, FOOD, who=str(tie.pk))
    applying.fill(chen, draft)
    applying.give(chen, draft)
    applying.file(chen, draft)
    roles = dict(Party.objects.values_list("role", "name"))
    assert roles == {"applicant": "示例商贸有限公司", "representative": "陈秀英"}


def test_an_agent_stands_in_the_case_with_the_mandate(town: Town, chen: Client) -> None:
    tie = town.tie(town.account(), role="agent")
    draft = applying.begin(chen, FOOD, who=str(tie.pk))
    applying.fill(chen, draft)
    applying.give(chen, draft)
    applying.file(chen, draft)
    assert Party.objects.get(role="agent").mandate == "经办人"


def test_a_material_may_be_brought_to_the_window(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, FOOD)
    applying.fill(chen, draft)
    place = applying.seen(draft).waiting[0].place
    applying.post(chen, draft, f"materials/{place}/", way="window")
    assert place not in {row.place for row in applying.seen(draft).waiting}


def test_an_upload_that_is_no_paper_is_refused_with_what_to_do(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, FOOD)
    applying.fill(chen, draft)
    row = applying.seen(draft).waiting[0]
    upload = SimpleUploadedFile("平面图.dwg", b"AC1027 drawing")
    answer = chen.post(f"/apply/{draft.pk}/materials/{row.place}/", {"way": "upload", "file": upload})
    assert answer.status_code == 422
    assert "现在是DWG" in answer.content.decode()


def test_pages_are_put_in_order_and_taken_out(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, FOOD)
    applying.fill(chen, draft)
    place = applying.seen(draft).waiting[0].place
    two = [SimpleUploadedFile(f"{n}.pdf", applying.PDF + bytes([n])) for n in (1, 2)]
    applying.post(chen, draft, f"materials/{place}/", then="more", file=two)

    def names() -> list[str]:
        return [f.name for row in applying.seen(draft).materials if row.place == place for f in row.files]

    second = File.objects.get(name="2.pdf")
    chen.post(f"/apply/{draft.pk}/materials/{place}/order/", {"file": str(second.pk)})
    assert names() == ["2.pdf", "1.pdf"]
    chen.post(f"/apply/{draft.pk}/materials/{place}/removal/", {"file": str(second.pk)})
    assert names() == ["1.pdf"]


@pytest.mark.parametrize(
    "page", ["", "check/", "delivery/", "form/applicant/", "materials/0/", "changes/", "removal/"]
)
def test_another_persons_draft_is_not_there(town: Town, chen: Client, page: str) -> None:
    draft = applying.begin(chen, FOOD)
    other = town.enter(Client(), town.account("李敏", applying.OTHER_ID, phone="13900000000"))
    assert other.get(f"/apply/{draft.pk}/{page}").status_code == 404
    assert other.post(f"/apply/{draft.pk}/{page}").status_code in (404, 405)


def test_another_persons_confirmation_is_not_there(town: Town, chen: Client) -> None:
    case = town.case(upto="filed")
    other = town.enter(Client(), town.account("李敏", applying.OTHER_ID, phone="13900000000"))
    assert chen.get(f"/apply/done/{case.pk}/").status_code == 200
    assert other.get(f"/apply/done/{case.pk}/").status_code == 404


def test_a_draft_is_deleted_after_a_question(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, FOOD)
    assert chen.get(f"/apply/{draft.pk}/removal/").status_code == 200
    assert chen.post(f"/apply/{draft.pk}/removal/").status_code == 302
    assert Draft.objects.get().state == "dropped"
    assert chen.get(f"/apply/{draft.pk}/").status_code == 404


def test_a_promise_stands_for_a_paper_only_where_the_item_says_so(town: Town, chen: Client) -> None:
    record = town.version(FOOD).record
    town.rewrite(
        FOOD,
        materials=[
            {**m, "commitment": True} if m["name"] == record["materials"][3]["name"] else m
            for m in record["materials"]
        ],
    )
    draft = applying.begin(chen, FOOD)
    applying.fill(chen, draft)
    offered = [row.place for row in applying.seen(draft).waiting if "commit" in row.ways]
    for place in offered:
        applying.post(chen, draft, f"materials/{place}/", way="commit")
    applying.give(chen, draft)
    assert "告知承诺书" in chen.get(f"/apply/{draft.pk}/check/").content.decode()
    applying.file(chen, draft)
    assert {m.place for m in Material.objects.filter(state="committed")} == set(offered)
    assert {s.what for s in Signature.objects.all()} == {"form", "commitment"}


def test_whoever_does_not_agree_hands_in_everything(town: Town, chen: Client) -> None:
    town.licence("居民身份证")
    draft = applying.begin(chen, CARD, reason="lost", consent="no")
    applying.fill(chen, draft)
    assert [row.name for row in applying.seen(draft).waiting] == ["有效身份证件"]
    applying.give(chen, draft)
    applying.file(chen, draft)
    assert Material.objects.get(name="有效身份证件").state == "awaited"


def test_a_file_comes_in_pieces_and_is_kept_once(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, FOOD)
    applying.fill(chen, draft)
    place, content = applying.seen(draft).waiting[0].place, applying.PDF * 3
    url, half = f"/apply/{draft.pk}/materials/{place}/parts/", len(content) // 2
    about = f"?key=k&name=a.pdf&size={len(content)}"
    first = chen.post(f"{url}{about}&at=0", content[:half], content_type="application/octet-stream")
    assert first.json() == {"at": half, "done": False}
    assert chen.get(f"{url}{about}").json() == {"at": half}
    last = chen.post(f"{url}{about}&at={half}", content[half:], content_type="application/octet-stream")
    assert last.json() == {"at": len(content), "done": True}
    assert [f.name for f in File.objects.filter(subject=draft.pk)] == ["a.pdf"]


def test_pieces_of_no_paper_are_refused_whole(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, FOOD)
    applying.fill(chen, draft)
    url = f"/apply/{draft.pk}/materials/{applying.seen(draft).waiting[0].place}/parts/?key=k&name=a.pdf&size=4&at=0"
    answer = chen.post(url, b"MZ\x90\x00", content_type="application/octet-stream")
    assert (answer.status_code, File.objects.count()) == (422, 0)


def test_a_second_level_account_confirms_with_a_code(town: Town) -> None:
    account = town.account(level=2)
    client: Client = town.enter(Client(), account)
    draft = applying.begin(client, CARD, reason="lost")
    applying.fill(client, draft)
    applying.give(client, draft)
    page = f"/apply/{draft.pk}/check/"
    assert client.post(page, {"idempotency_key": "k"}).status_code == 422
    assert client.post(page, {"then": "code"}).status_code == 200
    assert client.post(page, {"code": "000000"}).status_code == 422
    assert not Case.objects.exists()
    args = json.loads(Errand.objects.filter(kind="code").latest("pk").args)
    answer = client.post(page, {"code": vault.unlock(args["code"]), "idempotency_key": "k"})
    assert answer.status_code == 302
    assert Signature.objects.get().how == "code"


def test_an_account_of_the_first_level_fills_in_and_is_told_how_to_rise(town: Town) -> None:
    client: Client = town.enter(Client(), town.account(level=1))
    draft = applying.begin(client, CARD, reason="lost")
    applying.fill(client, draft)
    applying.give(client, draft)
    for answer in (client.get(f"/apply/{draft.pk}/check/"), client.post(f"/apply/{draft.pk}/check/")):
        assert (answer.status_code, "先核对证件" in answer.content.decode()) == (403, True)
    assert not Case.objects.exists()


def test_the_usual_address_stands_as_a_line_in_form_and_delivery(town: Town, chen: Client) -> None:
    parts = {
        "province": "示例省",
        "city": "示例市",
        "county": "示例区",
        "street": "幸福路1号2栋",
        "receiver": "陈秀英",
        "phone": "13800000000",
    }
    keep_address(None, by=town.applies(), at=MONDAY, content=parts)
    draft = applying.begin(chen, CARD, reason="lost")
    assert applying.seen(draft).values["person_address"] == "示例省示例市示例区幸福路1号2栋"
    assert (
        'value="示例省示例市示例区幸福路1号2栋"' in chen.get(f"/apply/{draft.pk}/delivery/").content.decode()
    )
