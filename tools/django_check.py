"""What Django can say of itself without a database: checks for deployment, migrations, templates."""

import os
import sys
from pathlib import Path

import django
from django.core.checks import WARNING, run_checks
from django.core.management import call_command
from django.template import TemplateSyntaxError, engines
from django.template.utils import get_app_template_dirs

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = {
    "security.W005": "Sub-domains of a county are not ours to bind with HSTS.",
    "security.W008": "The proxy redirects to HTTPS; the program speaks HTTP behind it.",
    "security.W021": "Whether to ask browsers for preloading is the domain owner's decision.",
}


def main() -> int:
    """Print each finding; return 1 if there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    django.setup()
    found = [*deployment(), *migrations(), *templates()]
    print("\n".join(found))
    return 1 if found else 0


def deployment() -> list[str]:
    """Return the warnings of `check --deploy` that nobody accepted with a reason."""
    messages = run_checks(include_deployment_checks=True)
    return [str(m) for m in messages if m.level >= WARNING and not m.is_silenced() and m.id not in ACCEPTED]


def migrations() -> list[str]:
    """Return a line if a model has no migration."""
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        return [
            "A model has changed without a migration. Run: .venv/bin/python -m django makemigrations --settings yichuang.settings"
        ]
    return []


def templates() -> list[str]:
    """Return a line for each of our templates that does not compile."""
    found = []
    for folder in get_app_template_dirs("templates"):
        if not Path(folder).is_relative_to(ROOT / "yichuang"):
            continue
        for path in sorted(Path(folder).rglob("*.*")):
            name = path.relative_to(folder).as_posix()
            try:
                engines["django"].get_template(name)
            except (TemplateSyntaxError, UnicodeDecodeError) as error:
                found.append(f"{path.relative_to(ROOT)}: {error}")
    return found


if __name__ == "__main__":
    sys.exit(main())
