"""Print every sentence of the templates as a gettext template (.pot), with the pages it stands on.

python -m tools.messages > messages.pot; translate it to locale/<language>/LC_MESSAGES/django.po, compile with msgfmt.
"""

import json
import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
ROOT = Path(__file__).resolve().parent.parent
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def found() -> dict[str, list[str]]:
    """Return each sentence with the templates that say it."""
    import django

    django.setup()
    from django.template import Engine, Template

    from yichuang.ground import wording

    told: dict[str, list[str]] = {}
    for path in sorted((ROOT / "yichuang").glob("**/templates/**/*.html")):
        page = Template(path.read_text(encoding="utf-8"), engine=Engine.get_default())
        wording.listen(page.nodelist)
        for text in wording.sentences(page.nodelist):
            places = told.setdefault(text, [])
            if (place := path.relative_to(ROOT).as_posix()) not in places:
                places.append(place)
    return told


def main() -> None:
    """Print it."""
    print(HEAD)
    for text, places in found().items():
        print("".join(f"#: {place}\n" for place in places), end="")
        print(f'msgid {json.dumps(text, ensure_ascii=False)}\nmsgstr ""\n')


if __name__ == "__main__":
    main()
