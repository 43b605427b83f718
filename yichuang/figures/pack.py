"""The outsiders' pack (第三方数据包): anonymised journal, verifier, scripts and the published figures of a closed period, as one ZIP."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yichuang.figures import ledger, public
from yichuang.figures.models import Period
from yichuang.figures.registry import counted_in
from yichuang.figures.seeing import CUT_NAMES
from yichuang.journal.chain import canonical
from yichuang.journal.refusals import WrongState
from yichuang.law import chronicle

OUTSIDE = Path(__file__).parent / "outside"
LAW = Path(chronicle.__file__).parent
FIRST_DAY = (2020, 1, 1, 0, 0, 0)


def pack(period: Period) -> bytes:
    """Return the ZIP of a published period: the same bytes each time."""
    if period.state != "published":
        raise WrongState(f"{period.name}还没有公布，不出数据包。先公布。")
    content, kept = period.figures(), period.kept()
    if "ledger" not in content:
        raise WrongState(f"{period.name}关账的时候还没有封签，出不了可以核对的数据包。")
    files = {
        "journal.jsonl": "".join(f"{canonical(line)}\n" for line in ledger.of(period)),
        "lists.json": canonical({"items": kept["items"], "days": kept["days"]}),
        "indicators.json": json.dumps(_indicators(period), ensure_ascii=False, indent=1),
        "published.json": canonical(list(public.rows(content))),
        "about.json": canonical(_about(period)),
        "chronicle.py": (LAW / "chronicle.py").read_text("utf-8"),
        "figures.py": (LAW / "figures.py").read_text("utf-8"),
    } | {name: (OUTSIDE / name).read_text("utf-8") for name in ("verify.py", "seals.py", "README.md")}
    files |= {f"sql/{one.key}.sql": one.sql for one in counted_in(content)}
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    return _zip(files | {"files.json": canonical(digests)})


def _about(period: Period) -> dict[str, Any]:
    content = period.figures()
    return {
        "period": period.name, "from": content["from"], "to": content["to"], "cut_off": content["cut_off"], "digest": period.digest,
        "ledger": content["ledger"], "cuts": {cut: CUT_NAMES[cut] for cut in public.CUTS},
    }  # fmt: skip


def _indicators(period: Period) -> list[dict[str, Any]]:
    return [
        {"key": one.key, "name": one.name, "formula": one.formula, "source": one.source, "unit": one.unit, "basis": one.basis, "persons": one.persons}
        for one in counted_in(period.figures())
    ]  # fmt: skip


def _zip(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in _sorted(files):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            made.writestr(entry, text)
    return out.getvalue()


def _sorted(files: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield from sorted(files.items())
