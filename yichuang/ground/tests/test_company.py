"""What runs by itself rests while people are at work, and only then."""

import pytest
from django.db import connection, transaction

from yichuang.ground import company, rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    told: list[float] = []
    monkeypatch.setattr(company.time, "sleep", told.append)
    return told


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    at = [1000.0]
    monkeypatch.setattr(company.time, "monotonic", lambda: at[0])
    monkeypatch.setattr(company, "_seen", dict.fromkeys(company._seen, 0.0) | {"rested": at[0]})
    return at


@pytest.fixture
def people(clock: list[float]) -> None:
    """Somebody else is at work."""
    company._seen["until"] = clock[0] + company.MOMENT


def test_it_rests_in_proportion_while_people_are_here(clock, slept, people):
    clock[0] += 0.01
    company.rest()
    assert slept == [pytest.approx(0.01 * company.REST)]


def test_it_does_not_rest_after_so_little_work(clock, slept, people):
    clock[0] += company.WORK / 2
    company.rest()
    assert slept == []


def test_it_does_not_rest_alone(clock, slept):
    clock[0] += company.WORK
    company.rest()
    assert slept == []


def test_a_rest_has_an_end_and_what_lies_far_back_is_no_work(clock, slept, people):
    clock[0] += company.MOST * 0.9
    company.rest()
    assert slept == [company.MOST]
    clock[0] += 60
    company.rest()
    assert slept == [company.MOST]


def test_it_never_rests_while_it_holds_a_transaction(clock, slept, people):
    clock[0] += 0.01
    with transaction.atomic():
        company.rest()
    assert slept == []


def test_people_count_as_here_for_a_moment_after_their_last_sign(clock, people):
    clock[0] += company.MOMENT / 2
    assert company.here()
    clock[0] += company.MOMENT
    assert not company.here()


def test_who_works_on_another_connection_is_seen_and_our_own_work_is_not(clock):
    for _ in range(2):
        clock[0] += company.LOOK
        rows.execute("INSERT INTO journal_stamp (name, value) VALUES ('test', 1) ON CONFLICT DO NOTHING", [])
        company.look()
        assert not company.here()
    other = connection.copy()
    if not rows.is_sqlite():
        other.settings_dict["OPTIONS"] = {
            **other.settings_dict["OPTIONS"],
            "application_name": company.SERVING,
        }
    with other.cursor() as cursor:
        cursor.execute("UPDATE journal_stamp SET value = value + 1 WHERE name = 'test'")
    clock[0] += company.LOOK
    company.look()
    other.close()
    assert company.here()
