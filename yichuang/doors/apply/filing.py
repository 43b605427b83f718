"""From an application on line to what the act takes, and from the case or thing to what is told next."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from yichuang.bundles import acts as things
from yichuang.bundles.application import Filing
from yichuang.bundles.models import Thing
from yichuang.cases import acts as cases
from yichuang.cases.application import Application, Judgement
from yichuang.cases.models import Case
from yichuang.catalogue import bundles, versions
from yichuang.catalogue.versions import VersionFacts
from yichuang.clock.models import Term
from yichuang.doors.apply import giving, rows
from yichuang.doors.apply.sheet import Sheet
from yichuang.doors.citizen import Citizen
from yichuang.doors.progress import thing as of_thing
from yichuang.drafts.acts import Handing, Signing
from yichuang.drafts.models import Filled
from yichuang.ground.now import day_of
from yichuang.ground.templatetags.yc import cndate
from yichuang.halls.models import Hall
from yichuang.journal import stamps
from yichuang.journal.refusals import WrongState
from yichuang.law import forms, signatures
from yichuang.law.codes import group_query_code

DECLARATION = "我填的内容和交的材料是真实的。如不真实，我承担法律责任。"
STATES = {rows.COMMIT: "committed", rows.LATER: "gap", rows.NONE: "na"}
PROMISE = "我知道要符合的条件，承诺已经符合；愿意接受核查；承诺不实的，愿意承担法律责任。"


def file(own: Sheet, *, key: str | None) -> str:
    """File it, as a case or as one thing, in one act; returns the id of what it became."""
    by, at, given = own.who.actor(), own.at, handing(own)
    if own.ready:
        made = things.receive(by=by, at=at, key=key, filing=whole(own), handing=given)
    else:
        made = cases.receive(by=by, at=at, key=key, application=application(own), handing=given)
    return str(made["id"])


def whole(own: Sheet) -> Filing:
    """Return a thing as it is filed: each paper once, the one form; how a paper comes is said, never how it is judged."""
    hall, thing, handed = _hall(own), own.matter, {row.name: row for row in own.materials if row.way}
    form = forms.frozen(own.groups, own.values, own.prefilled)["values"]
    return Filing(
        version=thing.facts.id, answers=thing.kept, hall=hall.pk, area=own.draft.region, serial_from=hall.serial_from, serial_to=hall.serial_to,
        skip=thing.skip, papers={name: Judgement(STATES[row.way]) for name, row in handed.items() if row.way in STATES}, form=form,
        delivery=giving.key(own), to=giving.to(own), channel="portal", together=giving.together(own),
        numbers={row.name: row.place for row in own.materials if row.files}, ways={name: row.way for name, row in handed.items()},
        editions={member.key: member.id for member in thing.members}, **own.parties,  # type: ignore[arg-type]
    )  # fmt: skip


def application(own: Sheet) -> Application:
    """Return what is filed, for the hall that takes the item; WrongState where no hall does."""
    hall = _hall(own)
    committed = [row.place for row in own.materials if row.way == rows.COMMIT]
    return Application(
        version=own.facts.id, answers=own.answers, hall=hall.pk, area=own.draft.region, serial_from=hall.serial_from, serial_to=hall.serial_to,
        materials={place: Judgement("committed") for place in committed}, delivery=giving.key(own), to=giving.to(own),
        commitment_scope="materials" if committed else "", channel="portal", **own.parties,  # type: ignore[arg-type]
    )  # fmt: skip


def _hall(own: Sheet) -> Hall:
    found = own.places or ()
    hall = Hall.objects.filter(pk=found[0].hall).first() if found else None
    hall = hall or Hall.objects.filter(region=own.draft.region, level="county").order_by("pk").first()
    if hall is None:
        raise WrongState("现在没有窗口收这个事项。拨12345问，草稿给您留着。")
    return hall


def handing(own: Sheet) -> Handing:
    """Return what goes over with the draft: the form as it was read, how materials come, and what is signed."""
    level = own.who.account.level
    how = signatures.asked_of(level).key
    signed = [Signing("form", seen(own), level, how, own.who.account.name)]
    if committed(own):
        signed.append(Signing("commitment", promised(own), level, how, own.who.account.name))
    frozen = forms.frozen(own.groups, own.values, own.prefilled)
    return Handing(own.draft.pk, own.draft.turn, frozen, rows.ways_left(own.materials), tuple(signed))


def seen(own: Sheet) -> dict[str, Any]:
    """Return all that stands before the signer on the check page."""
    values = [
        [field.label, forms.shown(field, own.values.get(field.key, ""))] for group in own.groups for field in group.fields
    ]  # fmt: skip
    return {
        "事项": own.facts.name, "情形": [[row["label"], row["value"]] for row in answers(own)], "申请表": values,
        "材料": [[row.name, row.said] for row in own.materials], "结果": giving.shown(own), "声明": DECLARATION,
    }  # fmt: skip


def committed(own: Sheet) -> list[str]:
    """Return the materials for which a written promise stands."""
    return [row.name for row in own.materials if row.way == rows.COMMIT]


def promised(own: Sheet) -> dict[str, Any]:
    """Return the letter of commitment as it is shown."""
    return {"事项": own.facts.name, "代替的材料": committed(own), "承诺": PROMISE}


def answers(own: Sheet) -> list[dict[str, Any]]:
    """Return the scenario questions with the answers in words."""
    return [
        {"label": one.text, "value": own.matter.word(one), "href": own.href("question", one.key) + "?again=1"}
        for one in own.matter.questions
    ]


def confirmed(row: Case | Thing, who: Citizen, at: datetime) -> dict[str, Any]:
    """Return what the page says after filing: the numbers, what happens next and by when, whom to ask."""
    code = group_query_code(row.query_code)
    told: dict[str, Any] = {
        "row": row, "code": code, "progress": reverse("portal:case", args=[code]),
        "filled": Filled.objects.filter(pk=row.pk, account=who.account.pk).exists(),
    }  # fmt: skip
    if isinstance(row, Thing):
        whole_ = of_thing.tell(row, day_of(at), stamps.current())
        return told | {
            "facts": bundles.facts(row.version_id),
            "stages": whole_.stages,
            "steps": _steps_of_thing(row, whole_),
        }
    facts = versions.facts(row.version_id)
    notice = Term.objects.filter(subject=row.pk, kind="notice").order_by("pk").first()
    return told | {"facts": facts, "stages": (), "steps": steps(row, facts, notice, at)}


def _steps_of_thing(row: Thing, told: Any) -> list[Mapping[str, str]]:
    out = "全部办好以后，" if row.together else "办好一项，"
    sent = (
        "寄给您"
        if row.delivery == "post"
        else "您在我的空间里用"
        if row.delivery == "electronic"
        else "通知您来领"
    )
    by = (
        f"照公布的时限，{cndate(row.forecast_on)}前全部办好；受理那天把日子定下来"
        if row.forecast_on
        else "受理那天把全部办好的日子定下来"
    )
    return [
        {"word": f"{cndate(row.received_on)}，{told.total}项一次提交", "state": "done"},
        {"word": f"{cndate(row.notice_by)}前，{told.lead}把各部门的意见合在一起，一次告诉您是否受理", "state": "now"},
        {"word": by, "state": "next"},
        {"word": f"{out}{sent}", "state": "next"},
    ]  # fmt: skip


def steps(case: Case, facts: VersionFacts, notice: Any, at: datetime) -> list[Mapping[str, str]]:
    """Return what has happened and what comes, each with who acts and by when."""
    promise = f"受理后{facts.promised_days}个{'工作日' if facts.unit == 'working' else '自然日'}内办结" if facts.promised_days else "受理后按法定时限办结"  # fmt: skip
    if facts.at_once:
        promise = "材料齐全的，受理当天办结"
    due = f"{cndate(notice.due_on)}前，" if notice is not None and notice.due_on else ""
    out = (
        "决定后1个工作日内送到窗口，再寄出"
        if case.delivery == "post"
        else "决定后1个工作日内送到窗口，通知您来取"
    )
    return [
        {"word": f"{cndate(case.received_on)}，已提交", "state": "done"},
        {"word": f"{due}{facts.department_name}告诉您是否受理", "state": "now"},
        {"word": promise, "state": "next"},
        {"word": out, "state": "next"},
    ]
