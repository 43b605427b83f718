"""The powers table: who may what under which facts, and that nobody holds two ends of a case."""

import pytest

from yichuang.law import powers

POSTS = [kind for kind, _name in powers.POSTS]
ADMINS = sorted(powers.SINGLE)
OWN = {"people.change_password", "people.change_second_factor", "people.renew_codes"}


def facts_for(power, **changed):
    return dict.fromkeys(power.needs, True) | changed


def held(post):
    return {power.act for power in powers.POWERS if post in power.posts}


@pytest.mark.parametrize("power", powers.POWERS, ids=lambda power: power.act)
def test_each_fact_that_is_missing_refuses_with_a_sentence(power):
    assert power.basis
    for post in sorted(power.posts - {"system", "applicant"}):
        assert powers.may(power.act, post, facts_for(power)) is None
        for fact in power.needs:
            no = powers.may(power.act, post, facts_for(power, **{fact: False}))
            assert no.rule == fact and no.sentence.endswith("。")
        for bar in power.bars:
            no = powers.may(power.act, post, facts_for(power, **{bar: True}))
            assert no.rule == bar and no.sentence.endswith("。")


@pytest.mark.parametrize("power", powers.POWERS, ids=lambda power: power.act)
def test_a_post_that_is_not_in_the_row_is_refused_whatever_the_facts(power):
    for post in set(POSTS) - power.posts:
        no = powers.may(power.act, post, facts_for(power))
        assert no.rule == "post" and powers.post_name(post) in no.sentence


@pytest.mark.parametrize(
    ("act", "facts", "rule"),
    [
        ("cases.decide", {"received_by_me": True}, "received_by_me"),
        ("cases.decide", {"reviewed_by_me": True}, "reviewed_by_me"),
        ("cases.decide", {"reviewed_by_me": True, "combined": True}, None),
        ("cases.decide", {"received_by_me": True, "combined": True}, "received_by_me"),
        ("cases.decide", {"received_by_me": True, "reviewed_by_me": True, "at_once": True}, None),
        ("cases.conclude", {"received_by_me": True}, "received_by_me"),
        ("cases.conclude", {"received_by_me": True, "combined": True}, "received_by_me"),
        ("cases.conclude", {"received_by_me": True, "at_once": True}, None),
        ("cases.extend", {"asked_by_me": True, "at_once": True, "combined": True}, "asked_by_me"),
    ],
)
def test_who_received_never_reviews_and_who_reviewed_never_decides(act, facts, rule):
    power = powers.power_for(act)
    post = "head" if act == "cases.extend" else "chief"
    no = powers.may(act, post, facts_for(power, **facts))
    assert (no and no.rule) == rule


def test_the_windows_decide_nothing_but_what_is_at_once():
    assert not {"cases.decide", "cases.conclude", "cases.extend", "cases.send_back"} & held("clerk")
    assert not any(act.startswith("cases.") for act in held("guide"))


def test_only_the_supervisor_voids_and_forces():
    for act in ("cases.void", "cases.force_notice"):
        assert powers.power_for(act).posts == {"supervisor"}


def test_only_heads_extend_and_an_official_of_the_organ_reviews_before():
    assert powers.power_for("cases.extend").posts == {"head", "government"}
    assert "cases.decide" not in held("reviewer") and "cases.decide" not in held("government")


def test_the_three_administrators_share_no_act_and_touch_no_case():
    for place, one in enumerate(ADMINS):
        assert not any(act.startswith(("cases.", "ratings.")) for act in held(one))
        for other in ADMINS[place + 1 :]:
            assert held(one) & held(other) <= OWN
    assert held("audadmin") <= OWN


def test_an_unknown_act_is_nobodys():
    assert powers.may("cases.gone", "head", {}).rule == "unknown_act"
    assert powers.power_for("cases.gone") is None
    assert powers.may("cases.receive", "nobody", {}).rule == "post"
