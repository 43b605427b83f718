"""Turns to write: who waits, and who does not."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from yichuang.ground import rows


@pytest.mark.django_db(transaction=True)
def test_as_many_threads_write_at_once_as_the_database_is_good_for() -> None:
    free = lambda: rows._turns(connection.vendor)._value  # noqa: E731
    most = free()
    assert most == (1 if connection.vendor == "sqlite" else 2)
    with rows.writing():
        assert free() == most - 1
        with rows.writing():  # one act within another has its turn already
            assert free() == most - 1
    assert free() == most


@pytest.mark.django_db(transaction=True)
def test_a_turn_ends_with_the_transaction_that_failed() -> None:
    most = rows._turns(connection.vendor)._value

    def fail() -> None:
        try:
            with rows.writing():
                raise LookupError
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as hands:
        assert isinstance(hands.submit(fail).exception(), LookupError)
    assert rows._turns(connection.vendor)._value == most


def test_a_statement_is_numbered_as_the_server_wants_it() -> None:
    assert rows._numbered("SELECT %s, '5%%' WHERE %s") == "SELECT $1, '5%' WHERE $2"
