"""Finding tampering: every chain against its own entries, its subject's head, and the signed bills in database and file.

Out of reach, and said so: a consistent rewrite by somebody who also holds the signing key and the bill file, and a
consistent rewrite of entries younger than the last bill.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yichuang.ground import vault
from yichuang.journal import billed, streams
from yichuang.journal.billed import Tally
from yichuang.journal.chain import opens, sm3_of
from yichuang.journal.sweeps import discover

MOST = 200
# How canonical JSON writes a paper; quotes that somebody typed are escaped, so nothing else looks like it.
ISSUED = re.compile(rb'\{"digest":"([0-9a-f]{64})","id":"([0-9a-f-]{36})","kind":"')
STANDS = b'"stands":"'
# A single personal value with its salt, as `hide` writes it.
ALONE = re.compile(rb'\{"([a-z_]+)":\["([0-9a-f]{24})",(.*)\]\}', re.DOTALL)
SENTENCES = {
    "altered entry": "这一条或它前面的一条被改过",
    "missing, added or moved entry": "这里少了、多了一条，或者换了次序",
    "entry without its subject": "有留痕，却没有这个办件或登记册",
    "cut tail or altered head": "链的末尾被截短，或者办件上记的链头被改过",
    "all entries of a subject are gone": "这个对象的留痕全没有了",
    "altered subject": "对象上记的内容和最后一条留痕封存的不一样",
    "altered rows of a subject": "对象名下的几行（各项、部门意见、通知、踏勘）和封存的不一样",
    "altered paper": "文书的内容被改过，和留痕里的摘要对不上",
    "paper is gone": "留痕里出过的文书不见了",
    "paper without its entry": "有文书，留痕里却没有出过",
    "altered region of a subject": "对象上记的地区和留痕不一样",
    "altered personal values": "旁存的个人信息被改过，和链里的摘要对不上",
    "personal values destroyed without record": "旁存的个人信息没有了，却没有销毁的记录",
    "entry named in a signed bill is gone": "账单签过名的一条不见了",
    "entry differs from the signed bill": "这一条和账单签过名的不一样",
    "entry added behind a signed bill": "账单签名之后，那一天又多出了留痕",
    "entries on a day without a bill": "前后都有账单，这一天却没有",
    "bill missing in the database": "数据库里少了这张账单",
    "bill missing in the file": "账单文件里少了这张账单",
    "altered bill": "这张账单被改过",
    "unreadable bill": "这张账单读不懂",
    "wrong signature on a bill": "这张账单的签名不是本机钥匙签的",
    "a day has no bill": "这张账单和前一张之间缺了日子",
    "signing key is missing": "签名钥匙不在，账单的签名没法查",
}


@dataclass
class Report:
    """What was checked and what is broken: chains first, in their order, the first broken entry of each; then bills."""

    entries: int = 0
    subjects: int = 0
    bills: int = 0
    shredded: int = 0
    unbilled: int = 0
    more: int = 0
    broken: list[dict[str, Any]] = field(default_factory=list)

    def say(self, what: str, **where: Any) -> None:
        """Note one break."""
        if len(self.broken) < MOST:
            self.broken.append({"what": what, "sentence": SENTENCES[what], **where})
        else:
            self.more += 1


def verify() -> Report:
    """Check everything and return the report. Nothing is held in memory but one line of text for each day."""
    discover()
    report, tally = Report(), Tally()
    with streams.snapshot():
        _chains(report, tally)
        _beside(report)
        billed.check(report, tally)
    return report


def _beside(report: Report) -> None:
    for altered in streams.BESIDE:
        for subject, kind in altered():
            report.say("altered rows of a subject", subject=subject, rows=kind)


class _Chain:
    """The chain being read: what it must go on with, and what its bills must say."""

    __slots__ = (
        "before",
        "broken",
        "empty",
        "papers",
        "region",
        "seq",
        "shreds",
        "subject",
        "text",
        "tops",
    )

    def __init__(self, subject: str) -> None:
        self.subject, self.before, self.seq, self.region, self.broken = subject, b"", 0, "", False
        self.tops: dict[tuple[str, str], tuple[int, str]] = {}
        self.empty: list[int] = []
        self.shreds: set[int] = set()
        self.text = b""
        self.papers: dict[bytes, tuple[int, bytes]] = {}

    def stands(self) -> str:
        """Return the digest of the subject's columns that the last entry seals, or nothing."""
        place = self.text.rfind(STANDS, self.text.rfind(b"\n")) + len(STANDS)
        return self.text[place : place + 64].decode() if place >= len(STANDS) else ""


def _chains(report: Report, tally: Tally) -> None:
    """Walk all entries; a chain is judged up to its first break, its bills in any case."""
    heads, chain, count = streams.subjects(), _Chain(""), 0
    papers, keys = _Papers(), _keys()
    ahead = next(heads, None)
    for block in streams.entries():
        count += len(block)
        for subject, seq, digest, hour, region, text, strange, private in block:
            if subject != chain.subject:
                ahead = _close(report, tally, chain, heads, ahead)
                papers.judge(report, chain)
                chain = _Chain(subject)
            chain.tops[region, hour] = (seq, digest)
            if chain.broken:
                continue
            if seq != chain.seq + 1:
                _break(report, chain, "missing, added or moved entry", seq, expected=chain.seq + 1)
            elif sm3_of(chain.before + text) != digest or strange:
                _break(report, chain, "altered entry", seq)
            else:
                chain.before, chain.seq, chain.region, chain.text = digest.encode(), seq, region, text
                start = text.rfind(b"\n")
                for named, paper in ISSUED.findall(text, start):
                    chain.papers[paper] = seq, named
                if private or text.rfind(b'"private":') > start or text.rfind(b'"shredded":') > start:
                    _private(report, chain, text[start + 1 :], private, keys)
    _close(report, tally, chain, heads, ahead)
    papers.judge(report, chain)
    for left in [ahead] if ahead and ahead[0] != chain.subject else []:
        _gone(report, left)
    for left in heads:
        _gone(report, left)
    report.entries = count


