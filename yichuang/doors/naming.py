"""What people name in a form, found: an item by its name, a case by its number, a member of staff by name."""

from uuid import UUID

from yichuang.cases.models import Case
from yichuang.catalogue import search
from yichuang.catalogue.models import Item
from yichuang.journal import stamps
from yichuang.journal.refusals import BadInput
from yichuang.people.models import Person


def item_named(named: str, region: str) -> UUID | None:
    """Return the item of this name, None for no name; BadInput with what is alike for a name that no item has."""
    name = named.strip()
    if not name:
        return None
    found = (
        Item.objects.filter(region=region, name=name, retired_on=None).values_list("pk", flat=True).first()
    )
    if found is None:
        alike = [hit.name for hit in search.find(stamps.current(), name, limit=3, region=region)]
        way = f"像的有：{'、'.join(alike)}。写全名。" if alike else "写全名，或者空着。"
        raise BadInput(f"没有这个名字的事项。{way}", field="item")
    return found


def case_named(number: str, region: str) -> UUID | None:
    """Return the case of a filing number, case number or query code, None for none; BadInput for what leads to no one case."""
    text = "".join(number.split())
    if not text:
        return None
    found = list(Case.objects.filter(region=region).found_by(text).values_list("pk", flat=True)[:2])
    if len(text) < 8 or len(found) != 1:
        raise BadInput("没有这个办件。写全申请编号、办件编号或者查询码，不知道就空着。", field="case")
    return found[0]


def staff_named(name: str, region: str) -> int | None:
    """Return the one member of staff of this name, None for no name; BadInput for nobody or for several."""
    text = name.strip()
    if not text:
        return None
    found = list(
        Person.objects.filter(region=region, name=text, is_active=True).values_list("pk", flat=True)[:2]
    )
    if len(found) != 1:
        why = "有几位同名的" if found else "没有这位工作人员"
        raise BadInput(f"{why}。空着，把是谁写在内容里。", field="about_person")
    return found[0]
