"""What the house is made of, read from the checkout itself: pages, rooms, storeys, tracked files."""

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSE = ROOT / "yichuang"


def pages(folder: Path = HOUSE, *, tests: bool = False) -> list[Path]:
    """Return the Python pages below `folder`, without migrations and, unless asked for, without tests."""
    kept = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if "migrations" not in parts and (tests or "tests" not in parts):
            kept.append(path)
    return kept


def name_of(path: Path) -> str:
    """Return the path as people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the parsed page."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def storeys() -> dict[str, int]:
    """Return each room with its storey, 0 at the bottom, from the import contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        room.strip(" ()"): height
        for height, layer in enumerate(reversed(layers))
        for room in layer.split("|")
    }


@cache
def tracked() -> list[Path]:
    """Return the files that git tracks, or would: new ones that nobody ignores count too."""
    listing = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    told = subprocess.run(listing, cwd=ROOT, capture_output=True)
    if told.returncode:
        # An unpacked release has no git; then all of it counts.
        return [
            path
            for path in ROOT.rglob("*")
            if path.is_file() and ".venv" not in path.parts and "var" not in path.parts
        ]
    return [
        path for path in (ROOT / name.decode() for name in told.stdout.split(b"\0") if name) if path.is_file()
    ]


def text_of(path: Path) -> str:
    """Return the text of a file, or nothing when it is not text, or gone since it was listed."""
    raw = path.read_bytes() if path.exists() else b""
    if b"\0" in raw[:4096]:
        return ""
    return raw.decode("utf-8", errors="replace")
