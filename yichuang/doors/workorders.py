"""Work orders as every door takes and shows them: the form for staff, one order in words, its line in a list."""

from datetime import date
from typing import Any

from django import forms

from yichuang.complaints import acts, reading, standing
from yichuang.complaints.models import WorkOrder
from yichuang.doors.attaching import uploaded
from yichuang.doors.fields import line, offer, photos_field, pick, tried
from yichuang.doors.naming import case_named, item_named, staff_named
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.journal.actor import Actor
from yichuang.law import complaints as law
from yichuang.law.ratings import GRADES
from yichuang.people.models import Organisation

STAFF_SOURCES = ("phone", "window", "unsolved", "book", "box", "letter", "12345")
KINDS = {
    law.RECEIVED: "is-warn", law.RETURNED: "is-warn", law.DISPATCHED: "is-info", law.REOPENED: "is-err", law.SIGNED: "is-info",
    law.HANDLED: "is-info", law.ANSWERED: "is-ok", law.CLOSED: "is-ok", law.CALLED_BACK: "is-ok",
}  # fmt: skip
VEILED = "受保护的{category}"


def area(
    label: str, longest: int, *, required: bool = True, hint: str = "", rows: int = 3, first: bool = False
) -> forms.CharField:
    """Return a field of several lines; `first` has the caret when the page opens."""
    told = {"required": f"没填{label}", "max_length": f"{label}最长{longest}个字"}
    box = forms.Textarea(attrs={"rows": rows} | ({"autofocus": True} if first else {}))
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=hint, error_messages=told, widget=box
    )


def choices(label: str, pairs: Any, first: str = "", *, required: bool = True) -> forms.ChoiceField:
    """Return a field that picks one of a few, shown at once."""
    told = {"required": f"没选{label}", "invalid_choice": f"{label}从列表里选一个"}
    return forms.ChoiceField(
        label=label,
        choices=list(pairs),
        initial=first,
        required=required,
        error_messages=told,
        widget=forms.RadioSelect,
    )


def one_of(label: str, pairs: Any, first: str) -> forms.ChoiceField:
    """Return a field that picks one of a list in one line; `first` is picked beforehand."""
    told = {"required": f"没选{label}", "invalid_choice": f"{label}从列表里选一个"}
    return forms.ChoiceField(label=label, choices=list(pairs), initial=first, error_messages=told)


def telephone(*, required: bool = True, hint: str = "", own: bool = False) -> forms.CharField:
    """Return a field for a telephone number; `own` lets the browser offer the visitor's."""
    made = line("电话", 20, required=required, hint=hint)
    made.widget.attrs |= {"inputmode": "tel", "autocomplete": "tel" if own else "off"}
    return made


class IntakeForm(forms.Form):
    """What somebody says on the telephone, at a window, or on a slip: few fields must be filled."""

    content = area(
        "反映什么", 2000, rows=4, first=True, hint="照来人的话写：什么时候、在哪里、什么事、想怎么办"
    )
    phone = telephone(required=False, hint="办完给这个号码回话；举报、表扬和意见箱里的可以没有")
    caller = line("怎么称呼", 50, required=False)
    category = one_of("类型", law.CATEGORIES, "complaint")
    urgency = one_of("紧急程度", law.URGENCIES, "normal")
    source = one_of("从哪里来", [pair for pair in law.SOURCES if pair[0] in STAFF_SOURCES], "phone")
    item = line("哪个事项", 200, required=False, hint="写事项全名；不针对事项就空着")
    case = line("哪一件", 40, required=False, hint="申请编号、办件编号或者查询码")
    blocked = area("卡在哪里", 500, required=False, rows=2, hint="办不成事的要填：少什么、谁不办、系统怎么说")
    place = line("地点", 100, required=False)
    about = pick("反映的是哪个单位", required=False, hint="填了就按举报保护：这个单位看不到")
    about_person = line("反映的是哪位工作人员", 50, required=False, hint="填了，本人看不到也不能办")
    anonymous = forms.BooleanField(label="匿名举报，不记姓名电话", required=False)
    photos = photos_field("信件、照片的扫描件。JPG、PNG、PDF、OFD，最多5份")


class UnsolvedForm(forms.Form):
    """What could not be done (办不成事): which item, what blocked it, whom to answer."""

    content = area("要办什么", 2000, hint="来人想办成的事")
    blocked = area("卡在哪里", 500, rows=2, hint="少什么、谁不办、系统怎么说")
    item = line("哪个事项", 200, required=False, hint="写事项全名；有办件编号的可以空着")
    case = line("哪一件", 40, required=False, hint="申请编号、办件编号或者查询码")
    phone = telephone()
    caller = line("怎么称呼", 50, required=False)
    photos = photos_field("来人带的照片、材料。JPG、PNG、PDF、OFD，最多5份")