class _Papers:
    """The papers beside the chains, in the order of their subjects: each must be what its entry says it is.

    Chains from before entries sealed their subject's columns are passed over: they did not name every paper.
    """

    def __init__(self) -> None:
        self._rows = streams.papers()
        self._next = next(self._rows, None)

    def judge(self, report: Report, chain: _Chain) -> None:
        """Compare the papers of the chain's subject with what the chain says was issued."""
        found: dict[str, bytes] = {}
        while self._next is not None and self._next[0] <= chain.subject:
            if self._next[0] == chain.subject:
                found[self._next[1]] = self._next[2]
            self._next = next(self._rows, None)
        if chain.broken or not (found or chain.papers) or not chain.stands():
            return
        for name, (seq, digest) in chain.papers.items():
            paper = name.decode().replace("-", "")
            content = found.pop(paper, None)
            if content is None or sm3_of(content) != digest.decode():
                what = "paper is gone" if content is None else "altered paper"
                report.say(
                    what, subject=chain.subject, seq=seq, paper=paper, **streams.told(chain.subject, seq)
                )
        for paper in found:
            report.say("paper without its entry", subject=chain.subject, seq=chain.seq, paper=paper)


def _break(report: Report, chain: _Chain, what: str, seq: int, **more: Any) -> None:
    chain.broken = True
    report.say(what, subject=chain.subject, seq=seq, **more, **streams.told(chain.subject, seq))


def _close(
    report: Report,
    tally: Tally,
    chain: _Chain,
    heads: Iterator[streams.Subject],
    ahead: streams.Subject | None,
) -> streams.Subject | None:
    """Compare the end of a chain with the head its subject carries; returns the next subject to meet."""
    if not chain.subject:
        return ahead
    report.subjects += 1
    tally.add(chain.subject, chain.tops)
    while ahead is not None and ahead[0] < chain.subject:
        _gone(report, ahead)
        ahead = next(heads, None)
    if ahead is None or ahead[0] != chain.subject:
        report.say(
            "entry without its subject", subject=chain.subject, seq=1, **streams.told(chain.subject, 1)
        )
        return ahead
    if not chain.broken:
        _end(report, chain, ahead)
    return next(heads, None)


def _end(report: Report, chain: _Chain, head: streams.Subject) -> None:
    stands = chain.stands()
    if (head[1], head[2]) != (chain.seq, chain.before.decode()):
        report.say("cut tail or altered head", subject=chain.subject, seq=chain.seq, head=head[1])
    elif stands and sm3_of(head[4]) != stands:
        told = streams.told(chain.subject, chain.seq)
        report.say("altered subject", subject=chain.subject, seq=chain.seq, **told)
    elif head[3] != chain.region:
        report.say("altered region of a subject", subject=chain.subject, seq=chain.seq, region=head[3])
    for seq in chain.empty:
        if seq in chain.shreds:
            report.shredded += 1
        else:
            report.say("personal values destroyed without record", subject=chain.subject, seq=seq)


def _gone(report: Report, head: streams.Subject) -> None:
    if head[1] or head[2]:
        report.say("all entries of a subject are gone", subject=head[0], seq=1)


def _keys() -> tuple[str, ...]:
    try:
        return vault.ring()
    except OSError:
        return ()


def _clear(beside: str, keys: tuple[str, ...]) -> bytes | None:
    """Return the personal values as JSON, or None where they were altered or their key is gone."""
    try:
        return vault.opened(beside, keys) if beside else b""
    except ValueError:
        return None


def _private(report: Report, chain: _Chain, text: bytes, beside: str, keys: tuple[str, ...]) -> None:
    """Judge what lies beside the chain by the digests in it; nearly always one look at the text is enough."""
    clear = _clear(beside, keys)
    alone = ALONE.fullmatch(clear) if clear else None
    if alone is not None and b'"shredded":' not in text:
        name, salt, value = alone.groups()
        if b'"private":{"%b":"%b"}' % (name, sm3_of(b"%b\n%b" % (salt, value)).encode()) in text:
            return
    payload = json.loads(text)
    if "shredded" in payload:
        chain.shreds |= set(payload["shredded"])
    digests = payload.get("private") or {}
    if digests and not beside:
        chain.empty.append(chain.seq)
        return
    try:
        if clear is None:
            raise ValueError
        bad = opens(digests, clear.decode()) or sorted(set(digests) ^ set(json.loads(clear or b"{}")))
    except ValueError:
        bad = ["*"]
    if bad:
        told = streams.told(chain.subject, chain.seq)
        report.say("altered personal values", subject=chain.subject, seq=chain.seq, names=bad, **told)
