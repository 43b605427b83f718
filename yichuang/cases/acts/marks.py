"""What a reviewer has marked so far, kept with the open step: a working paper until the department says its opinion."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases.models import Step
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.refusals import WrongState

OPINION_MOST = 2000


@working_paper("cases.keep_marks")
def keep_marks(
    case: UUID, step: str, marks: Iterable[dict[str, Any]], opinion: str, *, by: Actor, at: datetime
) -> None:
    """The marks and the opinion typed so far lie with the open step of the actor's department, and are there after a break."""
    mine = Step.objects.filter(case_id=case, key=step, state="open", department_id__in=by.organisations)
    kept = json.dumps(list(marks), ensure_ascii=False)
    if not mine.update(points=kept, opinion=opinion[:OPINION_MOST]):
        raise WrongState("这个环节已经办完，或者不归您的部门办。")
