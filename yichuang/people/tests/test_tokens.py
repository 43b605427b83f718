"""Keys of outside systems."""

from datetime import date

import pytest

from tests.town import MONDAY
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.people import acts, tokens
from yichuang.people.models import Token


def issue(town, raw=None, by="an", **asked):
    given = {"integrator": {"name": "省一体化平台", "contact": "钱一"}} | asked
    return acts.issue_token(by=town.actor(by), at=MONDAY, raw=raw or tokens.make(), **given)


def test_a_token_is_stored_as_its_digest_alone(town):
    raw = tokens.make()
    issue(town, raw, key="once")
    stored = Token.objects.get()
    assert raw.startswith("yc_") and len(raw) == 46
    assert stored.digest == tokens.digest_of(raw) and raw not in str(vars(stored))
    assert raw not in Entry.objects.get().payload


@pytest.mark.parametrize("who", ["xi", "ji", "lin"])
def test_only_the_security_administrator_issues(town, who):
    with pytest.raises(NotYours):
        issue(town, by=who)


def test_a_token_speaks_for_a_person_at_the_own_post(town):
    wu = {"person": town.people["wu"].pk, "post": town.posts["wu"].pk}
    assert Token.objects.get(pk=issue(town, **wu)["token"]).post == town.posts["wu"]
    with pytest.raises(BadInput, match="不在"):
        issue(town, integrator={"name": "二"}, **wu | {"post": town.posts["sun"].pk})
    with pytest.raises(BadInput):
        issue(town, integrator={"name": "三"}, person=wu["person"])


def test_no_token_for_administrators(town):
    with pytest.raises(BadInput, match="管理员岗位"):
        issue(town, person=town.people["xi"].pk, post=town.posts["xi"].pk)


def test_a_system_is_registered_once_and_has_several_tokens(town):
    first = issue(town)
    assert issue(town, integrator=first["integrator"])["integrator"] == first["integrator"]
    with pytest.raises(BadInput, match="已经有"):
        issue(town)


@pytest.mark.parametrize(
    "asked", [{"raw": "yc_short"}, {"raw": "x" * 46}, {"ends_on": date(2026, 3, 2)}, {"integrator": 7}]
)
def test_what_cannot_be_used_is_refused(town, asked):
    with pytest.raises(BadInput):
        issue(town, **asked)


def test_a_revoked_token_stays_revoked(town):
    made = issue(town)["token"]
    acts.revoke_token(by=town.actor("an"), at=MONDAY, token=made)
    assert Token.objects.get().revoked_at == MONDAY
    with pytest.raises(BadInput, match="已经作废"):
        acts.revoke_token(by=town.actor("an"), at=MONDAY, token=made)
