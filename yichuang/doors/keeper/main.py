"""The console command `yichuang`: each page of `commands/` adds its own; answers go to stdout, logs to stderr."""

import argparse
import io
import os
import sys
from importlib import import_module
from pkgutil import iter_modules

from yichuang import __version__
from yichuang.doors.keeper import commands

LEAN = {"due": "due", "identify": "identify", "run": "running", "work": "running", "draw": "draw"}


def main(words: list[str] | None = None) -> int:
    """Run one command. Exit 0: done; 1: a negative verdict or a refusal; 2: wrong usage or settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    given = sys.argv[1:] if words is None else words
    args = parser(given).parse_args(given)
    try:
        return int(args.run(args))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not isinstance(getattr(error, "sentence", None), str) and not _of_database(error):
            raise
        sys.stderr.write(f"yichuang: {'数据库用不了：' if _of_database(error) else ''}{error}\n")
        return 1


def _of_database(error: Exception) -> bool:
    """Tell whether the database cannot be reached or read; asked without loading Django where it is not loaded."""
    found = sys.modules.get("django.db.utils")
    return found is not None and type(error) in (found.OperationalError, found.DatabaseError)


def parser(given: list[str]) -> argparse.ArgumentParser:
    """Return the parser of all commands; for those that must start fast, of their page alone, without Django."""
    made = argparse.ArgumentParser(prog="yichuang", description="一窗：政务大厅一窗受理平台")
    made.add_argument("--version", action="version", version=f"yichuang {__version__}")
    subparsers = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    alone = LEAN.get(given[0]) if given else None
    for page in iter_modules(commands.__path__):
        if alone in (None, page.name):
            if page.name not in LEAN.values():
                wake()
            import_module(f"{commands.__name__}.{page.name}").add(subparsers)
    return made


def wake() -> None:
    """Set Django up once; say in one line what is wrong with the settings."""
    import django
    from django.apps import apps
    from django.core.exceptions import ImproperlyConfigured

    if apps.ready:
        return
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.stderr.write(f"yichuang: {error}\n")
        raise SystemExit(2) from None


if __name__ == "__main__":
    sys.exit(main())
