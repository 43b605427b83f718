"""One's own space: what needs me first, my cases in full, for whom I act, who looked; and nothing of anybody else."""

import logging
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.town import CHEN_ID, FIRM_CODE, MONDAY, REGION, Town
from yichuang.cases import acts as cases
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case, Paper
from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Account, Offer, Tie
from yichuang.clock.models import Term
from yichuang.doors import citizen
from yichuang.ground import now, vault
from yichuang.journal import looks
from yichuang.journal.refusals import NotThere, NotYours, WrongState
from yichuang.law.identity import synthetic_resident_id
from yichuang.law.sources import CITIZENS, ENTERPRISES
from yichuang.registers import acts as registers

FOOD, HYGIENE = "food-business-license-new", "public-place-hygiene-license"
WANG_ID = synthetic_resident_id("189901", date(1985, 1, 1), 7)
CHILD_ID = synthetic_resident_id("189901", date(2019, 5, 1), 8)
FIRM = PartyIn(
    "示例商贸有限公司", FIRM_CODE, kind="body", document="001", phone="13800000000", address="示例区幸福路1号"
)


@pytest.fixture
def chen(town: Town) -> Client:
    """Chen, signed in."""
    client: Client = town.enter(Client())
    return client


@pytest.fixture
def wang(town: Town) -> Account:
    return town.account("王芳", WANG_ID, phone="13900000000")


def of_firm(town: Town, key: str = FOOD) -> Case:
    return town.case(key, applicant=FIRM, representative=PartyIn("陈秀英", CHEN_ID))


def test_what_waits_for_me_comes_first(town: Town, chen: Client) -> None:
    told, other = town.case(FOOD, upto="filed"), town.case(FOOD)
    place = min(town.application(FOOD).materials)
    cases.ask_once(told.pk, by=town.actor("lin"), at=MONDAY, lines=[{"place": place, "reason": "1"}])
    page = chen.get("/my/").content.decode()
    assert (
        page.index("要您做的")
        < page.index(f"/my/cases/{told.pk}/")
        < page.index("其他办件")
        < page.index(f"/my/cases/{other.pk}/")
    )


