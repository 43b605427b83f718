"""Synonyms and what was not found: one click makes a name, it is found at once, others may only look."""

import pytest

from tests.town import REGION
from yichuang.catalogue import acts, search
from yichuang.catalogue.models import Name, Search, Word
from yichuang.doors.tests.conftest import enter, town  # noqa: F401
from yichuang.ground.now import now
from yichuang.journal import stamps
from yichuang.journal.actor import system


@pytest.fixture
def missed(town):  # noqa: F811
    acts.count_searches({"整个路边摊儿": {"empty": 3}}, by=system(REGION), at=now())
    return Search.objects.get()


def test_one_click_makes_what_was_missed_a_name_of_an_item(town, enter, missed):  # noqa: F811
    he, item = enter("he"), town.items["food-business-license-new"]
    assert "整个路边摊儿" in he.get("/office/catalogue/unfound/").content.decode()
    answer = he.post(f"/office/catalogue/unfound/{missed.pk}/", {"item": str(item.pk)})
    assert answer.status_code == 302 and Name.objects.filter(item=item, text="整个路边摊儿").exists()
    assert search.find(stamps.current(), "整个路边摊儿")[0].key == "food-business-license-new"
    assert "整个路边摊儿" not in he.get("/office/catalogue/unfound/").content.decode()


def test_it_may_mean_a_word_of_the_catalogue_or_nothing(town, enter, missed):  # noqa: F811
    he, path = enter("he"), f"/office/catalogue/unfound/{missed.pk}/"
    page = he.post(path, {"meant": ""})
    assert page.status_code == 422 and "请填写目录里的词。" in page.content.decode()
    he.post(path, {"meant": "食品经营"})
    assert Word.objects.get().meant == "食品经营" and he.get(path).status_code == 404
    acts.count_searches({"天气预报": {"empty": 1}}, by=system(REGION), at=now())
    he.post(f"/office/catalogue/unfound/{Search.objects.get(settled_on=None).pk}/", {"aside": "1"})
    assert not Search.objects.filter(settled_on=None).exists() and Word.objects.count() == 1


def test_words_are_added_and_taken_away_on_their_page(town, enter):  # noqa: F811
    he = enter("he")
    assert he.post("/office/catalogue/words/", {"said": "馆子店", "meant": "餐饮"}).status_code == 302
    assert "馆子店" in he.get("/office/catalogue/words/").content.decode()
    wrong = he.post("/office/catalogue/words/", {"said": "馆", "meant": "餐饮"})
    assert wrong.status_code == 422 and 'value="餐饮"' in wrong.content.decode()
    he.post("/office/catalogue/words/", {"remove": str(Word.objects.get().pk)})
    assert not Word.objects.exists()


def test_who_may_not_edit_sees_no_buttons_and_is_refused(town, enter, missed):  # noqa: F811
    guo = enter("guo")
    page = guo.get("/office/catalogue/unfound/").content.decode()
    assert "整个路边摊儿" in page and 'name="item"' not in page
    assert guo.post("/office/catalogue/words/", {"said": "馆子店", "meant": "餐饮"}).status_code == 403
