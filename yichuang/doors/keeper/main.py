"""The console command `yichuang`: each page of `commands/` adds its own; answers go to stdout, logs to stderr."""

import argparse
import io
import os
import sys
from importlib import import_module
from pkgutil import iter_modules

from yichuang.doors.keeper import commands

WITHOUT_DJANGO = ("due", "identify")


def main(words: list[str] | None = None) -> int:
    """Run one command. Exit 0: done; 1: a negative verdict; 2: wrong usage."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    given = sys.argv[1:] if words is None else words
    parser = argparse.ArgumentParser(prog="yichuang", description="一窗：政务大厅一窗受理平台")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    quick = bool(given) and given[0] in ("due", "identify")
    for page in iter_modules(commands.__path__):
        if not quick or page.name in WITHOUT_DJANGO:
            if page.name not in WITHOUT_DJANGO:
                _wake()
            import_module(f"{commands.__name__}.{page.name}").add(subparsers)
    args = parser.parse_args(given)
    try:
        return int(args.run(args))
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130


def _wake() -> None:
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