def test_a_page_of_cases_costs_the_same_queries_however_many(
    town: Town, chen: Client, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (1, 4):
        for _ in range(more):
            town.case(FOOD)
        chen.get("/my/cases/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            chen.get("/my/cases/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_my_case_shows_its_papers_materials_and_numbers(town: Town, chen: Client) -> None:
    case = town.case(FOOD)
    page = chen.get(f"/my/cases/{case.pk}/").content.decode()
    assert case.filing_number in page and str(case.number) in page and "一步一步" in page
    paper = Paper.objects.filter(case=case).latest("made_at")
    assert chen.get(f"/my/papers/{paper.pk}/").status_code == 200


def test_other_peoples_ids_are_nowhere_and_leave_a_line(
    town: Town, wang: Account, caplog: pytest.LogCaptureFixture
) -> None:
    case, firm = town.case(FOOD), town.tie(town.account())
    paper, client = Paper.objects.filter(case=case).latest("made_at"), town.enter(Client(), wang)
    offer = accounts.authorise(
        town.account().pk,
        by=town.night,
        at=MONDAY,
        tie=firm.pk,
        name="赵六",
        number=CHILD_ID,
        starts_on=MONDAY.date(),
        ends_on=date(2027, 1, 1),
    )["offer"]
    guessed = [
        f"cases/{case.pk}/", f"papers/{paper.pk}/", f"ties/{firm.pk}/ending/", f"firms/{firm.pk}/authorisations/new/",
        f"authorisations/{offer}/ending/", f"authorisations/{offer}/taking/", f"cases/{uuid4()}/",
    ]  # fmt: skip
    with caplog.at_level(logging.WARNING):
        for path in guessed:
            assert (
                client.get(f"/my/{path}").status_code == client.post(f"/my/{path}").status_code
                or "cases" in path
                or "papers" in path
            )
            assert client.get(f"/my/{path}").status_code == 404, path
    assert len(
        [one for one in caplog.records if getattr(one, "facts", {}).get("attack") == "guessed"]
    ) >= len(guessed)
    assert client.post("/my/acting/", {"for": str(firm.pk)}).status_code == 404
    assert Tie.objects.get(pk=firm.pk).ended_on is None


def test_the_acts_themselves_refuse_somebody_elses_account(town: Town, wang: Account) -> None:
    own, by = town.account(), town.applies(wang)
    for do in (
        lambda: accounts.close(own.pk, by=by, at=MONDAY),
        lambda: accounts.change_phone(
            own.pk, by=by, at=MONDAY, phone="13700000000", code=town.proved("13700000000")
        ),
        lambda: accounts.end_tie(own.pk, by=by, at=MONDAY, tie=town.tie(own).pk),
        lambda: accounts.raise_level(own.pk, by=by, at=MONDAY, name="王芳"),
    ):
        with pytest.raises(NotYours):
            do()


def test_a_citizen_does_not_call_themselves_seen(town: Town) -> None:
    account = Account.objects.create(region=REGION, name="某人", made_at=MONDAY)
    by = town.applies(account)
    with pytest.raises(Exception, match="网上不能核原件"):
        accounts.raise_level(
            account.pk,
            by=by,
            at=MONDAY,
            name="陈秀英",
            number=CHEN_ID,
            proofs=["document", "phone", "bank_card"],
        )
    with pytest.raises(Exception, match="到窗口办"):
        accounts.raise_level(account.pk, by=by, at=MONDAY, name="陈秀英", number=CHEN_ID)


def test_a_firm_lets_a_named_person_act_for_some_items_and_takes_it_back(
    town: Town, chen: Client, wang: Account
) -> None:
    own = town.account()
    firm, food, hygiene = town.tie(own), of_firm(town), of_firm(town, HYGIENE)
    name = town.items[FOOD].name
    said = {
        "name": "王芳",
        "document": "111",
        "number": WANG_ID,
        "starts_on": str(now.today()),
        "ends_on": str(now.today() + timedelta(9)),
        "scope": name,
    }
    assert (
        chen.post(f"/my/firms/{firm.pk}/authorisations/new/", said | {"scope": "没有这个"}).status_code == 422
    )
    assert chen.post(f"/my/firms/{firm.pk}/authorisations/new/", said).status_code == 302
    offer, agent = Offer.objects.get(), town.enter(Client(), wang)
    assert agent.get(f"/my/cases/{food.pk}/").status_code == 404
    assert "请您替它办事" in agent.get("/my/").content.decode()
    agent.post(f"/my/authorisations/{offer.pk}/taking/")
    assert agent.get(f"/my/cases/{food.pk}/").status_code == 200
    assert agent.get(f"/my/cases/{hygiene.pk}/").status_code == 404
    assert "在用" in chen.get("/my/firms/").content.decode()
    Case.objects.filter(pk=food.pk).update(account=wang.pk)  # as if she had filed it
    chen.post(f"/my/authorisations/{offer.pk}/ending/")
    assert agent.get(f"/my/cases/{food.pk}/").status_code == 404
    with pytest.raises(NotYours):
        cases.withdraw(
            food.pk,
            by=citizen._standing(wang, agent_request(agent), now.today()).actor(),
            at=now.now(),
            why="",
        )


def agent_request(client: Client) -> Any:
    class Request:
        session = client.session

    return Request()


def test_an_authorisation_is_given_blindly_to_whoever_has_the_number(town: Town, chen: Client) -> None:
    firm = town.tie(town.account())
    said = {
        "name": "没有账户",
        "document": "111",
        "number": WANG_ID,
        "starts_on": str(now.today()),
        "ends_on": str(now.today() + timedelta(9)),
    }
    assert chen.post(f"/my/firms/{firm.pk}/authorisations/new/", said).status_code == 302
    other = town.account("赵六", CHILD_ID, phone="13700000000")
    with pytest.raises(NotThere):
        accounts.take_up(other.pk, by=town.applies(other), at=now.now(), offer=Offer.objects.get().pk)


def test_acting_for_a_firm_shows_the_firms_cases_and_back_again(town: Town, chen: Client) -> None:
    firm, own, theirs = town.tie(town.account()), town.case(FOOD), of_firm(town)
    assert str(theirs.pk) not in chen.get("/my/cases/").content.decode()
    chen.post("/my/acting/", {"for": str(firm.pk)})
    page = chen.get("/my/cases/").content.decode()
    assert str(theirs.pk) in page and str(own.pk) not in page
    chen.post("/my/acting/", {"for": ""})
    assert str(own.pk) in chen.get("/my/cases/").content.decode()


def connected(town: Town, **records: dict[str, str]) -> None:
    for register, record in records.items():
        registers.connect(
            by=town.night,
            at=now.now(),
            register=register,
            provider="local",
            basis="示例",
            starts_on=now.today(),
        )
        registers.import_records(by=town.night, at=now.now(), register=register, records=[record])


def test_name_number_and_telephone_raise_to_the_second_level(
    town: Town, client: Client, sign_in: Any
) -> None:
    connected(town, **{CITIZENS: {"number": CHEN_ID, "name": "陈秀英", "phone": "13800000000"}})
    sign_in(client)
    client.post("/my/sign-in/account/", {"name": "陈秀英"})
    for wrong in (
        {"name": "王芳", "number": CHEN_ID},
        {"name": "陈秀英", "number": WANG_ID},
        {"name": "陈秀英", "number": "1"},
    ):
        assert client.post("/my/levels/", wrong).status_code == 422
    assert client.post("/my/levels/", {"name": "陈秀英", "number": CHEN_ID}).status_code == 302
    assert (Account.objects.get().level, Account.objects.get().verified_how) == (2, "register")


def test_another_telephone_than_the_registers_raises_nobody(town: Town, client: Client, sign_in: Any) -> None:
    connected(town, **{CITIZENS: {"number": CHEN_ID, "name": "陈秀英", "phone": "13899998888"}})
    sign_in(client)
    client.post("/my/sign-in/account/", {"name": "陈秀英"})
    answer = client.post("/my/levels/", {"name": "陈秀英", "number": CHEN_ID})
    assert (
        answer.status_code == 422 and "对不上" in answer.content.decode() and Account.objects.get().level == 1
    )


def test_the_enterprise_register_names_the_representative(town: Town, chen: Client) -> None:
    connected(
        town,
        **{ENTERPRISES: {"number": FIRM_CODE, "name": "示例商贸有限公司", "representative_number": CHEN_ID}},
    )
    assert chen.post("/my/firms/new/", {"number": FIRM_CODE}).status_code == 302
    assert Tie.objects.get().role == "representative" and Tie.objects.get().name == "示例商贸有限公司"
    assert chen.post("/my/firms/new/", {"number": FIRM_CODE}).status_code == 422  # once


def test_the_firm_of_somebody_else_is_not_mine(town: Town, chen: Client) -> None:
    connected(
        town,
        **{ENTERPRISES: {"number": FIRM_CODE, "name": "示例商贸有限公司", "representative_number": WANG_ID}},
    )
    assert chen.post("/my/firms/new/", {"number": FIRM_CODE}).status_code == 422 and not Tie.objects.exists()


def test_a_child_named_in_the_register_is_a_ward_until_eighteen(town: Town, chen: Client) -> None:
    connected(town, **{CITIZENS: {"number": CHEN_ID, "name": "陈秀英", "children": f"陈小雨 {CHILD_ID}"}})
    assert chen.post("/my/wards/", {"name": "别的孩子", "number": WANG_ID}).status_code == 422
    assert chen.post("/my/wards/", {"name": "陈小雨", "number": CHILD_ID}).status_code == 302
    assert Tie.objects.get().ends_on == date(2037, 5, 1)


def test_every_look_of_staff_is_shown_with_post_purpose_and_case(
    town: Town, chen: Client, enter: Any
) -> None:
    case = town.case(FOOD)
    term = Term.objects.filter(subject=case.pk).first()
    assert term is not None
    paper = Paper.objects.filter(case=case).latest("made_at")
    enter("lin").get(f"/counter/cases/{case.pk}/")
    enter("lin").get(f"/papers/{paper.pk}/")
    enter("wu").get(f"/desk/cases/{case.pk}/")
    enter("wu").get(f"/cases/{case.pk}/why/{term.pk}/")
    enter("guo").get(f"/office/cases/{case.pk}/")
    enter("lin").post("/counter/persons/", {"document": "111", "number": CHEN_ID})
    chen.get(f"/my/cases/{case.pk}/")  # one's own look is none
    looks.flush()
    page = chen.get("/my/looks/").content.decode()
    for said in ("受理台", "看文书", "看期限", "窗口实名", "没有办件"):
        assert said in page, said
    assert page.count(f"/my/cases/{case.pk}/") >= 5 and "市场监督管理局" in page and "林敏" not in page


def test_somebody_elses_looks_are_not_shown(town: Town, wang: Account, enter: Any) -> None:
    case = town.case(FOOD)
    enter("lin").get(f"/counter/cases/{case.pk}/")
    looks.flush()
    assert "还没有人看过" in town.enter(Client(), wang).get("/my/looks/").content.decode()


def test_another_telephone_is_bound_by_its_code(town: Town, chen: Client) -> None:
    chen.post("/my/phone/", {"phone": "13700001111"})
    assert chen.post("/my/phone/code/", {"code": "x"}).status_code == 422
    assert chen.post("/my/phone/code/", {"code": town.code_to("13700001111")}).status_code == 302
    assert Account.objects.get().clear_phone() == "13700001111"


def test_closing_asks_first_and_ends_everything(town: Town, chen: Client) -> None:
    tie = town.tie(town.account())
    assert (
        "注销账户？" in chen.get("/my/account/closing/").content.decode()
        and Account.objects.get().closed_at is None
    )
    chen.post("/my/account/closing/")
    assert Account.objects.get().closed_at is not None and Tie.objects.get(pk=tie.pk).ended_on is not None
    assert chen.get("/my/").status_code == 302


def test_an_item_that_wants_another_level_is_not_filed_on_line(town: Town) -> None:
    weak = town.account(level=2)
    who = citizen.Citizen(weak, ())
    town.rewrite(FOOD, level_needed=3)
    assert "三级" in str(citizen.enough(who, town.version(FOOD)))
    with pytest.raises(WrongState, match="三级"):
        cases.receive(
            by=town.applies(weak),
            at=MONDAY,
            application=town.application(FOOD, channel="portal", window=None),
        )
    town.rewrite(FOOD, level_needed=None)
    assert citizen.enough(who, town.version(FOOD)) is None
    assert vault.index(CHEN_ID) in who.holders
