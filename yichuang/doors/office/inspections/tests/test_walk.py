"""A draw in a browser: committed to, drawn with witnesses, inspected, published; an outsider re-runs what the portal gives."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser import PHONE, axe, enter
from tests.town import MONDAY, Town, build
from yichuang.ground import now
from yichuang.inspections.models import Draw, Goer, Inspection
from yichuang.inspections.tests import scenes

pytestmark = pytest.mark.browser
HERE = "/office/inspections/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The hour at which the pages are opened."""
    at = [MONDAY]
    monkeypatch.setattr(now, "clock", lambda: at[0])
    return at


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The small town with its registers filled."""
    made = build()
    scenes.a_check(made)
    scenes.inspectors(made)
    scenes.targets(made, 12)
    return made


def saved(page: Any, link: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_from_the_commitment_to_the_outsiders_own_draw(
    town: Town, clock: list[Any], new_page: Any, live_server: Any, tmp_path: Path
) -> None:
    page, public = new_page(), new_page(*PHONE)
    enter(page, live_server, town.people["sun"])
    page.goto(HERE)
    axe(page)
    page.keyboard.press("n")
    page.wait_for_url("**/new/")
    axe(page)
    page.get_by_label("抽查名称").fill("春季餐饮抽查")
    page.get_by_label("食品安全检查").check()
    page.get_by_label("公开号码的来源").fill("示例彩票第2026055期开奖号码")
    page.get_by_label("号码公布的时间").fill("2026-03-02T21:30")
    page.get_by_label("抽取的时间").fill("2026-03-03T09:30")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=已公布承诺，等抽取")
    axe(page)
    draw = Draw.objects.get()

    public.goto("/inspections/")
    axe(public)
    public.get_by_role("link", name="春季餐饮抽查").click()
    kept = saved(public, "下载承诺书", tmp_path)

    clock[0] = scenes.AFTER
    enter(page, live_server, town.people["sun"])
    page.goto(f"{HERE}draws/{draw.pk}/")
    for label, text in (("公布的号码", "7 0 3 1 5"), ("再输一遍", "70315"), ("见证人姓名", "见证甲"), ("见证人单位", "区司法局"), ("另一位见证人姓名", "见证乙"), ("另一位见证人单位", "示例商会")):  # fmt: skip
        page.get_by_label(label, exact=True).first.fill(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=下达检查任务")
    axe(page)
    page.get_by_label("哪天前查完").fill("2026-04-01")
    page.get_by_role("button", name="下达").click()
    page.wait_for_selector("text=检查中")

    for place in Inspection.objects.filter(draw=draw):
        goer = Goer.objects.filter(inspection=place).select_related("inspector__person").first()
        assert goer is not None
        phone = new_page(*PHONE)
        enter(phone, live_server, goer.inspector.person)
        phone.goto(f"{HERE}draws/{draw.pk}/objects/{place.place}/")
        axe(phone)
        phone.get_by_label("未发现问题").check()
        phone.get_by_label("检查日期").fill("2026-03-03")
        phone.get_by_role("button", name="录下结果").click()
        phone.wait_for_selector("text=谁录的")
    page.reload()
    page.get_by_role("button", name="公示").click()
    page.wait_for_selector("text=结果已公示")

    public.reload()
    public.get_by_text("自己重抽一遍").click()
    axe(public)
    file, script = saved(public, "下载抽取数据", tmp_path), saved(public, "draw.py", tmp_path)
    told = subprocess.run(
        [sys.executable, "-I", script.name, file.name, kept.name], cwd=tmp_path, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    drawn = json.loads(file.read_text("utf-8"))
    assert str(len(drawn["drawn"])) in told.stdout and drawn["announced"] == "70315"
    drawn["drawn"].pop()
    file.write_text(json.dumps(drawn), "utf-8")
    assert (
        subprocess.run(
            [sys.executable, "-I", script.name, file.name], cwd=tmp_path, capture_output=True, timeout=60
        ).returncode
        == 1
    )
