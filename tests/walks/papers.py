"""What the pages of one's own papers are about: a licence, an earlier paper, a consent, what was retrieved."""

from datetime import timedelta

from tests.town import CHEN_ID, Town
from yichuang.ground import now, vault
from yichuang.law import sources
from yichuang.materials.models import Earlier
from yichuang.registers import acts as registers

CARD = "social-card-replace"


def scene(town: Town) -> dict[str, str]:
    """Return the words of the addresses under /my/papers/."""
    at, today = now.now(), now.today()
    chen, words = town.applies(), sources.retrieving_words("社会保障卡补领", ["居民身份证", "实名信息"])
    registers.connect(
        by=town.night, at=at, register="citizens", provider="local", basis="示例", starts_on=today
    )
    registers.import_records(
        by=town.night, at=at, register="citizens", records=[{"number": CHEN_ID, "name": "陈秀英"}]
    )
    consent = registers.consent(
        number=CHEN_ID, item=CARD, things=["实名信息"], shown=words, given=True, by=chen, at=at
    )
    registers.ask("citizens", number=CHEN_ID, purpose=words, item=CARD, consent=consent, by=chen, at=at)
    paper = Earlier.objects.create(
        region=town.night.region, holder_index=vault.index(CHEN_ID), name="学历证书", trust="B", given_by="陈秀英", item="护士执业注册", case=None,
        checked_on=today - timedelta(days=90), checked_by="林敏·3号窗", expires_on=today + timedelta(days=900),
    )  # fmt: skip
    return {"earlier": str(paper.pk), "consent": str(consent)}
