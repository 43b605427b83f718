"""The outsiders' pack (第三方数据包): anonymised journal, verifier, scripts and the published figures of a closed period, as one ZIP."""

import hashlib
import hmac
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from yichuang.figures import facts, public
from yichuang.figures.models import Period
from yichuang.figures.registry import counted_in
from yichuang.figures.seeing import CUT_NAMES
from yichuang.journal.chain import canonical
from yichuang.journal.refusals import WrongState
from yichuang.journal.streams import snapshot
from yichuang.law import chronicle

OUTSIDE = Path(__file__).parent / "outside"
LAW = Path(chronicle.__file__).parent
FIRST_DAY = (2020, 1, 1, 0, 0, 0)


def pack(period: Period) -> bytes:
    """Return the ZIP of a published period: the same bytes each time."""
    if period.state != "published":
        raise WrongState(f"{period.name}还没有公布，不出数据包。先公布。")
    kept = period.kept()
    files = {
        "journal.jsonl": "".join(f"{canonical(event)}\n" for event in _anonymous(period, kept)),
        "lists.json": canonical({"items": kept["items"], "days": kept["days"]}),
        "indicators.json": json.dumps(_indicators(period), ensure_ascii=False, indent=1),
        "published.json": canonical(list(public.rows(period.figures()))),
        "about.json": canonical(_about(period)),
        "chronicle.py": (LAW / "chronicle.py").read_text("utf-8"),
        "figures.py": (LAW / "figures.py").read_text("utf-8"),
        "verify.py": (OUTSIDE / "verify.py").read_text("utf-8"),
        "README.md": (OUTSIDE / "README.md").read_text("utf-8"),
    } | {f"sql/{one.key}.sql": one.sql for one in counted_in(period.figures())}
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    return _zip(files | {"files.json": canonical(digests)})


def _about(period: Period) -> dict[str, Any]:
    content = period.figures()
    return {
        "period": period.name, "from": content["from"], "to": content["to"], "cut_off": content["cut_off"], "digest": period.digest,
        "cuts": {cut: CUT_NAMES[cut] for cut in public.CUTS},
    }  # fmt: skip


def _indicators(period: Period) -> list[dict[str, Any]]:
    return [
        {"key": one.key, "name": one.name, "formula": one.formula, "source": one.source, "unit": one.unit, "basis": one.basis, "persons": one.persons}
        for one in counted_in(period.figures())
    ]  # fmt: skip


def _anonymous(period: Period, kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the events behind the period's facts, nobody's name in them: each chain under a code of this pack alone."""
    until = datetime.fromisoformat(period.figures()["cut_off"])
    code = _codes(f"{period.region}\n{period.name}\n{period.digest}")
    first, last = period.first.isoformat(), period.last.isoformat()
    with snapshot():
        made = chronicle.told(facts.events(period.region, kept, until), kept, first, last)
        wanted = {row["id"] for rows in made.values() for row in rows if "id" in row}
        wanted |= {row["thing"] for row in made["fact_case"] if row["thing"]}
        chains = [event for event in facts.events(period.region, kept, until) if event["subject"] in wanted]
    return sorted((_nameless(event, code) for event in chains), key=_in_order)


def _in_order(event: dict[str, Any]) -> tuple[bool, str, int]:
    return event["act"] != "bundles.receive", event["subject"], event["seq"]


def _codes(salt: str) -> Any:
    key = hmac.digest(settings.SECRET_KEY.encode(), salt.encode(), "sha256")
    return lambda text: hmac.new(key, text.encode(), "sha256").hexdigest()[:24] if text else ""


def _nameless(event: dict[str, Any], code: Any) -> dict[str, Any]:
    say = event["say"] | {name: code(event["say"][name]) for name in ("thing", "person") if name in event["say"]}  # fmt: skip
    return event | {"subject": code(event["subject"]), "who": code(event["who"]), "say": say}


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
