"""The mark over a paper that is used again (水印): made when it is shown, so that the original stays untouched.

A picture is wrapped in an SVG that holds the picture and the mark over it: no pixel is recomputed, and every browser draws the
characters of the mark. On a PDF the mark is written over each page. Nothing else is ever used again.
"""

import base64
import io
from dataclasses import dataclass
from html import escape
from typing import Any

from yichuang.journal.refusals import NotThere
from yichuang.materials import kinds

SVG = "image/svg+xml"
ROWS = 3
ANGLE = -12
FAMILY = "PingFang SC,Source Han Sans SC,Noto Sans CJK SC,Noto Sans SC,Microsoft YaHei,sans-serif"


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked copy: its content, its type and the ending of its name."""

    content: bytes
    type: str
    ending: str


def marked(content: bytes, type: str, mark: str) -> Marked:
    """Return a copy of a picture or a PDF with the mark over every page."""
    if type in kinds.PICTURES:
        return Marked(_over_picture(content, type, mark), SVG, "svg")
    if type == kinds.PDF.type:
        return Marked(_over_pages(content, mark), type, kinds.PDF.ending)
    raise NotThere("这种文件不能加水印，所以不能重复使用。请交新的。")


def can_be_marked(content: bytes, type: str) -> bool:
    """Tell whether a mark can be laid over this file; a PDF may be broken or locked."""
    if type != kinds.PDF.type:
        return type in kinds.PICTURES
    try:
        return bool(_over_pages(content, "试"))
    except NotThere:
        return False


def size_of(content: bytes) -> tuple[int, int]:
    """Return a picture's width and height as its head tells them; a page upright where it does not."""
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        sign, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= sign <= 0xCF and sign not in (0xC4, 0xC8, 0xCC):
            height, width = (int.from_bytes(content[place + n : place + n + 2], "big") for n in (5, 7))
            return width, height
        place += 2 + length
    return 1240, 1754


def _over_picture(content: bytes, type: str, mark: str) -> bytes:
    width, height = size_of(content)
    size = max(8, min(min(width, height) // 24, width * 9 // (10 * len(mark))))
    lines = "".join(
        f'<text x="50%" y="{(n + 1) * 100 // (ROWS + 1)}%" transform="rotate({ANGLE} {width // 2} {(n + 1) * height // (ROWS + 1)})">{escape(mark)}</text>'
        for n in range(ROWS)
    )
    inside = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
        f'<title>{escape(mark)}</title><image href="data:{type};base64,{inside}" width="{width}" height="{height}"/>'
        f'<g font-family="{FAMILY}" font-size="{size}" fill="#B00020" fill-opacity=".55" stroke="#fff" stroke-opacity=".5" '
        f'stroke-width="{size / 24:.1f}" paint-order="stroke" text-anchor="middle">{lines}</g></svg>'
    ).encode()


def _over_pages(content: bytes, mark: str) -> bytes:
    """Write the mark over each page, in the Song face that PDF readers bring along for Chinese."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        made = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
        for page in made.pages:
            page.merge_page(_page_of(float(page.mediabox.width), float(page.mediabox.height), mark))
        out = io.BytesIO()
        made.write(out)
    except (PyPdfError, ValueError, KeyError) as error:
        raise NotThere("这份PDF加不上水印，所以不能重复使用。请交新的。") from error
    return out.getvalue()


def _page_of(width: float, height: float, mark: str) -> Any:
    """Return a page of that size that holds nothing but the mark."""
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(sheet(width, height, mark))).pages[0]


def sheet(width: float, height: float, mark: str) -> bytes:
    """Return a PDF of one page: the mark three times, aslant, red and half clear."""
    size = max(6.0, min(width / 46, width * 0.9 / len(mark)))
    text = " ".join(f"<{c.encode('utf-16-be').hex()}> Tj {size:.2f} 0 Td" for c in mark)
    shift = len(mark) * size / 2
    lines = "".join(
        f"q 0.978 0.208 -0.208 0.978 {width / 2 - shift * 0.978:.1f} {(n + 1) * height / (ROWS + 1) - shift * 0.208:.1f} cm "
        f"BT /F1 {size:.2f} Tf {text} ET Q "
        for n in range(ROWS)
    )
    stream = f"q /G1 gs 0.69 0 0.13 rg {lines}Q"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> /ExtGState << /G1 << /ca 0.55 >> >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 "
        "/Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + tail.encode()
