"""The form after it was filed: on the case page of the window, on the desk, and on paper for those who may see it."""

from django.test import Client
from django.urls import reverse

from tests import town as towns
from tests.town import Town
from yichuang.cases.models import Case
from yichuang.catalogue import forms
from yichuang.doors.apply.tests import applying
from yichuang.journal import looks
from yichuang.journal.models import Look
from yichuang.licences import acts as licences
from yichuang.licences.models import Licence

CARD = "social-card-replace"


def filed(chen: Client) -> Case:
    draft = applying.begin(chen, CARD, reason="lost")
    applying.fill(chen, draft)
    applying.give(chen, draft)
    applying.file(chen, draft)
    return Case.objects.get()


def staff(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_clerk_reads_the_form_masked_and_prints_it_on_record(town: Town, chen: Client) -> None:
    case = filed(chen)
    lin = staff(town, "lin")
    page = lin.get(f"/counter/cases/{case.pk}/").content.decode()
    assert "申请表" in page
    assert "领卡网点" in page
    assert towns.CHEN_ID not in page
    paper = lin.get(reverse("caseview:form", args=[case.pk])).content.decode()
    assert towns.CHEN_ID in paper
    assert case.filing_number in paper
    assert "签了申请表：登录后在网上确认" in paper
    looks.flush()
    assert Look.objects.filter(subject=case.pk, purpose="打印申请表").exists()


def test_only_who_filed_it_prints_it_at_home(town: Town, chen: Client) -> None:
    case = filed(chen)
    assert towns.CHEN_ID in chen.get(reverse("apply:paper", args=[case.pk])).content.decode()
    assert "打印申请表" in chen.get(reverse("apply:done", args=[case.pk])).content.decode()
    other = town.account("李另一", phone="13900000000", number=applying.OTHER_ID)
    stranger = town.enter(Client(), other)
    assert stranger.get(reverse("apply:paper", args=[case.pk])).status_code == 404


def test_a_case_of_the_window_has_no_form(town: Town) -> None:
    case = town.case()
    assert staff(town, "lin").get(reverse("caseview:form", args=[case.pk])).status_code == 404


def test_what_a_licence_bears_is_filled_in_only_with_consent(town: Town, chen: Client) -> None:
    record = {
        "kind": "社会保障卡", "number": "S1", "holder_name": "陈秀英", "holder_number": towns.CHEN_ID, "issuer": "示例区",
        "valid_from": towns.BEGIN, "bears": {"社会保障卡号": "H00000001", "开户银行": "建设银行"},
    }  # fmt: skip
    licences.file_licences(by=town.actor("he"), at=towns.MONDAY, records=[record])
    assert "H00000001" not in Licence.objects.get().bears
    known = applying.seen(applying.begin(chen, CARD, reason="lost")).prefilled
    assert (known["card_number"].value, known["card_number"].source) == ("H00000001", "从电子证照预填")
    assert known["card_bank"].value == "建设银行"
    other = town.enter(Client(), town.account("李另一", applying.OTHER_ID, phone="13900000000"))
    licences.file_licences(by=town.actor("he"), at=towns.MONDAY, records=[record | {"holder_number": applying.OTHER_ID}])  # fmt: skip
    assert "card_number" not in applying.seen(applying.begin(other, CARD, consent="no", reason="lost")).prefilled  # fmt: skip


def test_a_draft_is_told_what_a_new_version_asks_in_its_form(town: Town, chen: Client) -> None:
    draft = applying.begin(chen, CARD, reason="lost")
    rows = [row for row in forms.rows_of(town.version(CARD).record) if row["element"] != "card_pick"]
    town.publish(CARD, form=[*rows, {"element": "person_education"}])
    page = chen.get(f"/apply/{draft.pk}/changes/").content.decode()
    assert [text in page for text in ("学历", "要填", "领卡网点", "不用填")] == [True] * 4
