"""What the state already holds for whoever looks at a list: their own licences, if they signed in; nothing for a stranger."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings

from yichuang.citizens.models import Level, Role
from yichuang.doors import citizen
from yichuang.journal import stamps
from yichuang.materials import onfile
from yichuang.materials.onfile import OnFile


def parties(request: Any) -> tuple[dict[str, onfile.Who], str]:
    """Return who the matter is for and who acts for them, by role, with the name; nobody for a stranger or too low a level."""
    who = citizen.of(request)
    if who is None or who.account.level < Level.MATCHED or not who.account.number_index:
        return {}, ""
    self_ = onfile.Who(who.account.clear_number(), "person")
    if who.tie is None:
        return {"applicant": self_}, who.name
    other = "representative" if who.tie.role == Role.REPRESENTATIVE else "agent"
    return {"applicant": onfile.Who(who.tie.clear_number(), who.tie.kind), other: self_}, who.name


def on_file(request: Any, record: Any, at: datetime) -> OnFile:
    """Return what is on file for whom the matter is for; for a body, the licences of who acts for it too."""
    known, name = parties(request)
    if not known:
        return OnFile()
    found = onfile.of(record, known, stamp=stamps.current(), region=settings.DEPLOYMENT.region, at=at)
    return replace(found.before_asking(), whose=name)
