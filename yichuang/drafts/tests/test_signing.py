"""What a person signed can be computed again: changed evidence shows, and nothing claims more than was done."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.town import MONDAY, Town, build
from yichuang.citizens.models import Code
from yichuang.drafts import seals, signing
from yichuang.drafts.acts.signing import PURPOSE, sign
from yichuang.drafts.models import Signature
from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.law import Unlawful, signatures

SHOWN = {"申请表": [["经营者", "陈秀英"], ["字号", "𠮷祥小馆"]], "声明": "我填的内容是真实的。"}


@pytest.fixture
def town(db: None) -> Town:
    return build()


def actor(town: Town, level: int = 3) -> Actor:
    account = town.account(level=level)
    return Actor(kind="applicant", region=account.region, name="申请人", channel="portal", account=account.pk)


def signed(town: Town, level: int = 3, how: str = "account", **more):
    given = {
        "what": "form",
        "shown": SHOWN,
        "by": actor(town, level),
        "at": MONDAY,
        "account_level": level,
        "how": how,
    }
    return sign(uuid7(), **{**given, "name": "陈秀英", **more})


def evidence(made) -> signing.Evidence:
    row = Signature.objects.get(pk=made["id"])
    return signing.of(row.subject, [made["digest"]])[0]


def test_it_tells_in_words_what_was_signed_and_what_it_is_not(town):
    one = evidence(signed(town))
    assert one.whole and one.on_record and one.verdict == "核对一致：和签的时候一字不差。"
    assert one.words.startswith("陈秀英在") and "签了申请表：登录后在网上确认" in one.words
    assert "没有用数字证书" in one.limit and ("字号", "𠮷祥小馆") in one.seen


@pytest.mark.parametrize(
    "change",
    [{"level": 4}, {"how": "seal"}, {"what": "mandate"}, {"account": uuid4()}, {"subject": uuid4()}, {"region": "189902"},
     {"shown": vault.lock('{"name":"陈秀英","shown":{}}')}, {"shown": vault.lock("not json")}],
    ids=lambda c: next(iter(c)),
)  # fmt: skip
def test_whatever_is_changed_shows(town, change):
    made = signed(town)
    Signature.objects.filter(pk=made["id"]).update(**change)
    row = Signature.objects.get(pk=made["id"])
    one = signing.of(row.subject, [made["digest"]])[0]
    assert not one.whole and one.verdict.startswith("核对不上")


def test_a_later_time_shows_and_a_digest_outside_the_chain_is_told(town):
    made = signed(town)
    row = Signature.objects.get(pk=made["id"])
    assert "全程留痕里没有这次签署" in signing.of(row.subject)[0].verdict
    Signature.objects.filter(pk=row.pk).update(signed_at=row.signed_at + timedelta(seconds=1))
    assert not evidence(made).whole


def test_what_was_destroyed_cannot_be_checked_and_says_so(town):
    made = signed(town)
    Signature.objects.filter(pk=made["id"]).update(shown="")
    assert "已依法销毁" in evidence(made).verdict and evidence(made).seen == []


def test_the_second_level_needs_a_code_used_just_now(town):
    with pytest.raises(Unlawful, match="填一次短信验证码"):
        signed(town, 2)
    with pytest.raises(BadInput, match="请先填短信验证码"):
        signed(town, 2, "code")
    account = town.account(level=2)
    code = Code.objects.create(
        region=account.region, phone_index=account.phone_index, purpose=PURPOSE, digest="x", made_at=MONDAY, used_at=MONDAY - timedelta(minutes=11),
    )  # fmt: skip
    with pytest.raises(BadInput, match="请先填短信验证码"):
        signed(town, 2, "code")
    Code.objects.filter(pk=code.pk).update(used_at=MONDAY - timedelta(minutes=9))
    assert "短信验证码" in evidence(signed(town, 2, "code")).words


def test_who_is_not_known_does_not_sign(town):
    with pytest.raises(Unlawful, match="还没有实名"):
        signed(town, 1)
    with pytest.raises(BadInput, match="比账户上记的高"):
        signed(town, 3, account_level=4)
    with pytest.raises(NotYours):
        signed(town, by=town.chen)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("wrong", [{"what": "poem"}, {"how": "thumb"}, {"how": "seal"}])
def test_what_is_no_signature_is_refused(town, wrong):
    with pytest.raises((BadInput, Unlawful)):
        signed(town, **wrong)


def test_without_a_seal_system_nobody_is_told_of_a_seal(town):
    assert seals.found() == {}
    with pytest.raises(BadInput, match="没有接通电子印章"):
        seals.put("any", seals.Asked("0" * 64, "", ""))


def test_a_seal_is_kept_with_its_certificate(town):
    seal = seals.Sealed("c2lnbmVk", "cert", "189901000001", "示例印章系统", "示例商贸有限公司")
    one = evidence(signed(town, how="seal", seal=seal))
    assert one.whole and one.kept["seal"]["seal"] == "189901000001" and "按证书和印章系统" in one.limit


@pytest.mark.parametrize(("level", "how"), [(4, "account"), (3, "account"), (2, "code")])
def test_each_level_has_its_way(level, how):
    assert signatures.asked_of(level).key == how
    signatures.enough(level, how)
