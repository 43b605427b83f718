"""Photos and papers of work orders at any door: kept with the act that brings them, added later, given to who reads the original."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.complaints import acts, standing
from yichuang.complaints.models import WorkOrder
from yichuang.doors import files
from yichuang.doors.frame import sent
from yichuang.ground.ids import uuid7
from yichuang.ground.now import now
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere, Refused
from yichuang.law import complaints as law
from yichuang.materials import acts as materials
from yichuang.materials import store
from yichuang.materials.models import File


def uploaded(request: Any, actor: Actor, at: datetime, act: Callable[[UUID | None], Any]) -> Any:
    """Keep the uploads of the form, perform the act with their bundle, and drop them again if it is refused.

    They get names of ours: how somebody named a photo could tell who they are.
    """
    uploads = request.FILES.getlist("photos")
    if len(uploads) > law.FILES_MOST:
        raise BadInput(f"一件最多附{law.FILES_MOST}份。", field="photos")
    bundle, kept = uuid7(), []
    try:
        for n, upload in enumerate(uploads, 1):
            stored = store.put(upload.chunks(), name=upload.name or "文件", size=upload.size)
            kept.append(materials.keep(bundle, stored, by=actor, at=at, name=f"附件{n}"))
        return act(bundle if kept else None)
    except Refused as error:
        for file in kept:
            materials.drop(bundle, file.pk, by=actor, at=at)
        if error.facts.get("field") == "file":
            raise BadInput(error.sentence, field="photos") from error
        raise


def file_of(order: WorkOrder, actor: Actor, file: UUID, at: datetime) -> Any:
    """Return a file of an order to who reads its original; the look is on record."""
    row = File.objects.filter(pk=file, dropped_at=None).first()
    hangs = row is not None and order.attachments.filter(file=row.pk).exists()
    if row is None or not hangs or not standing.reads_original(order, actor):
        raise NotThere("没有这份附件，或者不归您看。")
    looks.seen(actor, "看工单附件", subject=order.pk, at=at)
    return files.answer(row)


def attached(request: Any, order: WorkOrder, actor: Actor) -> Refused | None:
    """Add the uploads to an order; returns what is wrong, or None."""
    at, key = now(), sent(request)["key"]
    try:
        uploaded(
            request,
            actor,
            at,
            lambda bundle: acts.attach(order.pk, by=actor, at=at, key=key, bundle=bundle or uuid7()),
        )
    except Refused as error:
        return error
    return None
