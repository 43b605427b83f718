"""Citizens of the town who have accounts: Chen with a firm, an agent and a child; each signs in by telephone and code."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.cases import acts as cases
from yichuang.cases.application import PartyIn
from yichuang.catalogue import versions
from yichuang.catalogue.models import Item
from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Account
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.journal import looks
from yichuang.town import cast
from yichuang.town.folk import Folk
from yichuang.town.founding import Town

PROOFS = ("document", "phone", "social_card")
FOOD, CARD = "food-business-license-new", "social-card-replace"
KNOWN = (
    (cast.CHEN, "鑫味餐饮的法定代表人，陈小雨的母亲"), (cast.ZHOU, "鑫味餐饮的经办人，只办食品经营许可"), (cast.LI, "自己办事，一级，还没有实名"),
)  # fmt: skip


def open_(town: Town, when: datetime) -> None:
    """The accounts, the firm, its agent, the child; and Chen's own cases, some of which wait for her."""
    began = town.founded_at + timedelta(days=100)
    chen, zhou = _account(town, cast.CHEN, began), _account(town, cast.ZHOU, began)
    _account(town, cast.LI, began, proofs=())
    firm = cast.firms()[0]
    tie = accounts.tie(
        chen,
        by=town.by,
        at=began,
        role="representative",
        name=firm.name,
        number=firm.number,
        basis="营业执照正本",
    )["tie"]
    accounts.tie(
        chen,
        by=town.by,
        at=began,
        role="guardian",
        name=cast.CHILD[0],
        number=cast.CHILD[1],
        document="111",
        basis="户口簿",
    )
    day = day_of(began)
    offer = accounts.authorise(
        chen,
        by=town.by,
        at=began,
        tie=UUID(tie),
        name=cast.ZHOU.name,
        number=cast.ZHOU.number,
        starts_on=day,
        ends_on=day + timedelta(days=400),
        scope=[FOOD],
    )["offer"]
    accounts.take_up(zhou, by=town.by, at=began, offer=UUID(offer))
    _cases(Folk(town, day_of(when)), when)
    town.citizens = [{"name": one.name, "phone": one.phone, "who": who} for one, who in KNOWN]


def _account(town: Town, one: cast.Citizen, at: datetime, proofs: tuple[str, ...] = PROOFS) -> UUID:
    made: dict[str, Any] = accounts.open_account(
        by=town.by, at=at, name=one.name, number=one.number if proofs else "", phone=one.phone, proofs=proofs
    )
    return Account.objects.get(pk=made["account"]).pk


def _cases(folk: Folk, until: datetime) -> None:
    """One accepted, one with something to hand in, one of the firm."""
    clerk, chance = folk.person("lin"), random.Random(6)
    at = until - timedelta(hours=20)
    firm, person = (
        cast.firms()[0],
        PartyIn(cast.CHEN.name, cast.CHEN.number, phone=cast.CHEN.phone, address=cast.CHEN.address),
    )
    body = PartyIn(firm.name, firm.number, "body", "001", cast.CHEN.phone, firm.address)
    for key, applicant, then in (
        (CARD, person, "accept"),
        (FOOD, person, "ask_once"),
        (FOOD, body, "accept"),
    ):
        version = versions.facts(Item.objects.get(key=key).current_id or 0)
        asked = folk.application(chance, clerk, version)
        said: dict[str, Any] = (
            {"lines": [{"place": min(asked.materials), "reason": "1"}]} if then == "ask_once" else {}
        )
        if version.at_once and then == "accept":
            then, said = "decide_at_once", {"opinion": "材料齐全，当场办结。"}
        application = replace(
            asked, applicant=applicant, representative=person if applicant is body else None
        )
        made = cases.receive(by=clerk, at=at, application=application, then=then, **said)
        looks.seen(folk.person("wu"), "审批台", subject=UUID(made["id"]), at=at + timedelta(hours=3))
    looks.seen(clerk, "窗口实名", holder_index=vault.index(cast.CHEN.number), at=at)
    looks.flush()
