"""A person known at the window: three proofs, a code said aloud, a licence and a household register seen; each on record."""

from datetime import date
from typing import Any

import pytest

from tests.town import CHEN_ID, FIRM_CODE, Town
from yichuang.citizens.models import Account, Tie
from yichuang.doors.tests.conftest import fresh_brake  # noqa: F401
from yichuang.ground import vault
from yichuang.journal import looks
from yichuang.journal.models import Entry, Look
from yichuang.law.identity import synthetic_resident_id

CHILD = synthetic_resident_id("189901", date(2019, 5, 1), 8)
PHONE = "13811112222"
KNOWN = {
    "name": "陈秀英",
    "document": "111",
    "number": CHEN_ID,
    "proofs": ["document", "phone", "social_card"],
    "phone": PHONE,
}


pytestmark = pytest.mark.usefixtures("fresh_brake")


def opened(client: Any, town: Town) -> Account:
    client.post("/counter/persons/new/", KNOWN | {"do": "send"})
    answer = client.post("/counter/persons/new/", KNOWN | {"do": "known", "code": town.code_to(PHONE)})
    assert answer.status_code == 302, answer.content.decode()
    return Account.objects.get(number_index=vault.index(CHEN_ID))


def test_an_account_is_opened_with_three_proofs_and_the_code(town: Town, enter: Any) -> None:
    client = enter("lin")
    page = client.post("/counter/persons/", {"document": "111", "number": CHEN_ID}).content.decode()
    assert "开一个账户" in page
    account = opened(client, town)
    assert (account.level, account.clear_phone()) == (3, PHONE)
    entry = Entry.objects.get(subject=account.pk)
    assert '"proofs":["document","phone","social_card"]' in entry.payload and CHEN_ID not in entry.payload
    looks.flush()
    assert Look.objects.filter(holder_index=vault.index(CHEN_ID), purpose="窗口实名").exists()
    assert (
        f"/counter/persons/{account.pk}/"
        in client.post("/counter/persons/", {"document": "111", "number": CHEN_ID})["Location"]
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"proofs": ["document", "phone"]}, "还差1种"), ({"proofs": ["phone", "bank_card", "social_card"]}, "要看身份证件原件"),
        ({"code": "000000x"}, "验证码不对"), ({"number": CHEN_ID[:-1] + "0"}, "最后一位对不上"), ({"phone": "13899990000"}, "验证码"),
        ({"phone": ""}, "勾了手机"), ({"name": "x" * 60}, "最长50个字"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_and_nothing_is_opened(
    town: Town, enter: Any, changed: dict[str, Any], said: str
) -> None:
    client = enter("lin")
    client.post("/counter/persons/new/", KNOWN | {"do": "send"})
    sent = KNOWN | {"do": "known", "code": town.code_to(PHONE)} | changed
    answer = client.post("/counter/persons/new/", sent)
    assert answer.status_code == 422 and said in answer.content.decode() and not Account.objects.exists()


@pytest.mark.parametrize(
    ("document", "number"),
    [("516", "H12345678"), ("511", "12345678"), ("414", "E12345678"), ("553", "USA110088123456")],
)
def test_people_from_elsewhere_are_known_by_their_documents(
    town: Town, enter: Any, document: str, number: str
) -> None:
    client = enter("lin")
    proofs = ["document", "bank_card", "driving_licence"]
    said = {
        "name": "Jean-Luc O'Neil",
        "document": document,
        "number": number,
        "proofs": proofs,
        "do": "known",
    }
    assert client.post("/counter/persons/new/", said).status_code == 302
    assert (Account.objects.get().level, Account.objects.get().document) == (3, document)


def test_a_firm_and_a_child_are_registered_by_their_papers_and_ended(town: Town, enter: Any) -> None:
    client, account = enter("lin"), town.account()
    page = f"/counter/persons/{account.pk}/"
    firm = {"name": "示例商贸有限公司", "number": FIRM_CODE, "basis": "营业执照正本"}
    child = {"name": "陈小雨", "document": "111", "number": CHILD, "basis": "户口簿"}
    assert client.post(f"{page}firm/", firm | {"basis": ""}).status_code == 422
    assert (
        client.post(f"{page}firm/", firm).status_code == 302
        and client.post(f"{page}ward/", child).status_code == 302
    )
    ward = Tie.objects.get(role="guardian")
    assert (
        ward.ends_on == date(2037, 5, 1)
        and Tie.objects.get(role="representative").clear_number() == FIRM_CODE
    )
    shown = client.get(page).content.decode()
    assert "示例商贸有限公司" in shown and CHEN_ID not in shown and CHILD not in shown
    client.post(f"{page}ties/{ward.pk}/ending/")
    assert Tie.objects.get(role="guardian").ended_on is not None


def test_closing_asks_first_and_knowing_again_opens_again(town: Town, enter: Any) -> None:
    client, account = enter("lin"), town.account()
    page = f"/counter/persons/{account.pk}/"
    assert "按本人的意思注销" in client.post(f"{page}closing/").content.decode()
    client.post(f"{page}closing/", {"sure": "1"})
    assert Account.objects.get().closed_at is not None
    again = {
        "name": "陈秀英",
        "document": "111",
        "number": CHEN_ID,
        "proofs": ["document", "bank_card", "social_card"],
        "do": "known",
    }
    client.post(f"{page}knowing/", again)
    assert Account.objects.get().closed_at is None


def test_other_posts_know_nobody(town: Town, enter: Any) -> None:
    account = town.account()
    assert enter("guo").get(f"/counter/persons/{account.pk}/").status_code == 403
