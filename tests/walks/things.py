"""Things of the walks: one that goes its way, one filed on line that waits for what the departments say."""

from typing import Any

from django.test import Client

from tests.town import MONDAY, Town
from yichuang.bundles import acts as stopping
from yichuang.bundles.models import Letter
from yichuang.bundles.tests import scenes
from yichuang.doors.apply.tests import applying
from yichuang.drafts.models import Draft


def _on_line(town: Town) -> dict[str, Any]:
    """Of a thing on line: one filed, a draft that is whole, a firm's that is half filled in."""
    chen: Client = town.enter(Client())
    sent = _draft(chen)
    applying.give(chen, sent)
    applying.file(chen, sent)
    sent.refresh_from_db()
    ready = _draft(chen)
    applying.give(chen, ready)
    firm = town.account().ties.filter(kind="body").first() or town.tie(town.account())
    half = _draft(chen, subject="company", who=str(firm.pk))
    return {
        "thing_online": sent.case,
        "thing_whole": ready.pk,
        "thing_draft": half.pk,
        "thing_place": applying.seen(half).waiting[0].place,
    }


def _draft(chen: Client, **said: str) -> Draft:
    draft = applying.begin(chen, scenes.RESTAURANT, at="things", **{**scenes.NORMAL, **said})
    applying.fill(chen, draft)
    return draft


def scene(town: Town) -> dict[str, Any]:
    """The words of the addresses about things."""
    thing, filed = scenes.received(scenes.brought(town)), scenes.on_line(town)
    called, visit = scenes.called(town)
    told = scenes.told_once(town)
    made = {
        "thing": thing.pk,
        "filed_thing": filed.pk,
        "called_thing": called.pk,
        "joint_visit": visit,
        "told_thing": told.query_code,
        "told_thing_id": told.pk,
        "short_thing": scenes.received(town, skip=("signboard-management",)).pk,
    }
    demanded = scenes.demanded(town)
    stopping.ask_strike(demanded.pk, by=town.actor("guo"), at=MONDAY, lines=[0], why="清单里没有房东的证明")
    made |= {"stopped_thing": demanded.pk, "demanded_thing": scenes.demanded(town).pk}
    codes = [thing.query_code, filed.query_code, told.query_code]
    letters = [str(pk) for pk in Letter.objects.order_by("kind").values_list("pk", flat=True)]
    ready = scenes.ready(town)
    made |= {
        "mailed_thing": scenes.mailed(town).pk,
        "ready_thing": ready.pk,
        "ready_thing_code": ready.query_code,
    }
    made["letter"] = Letter.objects.get(thing=thing, kind="acceptance").pk
    made |= _on_line(town)
    return {name: str(pk) for name, pk in made.items()} | {"thing_codes": codes, "letters": letters}
