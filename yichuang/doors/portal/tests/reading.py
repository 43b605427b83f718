"""Reading a page as people do."""

import html
import re
from typing import Any


def text(response: Any) -> str:
    """Return the words of a page, without tags and idle space."""
    page = re.sub(r"<(script|style|svg).*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page))).strip()


def main(response: Any) -> str:
    """Return the words of the page's main part."""
    page = response.content.decode()
    found = re.search(r"<main.*?</main>", page, re.S)
    response.content = (found[0] if found else page).encode()
    return text(response)


def links(response: Any) -> list[str]:
    """Return where the links of a page lead."""
    return [html.unescape(one) for one in re.findall(r'<a[^>]* href="([^"]+)"', response.content.decode())]
