"""A name is kept, shown and printed whole: fifty characters, with · and characters that few fonts have."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.town import CHEN_ID, MONDAY, Town, build
from tests.walks import pages
from tests.walks.pages import CITIZEN
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case, Paper, Party
from yichuang.citizens.models import Account
from yichuang.doors.apply.tests import applying
from yichuang.ground import now, vault
from yichuang.journal.refusals import BadInput
from yichuang.materials.models import File

RARE = "\U00020bb7\U0002a6a5\U0003129c"  # 𠮷, and two that ux.md 4.2 found no font for
NAMES = (
    f"吴·{RARE}",
    "阿不都热合曼·买买提吐尔逊·" + "古丽米热·" * 6 + "吐尔逊" + RARE,
    "〇䶮㛃·㐂",
)


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(now, "clock", lambda: MONDAY)
    return build(("company-establishment", "social-card-replace"))


def read(page: bytes | str) -> str:
    """Return a page without its markup, as it is read."""
    text = page.decode() if isinstance(page, bytes) else page
    return html.unescape(re.sub(r"<[^>]+>", "", text))


@pytest.mark.parametrize("name", NAMES, ids=len)
def test_a_name_goes_whole_from_the_window_to_paper_and_desk(town: Town, name: str) -> None:
    case = town.case(applicant=PartyIn(name, CHEN_ID, phone="13800000000"))
    assert Case.objects.get().applicant_name == name == Party.objects.get(role="applicant").name
    clerk, portal = Client(), Client()
    clerk.force_login(town.people["lin"], backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert name in read(clerk.get(reverse("counter:case", args=[case.pk])).content)
    assert name in read(clerk.get(reverse("counter:today")).content)
    desk = Client()
    desk.force_login(town.people["wu"], backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert name in read(desk.get(reverse("desk:case", args=[case.pk])).content)
    paper = Paper.objects.get(case=case, kind="acceptance")
    assert name in read(clerk.get(reverse("papers:paper", args=[paper.pk])).content)
    assert name not in read(portal.get(f"/p/{case.query_code}").content)


@pytest.mark.parametrize("name", NAMES, ids=len)
def test_a_name_goes_whole_through_an_application_on_line(town: Town, name: str) -> None:
    account = town.account()
    type(account).objects.filter(pk=account.pk).update(name=name)
    client = town.enter(Client(), account)
    draft = applying.begin(client, "social-card-replace")
    applying.fill(client, draft)
    applying.give(client, draft)
    assert name in read(client.get(f"/apply/{draft.pk}/check/").content)
    assert name in read(applying.file(client, draft).content)
    assert Case.objects.get().applicant_name == name
    client.cookies["yc_display"] = "m.hant"
    assert name in read(client.get(f"/apply/done/{Case.objects.get().pk}/").content)


def test_no_page_of_a_citizen_turns_a_name_into_traditional_characters(db: None) -> None:
    name, turned = "万里发", "萬里發"
    built, visits = pages.build()
    Account.objects.filter(number_index=vault.index(CHEN_ID)).update(name=name)
    Case.objects.update(applicant_name=name)
    Party.objects.update(name=name)
    File.objects.update(name="万里发的证.pdf")
    client = built.enter(Client())
    client.cookies["yc_display"] = "m.hant"
    told, shown = [], 0
    for visit in visits:
        if visit.who == CITIZEN:
            page = client.get(visit.address)
            text = "" if page.streaming else page.content.decode()
            shown += name in text
            told += (
                [(visit.address, text[max(0, text.find(turned) - 60) : text.find(turned) + 20])]
                if turned in text
                else []
            )
    assert shown and not told


def test_a_name_of_more_than_fifty_characters_is_refused_and_not_cut(town: Town) -> None:
    with pytest.raises(BadInput):
        town.case(applicant=PartyIn("买·" * 25 + "买", CHEN_ID, phone="13800000000"))
