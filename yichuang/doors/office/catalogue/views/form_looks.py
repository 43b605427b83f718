"""How the form of a version looks at each door: on the telephone, at the counter, on paper, in the API."""

import json
from collections.abc import Mapping
from typing import Any

from yichuang.catalogue import forms as catalogue
from yichuang.doors import forms
from yichuang.law import forms as law

LOOKS = {"form": "申请表：手机", "filled": "申请表：窗口", "sheet": "申请表：纸", "fields": "申请表：接口"}
KINDS = {law.PERSON: "个人申请", law.BODY: "单位申请"}
# A made-up applicant, so that what is filled in can be seen.
SAMPLE = {"name": "示例人", "document": "111", "number": "189901198805060018", "phone": "13800000000"}
FIRM = {"body_name": "示例公司", "body_uscc": "91189901MA0000074E"}


def looked(look: str, record: Mapping[str, Any], answers: Mapping[str, str], kind: str) -> dict[str, Any]:
    """Return what the page of this look shows for these answers and this kind of applicant."""
    kinds = catalogue.kinds(record)
    kind = kind if kind in kinds else kinds[0]
    form = catalogue.of(record)
    groups = law.groups(form, answers, kind=kind) if answers else law.whole(form, kind=kind)
    query = "".join(f"&a-{key}={value}" for key, value in answers.items())
    chips = [{"name": KINDS[one], "href": f"?kind={one}{query}", "current": one == kind} for one in kinds]
    return {"kinds": chips, **SHOWN[look](groups, record, kind, form)}


def _filled(groups: tuple[law.Group, ...], kind: str) -> dict[str, law.Filled]:
    role = "applicant" if kind == law.PERSON else "representative"
    facts = {"identity": catalogue.facts_of_person(role, **SAMPLE), "body": FIRM}
    return law.prefill(groups, facts)


def _phone(groups: Any, record: Any, kind: str, form: Any) -> dict[str, Any]:
    filled = _filled(groups, kind)
    return {"pages": [forms.page_context(group, {}, filled, {}) for group in groups]}


def _counter(groups: Any, record: Any, kind: str, form: Any) -> dict[str, Any]:
    return {"filled": forms.filed(law.frozen(groups, {}, _filled(groups, kind)))}


def _sheet(groups: Any, record: Any, kind: str, form: Any) -> dict[str, Any]:
    return {"blanks": forms.blank(groups, record), "name": record["name"]}


def _fields(groups: Any, record: Any, kind: str, form: Any) -> dict[str, Any]:
    return {"api": json.dumps({"groups": forms.described(groups, form)}, ensure_ascii=False, indent=2)}


SHOWN = {"form": _phone, "filled": _counter, "sheet": _sheet, "fields": _fields}
