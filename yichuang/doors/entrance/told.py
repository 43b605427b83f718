"""What the entrance tells about a post: the doors it opens, what it may do, and why not the rest."""

import re
from dataclasses import dataclass

from yichuang.law import powers
from yichuang.law.names import act_name

OWN_PAPERS = re.compile(r"\.md\b|\bissue \d")
# address, name, what for, posts
DOORS = (
    ("/counter/", "综合窗口", "收件、受理、一次告知", frozenset({"clerk"})),
    ("/issue/", "统一出件", "结果到窗、核对、交付、邮寄", frozenset({"issue", "clerk"})),
    (
        "/office/board/",
        "督办看板",
        "红牌黄牌、要督办的件、哪里慢",
        frozenset({"supervisor", "government", "head", "chief"}),
    ),
    ("/desk/", "审批台", "审查、决定、特别程序、延期", powers.DEPARTMENT | {"government"}),
    (
        "/office/",
        "管理中心",
        "咨询、事项、授权、人员、日历、留痕",
        powers.ANSWERS
        | powers.DECIDE
        | {"editor", "supervisor", "government", "head", "sysadmin", "secadmin", "audadmin"},
    ),
    ("/", "网上大厅", "办事指南、查进度，和办事人看到的一样", frozenset({"guide"})),
)


@dataclass(frozen=True, slots=True)
class Door:
    """A door as a tile."""

    href: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """An act on the powers page: whether the post may do it, what must hold, who else may, and the rule."""

    name: str
    may: bool
    unless: list[str]
    whose: str
    basis: str


def doors(kind: str) -> list[Door]:
    """Return the doors that a kind of post opens."""
    return [Door(href, name, text) for href, name, text, posts in DOORS if kind in posts]


def power(row: powers.Power, kind: str) -> Row | None:
    """Return a row of the powers table as this kind of post sees it; what only the system does is left out."""
    staff = [post for post, _ in powers.POSTS if post in row.posts]
    if not staff:
        return None
    return Row(
        name=act_name(row.act),
        may=kind in row.posts,
        unless=[powers.condition(fact) for fact in (*row.needs, *row.bars)],
        whose="、".join(powers.post_name(post) for post in staff),
        basis="；".join(part for part in row.basis.split("；") if not OWN_PAPERS.search(part)),
    )
