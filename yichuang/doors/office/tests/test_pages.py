"""The office's own pages: open to the right posts, the same cases in list, search, count and export."""

import csv
import io
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from tests import town as towns
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, CreditMark
from yichuang.clock import book
from yichuang.clock.models import Year
from yichuang.doors.office import lists, pages, traces, words, years
from yichuang.ground import now
from yichuang.journal import looks
from yichuang.journal.errands import HANDLERS
from yichuang.journal.models import Entry, Errand
from yichuang.journal.sweeps import discover
from yichuang.law.days import Calendar
from yichuang.law.notices import YearTable
from yichuang.law.powers import SINGLE
from yichuang.materials.models import Material

NOTICE = 'year = 2027\nstatus = "published"\nwork = []\n[[off]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-03\n'


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town."""
    return towns.build()


def signed_in(town: towns.Town, name: str) -> Client:
    if town.posts[name].kind in SINGLE:
        TOTP.activate(town.people[name], "JBSWY3DPEHPK3PXP")
    client = Client()
    client.force_login(town.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_supervisor_sees_every_case_of_the_region(town: towns.Town) -> None:
    for _ in range(3):
        town.case()
    page = signed_in(town, "guo").get(reverse("office:cases"))
    assert page.status_code == 200 and "共3件" in page.content.decode()


def test_list_search_count_and_export_show_the_same_set(town: towns.Town) -> None:
    made = [town.case() for _ in range(4)]
    client = signed_in(town, "guo")
    asked = {"q": made[0].filing_number}
    listed = client.get(reverse("office:cases"), asked).content.decode()
    exported = b"".join(client.get(reverse("office:export"), asked)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(exported)))
    assert "共1件" in listed and [row[0] for row in rows[1:]] == [made[0].filing_number]


def test_a_clerk_is_refused_with_a_sentence(town: towns.Town) -> None:
    page = signed_in(town, "lin").get(reverse("office:cases"))
    told = page.content.decode()
    assert page.status_code == 403 and "岗位不看" in told and "这一页归政府负责人、督查看" in told


@pytest.mark.parametrize("name", ["cases", "calendar", "numbers", "credit", "journal", "errands"])
def test_each_page_opens_for_the_supervisor_with_few_queries(
    town: towns.Town, name: str, django_assert_max_num_queries: object
) -> None:
    for _ in range(3):
        town.case()
    client = signed_in(town, "guo")
    client.get(reverse(f"office:{name}"))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert client.get(reverse(f"office:{name}")).status_code == 200


def test_the_journal_page_checks_the_chain_it_shows(town: towns.Town) -> None:
    case = town.case()
    client = signed_in(town, "guo")
    assert "对不上" not in client.get(reverse("office:journal"), {"q": case.filing_number}).content.decode()
    Entry.objects.filter(subject=case.pk, seq=1).update(by_name="别人")
    assert "对不上" in client.get(reverse("office:journal"), {"q": case.filing_number}).content.decode()


def test_a_payload_that_is_no_longer_readable_does_not_hide_the_chain(town: towns.Town) -> None:
    case = town.case(upto="accepted")
    Entry.objects.filter(subject=case.pk, seq=1).update(payload="{not json")
    page = signed_in(town, "guo").get(reverse("office:journal"), {"q": case.filing_number})
    told = page.content.decode()
    assert page.status_code == 200 and "从第1条起对不上" in told and "{not json" in told


def test_a_chain_whose_end_was_cut_off_is_told_from_a_whole_one(town: towns.Town) -> None:
    case = town.case(upto="accepted")
    client, asked = signed_in(town, "guo"), {"q": case.filing_number}
    assert "留痕完整" in client.get(reverse("office:journal"), asked).content.decode()
    Entry.objects.filter(subject=case.pk, seq=Case.objects.get(pk=case.pk).seq).delete()
    assert "链头对不上" in client.get(reverse("office:journal"), asked).content.decode()


def test_of_a_long_chain_all_is_checked_and_the_end_is_shown(
    town: towns.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = town.case(upto="accepted")
    monkeypatch.setattr(traces, "SHOWN", 1)
    Entry.objects.filter(subject=case.pk, seq=1).update(by_name="别人")
    trace = traces.read(case.pk, case.region)
    assert trace is not None and trace.broken == 1
    assert [row.seq for row in trace.rows] == [trace.count] and trace.count > 1


def test_the_case_leads_to_its_chain_and_the_chain_speaks_chinese(town: towns.Town) -> None:
    case = town.case(upto="accepted")
    client = signed_in(town, "guo")
    page = client.get(reverse("office:case", args=[case.pk])).content.decode()
    where = f"{reverse('office:journal')}?q={case.pk}"
    assert where in page and f"收件，申请编号{case.filing_number}" in client.get(where).content.decode()


def test_every_local_number_and_every_kind_of_errand_has_a_chinese_name() -> None:
    discover()
    assert set(words.NUMBERS) == set(book.SAMPLES)
    assert set(words.ERRANDS) == set(HANDLERS)


def test_the_calendar_shows_the_provisional_year_and_offers_a_notice_that_can_be_imported(
    town: towns.Town,
) -> None:
    made = Calendar.builtin()
    table = YearTable.parse(years.skeleton(made))
    assert (
        table.year == made.last_published.year + 1 and made.with_year(table).last_published.year == table.year
    )
    newest, before = years.lately(made)[:2]
    assert (newest.published, before.published) == (False, True)
    assert before.workdays == 248 and "国庆节10月1日至7日" in before.off and "2月14日" in before.work
    page = signed_in(town, "guo").get(reverse("office:calendar")).content.decode()
    assert "暂定" in page and f"{newest.year}年" in page


def test_the_address_of_the_notice_form_leads_back_to_the_calendar(town: towns.Town) -> None:
    assert signed_in(town, "guo").get(reverse("office:notice")).status_code == 302


def test_looks_are_found_by_the_number_of_the_case_and_by_who_looked(town: towns.Town) -> None:
    case, other = town.case(upto="filed"), town.case(upto="filed")
    for one in (case, other):
        signed_in(town, "guo").get(reverse("office:case", args=[one.pk]))
    looks.flush()
    client = signed_in(town, "ji")
    told = client.get(reverse("office:looks"), {"q": case.filing_number}).content.decode()
    assert case.filing_number in told and other.filing_number not in told
    named = client.get(reverse("office:looks"), {"q": town.people["guo"].name}).content.decode()
    assert case.filing_number in named and other.filing_number in named


def test_voiding_needs_a_reason_and_is_the_supervisors(town: towns.Town) -> None:
    case = town.case()
    where = reverse("office:voidance", args=[case.pk])
    assert signed_in(town, "guo").post(where, {"why": ""}).status_code == 422
    assert signed_in(town, "luo").post(where, {"why": "录错了"}).status_code == 403
    assert signed_in(town, "guo").post(where, {"why": "录错了"}).status_code == 302
    assert Case.objects.get(pk=case.pk).outcome == "void"


def test_the_supervisor_lets_a_second_notice_through_and_it_stands_as_a_breach(
    town: towns.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(now, "clock", lambda: towns.MONDAY)
    case = town.case("food-business-license-new", upto="filed")
    asked = {"by": town.actor("lin"), "at": towns.MONDAY}
    first, second = Material.objects.filter(subject=case.pk, state="got").values_list("place", flat=True)[:2]
    cases.ask_once(case.pk, lines=[{"place": first, "reason": "1"}], **asked)
    cases.hand_in(case.pk, judgements={first: "got"}, **asked)
    client, where = signed_in(town, "guo"), reverse("office:forced_notice", args=[case.pk])
    assert where in client.get(reverse("office:case", args=[case.pk])).content.decode()
    sent = {"place": second, "text": "第二页缺少房东的签名", "why": "第一次漏看了"}
    assert client.post(where, sent | {"why": ""}).status_code == 422
    assert client.post(where, sent).status_code == 302
    row = Case.objects.get(pk=case.pk)
    assert (row.state, row.breaches) == ("correcting", 1)
    assert where not in client.get(reverse("office:case", args=[case.pk])).content.decode()


def test_only_the_system_administrator_imports_a_notice(town: towns.Town) -> None:
    page = signed_in(town, "guo").post(reverse("office:notice"), {"source": "国办发明电", "text": NOTICE})
    assert page.status_code == 403 and not Year.objects.exists()


def test_a_notice_that_cannot_be_read_keeps_what_was_typed(town: towns.Town) -> None:
    page = signed_in(town, "guo").post(reverse("office:notice"), {"source": "", "text": "[["})
    assert page.status_code == 422 and "请填写通知的文号或出处" in page.content.decode()


def test_days_on_which_the_halls_are_closed_move_what_runs_through_them(town: towns.Town) -> None:
    client, where = signed_in(town, "xi"), reverse("office:closure")
    sent = {
        "first": "2026-03-05",
        "last": "2026-03-06",
        "why": "台风红色预警",
        "closure_source": "示应急〔2026〕3号",
    }
    assert client.post(where, sent | {"last": "2026-03-01"}).status_code == 422
    told = client.post(where, sent | {"first": "大后天", "why": ""}).content.decode()
    assert "日期写成2026-08-12这样" in told and "请写明为什么停止办公" in told and "示应急〔2026〕3号" in told
    assert client.post(where, sent).status_code == 302 and client.get(where).status_code == 302
    page = client.get(reverse("office:calendar")).content.decode()
    assert "3月5日" in page and "台风红色预警" in page
    assert Errand.objects.filter(kind="recount").exists()
    assert signed_in(town, "guo").post(where, sent).status_code == 403


def test_who_is_on_the_credit_list_gets_no_gap_until_repair(town: towns.Town) -> None:
    client, where = signed_in(town, "guo"), reverse("office:credit")
    assert client.post(where, {"holder_number": towns.CHEN_ID, "reason": ""}).status_code == 422
    sent = {"holder_number": towns.CHEN_ID, "reason": "示法执〔2026〕12号失信决定", "idempotency_key": "one"}
    for _ in range(2):  # sent twice, on the list once
        assert client.post(where, sent).status_code == 302
    page = client.get(where).content.decode()
    assert "示法执〔2026〕12号失信决定" in page and "在列" in page and towns.CHEN_ID not in page
    assert "不在名单里" in client.get(where, {"q": "189901197905120214"}).content.decode()
    assert "在列" in client.get(where, {"q": towns.CHEN_ID.lower()}).content.decode()
    mark = CreditMark.objects.get()
    repair = reverse("office:repair", args=[mark.pk])
    assert client.post(repair, {"basis": ""}).status_code == 422
    assert client.post(repair, {"basis": "示法执〔2026〕30号"}).status_code == 302
    assert client.post(repair, {"basis": "示法执〔2026〕30号"}).status_code == 409
    assert "已修复" in client.get(where).content.decode()


def test_the_credit_list_is_the_supervisors_to_change(town: towns.Town) -> None:
    where, sent = reverse("office:credit"), {"holder_number": towns.CHEN_ID, "reason": "失信"}
    assert signed_in(town, "luo").get(where).status_code == 200
    assert signed_in(town, "luo").post(where, sent).status_code == 403
    assert signed_in(town, "lin").get(where).status_code == 403 and not CreditMark.objects.exists()


def test_a_failed_errand_is_tried_again_and_a_sent_one_is_not(town: towns.Town) -> None:
    town.case()
    errand = Errand.objects.first()
    client = signed_in(town, "guo")
    assert errand is not None
    assert client.post(reverse("office:retry", args=[errand.pk])).status_code == 409
    Errand.objects.filter(pk=errand.pk).update(state="given_up")
    assert client.post(reverse("office:retry", args=[errand.pk])).status_code == 302
    assert Errand.objects.get(pk=errand.pk).state == "waiting"


def test_a_red_filter_shows_overdue_cases_only(town: towns.Town) -> None:
    town.case()
    late = town.case()
    cases.turn_colour(late.pk, by=town.night, at=towns.MONDAY + timedelta(days=30))
    assert [c.pk for c in lists.chosen(town.actor("guo"), {"f": "red"})] == [late.pk]


@pytest.mark.parametrize("text", ["=1+1", "+8", "-8", "@x", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert lists.safe(text).startswith("'")


def test_every_tile_leads_somewhere(town: towns.Town) -> None:
    assert {page.name for page in pages.open_to(town.actor("guo"))} >= {"cases", "journal", "errands"}


@pytest.mark.parametrize("name", ["lin", "wu", "sun", "qi", "gao", "luo", "he", "guo", "xi", "an", "ji"])
def test_whoever_a_page_of_the_office_opens_to_finds_the_office_on_the_own_page(
    town: towns.Town, name: str
) -> None:
    mine = signed_in(town, name).get("/entrance/").content.decode()
    assert ('href="/office/"' in mine) == bool(pages.open_to(town.actor(name)))
