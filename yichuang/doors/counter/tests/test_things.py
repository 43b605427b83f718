"""A thing at the window after filing: the device, the clerk's page and what may be done there."""

from typing import Any

import pytest

from tests.town import MONDAY, Town
from yichuang.bundles.tests import scenes
from yichuang.doors.counter.views import devices
from yichuang.ratings.models import Rating


def test_the_device_rates_the_intake_of_a_thing_once(
    town: Town, enter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "now", lambda: MONDAY + scenes.HOUR)
    thing, line = scenes.received(scenes.brought(town)), scenes.on_line(town)
    address = f"/counter/things/{thing.pk}/rating/"
    client = enter("lin")
    answers = [client.post(address, {"grade": grade}).status_code for grade in ("9", "2", "5")]
    assert answers == [422, 204, 409]
    assert client.post(f"/counter/things/{line.pk}/rating/", {"grade": "5"}).status_code == 404
    assert enter("wu").post(address, {"grade": "5"}).status_code == 403
    rating = Rating.objects.get()
    assert (rating.thing_id, rating.grade, rating.contact, rating.channel) == (thing.pk, 2, "window", "4")
