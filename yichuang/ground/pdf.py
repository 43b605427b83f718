"""A plain PDF of headings, paragraphs and tables on A4, in the Song face that PDF readers bring along: the same bytes for the same words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT, EDGE = 595.0, 842.0, 56.0
LEADING = 1.6
SIZES = {"title": 20.0, "heading": 14.0, "text": 11.0, "small": 9.0}


@dataclass
class Sheets:
    """Pages being written, from top to bottom."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    at: float = HEIGHT - EDGE

    def say(self, text: str, style: str = "text", *, middle: bool = False) -> None:
        """Write words, in as many lines as they need."""
        size = SIZES[style]
        for line in wrapped(text, size, WIDTH - 2 * EDGE):
            self._room(size * LEADING)
            left = (WIDTH - wide(line, size)) / 2 if middle else EDGE
            self._write(line, left, self.at - size, size)
            self.at -= size * LEADING
        self.at -= size * 0.4

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float]) -> None:
        """Write a table; `shares` are the parts of the width that its columns take."""
        whole = WIDTH - 2 * EDGE
        widths = [whole * share / sum(shares) for share in shares]
        for row in (head, *rows):
            self._row(row, widths, SIZES["small"])
        self.at -= SIZES["text"]

    def _row(self, row: Sequence[str], widths: Sequence[float], size: float) -> None:
        cells = [wrapped(text, size, width - 8) for text, width in zip(row, widths, strict=True)]
        tall = max(map(len, cells)) * size * 1.4 + 6
        self._room(tall)
        left = EDGE
        for lines, width in zip(cells, widths, strict=True):
            self.pages[-1].append(f"{left:.2f} {self.at - tall:.2f} {width:.2f} {tall:.2f} re S")
            for n, line in enumerate(lines):
                self._write(line, left + 4, self.at - 3 - size - n * size * 1.4, size)
            left += width
        self.at -= tall

    def _room(self, tall: float) -> None:
        if self.at - tall < EDGE:
            self.pages.append([])
            self.at = HEIGHT - EDGE

    def _write(self, line: str, left: float, low: float, size: float) -> None:
        if line:
            self.pages[-1].append(
                f"BT /F1 {size:.2f} Tf {left:.2f} {low:.2f} Td <{line.encode('utf-16-be').hex()}> Tj ET"
            )

    def done(self, title: str) -> bytes:
        """Return the file."""
        return _file([f"0.5 w\n{chr(10).join(page)}" for page in self.pages], title)


def wide(text: str, size: float) -> float:
    """Return how wide a line is: half an em for ASCII, an em for the rest."""
    return sum(0.5 if one.isascii() else 1.0 for one in text) * size


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Return the lines of a text; a line may end after any character."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for one in part:
            if line and wide(line + one, size) > width:
                lines.append(line)
                line = ""
            line += one
        lines.append(line)
    return lines


def _file(streams: Sequence[str], title: str) -> bytes:
    count = len(streams)
    kids = " ".join(f"{8 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 /W [1 95 500] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 "
        "/Descent -120 /CapHeight 880 /StemV 93 >>",
        f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>",
        "<< >>",
    ]
    for n, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:.0f} {HEIGHT:.0f}] /Contents {9 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode()
