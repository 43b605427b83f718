"""`yichuang identify`: what kind of number each line is and whether it stands."""

import argparse
from typing import Any


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    from yichuang.doors.keeper.commands.due import day_argument

    parser = subparsers.add_parser(
        "identify",
        help="认号码：每行一个，回答一行 JSON",
        description='每行读一个号码，回答 {"text","kind","valid","why"}。',
    )
    parser.add_argument("--at", metavar="DATE", type=day_argument, help="哪天以后算将来的日期，默认今天")
    parser.set_defaults(run=run, lean=True)


def run(args: argparse.Namespace) -> int:
    """Answer each line of standard input."""
    from yichuang.doors.keeper.lines import answer_lines
    from yichuang.ground.now import today
    from yichuang.law.identity import identify

    day = args.at or today()

    def answer(text: str) -> dict[str, Any]:
        found = identify(text, day)
        return {"text": found.text, "kind": found.kind, "valid": found.valid, "why": found.why}

    return answer_lines(answer)
