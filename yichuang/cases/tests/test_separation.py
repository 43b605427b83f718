"""Who received never reviews, who reviewed never approves: the person counts, whatever post they act at that day."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.town import BEGIN, MONDAY, REGION, Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.catalogue.models import Authorisation
from yichuang.clock import acts as clock
from yichuang.clock.models import Term
from yichuang.halls import actors
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotYours
from yichuang.people import acts as people
from yichuang.people.models import Holding, Post

KEY = "food-business-license-new"
DAY, LATER = MONDAY.date(), MONDAY + timedelta(hours=1)


def at_post(town: Town, who: str, post: Post) -> Actor:
    """The person as the doors build them, at a post that is theirs on that day."""
    found = actors.for_person(town.people[who].pk, post_id=post.pk, day=DAY, channel="desk")
    assert found is not None
    return found


def lent(town: Town, holder: str, to: str) -> None:
    asked = {"starts_on": DAY, "ends_on": DAY + timedelta(days=9), "document": "示例授权书"}
    people.delegate(
        by=town.actor(holder), at=MONDAY, post=town.posts[holder].pk, to=town.people[to].pk, **asked
    )


def test_a_delegated_post_does_not_make_the_reviewer_another_person(town: Town) -> None:
    lent(town, "sun", "wu")
    case = town.case(KEY, upto="reviewed")
    with pytest.raises(NotYours, match="审查的人"):
        cases.decide(case.pk, by=at_post(town, "wu", town.posts["sun"]), at=LATER, outcome="granted")


def test_a_substitute_of_the_approver_does_not_decide_what_they_reviewed(town: Town) -> None:
    asked = {"starts_on": DAY, "ends_on": DAY + timedelta(days=9), "substitute": town.people["wu"].pk}
    people.take_leave(by=town.actor("sun"), at=MONDAY, **asked)
    case = town.case(KEY, upto="reviewed")
    with pytest.raises(NotYours, match="审查的人"):
        cases.decide(case.pk, by=at_post(town, "wu", town.posts["sun"]), at=LATER, outcome="granted")


def test_a_substitute_who_did_not_review_decides(town: Town) -> None:
    lent(town, "sun", "qi")
    case = town.case(KEY, upto="reviewed")
    made = cases.decide(case.pk, by=at_post(town, "qi", town.posts["sun"]), at=LATER, outcome="granted")
    assert made["outcome"] == "granted"


def test_a_second_post_does_not_make_the_receiver_another_person(town: Town) -> None:
    post = Post.objects.create(
        region=REGION, organisation=town.departments["market"], kind="reviewer", title="审查岗乙"
    )
    Holding.objects.create(person=town.people["lin"], post=post, starts_on=BEGIN)
    Authorisation.objects.create(
        region=REGION, item=town.items[KEY], decision="review", post=post, document="示例", starts_on=BEGIN
    )
    stamps.bump()
    case = town.case(KEY)
    with pytest.raises(NotYours, match="收件的人"):
        cases.conclude(case.pk, by=at_post(town, "lin", post), at=LATER, step="review", verdict="pass")


def test_a_chief_representative_does_not_decide_what_they_reviewed(town: Town) -> None:
    case = town.case(KEY)
    cases.conclude(case.pk, by=town.actor("qi"), at=LATER, step="review", verdict="pass")
    with pytest.raises(NotYours, match="审查的人"):
        cases.decide(case.pk, by=town.actor("qi"), at=LATER, outcome="granted")


def test_who_asked_for_an_extension_does_not_grant_it(town: Town) -> None:
    case = town.case(KEY)
    cases.ask_extension(case.pk, by=town.actor("gao", kind="approver"), at=LATER, reason="复杂")
    with pytest.raises(NotYours, match="提出延期的人"):
        cases.extend(case.pk, by=town.actor("gao"), at=LATER)


def test_what_is_lawfully_done_at_once_may_be_one_persons_work_on_the_long_road_too(town: Town) -> None:
    case = town.case("enterprise-name-declaration")
    same = town.people["lin"].pk
    cases.conclude(case.pk, by=town.actor("wu", person=same), at=LATER, step="review", verdict="pass")
    cases.decide(case.pk, by=town.actor("sun", person=same), at=LATER, outcome="granted")
    assert Case.objects.get(pk=case.pk).decided_by == same


CLOCKS = {
    "notice": ("filed", 5, "working"), "statutory": ("accepted", 10, "working"), "promised": ("accepted", 10, "working"),
    "to_window": ("decided", 1, "working"), "delivery": ("decided", 10, "working"), "correction": ("correcting", 30, "natural"),
}  # fmt: skip


@pytest.mark.parametrize("kind", CLOCKS)
def test_each_clock_starts_with_its_event_and_ends_with_the_next(town: Town, kind: str) -> None:
    state, days, unit = CLOCKS[kind]
    case = town.case(KEY, upto="filed" if state == "correcting" else state).pk
    if state == "correcting":
        cases.ask_once(case, by=town.actor("lin"), at=MONDAY, lines=[{"place": 2, "reason": "1"}])
    term = Term.objects.get(subject=case, kind=kind)
    assert (term.starts_on, term.days, term.unit, term.ended_on) == (DAY, days, unit, None)
    onward(town, case, kind)
    term.refresh_from_db()
    assert term.ended_on == DAY


def onward(town: Town, case: UUID, kind: str) -> None:
    if kind == "notice":
        cases.accept(case, by=town.actor("lin"), at=LATER)
    elif kind == "correction":
        cases.hand_in(case, by=town.actor("lin"), at=LATER)
    elif kind in ("statutory", "promised"):
        town.review(case, LATER)
        town.decide(case, LATER)
    else:
        town.arrive(case, MONDAY + timedelta(hours=4))
        if kind == "delivery":
            town.hand_over(case, MONDAY + timedelta(hours=5))


def test_the_organ_owns_the_clocks_that_bind_it(town: Town) -> None:
    case = town.case(KEY, upto="decided")
    owners = dict(Term.objects.filter(subject=case.pk).values_list("kind", "owner"))
    assert set(owners) == {"notice", "statutory", "promised", "to_window", "delivery"}
    assert set(owners.values()) == {case.department_id}


def test_a_county_without_a_correction_period_starts_no_such_clock(town: Town) -> None:
    rule = {"name": "correction_days", "value": "0", "unit": "自然日", "basis": "《示例办法》没有规定"}
    clock.set_number(by=town.actor("xi"), at=MONDAY, starts_on=DAY, **rule)
    stamps.forget()
    case = town.case(KEY, upto="filed").pk
    cases.ask_once(case, by=town.actor("lin"), at=LATER, lines=[{"place": 2, "reason": "1"}])
    row = Case.objects.get(pk=case)
    assert row.due_on is None and not Term.objects.filter(subject=case, kind="correction").exists()


def test_a_counted_procedure_leaves_both_clocks_running(town: Town) -> None:
    case = town.case(KEY)
    cases.suspend(case.pk, by=town.actor("wu"), at=LATER, name="公示", days=7)
    row = Case.objects.get(pk=case.pk)
    assert not row.stopped and row.due_on == case.due_on > date(2026, 3, 2)
