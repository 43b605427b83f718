"""The pages of 帮办代办: a mandate taken with its photograph, a case filed under it, a project from opening to closing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import FIRM_CODE, MONDAY, Town
from yichuang.agency import acts
from yichuang.agency.models import Mandate, Plan, Stage
from yichuang.agency.tests.test_agency import CHEN, FIRM, FOOD, scan
from yichuang.cases.models import Case, Party
from yichuang.doors.counter.tests.conftest import Hands
from yichuang.doors.counter.tests.test_leaving import ready
from yichuang.materials.models import File

PLACE = "/counter/agency/"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def taken(town: Town, holder: Any = FIRM, **said: Any) -> Mandate:
    return Mandate.objects.get(
        pk=acts.take_mandate(by=town.actor("lin"), at=MONDAY, holder=holder, scan=scan(), **said)["id"]
    )


def form(**changes: Any) -> dict[str, Any]:
    picture = SimpleUploadedFile("委托书.png", PNG, content_type="image/png")
    return {"document": "001", "number": FIRM_CODE, "name": "示例商贸有限公司", "scan": picture} | changes


def test_a_mandate_is_taken_with_its_photograph(enter: Callable[[str], Client], town: Town) -> None:
    dao = enter("dao")
    page = dao.post(
        PLACE + "mandates/new/", form(scope=[town.items[FOOD].name, ""]), follow=True
    ).content.decode()
    row = Mandate.objects.get()
    assert "收下了" in page and row.scope == FOOD and File.objects.filter(subject=row.pk).exists()
    assert row.name in dao.post(PLACE, {"number": FIRM_CODE}).content.decode()


@pytest.mark.parametrize(("changes", "said"), [({"scan": ""}, "拍下来"), ({"number": "1"}, "证件号码"), ({"scope": ["没有"]}, "没有叫")])  # fmt: skip
def test_what_is_missing_is_said_and_everything_typed_is_kept(
    enter: Callable[[str], Client], changes: dict[str, Any], said: str
) -> None:
    answer = enter("dao").post(PLACE + "mandates/new/", form(**changes))
    assert (
        answer.status_code == 422
        and said in answer.content.decode()
        and "示例商贸有限公司" in answer.content.decode()
    )
    assert not Mandate.objects.exists()


def test_a_case_is_filed_under_the_mandate(hands: Hands, licensed: Town) -> None:
    row = taken(licensed, CHEN)
    assert "按帮办委托办" in ready(hands, licensed).page
    hands.send("wishes", mandate=str(row.pk)).send("exits", then="accept")
    case = Case.objects.get()
    assert case.helped_by == licensed.people["lin"].pk
    assert Party.objects.get(case=case, role="agent").mandate.endswith(row.number)


def test_a_mandate_for_another_item_does_not_carry_this_one(hands: Hands, licensed: Town) -> None:
    row = taken(licensed, CHEN, scope=[FOOD])
    ready(hands, licensed).send("wishes", mandate=str(row.pk))
    assert hands.status == 409 and "没有委托这个事项" in hands.page


def test_a_project_goes_from_opening_to_closing(enter: Callable[[str], Client], town: Town) -> None:
    client, row = enter("lin"), taken(town)
    client.post(f"{PLACE}mandates/{row.pk}/plans/", {"name": "冷链厂房"})
    plan = Plan.objects.get()
    at = f"{PLACE}plans/{plan.pk}/"
    lines = {"rows": "2", "item-0": town.items[FOOD].name, "begins-0": "2020-03-02", "ends-0": "2020-03-31", "who-0": "firm", "what-0": "交平面图"}  # fmt: skip
    client.post(at + "stages/", lines)
    page = client.get(at).content.decode()
    assert "交平面图" in page and "过了计划办结日" in page and "1项晚了" in client.get(PLACE).content.decode()
    case = town.case(FOOD, applicant=FIRM, representative=CHEN)
    assert "就是" in client.get(at).content.decode()
    client.post(at + "tie/", {"stage": Stage.objects.get().pk, "case": str(case.pk)})
    client.post(at + "note/", {"text": "周五看现场"})
    client.post(at + "pass/", {"agent": town.people["dao"].pk})
    client.post(at + "closing/", {"why": "都办好了"})
    plan.refresh_from_db()
    assert (
        plan.closed_on
        and plan.agent_id == town.people["dao"].pk
        and case.filing_number in client.get(at).content.decode()
    )


def test_a_bad_line_of_the_plan_is_said_and_kept(enter: Callable[[str], Client], town: Town) -> None:
    client, row = enter("lin"), taken(town)
    client.post(f"{PLACE}mandates/{row.pk}/plans/", {"name": "冷链厂房"})
    lines = {"rows": "1", "item-0": town.items[FOOD].name, "begins-0": "2026-03-31", "ends-0": "2026-03-02", "what-0": "交平面图"}  # fmt: skip
    answer = client.post(f"{PLACE}plans/{Plan.objects.get().pk}/stages/", lines)
    assert (
        answer.status_code == 422
        and "计划办结不能早于" in answer.content.decode()
        and "交平面图" in answer.content.decode()
    )


def test_other_posts_and_other_desks_see_nothing(enter: Callable[[str], Client], town: Town) -> None:
    row = taken(town)
    assert enter("wu").get(PLACE).status_code == 403
    town.annex()
    assert enter("xing").get(f"{PLACE}mandates/{row.pk}/").status_code == 404
    page = enter("xing").post(PLACE, {"number": FIRM_CODE}).content.decode()
    assert "没有有效的委托" in page and row.number not in page
