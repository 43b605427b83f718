"""A report (举报): who reported is for one person only, each look is on record, and those it is about never see it."""

import pytest

from tests.town import MONDAY, Town, build
from yichuang.complaints import acts, standing
from yichuang.complaints.models import WorkOrder
from yichuang.complaints.tests.scenes import taken
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def reported(town: Town, **changes: object) -> WorkOrder:
    return taken(
        town,
        category="report",
        content="市场局审查岗收了别人的礼。",
        about=town.departments["market"].pk,
        **changes,
    )  # type: ignore[arg-type]


def sent(town: Town, order: WorkOrder) -> WorkOrder:
    fire = town.departments["fire"].pk
    acts.dispatch(
        order.pk, by=town.actor("guo"), at=MONDAY, department=fire, told="反映审查岗违反廉洁规定，请核查。"
    )
    order.refresh_from_db()
    return order


def test_it_never_goes_to_whom_it_is_about(town: Town) -> None:
    order = reported(town)
    for asked in (
        {"department": town.departments["market"].pk},
        {"department": town.departments["fire"].pk, "assisting": [town.departments["market"].pk]},
    ):
        with pytest.raises(BadInput, match="不能派给它"):
            acts.dispatch(order.pk, by=town.actor("guo"), at=MONDAY, told="请核查。", **asked)
    sent(town, order)
    assert not WorkOrder.objects.visible_to(town.actor("wu")).exists()
    assert WorkOrder.objects.visible_to(town.actor("zheng")).exists()


def test_the_body_reads_what_was_told_on_and_only_the_keeper_the_original(town: Town) -> None:
    order = reported(town)
    with pytest.raises(BadInput, match="不写谁反映的"):
        acts.dispatch(order.pk, by=town.actor("guo"), at=MONDAY, department=town.departments["fire"].pk)
    order = sent(town, order)
    reads = {who: standing.reads_original(order, town.actor(who)) for who in ("guo", "zheng", "luo", "dao")}
    assert reads == {"guo": True, "zheng": False, "luo": False, "dao": False}


def test_each_look_at_the_reporter_has_a_reason_on_record_and_is_the_keepers_alone(town: Town) -> None:
    order = sent(town, reported(town))
    for who in ("zheng", "dao", "luo"):
        with pytest.raises(NotYours, match="诉求人是谁"):
            acts.reveal(order.pk, by=town.actor(who), at=MONDAY, reason="想问一句")
    with pytest.raises(BadInput, match="理由"):
        acts.reveal(order.pk, by=town.actor("guo"), at=MONDAY, reason=" ")
    acts.reveal(order.pk, by=town.actor("guo"), at=MONDAY, reason="核对时间地点")
    looked = Entry.objects.get(act="complaints.reveal")
    assert looked.by_person == town.people["guo"].pk and "138" not in looked.payload


def test_who_took_it_down_does_not_send_it_on(town: Town) -> None:
    order = reported(town)
    assert standing.ways(order, town.actor("dao"))["dispatch"]
    with pytest.raises(NotYours):
        acts.dispatch(
            order.pk, by=town.actor("dao"), at=MONDAY, department=town.departments["fire"].pk, told="请核查。"
        )


def test_a_report_about_the_centre_is_for_the_government_not_for_its_own_supervisor(town: Town) -> None:
    centre = town.posts["guo"].organisation_id
    order = taken(town, who="dao", category="report", content="中心有人插队。", about=centre)
    assert not WorkOrder.objects.visible_to(town.actor("guo")).exists()
    with pytest.raises(NotYours, match="您的单位"):
        acts.dispatch(
            order.pk, by=town.actor("guo"), at=MONDAY, department=town.departments["fire"].pk, told="请核查。"
        )
    acts.dispatch(
        order.pk, by=town.actor("luo"), at=MONDAY, department=town.departments["fire"].pk, told="请核查。"
    )


def test_nobody_reads_or_handles_what_is_about_themselves(town: Town) -> None:
    order = taken(town, about_person=town.people["wu"].pk)
    acts.dispatch(order.pk, by=town.actor("guo"), at=MONDAY, department=town.departments["market"].pk)
    assert not WorkOrder.objects.visible_to(town.actor("wu")).exists()
    with pytest.raises(NotYours, match="反映的就是您"):
        acts.sign_for(order.pk, by=town.actor("wu"), at=MONDAY)
    acts.sign_for(order.pk, by=town.actor("sun"), at=MONDAY)


def test_anonymous_is_for_reports_only_and_leaves_nothing_to_look_at(town: Town) -> None:
    with pytest.raises(BadInput, match="匿名只能举报"):
        taken(town, anonymous=True)
    order = reported(town, anonymous=True)
    assert (order.caller, order.phone, order.account) == ("", "", None)
