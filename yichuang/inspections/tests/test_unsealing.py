"""“Was I in the list?”: told on record after the draw, with the salt of one's own seal, which the outsider's script checks."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.town import Town, build
from yichuang.inspections import acts, pooling, reading, redraw
from yichuang.inspections.models import Draw, Target, Unsealing
from yichuang.inspections.tests import scenes
from yichuang.journal import stamps
from yichuang.journal.models import Entry
from yichuang.journal.refusals import NotYours, WrongState
from yichuang.law import draws
from yichuang.law.identity import synthetic_uscc


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def undrawn(draw: Draw) -> Target:
    found = Target.objects.exclude(inspections__draw=draw).order_by("code").first()
    assert found is not None
    return found


def asked(town: Town, draw: Draw, number: str, who: str = "sun") -> bool:
    said = {"number": number, "asker": "陈秀英", "checked": "营业执照、介绍信"}
    return bool(acts.unseal(draw.pk, by=town.actor(who), at=scenes.AFTER, **said)["listed"])


def test_one_that_was_not_drawn_can_show_that_it_was_in_the_list(
    town: Town, tmp_path: Path, capsys: Any
) -> None:
    draw = scenes.draw(town, "drawn")
    target = undrawn(draw)
    assert asked(town, draw, target.clear_number())
    file = reading.file_of(draw, stamps.current())
    slip = pooling.slip(draw, target)
    assert target.code not in file["opened"] and slip["salt"] not in json.dumps(file)
    assert draws.differences(file | {"opened": {target.code: slip}}) == []
    paths = [str(tmp_path / name) for name in ("draw.json", "slip.json")]
    for path, said in zip(paths, (file, slip), strict=True):
        Path(path).write_text(json.dumps(said), "utf-8")
    assert redraw.main(paths) == 0 and f"{target.code} {target.name} was in the list, not drawn." in capsys.readouterr().out  # fmt: skip
    Path(paths[1]).write_text(json.dumps(slip | {"name": "别的店"}), "utf-8")
    assert redraw.main(paths) == 1


def test_a_slip_opens_no_other_seal(town: Town) -> None:
    draw = scenes.draw(town, "drawn")
    one, other = Target.objects.order_by("code")[:2]
    slip = pooling.slip(draw, one)
    seals = {row[0]: row[2] for row in draw.pool.lists()["objects"]}
    assert draws.sealed(slip["salt"], one.name, one.clear_number()) == seals[one.code]
    assert draws.sealed(slip["salt"], other.name, other.clear_number()) != seals[other.code]


def test_it_is_on_record_without_number_and_name(town: Town) -> None:
    draw = scenes.draw(town, "drawn")
    target = undrawn(draw)
    asked(town, draw, target.clear_number())
    entry = Entry.objects.filter(subject=draw.pk).latest("seq")
    assert entry.act == "inspections.unseal" and json.loads(entry.payload)["object"] == target.code
    assert target.clear_number() not in entry.payload and "陈秀英" not in entry.payload


def test_who_was_not_in_the_list_is_told_so_on_record_too(town: Town) -> None:
    draw = scenes.draw(town, "drawn")
    assert not asked(town, draw, synthetic_uscc("189901", 900))
    row = Unsealing.objects.get()
    assert not row.listed and row.target is None


def test_an_abandoned_list_can_be_asked_and_a_sealed_one_cannot(town: Town) -> None:
    draw = scenes.draw(town)
    target = undrawn(draw)
    with pytest.raises(WrongState, match="抽取以后"):
        asked(town, draw, target.clear_number())
    acts.abandon(draw.pk, by=town.actor("sun"), at=scenes.AFTER, why="号码停止公布")
    assert asked(town, draw, target.clear_number())
    file = reading.file_of(Draw.objects.get(pk=draw.pk), stamps.current())
    opened = file | {"opened": {target.code: pooling.slip(draw, target)}}
    assert draws.differences(opened) == [] and list(redraw.faults(opened, None)) == []
    opened["opened"][target.code] |= {"name": "别的店"}
    assert draws.differences(opened) and list(redraw.faults(opened, None))


def test_another_body_and_a_reviewer_are_refused(town: Town) -> None:
    draw = scenes.draw(town, "drawn")
    for who in ("feng", "wu"):
        with pytest.raises(NotYours):
            asked(town, draw, undrawn(draw).clear_number(), who)
