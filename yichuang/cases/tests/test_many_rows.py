"""Many rows are written and read back as they were, on both databases."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from yichuang.clock.models import Term
from yichuang.ground import many
from yichuang.journal.models import Errand

pytestmark = pytest.mark.django_db
DAY, AT = date(2026, 3, 2), datetime(2026, 3, 2, 1, 2, 3, 450, tzinfo=UTC)
WORDS = ["", "null", "甲'乙\"丙\\丁", "{1,2}", "两\n行\t", "𠮷", "%s ? $1", "9007199254740993"]
COLOUR = "甲'\"\\{"


def terms(*values: dict[str, object]) -> list[dict[str, object]]:
    plain = {"region": "410502", "kind": "promised", "starts_on": DAY, "days": 5, "calendar": "x"}
    return [plain | {"subject": uuid4()} | one for one in values]


def errands(*words: str) -> list[dict[str, object]]:
    return [
        {"region": "410502", "subject": uuid4(), "kind": "x", "key": f"k{n}", "args": word, "made_at": AT, "not_before": AT}
        for n, word in enumerate(words)
    ]  # fmt: skip


def test_days_truths_numbers_and_nothing_come_back() -> None:
    made = terms({"due_on": DAY, "met": True, "owner": 1 << 53}, {"due_on": None, "met": None, "owner": None})
    assert many.insert(Term, made) == 2
    for one in made:
        kept = Term.objects.get(subject=one["subject"])
        assert {name: getattr(kept, name) for name in one} == one
        (read,) = many.read(Term, "subject", [one["subject"]])
        assert {name: getattr(read, name) for name in one} == one
        assert read.stopped is False and read.unit == "working"


def test_any_words_and_instants_come_back() -> None:
    assert many.insert(Errand, errands(*WORDS)) == len(WORDS)
    assert list(Errand.objects.order_by("key").values_list("args", flat=True)) == WORDS
    assert set(Errand.objects.values_list("made_at", flat=True)) == {AT}


def test_one_row_and_rows_that_are_all_alike_are_written_whole() -> None:
    assert many.insert(Term, terms({})) == 1
    subject = UUID(int=7)
    assert many.insert(Term, terms(*[{"subject": subject}] * 3)) == 3
    assert Term.objects.filter(subject=subject, starts_on=DAY, days=5).count() == 3


def test_what_is_there_already_is_left_out() -> None:
    made = errands("a", "b")
    many.insert(Errand, made[:1])
    assert many.insert(Errand, made, unless_there=True) == 1
    assert sorted(Errand.objects.values_list("args", flat=True)) == ["a", "b"]


def test_each_row_is_changed_to_what_it_says() -> None:
    many.insert(Term, terms({}, {}, {}))
    found = sorted(many.read(Term, "kind", ["promised"]), key=lambda row: row.id)
    for place, row in enumerate(found[:2]):
        row.due_on, row.met, row.colour = (None, DAY)[place], bool(place), COLOUR
    assert many.change(Term, found[:2], ("due_on", "met", "colour")) == 2
    kept = Term.objects.order_by("id").values_list("due_on", "met", "colour")
    assert list(kept) == [(None, False, COLOUR), (DAY, True, COLOUR), (None, None, "green")]
