"""An item's way in a browser: by keyboard from the list to a mended draft, another person publishes; axe on the way."""

import pytest

from tests import town as towns
from tests.browser import DESKTOP, PHONE, axe, enter
from yichuang.catalogue import acts, seed
from yichuang.catalogue.models import Item, Version
from yichuang.doors.office.catalogue.views import form_looks
from yichuang.ground.now import now
from yichuang.journal.actor import system

pytestmark = pytest.mark.browser
KEY = "marriage-registration"


@pytest.fixture
def town(transactional_db):
    made = towns.build(keys=())
    acts.import_(
        by=system(towns.REGION),
        at=now(),
        records=[r for r in seed.items() if r["id"] in (KEY, "food-business-license-new")],
    )
    return made


def test_two_people_change_an_item_by_keyboard(town, new_page, live_server):
    page = new_page()
    enter(page, live_server, town.people["he"])
    page.goto("/office/catalogue/")
    axe(page)
    page.keyboard.press("/")
    page.keyboard.type("jhdj")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/items/**")
    page.keyboard.press("e")
    page.wait_for_url("**/basic/**")
    page.get_by_role("link", name="时限").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/**")
    page.get_by_label("法定时限").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=已保存")
    axe(page)
    assert "时限变长" in page.inner_text("aside")
    page.get_by_role("button", name="送审").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=要换一位来发布")

    other = new_page()
    enter(other, live_server, town.people["hua"])
    other.goto(page.url)
    axe(other)
    other.get_by_label("为什么要这样改").fill("依据改了，期限两天")
    other.keyboard.press("Control+Enter")
    other.wait_for_url("**/items/**")
    assert Item.objects.get(key=KEY).current.statutory_days == 2
    assert Version.objects.get(item__key=KEY, number=1).state == "past"


def test_a_column_of_the_form_is_added_and_moved_without_scripts(town, new_page, live_server):
    made = acts.draft(by=town.actor("he"), at=now(), item=str(Item.objects.get(key=KEY).pk))
    page = new_page(*PHONE, java_script_enabled=False)
    enter(page, live_server, town.people["he"])
    page.goto(f"/office/catalogue/versions/{made['version']}/form/")
    page.get_by_label("从数据元库里加一个栏目").select_option("spouse_phone")
    page.get_by_role("button", name="加上").click()
    row = page.locator("details[open].row-card")
    assert "配偶手机号码" in row.locator("summary").inner_text()
    row.get_by_role("textbox", name="名称").fill("对方手机")
    row.get_by_role("button", name="上移").click()
    assert "对方手机" in page.locator("details[open].row-card summary").inner_text()
    assert "申请表：加上“对方手机（家庭情况）”" in page.inner_text("aside")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_pass_axe_and_fit(town, new_page, live_server, size):
    food = Item.objects.get(key="food-business-license-new")
    made = acts.draft(by=town.actor("he"), at=now(), item=str(food.pk))
    version, current = made["version"], food.current_id
    page = new_page(*size)
    enter(page, live_server, town.people["he"])
    for path in (
        "", f"items/{food.pk}/", f"versions/{version}/materials/", f"versions/{version}/scenarios/", f"versions/{version}/gate/", f"versions/{version}/form/",
        *(f"versions/{version}/preview/{look}/" for look in form_looks.LOOKS),
        f"versions/{current}/preview/guide/", f"versions/{current}/preview/notice/", "debts/", "gate/", "gate/debt/print/", "authorisations/", "import/",
    ):  # fmt: skip
        page.goto(f"/office/catalogue/{path}")
        axe(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{path} is {over} px too wide"
