"""The guide: unknown stays unknown, one question a page, one list for all channels, days with their reasons."""

from itertools import product

import pytest
from django.test import Client

from tests.town import ITEMS, MONDAY, Town
from yichuang.catalogue import guide as guides
from yichuang.catalogue import versions
from yichuang.catalogue.models import Entrustment, Version
from yichuang.clock import book
from yichuang.doors import leaflet
from yichuang.doors.portal import given
from yichuang.doors.portal.tests.reading import links, main, text
from yichuang.journal import stamps
from yichuang.journal.chain import canonical
from yichuang.law import selection
from yichuang.law.days import Calendar

COMPANY = "/items/company-establishment/"
ANSWERS = {"premises": "lease", "preapproval": "no", "agent": "no"}


def change(town: Town, key: str, **changes: object) -> None:
    """Give an item's published record other contents."""
    version = Version.objects.get(pk=town.items[key].current_id)
    Version.objects.filter(pk=version.pk).update(
        record=canonical(version.content | changes),
        **{k: v for k, v in changes.items() if k in ("statutory_days", "committed_days", "day_kind")},
    )
    versions.forget()
    stamps.bump()


def test_what_is_unknown_says_so_and_never_nought(someone: Client, town: Town) -> None:
    change(
        town, "company-establishment", visits=None, online_depth=None, fee={"charged": None, "note": None}, conditions=None,
        legal_basis=None, result_documents=None, statutory_days=None, committed_days=None, special_procedures=None, scenarios=None,
        materials=[{"name": "申请书", "form": None, "copies": None}],
    )  # fmt: skip
    told = main(someone.get(COMPANY))
    assert told.count("没有查到") >= 11 and "形式没有查到，份数没有查到" in told
    assert "0个" not in told and "0次" not in told and "None" not in told


def test_nought_visits_are_not_unknown(someone: Client, town: Town) -> None:
    change(town, "company-establishment", visits=0)
    assert "去几次 不用到现场" in main(someone.get(COMPANY))


def test_the_guide_has_the_same_headings_in_the_same_order_for_every_item(someone: Client) -> None:
    import re

    heads = {
        tuple(re.findall(r'<h2 id="(\w+)"', someone.get(f"/items/{key}/").content.decode())) for key in ITEMS
    }
    assert heads == {("materials", "conditions", "time", "fee", "visits", "result", "basis", "place", "ask")}


def test_questions_come_one_a_page_and_always_allow_not_to_know(someone: Client) -> None:
    page = someone.get(f"{COMPANY}questions/")
    assert "问1/3" in main(someone.get(f"{COMPANY}questions/")) and "我不确定" in text(page)
    assert page.content.decode().count('type="radio"') == 4 and "checked" not in page.content.decode()
    second = someone.get(f"{COMPANY}questions/", {"premises": "own"})
    assert f"{COMPANY}questions/?~was=own" in [link.replace("%7E", "~") for link in links(second)]


def test_the_way_back_shows_what_was_chosen(someone: Client) -> None:
    page = someone.get(f"{COMPANY}questions/?~was=own").content.decode()
    assert page.count("checked") == 1 and 'value="own" checked' in page


def test_a_question_left_open_is_said_and_nothing_is_lost(someone: Client) -> None:
    page = someone.get(f"{COMPANY}questions/", {"premises": "own", "~asked": "preapproval"})
    content = page.content.decode()
    assert page.status_code == 422 and "<title>错误：" in content
    assert "请选一项：经营范围是否含登记前须经批准的项目？" in content and 'href="#preapproval_0"' in content
    assert '<input type="hidden" name="premises" value="own">' in content


def test_the_last_answer_leads_to_the_list(someone: Client) -> None:
    answer = someone.get(f"{COMPANY}questions/", {**ANSWERS, "~asked": "agent"})
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{COMPANY}list/?premises=lease&preapproval=no&agent=no",
    )


def test_a_list_with_an_open_question_asks_it(someone: Client) -> None:
    assert "/questions/" in someone.get(f"{COMPANY}list/", {"premises": "own"})["Location"]


@pytest.mark.parametrize("key", ITEMS)
def test_portal_and_commands_give_the_same_list_on_every_path(town: Town, key: str) -> None:
    stamp = stamps.current()
    facts = versions.by_name(key, stamp)
    questions = facts.record.get("scenarios") or ()
    for values in product(*([o["value"] for o in q["options"]] for q in questions)):
        answers = dict(zip([q["key"] for q in questions], values, strict=True))
        made = leaflet.make(facts, answers, MONDAY, stamp=stamp, region="189901")
        other = guides.guide(
            key, answers, MONDAY.date(), stamp=stamp, calendar=book.calendar(stamp, "189901")
        )
        assert sorted(one.name for one in made.all_lines) == sorted(m["name"] for m in other["materials"])
        assert {one.name for one in made.waived} == {
            m["name"] for m in other["materials"] if m["how"] in selection.WAIVED
        }
        dates = {one.name: one.due_on.isoformat() for one in made.dated}
        assert (dates.get("承诺办结"), dates.get("法定办结")) == (
            other["promised_due"],
            other["statutory_due"],
        )


