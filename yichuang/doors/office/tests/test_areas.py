"""The navigation of the office: every page in one area, no row longer than eight entries, whatever the post."""

import pytest

from tests.town import Town, build
from yichuang.doors.office import pages
from yichuang.journal.actor import Actor
from yichuang.law.powers import POSTS


@pytest.fixture
def town(db: None) -> Town:
    return build()


class Asked:
    """A request as far as the frame reads it."""

    def __init__(self, kind: str) -> None:
        self.actor = Actor(kind=kind, region="189901", name="某人")


def test_every_page_lies_in_exactly_one_area() -> None:
    for page in pages.PAGES:
        found = [name for name, those in pages.AREAS if any(pages._within(page.name, one) for one in those)]
        assert len(found) == 1, f"{page.name}: name it in pages.AREAS"


@pytest.mark.parametrize("kind", [kind for kind, _ in POSTS])
def test_no_post_sees_a_row_of_more_than_eight(kind: str) -> None:
    for page in pages.open_to(Asked(kind).actor):
        told = pages.frame(Asked(kind), page.name)  # type: ignore[arg-type]
        assert len(told["areas"]) <= pages.ROW and len(told["beside"]) <= pages.ROW


@pytest.mark.parametrize("kind", [kind for kind, _ in POSTS])
def test_every_page_of_a_post_is_reached_by_its_rows(kind: str) -> None:
    mine = pages.open_to(Asked(kind).actor)
    seen = set()
    for page in mine:
        told = pages.frame(Asked(kind), page.name)  # type: ignore[arg-type]
        assert [one["name"] for one in [*told["areas"], *told["beside"]] if one["current"]]
        seen |= {one["href"] for one in [*told["areas"], *told["beside"]]}
    assert {page.href for page in mine} <= seen


def test_a_page_of_the_office_shows_area_and_neighbours(town: Town, client) -> None:  # type: ignore[no-untyped-def]
    client.force_login(town.people["guo"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/office/board/").content.decode()
    assert '<nav class="beside" aria-label="督办">' in page and 'aria-current="page">督办看板' in page
