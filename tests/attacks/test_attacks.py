"""Every attack of the tables is tried on the doors; none succeeds, and what is plainly one leaves a line with the request's id."""

from collections import Counter
from typing import Any

import pytest
from django.conf import settings

from tests import town as towns
from tests.attacks import forged, guessing, leading, scripts, uploads, whose
from tests.attacks.scene import Attack, Scene, client, heard
from tests.town import CHEN_ID
from tests.walks import pages
from tests.walks.pages import CITIZEN, NOBODY
from yichuang.catalogue import versions
from yichuang.citizens.models import Account
from yichuang.doors import brake
from yichuang.doors.me.tests.test_platform import LIES
from yichuang.ground import vault
from yichuang.journal import stamps
from yichuang.people.models import Person

pytestmark = pytest.mark.once

ATTACKS: list[Attack] = [
    *whose.ATTACKS,
    *forged.ATTACKS,
    *guessing.ATTACKS,
    *uploads.ATTACKS,
    *leading.ATTACKS,
    *scripts.ATTACKS,
]
GROUPS = sorted({attack.group for attack in ATTACKS if attack.run})


@pytest.fixture
def scene(db: None) -> Scene:
    """Chen's things, Wang, and a stranger; nobody has asked for a code yet."""
    (settings.HOME / "run" / "brake").unlink(missing_ok=True)
    brake._opened.cache_clear()
    return Scene()


@pytest.mark.parametrize("group", GROUPS)
def test_no_attack_succeeds_and_each_is_on_record(scene: Scene, group: str) -> None:
    wrong = []
    for attack in ATTACKS:
        if attack.group != group:
            continue
        with heard() as lines:
            how = attack.run(scene)
        if how:
            wrong.append(f"{attack.what}: {how}")
        elif attack.recorded and not lines:
            wrong.append(f"{attack.what}: left no line")
    assert not wrong, f"{len(wrong)} of {group}:\n" + "\n".join(wrong)


def test_no_stored_script_runs_on_any_page(db: None) -> None:
    _, visits = pages.build()
    planted = scripts.plant()
    scripts.plant_in_forms()
    stamps.bump()
    stamps.forget()
    versions.forget()
    clients: dict[str, Any] = {}
    raw, told, broken = {}, set(), []
    for who, address, _ in visits:
        if who not in clients:
            clients[who] = _client(who)
        page = clients[who].get(address)
        broken += [f"{address}: {page.status_code}"] if page.status_code >= 500 else []
        text = page if not page.streaming else None
        if text is not None:
            raw |= dict.fromkeys(scripts.raw_in(text), address)
            told |= scripts.seen_in(text)
    wrong = [f"{scripts.what(number)} at {address}" for number, address in raw.items()]
    assert not wrong and not broken, "\n".join(wrong + broken)
    assert len(planted) > 60 and len(told) > 25, (len(planted), len(told))


def _client(who: str) -> Any:
    if who == NOBODY:
        return client()
    if who == CITIZEN:
        return _enter_as_chen()
    made = client()
    made.force_login(Person.objects.get(username=who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return made


def _enter_as_chen() -> Any:
    account = Account.objects.get(number_index=vault.index(CHEN_ID))
    return towns.enter(client(), account)


def test_three_hundred_are_tried(capsys: pytest.CaptureFixture[str]) -> None:
    tried = Counter(attack.group for attack in ATTACKS)
    tried["lies of an identity platform, in yichuang/doors/me/tests/test_platform.py"] = len(LIES)
    with capsys.disabled():
        print(
            f"\n{sum(tried.values())} attacks: "
            + ", ".join(f"{group} {count}" for group, count in sorted(tried.items()))
        )
    assert len({attack.what for attack in ATTACKS}) == len(ATTACKS) >= 300
