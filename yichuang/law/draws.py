"""双随机: a draw that anybody can make again from what is published. Standard library only, no clock, no chance of its own.

Before the draw its commitment is published: the digest of a secret, the digests of the three lists (objects, inspectors,
pairs kept apart), the rates, the source of a public number that nobody can know yet. The seed comes from both; every
choice is the order of HMAC-SHA256 values under that seed.
"""

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from . import BadInput, Unlawful

FORMAT = "yichuang-draw/1"
GRADES = ("A", "B", "C", "D")
LEAST_PERCENT = 3
EACH = 2
DIGITS = 5
MODES = (("open", "不定向"), ("directed", "定向"))
WEIGHTS = (("key", "重点检查事项"), ("general", "一般检查事项"))
OUTCOMES = (
    ("1", "未发现问题"), ("2", "不公示应当公示的信息"), ("3", "公示信息隐瞒真实情况、弄虚作假"), ("4", "通过登记的住所（经营场所）无法联系"),
    ("5", "不配合检查，情节严重"), ("6", "发现问题，已责令改正"), ("7", "已关闭停业或者正在清算"), ("9", "其他"),
)  # fmt: skip
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """One object drawn, and by line of business the inspectors who go there."""

    object: str
    inspectors: Mapping[str, tuple[str, ...]]


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces.

    Basis: domain.md 11.3 (a draw must be reproducible); RFC 8785 for the values that stand here.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """The SHA-256 digest of the canonical text of a value, as 64 hex digits.

    Basis: domain.md 11.3 (candidate set hash).
    """
    return sha256(canonical(value).encode()).hexdigest()


def listed(rows: Iterable[Row]) -> list[list[str]]:
    """A list in its one order, so that the order in which it was typed does not matter.

    Basis: domain.md 11.3 (candidate set hash).
    """
    return sorted([str(cell) for cell in row] for row in rows)


def sealed(salt: str, name: str, number: str) -> str:
    """The seal that stands for somebody in a published list; their salt opens it for one of them and tells of no other.

    Basis: 《个人信息保护法》 arts. 6, 25; domain.md 11.3.
    """
    return sha256(f"{salt}\n{name}\n{number}".encode()).hexdigest()


def announced(text: str) -> str:
    """The public number as it enters the seed: its digits in the order of the announcement.

    Basis: domain.md 11.3 (seed); docs/decisions/0024; RFC 3797 art. 4.
    """
    found = "".join(str(int(sign)) for sign in text if sign.isdecimal())
    if any(not (sign.isdecimal() or sign in " ,，、.-+") for sign in text.strip()):
        raise BadInput("公布的号码只写数字，照公布的先后写，中间可以空格。")
    if not DIGITS <= len(found) <= 64:
        raise BadInput(f"公布的号码要有{DIGITS}到64位数字。")
    return found


def rates(given: Mapping[str, int], weight: str, cap: int | None = None) -> dict[str, int]:
    """The percentage for each credit grade, or why these may not be used: bad credit is looked at no less than good.

    Basis: domain.md 11.3: key items without a cap, general ones capped, higher for bad credit, lower for good.
    """
    found = {grade: int(given[grade]) for grade in GRADES}
    if any(not 0 <= percent <= 100 for percent in found.values()):
        raise BadInput("比例写0到100的整数。")
    if list(found.values()) != sorted(found.values()):
        raise Unlawful("信用差的抽查比例不能低于信用好的：从A级到D级，比例要一级不低于一级。")
    if weight == "general" and cap is not None and max(found.values()) > cap:
        raise Unlawful(f"这是一般检查事项，比例最高{cap}%。")
    return found


def commitment(
    about: Mapping[str, Any],
    objects: Iterable[Row],
    inspectors: Iterable[Row],
    avoid: Iterable[Row],
    secret: str,
) -> dict[str, Any]:
    """What is published before the draw. `about` says number, name, region, mode, scope, source, times, rates, overall, lines, each.

    Rows: objects (code, grade, seal), inspectors (code, line, seal), avoid (inspector, object).
    Basis: domain.md 11.3: seed, candidate set hash, time, at least 2 inspectors, conflicts of interest.
    """
    lists = {"objects": listed(objects), "inspectors": listed(inspectors), "avoid": listed(avoid)}
    made = {"format": FORMAT, **about, **{name: digest(rows) for name, rows in lists.items()}}
    made["secret"] = sha256(bytes.fromhex(secret)).hexdigest()
    _lawful(made)
    _enough(made, lists)
    return made


