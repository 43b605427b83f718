"""The office's own pages: open to the right posts, the same cases in list, search, count and export."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import town as towns
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.clock.models import Year
from yichuang.doors.office import lists, pages
from yichuang.journal.models import Errand

NOTICE = 'year = 2027\nstatus = "published"\nwork = []\n[[off]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-03\n'


@pytest.fixture
def town(db: None) -> towns.Town:
    """The small town."""
    return towns.build()


def signed_in(town: towns.Town, name: str) -> Client:
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
    assert page.status_code == 403 and "岗位不看" in page.content.decode()


@pytest.mark.parametrize("name", ["cases", "calendar", "numbers", "journal", "errands"])
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
    from yichuang.journal.models import Entry

    Entry.objects.filter(subject=case.pk, seq=1).update(by_name="别人")
    assert "对不上" in client.get(reverse("office:journal"), {"q": case.filing_number}).content.decode()


def test_voiding_needs_a_reason_and_is_the_supervisors(town: towns.Town) -> None:
    case = town.case()
    where = reverse("office:voidance", args=[case.pk])
    assert signed_in(town, "guo").post(where, {"why": ""}).status_code == 422
    assert signed_in(town, "luo").post(where, {"why": "录错了"}).status_code == 403
    assert signed_in(town, "guo").post(where, {"why": "录错了"}).status_code == 302
    assert Case.objects.get(pk=case.pk).outcome == "void"


def test_only_the_system_administrator_imports_a_notice(town: towns.Town) -> None:
    page = signed_in(town, "guo").post(reverse("office:notice"), {"source": "国办发明电", "text": NOTICE})
    assert page.status_code == 403 and not Year.objects.exists()


def test_a_notice_that_cannot_be_read_keeps_what_was_typed(town: towns.Town) -> None:
    page = signed_in(town, "guo").post(reverse("office:notice"), {"source": "", "text": "[["})
    assert page.status_code == 422 and "请填写通知的文号或出处" in page.content.decode()


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
