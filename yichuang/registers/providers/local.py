"""The register table of this database, filled by `registers.import_records`: for the demo, and for a district that has copies."""

from collections.abc import Sequence

from yichuang.ground import vault
from yichuang.registers.models import Record

LOCAL = True
TITLE = "本地登记表"


def answer(register: str, number: str, elements: Sequence[str], region: str) -> dict[str, str] | None:
    """Return what the table says of this number, only the elements that were asked for."""
    row = Record.objects.filter(region=region, register=register, holder_index=vault.index(number)).first()
    if row is None:
        return None
    known = row.opened()
    return {name: known[name] for name in elements if known.get(name)}
