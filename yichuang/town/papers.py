"""Papers that some of the folk handed in at the window before, so that the demo has something to use again."""

from datetime import datetime, timedelta

from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.law import reuse
from yichuang.materials import acts, store
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
        stored = store.put([_sheet(f"{name} {n + 1:03d}")], name=f"{name}.pdf")
        acts.keep(case, stored, by=town.by, at=at, name=f"{name}.pdf", place=0)
        found = {
            "place": 0, "name": name, "holder_index": vault.index(one.number), "trust": trust, "checked_by": "示例区政务服务大厅",
        }  # fmt: skip
        acts.remember(case, [found], item=item, given_by=one.name, by=town.by, at=at)


def _sheet(words: str) -> bytes:
    """Return a PDF of one page that says what it stands for, in the Song face of the reader."""
    text = words.encode("utf-16-be").hex()
    stream = f"BT /F1 28 Tf 120 600 Td <{text}> Tj ET"
    body = (
        "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n"
        f"4 0 obj\n<< /Length {len(stream)} >>\nstream\n{stream}\nendstream\nendobj\n"
        "5 0 obj\n<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>\nendobj\n"
        "6 0 obj\n<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>\nendobj\n"
    )
    return f"%PDF-1.4\n{body}trailer\n<< /Size 7 /Root 1 0 R >>\n%%EOF\n".encode()
