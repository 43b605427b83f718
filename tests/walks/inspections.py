"""After approval, for the walk over all pages: a grant to sign for, draws in three states, the registers filled."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.town import MONDAY, Town
from yichuang.ground.now import now
from yichuang.inspections import acts, followers
from yichuang.inspections.models import Check, Draw, Grant, Target, Unsealing
from yichuang.inspections.tests import scenes


def scene(town: Town) -> dict[str, Any]:
    """The words of the addresses."""
    done = scenes.draw(town, "published", officers=2, start=MONDAY - timedelta(days=20))
    check, at = Check.objects.get(), now() - timedelta(days=2)
    times = {"announced_at": at + timedelta(hours=1), "planned_at": at + timedelta(hours=2)}
    by = town.actor("sun")
    waits = UUID(acts.commit(by=by, at=at, **scenes.asked(check.pk, **times))["id"])
    going = UUID(acts.commit(by=by, at=at, **scenes.asked(check.pk, **times))["id"])
    scenes.run(town, going, at=at + timedelta(hours=3))
    acts.begin(going, by=by, at=at + timedelta(hours=3), inspect_by=scenes.UNTIL)
    asks = {
        "number": Target.objects.order_by("code")[0].clear_number(),
        "asker": "陈秀英",
        "checked": "营业执照、介绍信",
    }
    acts.unseal(going, by=by, at=at + timedelta(hours=4), **asks)
    granted = [town.case("food-business-license-new", upto="decided").pk for _ in range(2)]
    for case in granted:
        followers.push_case(case, town.night, MONDAY)
    one, other = Grant.objects.filter(case__in=granted).order_by("pk")
    acts.sign(other.pk, by=town.actor("qi"), at=MONDAY + timedelta(hours=6))
    item, health = town.items["public-place-hygiene-license"].pk, town.departments["health"].pk
    acts.assign_body(
        by=town.actor("guo"),
        at=MONDAY,
        item=item,
        body=health,
        line="公共卫生",
        document="示例职责分工〔2026〕1号",
    )
    inspector = scenes.inspectors(town, 1, "fire", scenes.FIRE)[0]
    target = Target.objects.filter(inspections__draw=done).first()
    assert target is not None and Draw.objects.count() == 3
    return {
        "lots": [str(waits), str(going), str(done.pk)], "inspecting": str(going), "unsealed": str(Unsealing.objects.get().pk), "pushed": str(one.pk), "target": str(target.pk),
        "inspector": str(inspector.pk),
    }  # fmt: skip
