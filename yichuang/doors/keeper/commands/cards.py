"""`yichuang cards --case NUMBER` and `yichuang replay`."""

import argparse
import json
import sys
from datetime import date
from typing import Any

from yichuang.cases.models import Case
from yichuang.doors.keeper.commands.due import day_argument
from yichuang.figures import replaying as figures
from yichuang.ground.now import day_of, now
from yichuang.people.models import Person
from yichuang.supervision import naming, replaying
from yichuang.supervision.models import Card
from yichuang.supervision.sweeping import NIGHT


def add(subparsers: Any) -> None:
    """Register the commands."""
    one = subparsers.add_parser("cards", help="一个办件的监察牌：规则、哪一环、推导、依据")
    one.add_argument("--case", required=True, metavar="NUMBER", help="办件编号、申请编号或者查询码")
    one.add_argument("--json", action="store_true", help="用 JSON 说")
    one.set_defaults(run=_cards)
    again = subparsers.add_parser("replay", help="只凭留痕重做监察牌和指标，与库里的逐字节比对；不一样返回 1")
    again.add_argument("--at", metavar="DATE", type=day_argument, help="牌推到哪一天，默认今天")
    again.add_argument("--only", choices=["cards", "figures"], help="只重做一样")
    again.add_argument("--json", action="store_true", help="用 JSON 说")
    again.set_defaults(run=_replay)


def _cards(args: argparse.Namespace) -> int:
    case = Case.objects.found_by(args.case).order_by("-filed_at").first()
    if case is None:
        sys.stderr.write(f"没有办件“{args.case}”。\n")
        return 1
    found = (
        Card.objects.filter(case=case)
        .select_related("department", "hall", "window")
        .order_by("on", "rule", "pk")
    )
    told = [shown(card) for card in found]
    if args.json:
        said = {"case": case.number or case.filing_number, "id": str(case.pk), "cards": told}
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
        return 0
    for one in told:
        sys.stdout.write(
            f"{one['on']} {one['level_name']}·{one['name']}（{one['lands_on']}，{one['hop']}）{one['state_name']}\n"
        )
        sys.stdout.write(f"    {one['evidence'].get('says', '')}\n    依据：{one['basis']}\n")
    if not told:
        sys.stdout.write("这一件没有监察牌。\n")
    return 0


def shown(card: Card) -> dict[str, Any]:
    """Return a card with its derivation."""
    name, basis = naming.rules().get(card.rule, (card.rule, ""))
    place = card.department or card.hall
    person = (
        Person.objects.filter(pk=card.person).values_list("name", flat=True).first() if card.person else None
    )
    return {
        "id": str(card.pk), "rule": card.rule, "name": name, "level": card.level, "level_name": card.get_level_display(),
        "on": card.on.isoformat(), "hop": card.hop, "lands_on": place.name if place else "", "window": card.window.name if card.window else None,
        "person": person, "evidence": card.why, "derived": card.derived, "basis": basis, "state": card.state,
        "state_name": card.get_state_display(), "issued_at": card.issued_at.isoformat(), "appeal_due_on": card.appeal_due_on.isoformat(),
        "answer": card.answer, "appeal": card.appeal, "decision_why": card.decision_why,
    }  # fmt: skip


def _replay(args: argparse.Namespace) -> int:
    day = args.at or day_of(now() - NIGHT)
    told: dict[str, Any] = {}
    if args.only != "figures":
        told["cards"] = _of_cards(day)
    if args.only != "cards":
        told["figures"] = _of_figures(day)
    if args.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        _say(told)
    return 0 if all(part["same"] for part in told.values()) else 1


def _of_cards(day: date) -> dict[str, Any]:
    made = replaying.replay(day)
    return {
        "same": made.same, "day": day.isoformat(), "cases": made.cases, "cards": made.cards, "journal": made.journal, "table": made.table,
        "differs": made.differs, "more": made.more,
    }  # fmt: skip


def _of_figures(day: date) -> dict[str, Any]:
    regions = list(Case.objects.order_by("region").values_list("region", flat=True).distinct())
    found = [one for region in regions for one in figures.compared(region, day)]
    periods = [
        {
            "period": one.period,
            "same": one.same,
            "journal": one.journal,
            "kept": one.kept,
            "differs": list(one.differs),
        }
        for one in found
    ]
    return {"same": all(one.same for one in found), "periods": periods}


def _say(told: dict[str, Any]) -> None:
    for one in told.get("cards", {}).get("differs", ()):
        sys.stdout.write(f"{one['what']}：办件 {one['subject']}，规则 {one['rule']}\n")
    if "cards" in told:
        made = told["cards"]
        sys.stdout.write(
            f"{made['cases']} 个办件，{made['cards']} 张牌：{'逐字节相同' if made['same'] else '有不同'}。{made['journal']}\n"
        )
    for one in told.get("figures", {}).get("periods", ()):
        sys.stdout.write(
            f"指标 {one['period']}：{'逐字节相同' if one['same'] else '不同：' + '、'.join(one['differs'][:5])}。{one['journal']}\n"
        )
