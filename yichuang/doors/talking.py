"""How every door shows a question and lets people say something: files first, then the act; nothing typed is lost.

    talk = talking.find(actor, thread, at)                  # NotThere if not visible; the look of staff is on record
    talking.speak(request, actor, at, asking.answer, thread.pk)
    talking.in_case(actor, case)                            # the thread of a case, or None
Templates: {% include "talk/said.html" with said=… %} and {% include "talk/say.html" %}.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from yichuang.asking import acts as asking
from yichuang.asking import reading
from yichuang.asking.models import Message, Thread
from yichuang.cases.models import Case
from yichuang.doors import files
from yichuang.doors.frame import sent, text_of
from yichuang.ground.ids import uuid7
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.materials import acts as materials
from yichuang.materials.models import File

TEXT_MOST, FILES_MOST = 1000, 5
WORDS = {"open": "等回答", "answered": "已回答", "closed": "已结束", "handed": "已转到外单位"}
KINDS = {"open": "is-warn", "answered": "is-ok", "closed": "", "handed": "is-info"}
HOW = {
    "not_reached": "三次没打通，已结束",
    "taken_back": "本人不问了，已结束",
    "answered": "已结束",
    "handed": "已转到外单位",
}


def find(actor: Actor, thread: UUID, at: datetime) -> Thread:
    """Return a thread that this actor may see, with what its page names; NotThere otherwise."""
    seen = Thread.objects.visible_to(actor).select_related(
        "item", "department", "post__organisation", "hall", "case"
    )
    found = seen.filter(pk=thread).first()
    if found is None:
        raise NotThere("没有这一件，或者不归您看。回到列表再选。")
    looks.seen(actor, "看咨询", subject=found.pk, at=at)
    return found


def in_case(actor: Actor, case: UUID) -> Thread | None:
    """Return the talk on a case that this actor may see, or None."""
    return Thread.objects.visible_to(actor).filter(case=case).first()


def side_of(actor: Actor) -> str:
    """Return on which side of the talk this actor is."""
    return "citizen" if actor.kind == "applicant" else "staff"


def said(thread: Thread | None, actor: Actor) -> list[dict[str, Any]]:
    """Return what was said, with files; one's own side is marked."""
    if thread is None:
        return []
    told = reading.messages_of(thread)
    kept: dict[UUID, list[File]] = {}
    with_files = [m["id"] for m in told if m["files"]]
    for file in (
        File.objects.filter(subject__in=with_files, dropped_at=None).order_by("kept_at") if with_files else ()
    ):
        kept.setdefault(file.subject, []).append(file)
    side = side_of(actor)
    return [m | {"mine": m["side"] == side, "kept": kept.get(m["id"], [])} for m in told]


def mark(thread: Thread | None, actor: Actor, at: datetime) -> None:
    """Note that this side has read the talk up to its last word: who speaks has read what was said before."""
    if thread is not None:
        asking.mark_read(thread, side_of(actor), by=actor, at=at)


def speak(
    request: Any,
    actor: Actor,
    at: datetime,
    act: Callable[..., Any],
    *subject: UUID,
    field: str = "text",
    **asked: Any,
) -> dict[str, Any]:
    """Perform an act that says something: the uploads of the form are kept first, and dropped if the act is refused."""
    uploads = request.FILES.getlist("file")
    if len(uploads) > FILES_MOST:
        raise BadInput(f"一次最多附{FILES_MOST}份文件。", field="file")
    message = uuid7()
    kept = [files.take(upload, message, by=actor, at=at) for upload in uploads]
    told = {"text": text_of(request, field, TEXT_MOST), "key": sent(request)["key"], **asked}
    if kept:
        told |= {"message": message, "files": len(kept)}
    try:
        done = act(*subject, by=actor, at=at, **told)
    except Exception:
        for file in kept:
            materials.drop(message, file.pk, by=actor, at=at)
        raise
    mark(Thread.objects.filter(pk=done["id"]).first(), actor, at)
    return done  # type: ignore[no-any-return]


def in_case_say(request: Any, actor: Actor, case: Case, at: datetime) -> None:
    """Say something on a case: the first word makes the talk, the next go on with it."""
    thread = in_case(actor, case.pk)
    if thread is None:
        speak(
            request,
            actor,
            at,
            asking.ask,
            about=f"{case.item.name}：办件留言"[:60],
            source="case",
            case=case.pk,
        )
        return
    act = asking.ask_again if actor.kind == "applicant" else asking.answer
    speak(request, actor, at, act, thread.pk)


def file_of(actor: Actor, thread: UUID, file: UUID, at: datetime) -> HttpResponse:
    """Return a file that hangs from a message of a thread this actor may see."""
    found = find(actor, thread, at)
    row = File.objects.filter(pk=file, dropped_at=None).first()
    if row is None or not Message.objects.filter(thread=found, pk=row.subject).exists():
        raise NotThere("没有这份文件，或者不归您看。")
    return files.answer(row)  # type: ignore[no-any-return]


def line_of(thread: Thread, light: Any = None) -> dict[str, Any]:
    """Return a thread as a line of a list."""
    return {
        "row": thread, "subject": thread.clear_subject(), "word": HOW.get(thread.closed_how) or WORDS[thread.state],
        "kind": KINDS[thread.state], "light": light, "unread": getattr(thread, "unread", 0),
    }  # fmt: skip


def panel(actor: Actor, case: UUID) -> dict[str, Any]:
    """Return what a case's page says of its talk: how many words, how many unread, and where it is."""
    found = reading.with_unread(Thread.objects.visible_to(actor).filter(case=case), side_of(actor)).first()
    href = reverse("caseview:messages", args=[case])
    return {
        "href": href,
        "count": found.messages_count if found else 0,
        "unread": max(found.unread, 0) if found else 0,
    }
