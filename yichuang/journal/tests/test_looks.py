"""Looks are appended in batches, and none is lost when the database is away for a moment."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import OperationalError

from yichuang.journal import looks
from yichuang.journal.actor import Actor, applicant
from yichuang.journal.models import Look

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CLERK = Actor(kind="clerk", region="189901", name="林红·综合窗口", person=7, post=3)
CASE = UUID(int=5)


@pytest.mark.django_db
def test_a_look_says_who_at_which_post_looked_at_what_for_what_and_when() -> None:
    looks.seen(CLERK, "看材料", subject=CASE, holder_index="ab", at=AT)
    assert Look.objects.count() == 0
    assert looks.flush() == 1 and looks.flush() == 0
    kept = Look.objects.get()
    assert (kept.region, kept.person, kept.post, kept.purpose) == ("189901", 7, 3, "看材料")
    assert (kept.subject, kept.holder_index, kept.at) == (CASE, "ab", AT)


@pytest.mark.django_db
def test_applicants_looking_at_their_own_leave_no_look() -> None:
    looks.seen(applicant("189901", "portal"), "进度", subject=CASE, at=AT)
    assert looks.flush() == 0


@pytest.mark.django_db
def test_a_full_batch_is_written_in_two_statements_at_most(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(looks.BATCH):
        looks.seen(CLERK, "看材料", at=AT)
    with django_assert_max_num_queries(4):
        looks.flush()
    assert Look.objects.count() == looks.BATCH


@pytest.mark.django_db
def test_looks_that_could_not_be_written_keep_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    for purpose in ("甲", "乙"):
        looks.seen(CLERK, purpose, at=AT)

    def away(*args: object, **words: object) -> int:
        looks.seen(CLERK, "丙", at=AT)
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(looks, "write", away)
        with pytest.raises(OperationalError):
            looks.flush()
    looks.flush()
    assert list(Look.objects.order_by("id").values_list("purpose", flat=True)) == ["甲", "乙", "丙"]
