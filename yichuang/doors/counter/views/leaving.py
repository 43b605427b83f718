"""The ways out of a sitting: one act, its papers, and the next person."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yichuang.cases.models import Case, Intake
from yichuang.catalogue import versions
from yichuang.doors import caseview, claimed, frame, leaflet, told
from yichuang.doors.counter import done, exits, looking, matters
from yichuang.doors.counter.matters import Matter
from yichuang.doors.counter.one_thing import OneThing
from yichuang.doors.counter.sitting import CHECK, Sitting, Table, asked_for, keep, opened
from yichuang.doors.counter.views.moving import answer, refuse, seated
from yichuang.ground.now import now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Moved, Refused, WrongState
from yichuang.law import Unlawful
from yichuang.materials import onfile

WORKABLE = ("filed", "correcting")
ASKS_WHY = (exits.REFUSE, exits.PROPOSE, exits.NOT_REQUIRED)


@require_POST
def leave(request: Any) -> HttpResponse:
    """The window gives out its paper: accepted, told once, not accepted, handed on, decided at once, or a receipt."""
    actor, at = seated(request), now()
    try:
        again = _gone(request, actor)
        if again is not None:
            return _told(request, actor, again, at)
        table = asked_for(actor, request.POST.dict())
        matter = _checked(table, actor, at)
        then, said = _said(request, matter)
        if then == "refuse":
            table.sitting.panel = "refuse"
            keep(table, by=actor, at=at)
            return answer(request, table, at)
        rows = matter.rows()
        offered = {e.then: e.why for e in exits.choose(matter.may, rows, matter.case)}
        if then not in offered and then not in ASKS_WHY:
            raise WrongState("这个事项在这个窗口不这样办。")
        if offered.get(then):
            raise WrongState(offered[then])
        if then == exits.AT_ONCE:
            case = matter.case.pk if matter.case else None
            claimed.turn_away(actor, case, request.POST, at, act="cases.decide_at_once", door="counter")
        became, papers = matter.perform(then, said, rows)
    except Moved as error:
        return _moved(request, actor, error, at)
    except (Refused, Unlawful) as error:
        return refuse(request, actor, error, at)
    if not request.htmx:
        return redirect("counter:bench")
    tell = done.of_thing if matter.is_thing else done.of_case
    return answer(request, Table(Sitting()), at, done=tell(actor, became, then, papers), fresh=True)


def _moved(request: Any, actor: Actor, error: Moved, at: Any) -> HttpResponse:
    """Somebody else took a step in this case: show what, and lay it as it is now, or away if nothing is left to do here."""
    table = opened(actor)
    sitting = table.sitting
    case = Case.objects.visible_to(actor).filter(pk=sitting.case).first() if sitting.case else None
    if case is None or case.seq == sitting.case_seq:
        return refuse(request, actor, error, at)
    changed = told.since(case.pk, sitting.case_seq)
    if case.state in WORKABLE:
        sitting.case_seq, after = case.seq, "下面已经是最新的，核过再出一次。"
    else:
        word = caseview.status_of(case, versions.facts(case.version_id)).word
        sitting.lay_away()
        after = f"现在是“{word}”，这里没有要办的了。"
    keep(table, by=actor, at=at)
    errors = [{"id": "", "text": f"{error.sentence}{after}"}]
    return answer(request, table, at, status=error.status, errors=errors, changed=changed)


def _gone(request: Any, actor: Actor) -> Intake | None:
    """Return the session that is over: the same form came twice."""
    sent = frame.uuid_of(request.POST.get("intake", ""))
    if sent is None:
        return None
    return Intake.objects.filter(pk=sent, person=actor.person or 0, state="done").first()


def _told(request: Any, actor: Actor, intake: Intake, at: Any) -> HttpResponse:
    if not request.htmx:
        return redirect("counter:bench")
    return answer(request, Table(Sitting()), at, done=done.of(actor, intake), fresh=False)


def _said(request: Any, matter: Matter) -> tuple[str, dict[str, Any]]:
    """Return the way out and what goes with it."""
    sent = request.POST
    then = sent.get("then", "")
    if matter.not_whole and then in ("refuse", *ASKS_WHY):
        raise WrongState(matter.not_whole)
    if then in ASKS_WHY:
        said = {"why": _text(request, "why")}
        if not said["why"]:
            raise BadInput("请写明理由。", field="why")
        if then != exits.NOT_REQUIRED:
            said["whose"] = _text(request, "whose")
            if not said["whose"]:
                raise BadInput("请写明该向哪个机关申请。", field="whose")
        return then, said
    return then, {}


def _text(request: Any, name: str) -> str:
    text = "".join(c for c in request.POST.get(name, "") if c.isprintable()).strip()
    if len(text) > 300:
        raise BadInput(f"最多写300个字，现在是{len(text)}个。", field=name)
    return text


def _checked(table: Table, actor: Actor, at: Any) -> Matter:
    """Return what was checked, at the last step."""
    matter = matters.of(table, actor, at) if table.sitting.step == CHECK else None
    if matter is None:
        raise WrongState("先读证、选事项、问情形，再出凭证。")
    return matter


@require_GET
def guide(request: Any) -> HttpResponse:
    """The one-time sheet of what to bring (一次性告知书), from the answers on the table, without a case."""
    actor, at = seated(request), now()
    table = opened(actor)
    sitting, matter = table.sitting, matters.of(table, actor, at)
    if matter is None:
        raise WrongState("先选事项，再打一次性告知书。")
    if isinstance(matter, OneThing):
        return redirect(matter.leaflet_url())
    facts = matter.facts
    left = [q["key"] for q in facts.record.get("scenarios") or () if q["key"] not in sitting.answers]
    file = onfile.of(
        facts.record, looking.parties_of(sitting), stamp=actor.stamp, region=actor.region, at=at, asked=False
    )
    found = replace(file.before_asking(), whose=sitting.applicant["name"] if sitting.applicant else "")
    sheet = leaflet.make(
        facts, sitting.answers, at, stamp=actor.stamp, region=actor.region, unsure=left, on_file=found
    )
    return render(request, "papers/guide.html", {"leaflet": sheet})