class BookForm(forms.Form):
    """A slip of the opinion book (意见簿) or the box (意见箱)."""

    source = choices("从哪里来", [pair for pair in law.SOURCES if pair[0] in ("book", "box")], "book")
    category = one_of("类型", law.CATEGORIES, "suggestion")
    content = area("写了什么", 2000, rows=4, hint="照原话抄")
    item = line("哪个事项", 200, required=False, hint="写事项全名；不针对事项就空着")
    phone = telephone(required=False, hint="写了电话的要回话")
    caller = line("怎么称呼", 50, required=False)
    photos = photos_field("那一页或那张纸的照片。JPG、PNG、PDF、OFD，最多5份")


def bodies(region: str) -> Any:
    """Return the bodies that can answer, departments first by name."""
    found = Organisation.objects.filter(region=region, valid_to=None).exclude(kind="village")
    return found.order_by("kind", "name").values_list("pk", "name")


def fill(form: forms.Form, region: str, *names: str) -> None:
    """Let pickers of bodies offer those of the region."""
    rows = list(bodies(region))
    offer(form, **{name: rows for name in names if name in form.fields})


def taken(request: Any, actor: Actor, told: dict[str, Any], key: str | None, **fixed: Any) -> dict[str, Any]:
    """Write an order down from what a form told, with what lies on paper or in a photo."""
    asked = dict(told) | fixed
    asked.pop("photos", None)
    at = now()
    asked["item"] = item_named(asked.get("item") or "", actor.region)
    asked["case"] = case_named(asked.get("case") or "", actor.region)
    asked["about_person"] = staff_named(asked.get("about_person") or "", actor.region)
    made: dict[str, Any] = uploaded(
        request, actor, at, lambda bundle: acts.receive(by=actor, at=at, key=key, bundle=bundle, **asked)
    )
    return made


def line_of(order: WorkOrder, actor: Actor, today: date, stamp: int) -> dict[str, Any]:
    """Return an order as a list shows it: what it is about only to whom may read it."""
    original = standing.reads_original(order, actor)
    title = vault.unlock(order.title) if original else VEILED.format(category=order.get_category_display())
    return {
        "order": order, "title": title, "word": order.get_state_display(), "kind": KINDS.get(order.state, ""),
        "light": reading.light_of(order, today, stamp), "waits": order.state in law.UNANSWERED,
    }  # fmt: skip


def timeline(order: WorkOrder, actor: Actor) -> list[dict[str, Any]]:
    """Return the steps in clear; what the caller wrote is left out for whom may not read it."""
    citizen = actor.kind == "applicant"
    original = standing.reads_original(order, actor)
    told = []
    for step in reading.timeline(order, for_caller=citizen):
        hidden = step["key"] == "receive" or (step["key"] in ("call_back", "rate_answer") and order.protected)
        shown = original or not hidden
        told.append(step | {"text": vault.unlock(step["text"]) if shown and step["key"] != "receive" else ""})
    return told


PUBLIC = {
    law.RECEIVED: "已登记", law.DISPATCHED: "已交办", law.RETURNED: "在换单位办", law.SIGNED: "办理中", law.HANDLED: "办理中", law.REOPENED: "重新办理",
    law.ANSWERED: "已答复", law.CLOSED: "已答复", law.CALLED_BACK: "已办结", law.PASSED_OUT: "已转到别的单位", law.WITHDRAWN: "已撤回",
}  # fmt: skip


class RateForm(forms.Form):
    """What the caller says of the answer: nothing is picked beforehand."""

    solved = choices("解决了吗", (("yes", "解决了"), ("no", "没有解决")))
    grade = choices("对答复满意吗", [(str(one.stars), one.name) for one in GRADES])
    text = area("还想说什么", 500, required=False)


def for_caller(order: WorkOrder, actor: Actor, sent: Any = None) -> dict[str, Any]:
    """Return an order as its caller reads it: where it stands, what was answered, what they may still do."""
    ways = standing.ways(order, actor)
    may_rate = not ways["rate_answer"] and order.grade is None
    return {
        "order": order, "title": vault.unlock(order.title), "content": order.clear("content"), "word": PUBLIC[order.state],
        "kind": KINDS.get(order.state, ""), "waits": order.state in law.UNANSWERED, "answer": order.clear("answer"),
        "steps": timeline(order, actor), "may_rate": may_rate, "may_withdraw": not ways["withdraw"],
        "files": reading.files_of(order), "may_attach": not ways["attach"],
        "rating": (sent or RateForm()) if may_rate else None, "grade": dict(STARS).get(order.grade or 0, ""),
    }  # fmt: skip


def rate(order: WorkOrder, actor: Actor, post: Any, key: str | None) -> RateForm | None:
    """Rate an answer; returns the form with what is wrong, None when it is done."""
    form = RateForm(post)
    done = tried(
        form,
        lambda told: acts.rate_answer(
            order.pk,
            by=actor,
            at=now(),
            key=key,
            grade=int(told["grade"]),
            solved=told["solved"] == "yes",
            text=told["text"],
        ),
    )
    return None if done else form


STARS = tuple((one.stars, one.name) for one in GRADES)
