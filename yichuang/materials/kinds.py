"""What a file is, told by its content: the name and the sender's word for it count for nothing."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

HEAD = 1024
ENTRIES_MOST = 5000
_PAGE = re.compile(rb"/Type\s*/Page(?![s\w])")
_LOOKED_AT = 8_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may be handed in: its media type, the ending it is given, its name for people."""

    type: str
    ending: str
    word: str


JPEG = Kind("image/jpeg", "jpg", "JPG")
PNG = Kind("image/png", "png", "PNG")
PDF = Kind("application/pdf", "pdf", "PDF")
OFD = Kind("application/ofd", "ofd", "OFD")
KINDS = (JPEG, PNG, PDF, OFD)
BY_TYPE = {kind.type: kind for kind in KINDS}
PICTURES = (JPEG.type, PNG.type)


def kind_of(path: Path) -> Kind | None:
    """Return the kind of the file at `path`, or None if it is none that may be handed in."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return PNG
    if head.startswith(b"%PDF-"):
        return PDF
    return OFD if head.startswith(b"PK\x03\x04") and _is_ofd(path) else None


def _is_ofd(path: Path) -> bool:
    """GB/T 33190: a package with OFD.xml at its root. Only its list is read; nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            names = [entry.filename for entry in package.filelist]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return (
        "OFD.xml" in names
        and len(names) <= ENTRIES_MOST
        and not any(".." in name.split("/") for name in names)
    )


def pages_of(path: Path, kind: Kind) -> int | None:
    """Return how many pages it has, as far as its plain text tells: a picture has one, a packed PDF does not say."""
    if kind.type in PICTURES:
        return 1
    if kind is not PDF or path.stat().st_size > _LOOKED_AT:
        return None
    found = len(_PAGE.findall(path.read_bytes()))
    return found if 0 < found < 10_000 else None