def _lawful(about: Mapping[str, Any]) -> None:
    if about["overall"] < LEAST_PERCENT:
        raise Unlawful(f"抽查的户数不能少于名录的{LEAST_PERCENT}%。")
    if about["each"] < EACH:
        raise Unlawful(f"检查一户至少要{EACH}名执法人员。")
    if not about["lines"]:
        raise Unlawful("至少要有一条业务条线。")


def _enough(about: Mapping[str, Any], lists: Mapping[str, list[list[str]]]) -> None:
    """Refuse a pool in which some object could not be given its inspectors: found before, not after, the draw."""
    if not lists["objects"]:
        raise Unlawful("检查对象名录里没有符合条件的对象，不能抽取。")
    if len({row[0] for row in lists["objects"]}) < len(lists["objects"]):
        raise BadInput("检查对象名录里有重复的编号。")
    if any(row[1] not in GRADES for row in lists["objects"]):
        raise BadInput(f"检查对象的信用等级只能是{'、'.join(GRADES)}。")
    apart = _apart(lists["avoid"])
    for line in about["lines"]:
        there = {row[0] for row in lists["inspectors"] if row[1] == line}
        if len(there) < about["each"]:
            raise Unlawful(f"“{line}”条线只有{len(there)}名执法人员，检查一户要{about['each']}名。")
        for row in lists["objects"]:
            if len(there) - len(there & apart.get(row[0], frozenset())) < about["each"]:
                raise Unlawful(f"要回避的太多：{row[0]}在“{line}”条线找不出{about['each']}名执法人员。")


