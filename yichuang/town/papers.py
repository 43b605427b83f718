"""Papers that some of the folk handed in at the window before, so that the demo has something to use again."""

from datetime import datetime, timedelta

from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.law import reuse
from yichuang.materials import acts, marking, store
from yichuang.town import cast
from yichuang.town.founding import Town

PAPERS = (
    ("学历证书", reuse.B, "护士执业注册"),
    ("经营场所使用证明", reuse.B, "食品经营许可（新办）"),
    ("2寸照片", reuse.C, "补领婚姻登记证"),
)
OWNERS = 9


def remember(town: Town, when: datetime) -> None:
    """Every owner has one of the papers, handed in some weeks ago with a case that is not kept here."""
    for n, one in enumerate(cast.citizens(OWNERS)):
        name, trust, item = PAPERS[n % len(PAPERS)]
        at, case = when - timedelta(days=20 + n), uuid7()
        stored = store.put([marking.sheet(595, 842, f"{name}（示例{n + 1}）")], name=f"{name}.pdf")
        acts.keep(case, stored, by=town.by, at=at, name=f"{name}.pdf", place=0)
        found = {
            "place": 0, "name": name, "holder_index": vault.index(one.number), "trust": trust, "checked_by": "示例区政务服务大厅",
        }  # fmt: skip
        acts.remember(case, [found], item=item, given_by=one.name, by=town.by, at=at)
