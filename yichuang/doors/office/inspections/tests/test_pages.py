"""After approval at the office and on the portal, as pages."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from tests.town import MONDAY, Town, build
from yichuang.cases import acts as credit
from yichuang.cases.models import CreditMark
from yichuang.ground import now
from yichuang.inspections import followers, redraw
from yichuang.inspections.models import (
    Check,
    Draw,
    Goer,
    Grant,
    Inspection,
    Inspector,
    Interest,
    Oversight,
    Target,
)
from yichuang.inspections.tests import scenes
from yichuang.journal import looks
from yichuang.journal.errands import drain
from yichuang.journal.models import Look
from yichuang.law.identity import synthetic_uscc

HERE = "/office/inspections/"
FOOD = "food-business-license-new"


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The hour at which the pages are opened."""
    at = [MONDAY]
    monkeypatch.setattr(now, "clock", lambda: at[0])
    return at


def seated(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def posted(client: Client, where: str, status: int = 302, **said: Any) -> Any:
    response = client.post(HERE + where, said)
    assert response.status_code == status, re.sub(r"<[^>]+>|\s+", " ", response.content.decode())
    assert "/entrance/" not in response.get("Location", "")
    return response


def test_the_registers_are_kept_from_their_pages(town: Town, clock: list[Any]) -> None:
    sun, market = seated(town, "sun"), town.departments["market"].pk
    check = {
        "name": "餐饮检查",
        "line": "餐饮",
        "weight": "general",
        "cap": "",
        "way": "实地检查",
        "basis": "《食品安全法》第一百一十条",
        "body": market,
    }
    assert "比例上限" in posted(sun, "checks/", 422, **check).content.decode()
    posted(sun, "checks/", **check | {"cap": "20"})
    firm = {
        "kind": "body",
        "name": "示例小吃店",
        "number": synthetic_uscc("189901", 700),
        "line": "餐饮",
        "grade": "C",
        "ground": "年度评价",
    }
    posted(sun, "targets/", **firm)
    target = Target.objects.get()
    posted(sun, f"targets/{target.pk}/evaluation/", grade="D", ground="处罚决定")
    assert "DX000001" in sun.get(HERE + "targets/?q=示例小吃").content.decode()
    posted(
        sun,
        "inspectors/",
        body=market,
        person=town.people["wu"].pk,
        lines="餐饮、消防",
        certificate="示例001",
        valid_to="2030-01-01",
    )
    wu = Inspector.objects.get()
    assert wu.own_lines() == ["消防", "餐饮"]
    posted(seated(town, "wu"), f"inspectors/{wu.pk}/", target="DX000001", why="亲属开的店")
    posted(sun, f"inspectors/{wu.pk}/interests/{target.pk}/ending/", why="店已转让")
    assert Interest.objects.get().ended_on is not None
    posted(sun, f"inspectors/{wu.pk}/release/", why="调离")
    posted(sun, f"targets/{target.pk}/striking/", why="注销")
    posted(sun, f"checks/{Check.objects.get().pk}/ending/", why="取消")
    assert (
        not Inspector.objects.filter(left_on=None).exists()
        and not Check.objects.filter(ends_on=None).exists()
    )


def test_the_page_shows_why_a_grade_is_what_it_is_and_takes_an_objection(
    town: Town, clock: list[Any]
) -> None:
    target = scenes.targets(town, 3)[2]
    sun, guo, where = seated(town, "sun"), seated(town, "guo"), f"targets/{target.pk}/"
    credit.mark_credit(
        by=town.actor("guo"), at=MONDAY, holder_number=target.clear_number(), reason="欠缴罚款"
    )
    drain(MONDAY)
    told = sun.get(HERE + where).content.decode()
    assert "为什么是D级" in told and "在失信名单里：欠缴罚款" in told and "6个月至少查一次" in told
    assert "C级改为D级（失信名单" in told
    credit.repair_credit(by=town.actor("guo"), at=MONDAY, mark=CreditMark.objects.get().pk, basis="缴清")
    drain(MONDAY)
    posted(sun, where + "evaluation/", 422, grade="C", ground="")
    posted(sun, where + "evaluation/", grade="C", ground="处罚决定")
    posted(sun, where + "objections/", 422, why="")
    posted(sun, where + "objections/", why="来函：处罚已撤销")
    assert "异议由别人复核" in sun.get(HERE + where).content.decode()
    answer = {"holds": "yes", "grade": "B", "answer": "处罚已撤销"}
    assert (
        "要比现在的好"
        in posted(guo, where + "objections/answer/", 422, **answer | {"grade": "D"}).content.decode()
    )
    posted(guo, where + "objections/answer/", **answer)
    assert "为什么是B级" in sun.get(HERE + where).content.decode()
    assert target.code not in sun.get(HERE + "targets/?grade=owed").content.decode()


def test_what_is_not_ones_own_is_refused(town: Town, clock: list[Any]) -> None:
    draw = scenes.draw(town)
    feng = seated(town, "feng")
    assert feng.get(f"{HERE}draws/{draw.pk}/").status_code == 404
    assert feng.post(f"{HERE}checks/{Check.objects.get().pk}/ending/", {"why": "x"}).status_code == 403
    assert seated(town, "lin").get(HERE).status_code == 403
    assert seated(town, "wu").get(HERE + "new/").status_code == 403


def test_a_grant_is_signed_for_or_sent_on(town: Town, clock: list[Any]) -> None:
    for _ in range(2):
        followers.push_case(town.case(FOOD, upto="decided").pk, town.night, MONDAY)
    one, other = Grant.objects.order_by("pk")
    qi = seated(town, "qi")
    text = qi.get(HERE + "grants/").content.decode()
    assert text.count("签收<span") == 2
    posted(qi, f"grants/{one.pk}/signature/")
    posted(qi, f"grants/{other.pk}/redirection/", 422, body="", why="")
    posted(qi, f"grants/{other.pk}/redirection/", body=town.departments["fire"].pk, why="归消防监管")
    clock[0] = MONDAY + timedelta(days=7)
    late = seated(town, "zheng").get(HERE + "grants/?box=late").content.decode()
    assert "归消防监管" in late and "过了" in late
    assert "签收<span" not in seated(town, "sun").get(HERE + "grants/?box=signed").content.decode()


def test_the_body_sees_what_was_recalled_with_reason_and_day(town: Town, clock: list[Any]) -> None:
    case = town.case(FOOD, upto="decided")
    followers.push_case(case.pk, town.night, MONDAY)
    followers.recall_case(case.pk, town.night, MONDAY, on=MONDAY.date(), why="录错了申请人")
    qi = seated(town, "qi")
    assert "作废收回" in qi.get(HERE).content.decode()
    text = qi.get(HERE + "grants/?box=recalled").content.decode()
    assert "录错了申请人" in text and "签收<span" not in text
    assert "录错了申请人" not in qi.get(HERE + "grants/").content.decode()
    target = Grant.objects.get().target_id
    assert "录错了申请人" in qi.get(f"{HERE}targets/{target}/").content.decode()


def test_the_supervisor_says_which_body_supervises_an_item(town: Town, clock: list[Any]) -> None:
    guo = seated(town, "guo")
    said = {
        "item": "没有的事项",
        "body": town.departments["health"].pk,
        "line": "餐饮",
        "document": "职责分工",
    }
    assert "全名" in posted(guo, "oversight/", 422, **said).content.decode()
    posted(guo, "oversight/", **said | {"item": town.items[FOOD].name})
    assert Oversight.objects.get().body == town.departments["health"]


def test_from_commitment_to_publication_and_an_outsider_gets_the_same(
    town: Town, clock: list[Any], tmp_path: Any
) -> None:
    check = scenes.a_check(town)
    scenes.inspectors(town)
    scenes.targets(town, 12)
    sun, public = seated(town, "sun"), Client()
    said = {
        "name": "春季餐饮抽查", "checks": [str(check)], "grades": list("ABCD"), "rate_A": 5, "rate_B": 10, "rate_C": 20, "rate_D": 50, "overall": 3,
        "source": "示例彩票第2026055期开奖号码", "announced_at": typed(scenes.ANNOUNCED), "planned_at": typed(scenes.PLANNED),
    }  # fmt: skip
    assert "没选抽查事项" in posted(sun, "new/", 422, **said | {"checks": []}).content.decode()
    where = posted(sun, "new/", **said)["Location"].removeprefix(HERE)
    draw = Draw.objects.get()
    kept = public.get(f"/inspections/{draw.number}/draw.json").content
    assert "secret" not in json.loads(kept) and "DX0" not in kept.decode()
    numbers = {
        "announced": "70315",
        "again": "70315",
        "name_1": "见证甲",
        "body_1": "区司法局",
        "name_2": "见证乙",
        "body_2": "示例商会",
    }
    assert "还没到" in posted(sun, where + "run/", 422, **numbers).content.decode()
    clock[0] = scenes.AFTER
    sun = seated(town, "sun")
    posted(sun, where + "run/", **numbers)
    posted(seated(town, "guo"), where + "correction/", announced="70316", again="70316", why="抄错了末位")
    posted(sun, where + "beginning/", inspect_by="2026-04-01")
    for place in Inspection.objects.filter(draw=draw):
        goer = Goer.objects.filter(inspection=place, out_on=None).select_related("inspector__person").first()
        assert goer is not None
        who, page = seated(town, goer.inspector.person.username), f"{where}objects/{place.place}/"
        assert place.target.name in who.get(HERE).content.decode()
        result = {
            "check": "CC0001",
            "outcome": "6",
            "text": "台账不全",
            "followed": "限期改正",
            "checked_on": "2026-03-03",
        }
        assert "没填情况" in posted(who, page, 422, **result | {"text": ""}).content.decode()
        posted(who, page, **result)
    posted(sun, where + "publication/")
    told = public.get(f"/inspections/{draw.number}/").content.decode()
    assert (
        "结果已公示" in told and told.count("限期改正") == draw.inspections.count() and "抄错了末位" in told
    )
    (tmp_path / "kept.json").write_bytes(kept)
    (tmp_path / "draw.json").write_bytes(public.get(f"/inspections/{draw.number}/draw.json").content)
    (tmp_path / "draw.py").write_bytes(public.get("/inspections/draw.py").content)
    assert redraw.main([str(tmp_path / "draw.json"), str(tmp_path / "kept.json")]) == 0


def typed(at: Any) -> str:
    return f"{localtime(at):%Y-%m-%dT%H:%M}"


def test_who_cannot_go_is_replaced_by_the_next(town: Town, clock: list[Any]) -> None:
    draw = scenes.draw(town, "inspecting")
    clock[0] = scenes.AFTER
    place = draw.inspections.get(place=1)
    gone = place.goers.select_related("inspector").first()
    assert gone is not None
    where = f"draws/{draw.pk}/objects/1/"
    posted(seated(town, "sun"), where + "replacement/", 422, out=gone.inspector.code, why="")
    posted(seated(town, "sun"), where + "replacement/", out=gone.inspector.code, why="是同学")
    assert place.goers.filter(out_on=None).count() == 2 and place.goers.count() == 3


def test_who_asks_whether_they_were_in_the_list_gets_a_slip(
    town: Town, clock: list[Any], tmp_path: Any
) -> None:
    draw = scenes.draw(town, "drawn")
    clock[0] = scenes.AFTER
    target = Target.objects.exclude(inspections__draw=draw).order_by("code")[0]
    sun, where = seated(town, "sun"), f"draws/{draw.pk}/seals/"
    said = {"number": target.clear_number(), "asker": "陈秀英", "checked": "营业执照"}
    assert "没填核对了什么" in posted(sun, where, 422, **said | {"checked": ""}).content.decode()
    page = posted(sun, where, **said)["Location"]
    told = sun.get(page)
    assert "在名录里，没抽中" in told.content.decode() and "no-store" in told["Cache-Control"]
    (tmp_path / "draw.json").write_bytes(Client().get(f"/inspections/{draw.number}/draw.json").content)
    (tmp_path / "slip.json").write_bytes(sun.get(f"{page}slip.json").content)
    assert redraw.main([str(tmp_path / "draw.json"), str(tmp_path / "slip.json")]) == 0
    looks.flush()
    assert Look.objects.filter(purpose="看开封单", subject=draw.pk).count() == 2
    other = posted(sun, where, **said | {"number": synthetic_uscc("189901", 901)})["Location"]
    assert "不在名录里" in sun.get(other).content.decode() and sun.get(f"{other}slip.json").status_code == 404
    assert seated(town, "wu").get(HERE + where).status_code == 403


def test_an_abandoned_draw_stays_on_the_portal_with_its_reason(town: Town, clock: list[Any]) -> None:
    draw = scenes.draw(town)
    posted(seated(town, "sun"), f"draws/{draw.pk}/abandonment/", 422, why="")
    posted(seated(town, "sun"), f"draws/{draw.pk}/abandonment/", why="号码停止公布")
    assert "号码停止公布" in Client().get(f"/inspections/{draw.number}/").content.decode()
    assert "已放弃" in Client().get("/inspections/").content.decode()
    assert Client().get("/inspections/SJ99999999/").status_code == 404


def test_an_overdue_commitment_is_seen_by_everybody(town: Town, clock: list[Any]) -> None:
    scenes.draw(town)
    clock[0] = scenes.PLANNED + timedelta(days=2)
    assert "过了时间没抽" in Client().get("/inspections/").content.decode()


def test_natural_persons_are_not_named_outside(town: Town, clock: list[Any]) -> None:
    draw = scenes.draw(town, "published")
    Target.objects.filter(inspections__draw=draw).update(kind="person")
    told = Client().get(f"/inspections/{draw.number}/").content.decode()
    assert "示例餐饮" not in told and "数量很少，不公布" in told
    assert "示例餐饮" not in Client().get(f"/inspections/{draw.number}/draw.json").content.decode()


def test_pages_ask_as_often_for_many_as_for_few(
    town: Town, clock: list[Any], django_assert_max_num_queries: Any
) -> None:
    draw = scenes.draw(town, "results", count=60)
    for _ in range(3):
        followers.push_case(town.case(FOOD, upto="decided").pk, town.night, MONDAY)
    sun, public = seated(town, "sun"), Client()
    pages = {
        HERE: 18, f"{HERE}draws/{draw.pk}/": 24, f"{HERE}draws/{draw.pk}/objects/1/": 20, f"{HERE}grants/": 12, f"{HERE}targets/": 12,
        f"{HERE}inspectors/": 16, f"{HERE}checks/": 12,
    }  # fmt: skip
    for page, most in pages.items():
        sun.get(page)
        with django_assert_max_num_queries(most):
            assert sun.get(page).status_code == 200
    for page, most in {
        "/inspections/": 6,
        f"/inspections/{draw.number}/": 10,
        f"/inspections/{draw.number}/draw.json": 10,
    }.items():
        with django_assert_max_num_queries(most):
            assert public.get(page).status_code == 200
