"""What a citizen does with an own case: told first what follows, done once, and not by somebody else."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import CHEN_ID, MONDAY, Town, build
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Paper, Party
from yichuang.cases.tests.test_every_act import with_gap
from yichuang.citizens.models import Address
from yichuang.clock import acts as clock
from yichuang.doors.me import mine
from yichuang.ground import now, vault
from yichuang.journal import errands
from yichuang.law.identity import synthetic_resident_id
from yichuang.materials.models import File

FOOD = "food-business-license-new"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OTHER = synthetic_resident_id("189901", date(1985, 6, 7), 33)
HOME = {"receiver": "陈秀英", "phone": "13800000000", "address": "示例省示例市示例区幸福路1号"}


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


@pytest.fixture(autouse=True)
def _clock(monkeypatch: Any) -> None:
    monkeypatch.setattr(now, "clock", lambda: MONDAY)


@pytest.fixture
def chen(town: Town) -> Client:
    client: Client = town.enter(Client())
    return client


def post(client: Client, case: Any, page: str, **said: Any) -> Any:
    return client.post(f"/my/cases/{case}/{page}/", said)


def test_withdrawal_says_what_follows_and_is_done_once(town: Town, chen: Client) -> None:
    case = town.case(FOOD).pk
    assert "不能恢复" in chen.get(f"/my/cases/{case}/withdrawal/").content.decode()
    said = {"why": "不办了", "idempotency_key": "w1"}
    assert post(chen, case, "withdrawal", **said)["Location"] == f"/my/cases/{case}/done/withdrawal/"
    assert Case.objects.get(pk=case).outcome == "withdrawn"
    assert post(chen, case, "withdrawal").status_code == 409
    assert "撤回凭证" in chen.get(f"/my/cases/{case}/done/withdrawal/").content.decode()


def test_a_supplement_takes_words_and_files(town: Town, chen: Client) -> None:
    case = town.case(FOOD).pk
    assert post(chen, case, "supplement", what="").status_code == 422
    upload = SimpleUploadedFile("平面图.pdf", PDF, "application/pdf")
    assert post(chen, case, "supplement", what="换了平面图", files=upload).status_code == 302
    assert (
        File.objects.filter(subject=case).count() == 1
        and Paper.objects.filter(case=case, kind="filing_receipt").exists()
    )
    assert (
        post(chen, case, "supplement", what="又换", files=SimpleUploadedFile("a.exe", b"MZ")).status_code
        == 422
    )


def test_a_gap_is_closed_before_its_day(town: Town, chen: Client) -> None:
    case = with_gap(town)
    assert "终止" in chen.get(f"/my/cases/{case}/gap/").content.decode()
    assert post(chen, case, "gap").status_code == 422
    assert post(chen, case, "gap", m4=SimpleUploadedFile("证.pdf", PDF, "application/pdf")).status_code == 302
    assert not Case.objects.get(pk=case).gap
    assert post(chen, case, "gap").status_code == 409


def test_a_hearing_is_asked_for_where_it_was_told(town: Town, chen: Client) -> None:
    case = town.case(FOOD).pk
    assert post(chen, case, "hearing").status_code == 409
    cases.offer_hearing(case, by=town.actor("wu"), at=MONDAY, why="重大利益")
    assert "不收费" in chen.get(f"/my/cases/{case}/hearing/").content.decode()
    assert post(chen, case, "hearing").status_code == 302


def test_delivery_can_be_changed_until_it_is_posted(town: Town, chen: Client) -> None:
    case = town.case(FOOD, upto="ready").pk
    assert post(chen, case, "delivery", way="").status_code == 422
    wrong = post(chen, case, "delivery", way="post", **HOME | {"phone": "12"})
    assert wrong.status_code == 422 and "幸福路1号" in wrong.content.decode()
    assert post(chen, case, "delivery", way="post", **HOME).status_code == 302
    row = Case.objects.get(pk=case)
    assert (row.delivery, row.postage) == ("post", "applicant")
    assert (
        json.loads(vault.unlock(row.delivery_to))["address"].endswith("幸福路1号")
        and "幸福路" not in row.delivery_to
    )
    cases.post(case, by=town.actor("yang"), at=MONDAY, tracking="E1", address=HOME["address"])
    assert post(chen, case, "delivery", way="pickup").status_code == 409


def test_the_government_pays_where_the_local_rule_says_so(town: Town, chen: Client) -> None:
    case = town.case(FOOD).pk
    assert "邮费到付" in chen.get(f"/my/cases/{case}/delivery/").content.decode()
    rule = {"unit": "开关", "basis": "涵政办〔2019〕38号", "starts_on": date(2020, 1, 1)}
    clock.set_number(by=town.actor("guo"), at=MONDAY, name="free_post", value="1", **rule)
    assert "政府付邮费" in chen.get(f"/my/cases/{case}/delivery/").content.decode()
    clock.set_number(by=town.actor("guo"), at=MONDAY, name="free_post_except", value="市场监督", **rule)
    assert "邮费到付" in chen.get(f"/my/cases/{case}/delivery/").content.decode()


def test_an_e_licence_alone_needs_no_window(town: Town, chen: Client) -> None:
    case = town.case(FOOD).pk
    assert post(chen, case, "delivery", way="electronic").status_code == 302
    town.review(case, MONDAY)
    town.decide(case, MONDAY)
    while errands.drain(MONDAY):
        pass
    row = Case.objects.get(pk=case)
    assert row.state == "closed" and row.deliveries.get().way == "electronic"


def test_a_letter_that_comes_back_is_fetched_and_told(town: Town) -> None:
    case = town.case(FOOD, upto="ready").pk
    cases.post(case, by=town.actor("yang"), at=MONDAY, tracking="E1", address=HOME["address"])
    cases.post_back(case, by=town.actor("yang"), at=MONDAY, why="查无此人")
    assert Case.objects.get(pk=case).delivery == "pickup"
    from yichuang.journal.models import Errand

    assert Errand.objects.filter(kind="notice", subject=case, args__contains="came_back").exists()


def agent(client: Client, case: Any, **changes: Any) -> Any:
    return post(
        client,
        case,
        "agent",
        **{"name": "林代", "number": OTHER, "phone": "13900000000", "mandate": "2026年3月1日委托书"}
        | changes,
    )


def test_another_agent_sees_the_case_and_the_one_before_no_longer(town: Town, chen: Client) -> None:
    case = town.case(FOOD).pk
    deputy: Client = town.enter(Client(), town.account("林代", OTHER, phone="13900000000"))
    assert deputy.get(f"/my/cases/{case}/withdrawal/").status_code == 404
    assert agent(chen, case).status_code == 302
    assert Party.objects.get(case=case, role="agent").name == "林代"
    assert deputy.get(f"/my/cases/{case}/withdrawal/").status_code == 200
    assert agent(deputy, case, name="别人").status_code == 422
    assert post(chen, case, "agent", op="none").status_code == 302
    assert deputy.get(f"/my/cases/{case}/withdrawal/").status_code == 404
    assert not Party.objects.filter(case=case, role="agent").exists()
    assert Paper.objects.filter(case=case, kind="agent_changed").count() == 2


@pytest.mark.parametrize("wrong", [{"mandate": ""}, {"number": "1"}, {"number": CHEN_ID}, {"name": ""}])
def test_an_agent_has_a_name_a_number_and_a_mandate(town: Town, chen: Client, wrong: dict[str, str]) -> None:
    answer = agent(chen, town.case(FOOD).pk, **wrong)
    assert answer.status_code == 422 and "13900000000" in answer.content.decode()
    assert not Party.objects.filter(role="agent").exists()


def test_what_cannot_be_done_is_said_instead_of_the_form(town: Town, chen: Client) -> None:
    case = town.case(FOOD, upto="delivered").pk
    for page in ("withdrawal", "supplement", "gap", "hearing", "delivery", "agent"):
        answer = chen.get(f"/my/cases/{case}/{page}/")
        assert answer.status_code == 409 and "现在不能办这一步" in answer.content.decode()


def test_the_links_are_what_stands_open(town: Town, chen: Client, rf: Any) -> None:
    request = rf.get("/")
    request.session = chen.session
    own = mine.find(request, town.case(FOOD).pk)
    assert [link["text"] for link in mine.links(own)] == [
        "要求听证",
        "改取件方式",
        "补充材料",
        "换代理人",
        "撤回申请",
    ]


def test_an_address_is_pasted_split_and_kept(town: Town, chen: Client) -> None:
    whole = "福建省莆田市涵江区保尾路1号"
    text = chen.post(
        "/my/addresses/new/", {"whole": whole, "op": "split", "receiver": "陈秀英", "phone": "13800000000"}
    ).content.decode()
    assert 'value="莆田市"' in text and 'value="保尾路1号"' in text
    parts = {
        "receiver": "陈秀英",
        "phone": "138 0000 0000",
        "province": "福建省",
        "city": "莆田市",
        "county": "涵江区",
        "street": "保尾路1号",
    }
    assert chen.post("/my/addresses/new/", parts | {"street": "保尾路"}).status_code == 422
    assert chen.post("/my/addresses/new/", parts).status_code == 302
    kept = Address.objects.get()
    assert (
        kept.first and "保尾路" not in kept.content and whole in chen.get("/my/addresses/").content.decode()
    )
    assert whole in chen.get(f"/my/cases/{town.case(FOOD).pk}/delivery/").content.decode()
    assert chen.post(f"/my/addresses/{kept.pk}/", parts | {"street": "保尾路2号"}).status_code == 302
    other: Client = town.enter(Client(), town.account("李四", OTHER))
    assert other.get(f"/my/addresses/{kept.pk}/").status_code == 404
    assert other.post(f"/my/addresses/{kept.pk}/removal/").status_code == 404
    assert chen.post(f"/my/addresses/{kept.pk}/removal/").status_code == 302 and not Address.objects.exists()


def test_queries_of_the_pages_do_not_grow(
    town: Town, chen: Client, django_assert_max_num_queries: Any
) -> None:
    case = town.case(FOOD).pk
    for page in ("withdrawal", "delivery", "agent", "payment"):
        with django_assert_max_num_queries(16):
            assert chen.get(f"/my/cases/{case}/{page}/").status_code == 200