def test_the_list_says_what_to_bring_what_not_and_from_where(someone: Client) -> None:
    told = main(someone.get(f"{COMPANY}list/", ANSWERS))
    assert "您要交2份，2份有电子证照就不用交，免交2份" in told
    assert (
        "住所使用证明（租赁或借用合同及权属证明） 要交 复印件1份" in told
        and "住所使用证明（不动产权证书）" not in told
    )
    assert "公司章程 免交 由系统按您填的内容生成，不用带" in told
    assert "窗口查到电子证照“居民身份证”就免交" in told


def test_one_who_is_not_sure_gets_the_wider_list_and_somebody_to_ask(someone: Client) -> None:
    told = main(someone.get(f"{COMPANY}list/", {**ANSWERS, "premises": "~"}))
    assert "“经营场所（住所）属于哪种情形”选“自有房产”，才要交" in told
    assert "“经营场所（住所）属于哪种情形”选“租赁或借用”，才要交" in told
    assert (
        "请工作人员回电" in told
        and "您有拿不准的" in told
        and "市场监督管理局，0189-7654321" in told
        and "示例区政务服务大厅，0189-1234567" in told
    )


def test_an_answer_is_changed_without_the_others(someone: Client) -> None:
    page = someone.get(f"{COMPANY}list/", ANSWERS)
    change_first = next(
        link
        for link in links(page)
        if "preapproval=no" in link and "/questions/" in link and "premises" not in link
    )
    assert "agent=no" in change_first and "~was=lease" in change_first.replace("%7E", "~")


def test_the_day_of_the_end_is_told_with_its_reasons(someone: Client) -> None:
    told = main(someone.get(f"{COMPANY}list/", ANSWERS))
    assert (
        "承诺办结，1个工作日 2026年3月4日（周三）" in told
        and "法定办结，6个工作日 2026年3月11日（周三）" in told
    )
    assert "2026年3月3日（周二）受理，当天不算，从第二天起数满6个工作日。" in told
    assert (
        "3月7日（周六）至3月8日（周日） 不算，周六、周日" in told
        and "3月9日（周一）至3月11日（周三） 算，第4至6天" in told
    )


def test_a_holiday_is_named(someone: Client, on) -> None:
    on(2026, 9, 29)
    told = main(someone.get(f"{COMPANY}list/", ANSWERS))
    assert "国庆" in told and "10月1日（周四）至10月7日（周三） 不算" in told


def test_an_end_in_a_year_not_published_is_marked(someone: Client, on, town: Town) -> None:
    change(town, "company-establishment", statutory_days=20)
    on(2026, 12, 24)
    assert "这是暂定的日子" in main(someone.get(f"{COMPANY}list/", ANSWERS))
    on(Calendar.builtin().last.year, 12, 30)
    told = someone.get(f"{COMPANY}list/", ANSWERS)
    assert told.status_code == 200 and "算不出哪天" in main(told)


def test_on_a_day_off_it_says_when_the_window_opens(someone: Client, on) -> None:
    on(2026, 3, 7)
    assert "窗口不上班，最早2026年3月9日（周一）收件" in main(someone.get(f"{COMPANY}list/", ANSWERS))


def test_the_paper_says_what_the_list_says(someone: Client) -> None:
    listed, paper = (someone.get(f"{COMPANY}{page}/", ANSWERS) for page in ("list", "notice"))
    told = text(paper)
    assert (
        "一次性告知书" in told
        and "承诺办结日是2026年3月4日（周三）；法定办结日是2026年3月11日（周三）" in told
    )
    assert "《中华人民共和国行政许可法》第三十条" in told and "监督：12345" in told
    for name in ("公司章程", "股东主体资格证明", "住所使用证明（租赁或借用合同及权属证明）"):
        assert name in told and name in text(listed)
    assert '<svg role="img" aria-label="这份清单的二维码"' in paper.content.decode()


def test_the_answers_travel_in_the_address_of_the_paper(town: Town) -> None:
    facts = versions.by_name("company-establishment", stamps.current())
    made = leaflet.make(
        facts, {"premises": "own"}, MONDAY, stamp=stamps.current(), region="189901", unsure=("agent",)
    )
    assert made.address.endswith("/items/company-establishment/list/?premises=own&agent=~")
    query = dict(pair.split("=") for pair in made.address.split("?")[1].split("&"))
    assert given.read(facts.record, query) == given.Given({"premises": "own"}, ("agent",))


