"""What the state already holds for whoever looks at a list: their own licences, if they signed in; nothing for a stranger."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from yichuang.citizens.models import Level, Role
from yichuang.doors import citizen
from yichuang.journal import stamps
from yichuang.materials import onfile
from yichuang.materials.onfile import OnFile


def on_file(request: Any, record: Any, at: datetime) -> OnFile:
    """Return what is on file for whom the matter is for; for a body, the licences of who acts for it too."""
    who = citizen.of(request)
    if who is None or who.account.level < Level.MATCHED or not who.account.number_index:
        return OnFile()
    self_ = onfile.Who(who.account.clear_number(), "person")
    parties = {"applicant": self_}
    if who.tie is not None:
        other = "representative" if who.tie.role == Role.REPRESENTATIVE else "agent"
        parties = {"applicant": onfile.Who(who.tie.clear_number(), who.tie.kind), other: self_}
    found = onfile.of(record, parties, stamp=stamps.current(), region=who.account.region, at=at)
    return replace(found.before_asking(), whose=who.name)
