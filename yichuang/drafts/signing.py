"""Reading the evidence of a signature: the digest is computed again, and told in words what it shows and what not."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from yichuang.drafts.models import Signature
from yichuang.ground import rows, vault
from yichuang.ground.now import SHANGHAI
from yichuang.journal.chain import canonical, sm3
from yichuang.law import signatures

_HELD = ("account", "what", "level", "how")


def digest_of(row: Mapping[str, Any], text: str) -> str:
    """Return the SM3 digest over who signed what, how and when, and the whole text that was shown."""
    held = {name: str(row[name]) if row[name] is not None else "" for name in _HELD}
    ids = {"id": str(row["id"]), "subject": str(row["subject"]), "region": row["region"]}
    return sm3(canonical({**held, **ids, "at": rows.text_of(row["signed_at"]), "text": text}))


@dataclass(frozen=True)
class Evidence:
    """One signature, checked; `on_record` says that the chain of its subject names the same digest."""

    row: Signature
    on_record: bool

    @cached_property
    def _text(self) -> str:
        return vault.unlock(self.row.shown) if self.row.shown else ""

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What was shown and who signed, in clear; empty once it was destroyed."""
        try:
            return json.loads(self._text) if self._text else {}
        except ValueError:
            return {}

    @cached_property
    def whole(self) -> bool:
        """Whether nothing of it was changed since."""
        return bool(self.kept) and digest_of(vars(self.row), self._text) == self.row.digest

    @property
    def title(self) -> str:
        """What was signed."""
        return signatures.WHATS.get(self.row.what, self.row.what)

    @property
    def words(self) -> str:
        """Who signed what, when and how, in a sentence; never more than what was done."""
        when = self.row.signed_at.astimezone(SHANGHAI)
        day = f"{when.year}年{when.month}月{when.day}日{when:%H:%M}"
        who = self.kept.get("name") or "申请人"
        way = signatures.way(self.row.how)
        return (
            f"{who}在{day}签了{self.title}：{way.words}。实名：{signatures.LEVELS.get(self.row.level, '')}。"
        )

    @property
    def limit(self) -> str:
        """What this way of signing is not."""
        return signatures.way(self.row.how).limit

    @property
    def verdict(self) -> str:
        """What the check found."""
        if not self.row.shown:
            return "签的内容已依法销毁，只留下摘要，不能再核对。"
        if not self.whole:
            return "核对不上：签署以后，记录被改过。"
        return "核对一致：和签的时候一字不差。" + ("" if self.on_record else "全程留痕里没有这次签署。")

    @property
    def seen(self) -> list[tuple[str, str]]:
        """What the signer saw, line by line."""
        return list(_lines(self.kept.get("shown") or {}))


def _lines(shown: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Give what was shown as (label, text): a part is a text, a list of texts, or a list of pairs."""
    for part, content in shown.items():
        if isinstance(content, str):
            yield part, content
            continue
        for one in content:
            yield (str(one[0]), str(one[1])) if isinstance(one, list) else (part, str(one))


def of(subject: UUID, digests: Iterable[str] = ()) -> list[Evidence]:
    """Return the signatures under a case or draft, oldest first; `digests` are those its chain names."""
    named = frozenset(digests)
    found = rows.instances(Signature, "t.subject = %s ORDER BY t.signed_at, t.id", [rows.key(subject)])
    return [Evidence(row, row.digest in named) for row in found]
