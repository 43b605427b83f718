"""Print the table of acts for docs/glossary.md from the registry, the state table and the powers table.

python -m tools.glossary > the table; a test keeps the page complete.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")


def table() -> str:
    """Return the table: act, Chinese, from → to, basis."""
    import django

    django.setup()
    from tests.house.test_acts import registry
    from yichuang.law import names, powers, states

    moves = {m.act: m for m in states.MOVES}
    lines = ["| act | 中文 | from → to | basis |", "| --- | --- | --- | --- |"]
    for name in registry():
        move, power = moves.get(name), powers.power_for(name)
        way = f"{', '.join(s or '·' for s in move.start)} → {move.end or '='}" if move else ""
        basis = (move.basis if move else "") or (power.basis if power else "")
        lines.append(f"| `{name}` | {names.ACTS.get(name, '')} | {way} | {basis} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
