"""Errors found in guides: for the editor, ended by a published version or a reason, with thanks; counted per item."""

from datetime import timedelta

import pytest

from tests.town import MONDAY, Town, build
from yichuang.catalogue.models import Version
from yichuang.complaints import acts
from yichuang.complaints.models import Flaw, counted
from yichuang.complaints.tests.scenes import FOOD, flawed
from yichuang.journal.models import Errand
from yichuang.journal.refusals import BadInput, NotYours, WrongState


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def test_only_a_version_published_after_it_was_found_mends_it_and_the_finder_is_thanked(town: Town) -> None:
    found, he = flawed(town, taken_up=True), town.actor("he")
    with pytest.raises(BadInput, match="找错以后发布"):
        acts.mend_flaw(found, by=he, at=MONDAY, version=town.items[FOOD].current_id)
    made = town.publish(FOOD, note="改过")
    Version.objects.filter(pk=made.pk).update(published_at=MONDAY + timedelta(days=1))
    acts.mend_flaw(found, by=he, at=MONDAY + timedelta(days=1), version=made.pk)
    flaw = Flaw.objects.get()
    assert (flaw.state, flaw.mended) == ("mended", made)
    assert Errand.objects.get(key=f"notice:flaw:{found}").kind == "notice"
    with pytest.raises(WrongState, match="已改好"):
        acts.answer_flaw(found, by=he, at=MONDAY, text="没有错。")


def test_the_items_department_may_answer_with_a_reason_and_others_not(town: Town) -> None:
    found = flawed(town)
    with pytest.raises(NotYours, match="别的部门"):
        acts.answer_flaw(found, by=town.actor("zheng"), at=MONDAY, text="没有错。")
    acts.answer_flaw(found, by=town.actor("wu"), at=MONDAY, text="两处写的是同一份表。")
    assert Flaw.objects.get().clear("answer").startswith("两处")


def test_errors_are_counted_per_item_for_the_radar(town: Town) -> None:
    for _ in range(2):
        flawed(town)
    flawed(town, item=None, page="/halls/")
    assert counted(Flaw.objects.all()) == {town.items[FOOD].pk: 2}
    assert (
        Flaw.objects.visible_to(town.actor("wu")).count() == 2
        and Flaw.objects.visible_to(town.actor("he")).count() == 3
    )