def test_the_paper_before_the_questions_tells_every_case(someone: Client) -> None:
    told = text(someone.get(f"{COMPANY}notice/"))
    assert "住所使用证明（不动产权证书）" in told and "授权委托书" in told and "选“委托代办”，才要交" in told


def test_an_old_code_asks_again_what_it_no_longer_answers(someone: Client) -> None:
    answer = someone.get(
        f"{COMPANY}list/", {"premises": "gone", "preapproval": "no", "agent": "no", "utm": "x"}
    )
    assert answer["Location"] == f"{COMPANY}questions/?preapproval=no&agent=no"


@pytest.mark.parametrize("page", ["", "questions/", "list/", "notice/"])
def test_an_item_that_is_not_there_says_where_to_look(someone: Client, page: str) -> None:
    answer = someone.get(f"/items/no-such-item/{page}")
    assert answer.status_code == 404 and "没有这个事项，或者已经停办。" in text(answer)


def test_the_windows_are_those_of_the_written_list(someone: Client, town: Town) -> None:
    assert "示例区政务服务大厅，综合受理3号窗" in main(someone.get(COMPANY))
    Entrustment.objects.filter(item=town.items["company-establishment"]).update(ends_on="2026-03-03")
    stamps.bump()
    assert "没有查到受理的窗口。请先打电话问市场监督管理局：0189-7654321" in main(someone.get(COMPANY))


@pytest.mark.parametrize(
    "page", ["", "questions/", "list/?premises=own&preapproval=no&agent=no", "notice/?premises=own"]
)
def test_a_guide_page_asks_the_database_once(someone: Client, django_assert_num_queries, page: str) -> None:
    someone.get(COMPANY + page)
    with django_assert_num_queries(1):
        someone.get(COMPANY + page)


def test_who_signed_in_sees_what_their_own_licences_waive_and_no_store_keeps_it(
    someone: Client, town: Town
) -> None:
    town.licence("居民身份证")
    assert "已有电子证照" not in main(someone.get(f"{COMPANY}list/", ANSWERS))
    page = town.enter(someone).get(f"{COMPANY}list/", ANSWERS)
    assert page["Cache-Control"] == "private, no-store"
    told = main(page)
    assert "按陈秀英的电子证照算的" in told and "已有电子证照“居民身份证”，不用交" in told
    assert "有电子证照，就不用交" not in told and "登录" not in told


def test_who_is_known_by_a_telephone_alone_sees_what_a_stranger_sees(someone: Client, town: Town) -> None:
    town.licence("居民身份证")
    town.enter(someone, town.account(level=1))
    assert "按陈秀英的电子证照算的" not in main(someone.get(f"{COMPANY}list/", ANSWERS))


def test_the_answers_travel_into_the_application_without_the_doubts(someone: Client) -> None:
    found = links(someone.get(f"{COMPANY}list/", {**ANSWERS, "premises": "~"}))
    assert "/apply/new/company-establishment/?preapproval=no&agent=no" in found


def test_a_commitment_says_what_it_replaces_and_what_follows_if_untrue(someone: Client, town: Town) -> None:
    name = "法定代表人、董事、监事、经理任职文件"
    change(town, "company-establishment", commitment={"approval": False, "public": True, "materials": [name]})
    for told in (
        main(someone.get(f"{COMPANY}list/", ANSWERS)),
        text(someone.get(f"{COMPANY}notice/", ANSWERS)),
    ):
        assert f"签《告知承诺书》，可以代替“{name}”。" in told
        assert "办好以后30个工作日内，市场监督管理局核查承诺是否属实。承诺不实的，依法撤销决定" in told
        assert "承诺书向社会公开。" in told and "国办发〔2020〕42号" in told


def test_it_is_said_by_when_one_hears_of_acceptance(someone: Client) -> None:
    told = main(someone.get(f"{COMPANY}list/", ANSWERS))
    assert "2026年3月3日（周二）交齐， 2026年3月10日（周二）前 ，市场监督管理局告诉您是否受理" in told


def test_what_is_filed_at_the_window_only_is_not_offered_on_line(someone: Client, town: Town) -> None:
    def offered() -> list[str]:
        return [one for one in links(someone.get(f"{COMPANY}list/", ANSWERS)) if one.startswith("/apply/")]

    assert len(offered()) == 1
    change(town, "company-establishment", online_depth="网上预约")
    assert offered() == []
    assert "到窗口办" in main(someone.get(f"{COMPANY}list/", ANSWERS))
