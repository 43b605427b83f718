"""What keeps somebody in the register of objects: a grant that stands, or that a person entered them."""

import json

from yichuang.inspections.models import Grant, Target
from yichuang.journal.models import Entry

BY_HAND = ("inspections.enter", "inspections.add_line")


def stands(target: Target, line: str = "") -> bool:
    """Tell whether a grant that stands, or a person's hand, keeps the target: in this line, or at all."""
    grants = Grant.objects.standing().filter(target=target)
    if (grants.filter(line=line) if line else grants).exists():
        return True
    hand = Entry.objects.filter(subject=target.pk, act__in=BY_HAND, by_person__isnull=False)
    return any(
        not line or json.loads(text).get("line") == line for text in hand.values_list("payload", flat=True)
    )
