"""The words of the search: synonyms act at once, what was not found is counted without anybody's number in it."""

import pytest
from django.conf import settings

from yichuang.catalogue import acts, search, searches
from yichuang.catalogue.models import Search, Word
from yichuang.catalogue.tests.cast import AT, FOOD, REGION, load
from yichuang.journal import stamps
from yichuang.journal.actor import system
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotThere

pytestmark = pytest.mark.django_db
NIGHT = system(REGION)


@pytest.fixture(autouse=True)
def _no_searches_yet():
    for name in ("searches", "searches.counting"):
        (settings.HOME / "run" / name).unlink(missing_ok=True)


def first(text):
    return [variant.key for hit in search.find(stamps.current(), text, limit=3) for variant in hit.variants]


def test_a_synonym_of_the_office_acts_at_once_and_its_end_too():
    load()
    assert FOOD not in first("搞个苍蝇铺子")
    acts.equate(by=NIGHT, at=AT, said="苍蝇铺子", meant="饭馆")
    assert FOOD in first("搞个苍蝇铺子")
    acts.equate(by=NIGHT, at=AT, remove=Word.objects.get().pk)
    assert FOOD not in first("搞个苍蝇铺子")
    assert Entry.objects.filter(act="catalogue.equate").count() == 2


@pytest.mark.parametrize(
    ("said", "meant"), [("", "餐饮"), ("饭", "餐饮"), ("餐饮", "餐飲"), ("饭馆子", "字" * 21)]
)
def test_a_synonym_that_cannot_be_one_is_refused(said, meant):
    load(FOOD)
    with pytest.raises(BadInput):
        acts.equate(by=NIGHT, at=AT, said=said, meant=meant)


def test_another_meaning_takes_the_place_of_the_first():
    load(FOOD)
    acts.equate(by=NIGHT, at=AT, said="馆子店", meant="餐饮")
    acts.equate(by=NIGHT, at=AT, said="馆子店", meant="食品")
    assert [(one.said, one.meant) for one in Word.objects.all()] == [("馆子店", "食品")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("开 馆子", "开 馆子"), ("189901197905120018 社保", "****************** 社保"), ("１３８００００００００补卡", "***********补卡"),
        ("饭", ""), ("  ", ""), ("❤❤", ""), ("a\nb", "a b"),
    ],
)  # fmt: skip
def test_no_number_is_kept_of_a_search(typed, kept):
    assert searches.masked(typed) == kept


def test_searches_are_counted_in_once_and_old_ones_go():
    load(FOOD)
    for kind in ("empty", "empty", "shown", "taken", "shown"):
        searches.note(REGION, "开馆子", kind)
    searches.note(REGION, "13800000000 的公司", "empty")
    assert searches.bring_in(AT) == 2 and searches.bring_in(AT) == 0
    row = Search.objects.get(text="开馆子")
    assert (row.empty, row.shown, row.taken, row.missed) == (2, 2, 1, 3)
    assert Search.objects.get(text__endswith="的公司").text == "*********** 的公司"
    searches.note(REGION, "别的话", "empty")
    searches.bring_in(AT.replace(year=2027))
    assert [one.text for one in Search.objects.all()] == ["别的话"]


def test_lines_that_cannot_be_read_are_left_out():
    path = settings.HOME / "run" / "searches"
    path.parent.mkdir(exist_ok=True)
    path.write_text('nonsense\n["189901", "开馆子", "empty"]\n["189901", "开馆子", "other"]\n["half')
    assert searches.bring_in(AT) == 1 and Search.objects.get().empty == 1


def test_a_full_file_takes_no_more(monkeypatch):
    monkeypatch.setattr(searches, "MOST", 10)
    for _ in range(5):
        searches.note(REGION, "开馆子", "empty")
    searches.bring_in(AT)
    assert Search.objects.get().empty == 1


def test_what_was_settled_comes_back_when_it_is_missed_again():
    load(FOOD)
    acts.count_searches({"开馆子": {"empty": 1}}, by=NIGHT, at=AT)
    row = Search.objects.get()
    acts.settle_search(by=NIGHT, at=AT, search=row.pk)
    with pytest.raises(NotThere):
        acts.settle_search(by=NIGHT, at=AT, search=row.pk)
    acts.count_searches({"开馆子": {"shown": 1}}, by=NIGHT, at=AT)
    assert Search.objects.get().settled_on is not None
    acts.count_searches({"开馆子": {"empty": 1}}, by=NIGHT, at=AT)
    assert Search.objects.get().settled_on is None
