"""What stands around a page of staff: who is here at which post, the areas they may open; and what their forms carry.

render(request, page, {**frame.around(request, "流转"), …})      # `who`, `areas` for base_staff.html
acts.decide(case, by=actor, at=at, **frame.sent(request), …)    # expected sequence and idempotency key of the form
"""

from datetime import date
from typing import Any
from uuid import UUID

from yichuang.asking import reading
from yichuang.cases.application import PartyIn
from yichuang.complaints import reading as workorders
from yichuang.halls.models import Window
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Refused
from yichuang.law import Unlawful
from yichuang.law.powers import ANSWERS, DEPARTMENT, DISPATCH, HELP, TAKES, UNIT, WINDOW
from yichuang.people.models import Post

# The documents of those for whom something is filed at a window, by GA/T 2000.156; 001 is a body's USCC.
HOLDERS = (
    ("111", "居民身份证"), ("001", "统一社会信用代码"), ("516", "港澳居民来往内地通行证"), ("511", "台湾居民来往大陆通行证"), ("414", "普通护照"),
)  # fmt: skip
DESK = DEPARTMENT | {"government"}
ISSUE = frozenset({"issue", "clerk"})
ASKING, ORDERS = "/office/asking/", "/office/complaints/"
WAITING = {ASKING: reading.to_answer, ORDERS: workorders.to_do}
AREAS = (
    ("接件", "/counter/", WINDOW),
    ("流转", "/desk/", DESK),
    ("一件事", "/counter/things/", WINDOW),
    ("一件事", "/desk/things/", DESK),
    ("出证", "/issue/", ISSUE),
    ("通办", "/counter/across/", WINDOW),
    ("帮办", "/counter/agency/", HELP),
    ("交接", "/passages/", ISSUE | DEPARTMENT),
    ("咨询", ASKING, ANSWERS),
    ("工单", ORDERS, TAKES | UNIT | DISPATCH),
    ("督办", "/office/board/", frozenset({"supervisor", "government", "head"})),
    ("督办", "/office/cards/", (ISSUE | DEPARTMENT) - {"head"}),
)
KEY_MOST = 200


def around(request: Any, here: str) -> dict[str, Any]:
    """Return the context of a staff page in the area `here`."""
    actor: Actor = request.actor
    open_ = [(name, href) for name, href, posts in AREAS if actor.kind in posts]
    areas: list[dict[str, Any]] = [
        {"name": name, "href": href, "current": name == here} for name, href in open_
    ]
    if request.method == "GET" and not getattr(request, "htmx", False):
        for area in areas:
            if area["href"] in WAITING:
                area["count"] = WAITING[area["href"]](actor) or None
    return {"who": who(actor), "areas": areas if len(areas) > 1 else [], "actor": actor}


def who(actor: Actor) -> str:
    """Return the post and the name as the masthead says them; read once for a value of the stamp."""
    return stamps.kept(actor.stamp, ("doors.who", actor.post, actor.window, actor.name), lambda: _who(actor))


def _who(actor: Actor) -> str:
    post = Post.objects.select_related("organisation").filter(pk=actor.post or 0).first()
    window = Window.objects.filter(pk=actor.window).first() if actor.window else None
    parts = [str(post) if post else "", str(window) if window else "", actor.name.split("·")[0]]
    return "　".join(part for part in parts if part)


def sent(request: Any) -> dict[str, Any]:
    """Return what a form carries beside its fields: the sequence its page was drawn from, and its idempotency key."""
    return {
        "expected": whole(request.POST.get("expected", "")),
        "key": request.POST.get("idempotency_key", "")[:KEY_MOST] or None,
    }


def whole(text: str) -> int | None:
    """Return a sequence that a form carried; anything else is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def text_of(request: Any, name: str, most: int) -> str:
    """Return a free text of the form, without signs that no paper can print; nothing is cut off behind its writer's back.

    The act says whether it will do.
    """
    sent = request.POST.get(name, "").replace("\r\n", "\n")
    text = "".join(c for c in sent if c == "\n" or c.isprintable())
    if len(text) > most:
        raise BadInput(f"这一栏最多写{most}个字，现在是{len(text)}个。", field=name)
    return text


def uuid_of(text: str) -> UUID | None:
    """Return a UUID that a form sent, or None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def date_of(text: str | None, field: str, label: str = "日期") -> date | None:
    """Return a day that a form sent, None for an empty one; BadInput says how it is written."""
    said = (text or "").strip()
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise BadInput(f"{label}写成2026-11-27这样。", field=field) from None


def party_of(request: Any) -> PartyIn:
    """Return the person or body that a form of the window names, not yet checked."""
    document = request.POST.get("document", "111")
    return PartyIn(
        text_of(request, "name", 100), request.POST.get("number", "")[:60], "body" if document == "001" else "person", document,
        phone=text_of(request, "phone", 20), address=text_of(request, "address", 120),
    )  # fmt: skip


def told(error: Refused | Unlawful) -> list[dict[str, str]]:
    """Return a refusal as the error summary lists it, beside the field of the applicant that it is about."""
    field = str(error.facts.get("field", "")) if isinstance(error, Refused) else ""
    return [{"id": field.removeprefix("applicant."), "text": str(error)}]
