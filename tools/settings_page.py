"""Write docs/settings.md from the deployment's own fields: python -m tools.settings_page."""

import os
import tempfile
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
HEAD = """# Settings

Written from `yichuang/settings.py` by `python -m tools.settings_page`; a test fails when this page is stale.

A deployment is set by the environment, read once at the start. A name that begins with `YICHUANG_` and is not listed
here stops the program with a sentence, and so does a value that does not fit. What the law leaves to a place (limits,
local rules) is no setting: those are dated, journalled rows, kept in the office.

| variable | default | what it says |
| --- | --- | --- |
"""
TAIL = """
`make run` also reads `PORT` (8000), the port of the web server.

Under the data folder (`YICHUANG_HOME`) lie the database when it is SQLite, uploaded files, the keys in `keys/`, the
signed daily bills and the logs. Keep `keys/` apart from the backup of the database: whoever holds both can read the
numbers that are encrypted and seal a changed chain anew.

## Examples

    YICHUANG_HOME=/var/lib/yichuang
    YICHUANG_DATABASE_URL=postgresql://yichuang:PASSWORD@127.0.0.1:5432/yichuang
    YICHUANG_HOSTS=zw.example.gov.cn
    YICHUANG_ORIGIN=https://zw.example.gov.cn
    YICHUANG_HTTPS=true

A socket folder goes into the address as `?host=/run/postgresql`; other words there are passed on to the database's
driver, such as `sslmode=verify-full`.

For tests only: `YC_TEST_DB` (`sqlite`, `postgres`), `YC_SHOTS` (folder of pictures); see `tests/plugin.py`.
"""


def page() -> str:
    """Return the page as it should be."""
    from yichuang.settings import Deployment

    lines = [_row(name, field) for name, field in Deployment.model_fields.items()]
    return HEAD + "\n".join(lines) + "\n" + TAIL


def _row(name: str, field: Any) -> str:
    words = (field.description or "").replace("|", "\\|")
    limits = [
        str(m).replace("Ge(ge=", "at least ").replace("Le(le=", "at most ").rstrip(")")
        for m in field.metadata
    ]
    if limits:
        words += f" ({', '.join(limits)})"
    return f"| `YICHUANG_{name.upper()}` | {_shown(field.default)} | {words} |"


def _shown(value: Any) -> str:
    if value is None or str(value) == "":
        return "empty"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    # Reading the settings makes a key in the data folder; not in anybody's own.
    with tempfile.TemporaryDirectory() as home:
        os.environ["YICHUANG_HOME"] = home
        PAGE.write_text(page(), encoding="utf-8")
