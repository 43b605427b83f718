"""A crowd of cases: its chains verify, and a list of many costs the queries of a list of few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import crowd
from tests import town as towns
from tests.town import Town
from yichuang.cases.models import Case
from yichuang.doors.entrance.seen import ENTERED
from yichuang.ground.now import now
from yichuang.journal import verify
from yichuang.journal.models import Entry
from yichuang.law.states import OPEN

pytestmark = pytest.mark.slow
COUNT, FEW = 20_000, 2_000
PAGES = {
    "sun": ("/desk/", "/desk/?box=over", "/desk/?q=王"),
    "guo": ("/office/cases/", "/office/cases/?f=red"),
}


@pytest.fixture
def town(db: None) -> Town:
    """The small town with its first few cases."""
    town = towns.build()
    crowd.fill(FEW, town=town)
    return town


def test_a_crowd_verifies_and_one_altered_entry_is_still_found(town: Town) -> None:
    crowd.fill(COUNT, town=town)
    report = verify.verify()
    assert (report.subjects, report.broken) == (COUNT, [])
    last = Case.objects.order_by("pk").last()
    assert last is not None
    Entry.objects.filter(subject=last.pk, seq=1).update(by_name="别人")
    assert [b["what"] for b in verify.verify().broken] == ["altered entry"]


def test_a_crowd_is_filled_up_and_never_twice(town: Town) -> None:
    assert crowd.fill(FEW, town=town) == 0
    assert crowd.fill(FEW + 10, town=town) == 10
    assert Case.objects.count() == FEW + 10


def test_a_crowd_has_about_two_in_a_hundred_open_with_steps_and_clocks(town: Town) -> None:
    crowd.fill(COUNT, town=town)
    share = Case.objects.filter(state__in=OPEN).count() / COUNT
    assert 0.01 < share < 0.04
    under_way = Case.objects.filter(state="accepted")
    assert not under_way.exclude(steps__state="open").exists()
    assert under_way.values("due_on").distinct().count() > 10


def test_lists_cost_no_more_queries_among_many_than_among_few(town: Town) -> None:
    few = _costs(town)
    crowd.fill(COUNT, town=town)
    many = _costs(town)
    assert {page: (few[page], cost) for page, cost in many.items() if cost > few[page]} == {}


def test_a_department_sees_its_own_cases_and_those_with_a_step_of_its_own(town: Town) -> None:
    body = town.departments["fire"]
    meant = {
        c.pk
        for c in Case.objects.prefetch_related("steps")
        if body.pk in {c.department_id, *(s.department_id for s in c.steps.all())}
    }
    assert set(Case.objects.visible_to(town.actor("zheng")).values_list("pk", flat=True)) == meant
    assert 0 < len(meant) < FEW


def _costs(town: Town) -> dict[str, int]:
    made: dict[str, int] = {}
    for who, paths in PAGES.items():
        client = Client()
        client.force_login(town.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[ENTERED] = int(now().timestamp())
        session.save()
        for path in paths:
            made[f"{who} {path}"] = _cost(client, path)
    return made


def _cost(client: Client, path: str) -> int:
    """The queries of a page that was asked for before, so that what is kept in memory is warm."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
    return len(queries)
