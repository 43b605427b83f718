"""Before and after: computed from the records, few marked, what nobody recorded never shown as 0."""

import pytest
from django.conf import settings
from django.test import Client

from tests.town import MONDAY, build
from yichuang.bundles import gains
from yichuang.bundles.tests.scenes import brought, done, received

HERE = "/office/saved/?month=2026-03"


@pytest.fixture
def town(db):
    return brought(build(keys=()))


def page(town, who="guo"):
    client = Client(raise_request_exception=False)
    client.force_login(town.people[who], backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.get(HERE)


def test_a_month_with_a_thing_that_is_done_is_counted_from_the_records(town):
    done(town, received(town), MONDAY)
    row = page(town).context["rows"][0]
    assert (row.count, row.applications, row.few) == (1, (5, 1), True)
    assert row.papers[0] > row.papers[1] and row.visits == 1 and row.days[1] == 0
    assert "仅供参考" in page(town).content.decode()


def test_what_is_not_recorded_is_not_0():
    assert gains.middle([None, None]) is None and gains.middle([None, 3, 5]) == 4


def test_what_runs_is_not_counted_and_other_posts_are_refused(town):
    received(town)
    assert page(town).context["rows"] == []
    assert page(town, "lin").status_code == 403
