"""What the state already holds for whoever looks at a list: their own licences, if they signed in; nothing for a stranger."""

from datetime import date
from typing import Any

from yichuang.citizens.models import Level, Role
from yichuang.doors import citizen
from yichuang.doors.leaflet import NOBODY, OnFile
from yichuang.licences import acts as licences


def on_file(request: Any, day: date) -> OnFile:
    """Return the licences on file of whom the matter is for; for a body, those of who acts for it too."""
    who = citizen.of(request)
    if who is None or who.account.level < Level.MATCHED or not who.account.number_index:
        return NOBODY
    own = tuple(licences.held(who.account.number_index, day))
    if who.tie is None:
        return OnFile(own=own, whose=who.name)
    kinds = tuple(licences.held(who.tie.number_index, day))
    if who.tie.role == Role.REPRESENTATIVE:
        return OnFile(own=kinds, representative=own, whose=who.name)
    return OnFile(own=kinds, agent=own, whose=who.name)
