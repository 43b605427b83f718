"""The served front: one CSS and two JS files, and what few pages load apart; `python -m yichuang.ground.styles` joins them.

There is no build step at run time: the joined files are committed, and a test asks if they are fresh. CSS parts are
`css/NN-name.css`, those of single pages `css/apart/name.css`; JS parts are `static/yc/js/*.js`, ES modules that a browser
can also load one by one.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SERVED = HERE / "static" / "yc"
PORTAL = ("text", "display", "once", "combobox", "idle", "aloud", "rare", "focus")
UPLOAD = ("text", "upload")
CHARTS = ("charts", "drawing")
STAFF = (
    "text",
    "keys",
    "bar",
    "scan",
    "roving",
    "display",
    "once",
    "combobox",
    "idle",
    "print",
    "palette",
    "rare",
    "focus",
)


def css() -> str:
    """Return all CSS parts in their order."""
    return squeezed("".join(part.read_text() for part in sorted((HERE / "css").glob("*.css"))))


def squeezed(text: str) -> str:
    """Return CSS without comments and idle space."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};])\s*", r"\1", text)
    return re.sub(r"([:,]) ", r"\1", text).strip() + "\n"


def js(names: tuple[str, ...]) -> str:
    """Return the named modules joined into one: imports between them fall away, exports become plain names."""
    text = "".join((SERVED / "js" / f"{name}.js").read_text() for name in names)
    text = re.sub(r"^import .*\n|^\s*//.*\n|^ +|^export |^\n", "", text, flags=re.M)
    return re.sub(r"^ +|^export ", "", text, flags=re.M)


def joined() -> dict[Path, str]:
    """Return each served file with the text it should have."""
    return {
        SERVED / "yichuang.css": css(),
        SERVED / "portal.js": js(PORTAL),
        SERVED / "staff.js": js(STAFF),
        SERVED / "upload.js": js(UPLOAD),
        SERVED / "charts.js": js(CHARTS),
        **{SERVED / page.name: squeezed(page.read_text()) for page in (HERE / "css" / "apart").glob("*.css")},
    }


def main() -> int:
    """Write the served files."""
    for path, text in joined().items():
        path.write_text(text)
        sys.stdout.write(f"{path.relative_to(HERE)} {len(text.encode())} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