def _apart(avoid: Iterable[Row]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for inspector, thing in avoid:
        found.setdefault(thing, set()).add(inspector)
    return {thing: frozenset(those) for thing, those in found.items()}


def seed(about: Mapping[str, Any], secret: str, number: str) -> bytes:
    """The seed: HMAC-SHA256 under the secret over the digest of the commitment and the public number.

    Basis: domain.md 11.3 (seed); docs/decisions/0024.
    """
    return hmac.digest(bytes.fromhex(secret), f"{digest(about)}\n{number}".encode(), "sha256")


def _rank(key: bytes, *words: str) -> str:
    return hmac.digest(key, "\n".join(words).encode(), "sha256").hex()


def quotas(about: Mapping[str, Any], objects: Iterable[Row]) -> dict[str, int]:
    """How many objects each grade gives, rounded up, and under "" how many more make up the least of all together.

    Basis: domain.md 11.3: at least 3 % of enterprises; rates by credit.
    """
    counts = dict.fromkeys(GRADES, 0)
    for row in objects:
        counts[row[1]] += 1
    found = {grade: -(-n * about["rates"][grade] // 100) for grade, n in counts.items()}
    least = -(-sum(counts.values()) * about["overall"] // 100)
    return found | {"": max(0, least - sum(found.values()))}


def draw(
    about: Mapping[str, Any],
    objects: Iterable[Row],
    inspectors: Iterable[Row],
    avoid: Iterable[Row],
    secret: str,
    number: str,
) -> tuple[Pair, ...]:
    """The draw: same inputs, same pairs, whatever the order they come in. Raises Unlawful where the lists are not those committed to.

    1. key = HMAC-SHA256(secret, digest of the commitment, newline, public number).
    2. Objects of each grade in the order of HMAC(key, "object", code); the first of each grade by its rate, rounded up; then
       from all the rest in the same order, until they are the least that all together must be.
    3. For each of them and each line, the inspectors who need not step aside in the order of HMAC(key, "inspector", object,
       line, code); the first `each` of them go.
    Basis: domain.md 11.3.
    """
    lists = {"objects": listed(objects), "inspectors": listed(inspectors), "avoid": listed(avoid)}
    wrong = [name for name, rows in lists.items() if digest(rows) != about[name]]
    if wrong or sha256(bytes.fromhex(secret)).hexdigest() != about["secret"]:
        raise Unlawful(f"和抽取前公布的摘要对不上：{'、'.join(wrong) or 'secret'}。")
    _enough(about, lists)
    key = seed(about, secret, number)
    ranked = sorted(lists["objects"], key=lambda row: _rank(key, "object", row[0]))
    owed, chosen = quotas(about, ranked), set[str]()
    for grade in GRADES:
        chosen |= {row[0] for row in [one for one in ranked if one[1] == grade][: owed[grade]]}
    chosen |= {row[0] for row in [one for one in ranked if one[0] not in chosen][: owed[""]]}
    taken = [row[0] for row in ranked if row[0] in chosen]
    return tuple(
        Pair(code, {line: order[: about["each"]] for line, order in _orders(about, lists, key, code).items()})
        for code in taken
    )


def _orders(
    about: Mapping[str, Any], lists: Mapping[str, list[list[str]]], key: bytes, code: str
) -> dict[str, tuple[str, ...]]:
    apart = {row[0] for row in lists["avoid"] if row[1] == code}
    found = {}
    for line in about["lines"]:
        there = {row[0] for row in lists["inspectors"] if row[1] == line} - apart
        found[line] = tuple(sorted(there, key=lambda who: _rank(key, "inspector", code, line, who)))
    return found


def order_of(file: Mapping[str, Any], code: str, line: str) -> tuple[str, ...]:
    """All inspectors of a line in the order in which they would go to an object: who steps aside is followed by the next one.

    Basis: domain.md 11.3 (conflict of interest → step aside), 《行政处罚法》 art. 43.
    """
    key = seed(file["commitment"], file["secret"], file["announced"])
    return _orders(file["commitment"], _lists(file), key, code)[line]


def _lists(file: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    return {name: listed(file[name]) for name in ("objects", "inspectors", "avoid")}


def differences(file: Mapping[str, Any]) -> list[str]:
    """Make a published draw again and say what differs, pair by pair; an empty list means that it is the same.

    Basis: domain.md 11.3 (a draw must be reproducible); issue 5, Show 5.
    """
    about = file["commitment"]
    if about.get("format") != FORMAT:
        return [f"不认识这种格式：{about.get('format')}"]
    found = [] if digest(about) == file["digest"] else ["承诺书的摘要和抽取前公布的不同"]
    if not file.get("announced"):
        return found + (_unopened(file) if file.get("abandoned") else ["这次抽取还没有进行"])
    try:
        lists = _lists(file)
        made = draw(
            about, lists["objects"], lists["inspectors"], lists["avoid"], file["secret"], file["announced"]
        )
    except (Unlawful, KeyError, ValueError) as error:
        return [*found, str(error)]
    told = {row["object"]: row["inspectors"] for row in file["drawn"]}
    again = {pair.object: {line: list(those) for line, those in pair.inspectors.items()} for pair in made}
    found += [f"{code}：按规则会抽中，公布的没有" for code in again if code not in told]
    found += [f"{code}：按规则抽不中，公布的有" for code in told if code not in again]
    found += [
        f"{code}：按规则是{_said(again[code])}，公布的是{_said(those)}"
        for code, those in told.items() if code in again and again[code] != those
    ]  # fmt: skip
    if not found and list(told) != list(again):
        found.append("抽中的次序不同")
    return found + _unopened(file) + _stepped(file)


def _said(those: Mapping[str, Sequence[str]]) -> str:
    return "；".join(f"{line} {'、'.join(who)}" for line, who in sorted(those.items()))


def _unopened(file: Mapping[str, Any]) -> list[str]:
    """Say which names that were published beside a code are not those that were sealed before the draw."""
    seals = {row[0]: row[2] for name in ("objects", "inspectors") for row in file[name]}
    return [
        f"{code}：公布的名称不是抽取前封存的那一个"
        for code, one in file.get("opened", {}).items()
        if sealed(one["salt"], one["name"], one["number"]) != seals.get(code)
    ]


def _stepped(file: Mapping[str, Any]) -> list[str]:
    """Say which replacement is not the next one in the object's own order."""
    found, gone = [], dict[tuple[str, str], int]()
    for one in file.get("replaced", ()):
        place = (one["object"], one["line"])
        order = order_of(file, *place)
        at = gone.get(place, file["commitment"]["each"])
        if at >= len(order) or order[at] != one["in"]:
            found.append(
                f"{one['object']}：替换{one['out']}的应当是{order[at] if at < len(order) else '（没有人了）'}，公布的是{one['in']}"
            )
        gone[place] = at + 1
    return found
