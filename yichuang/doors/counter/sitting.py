"""A sitting at the window: what lies on the table between the first look at a card and the printed paper.

Kept on the server at every step (cases.acts.sessions); this page reads it, changes it as a value, and puts it back.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases import acts as cases
from yichuang.cases.models import Intake
from yichuang.catalogue import bundles, versions
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import Moved

READ, ITEM, ASK, CHECK, EXIT = "read", "item", "ask", "check", "exit"
STEPS = ((READ, "读证"), (ITEM, "选事项"), (ASK, "问情形"), (CHECK, "核材料"), (EXIT, "出凭证"))
UNDOS = 20
Party = dict[str, str]


@dataclass
class Sitting:
    """Everything said so far. `judged` maps a material's place (as text) to its state, reason, fields, corrected.

    `panel` is what lies open over the table: why a material goes back, what was corrected, who a second card belongs to,
    the reason of an exit. `carried` is set when a list made on line, at a kiosk or on paper was scanned: its item and answers
    are on the table already, `unsure` names what the applicant was not sure of. `case` is set when the sitting is about a case that is on file already.
    `version` is the item on the table, or `bundle` the thing (一件事), whose results are fetched one by one if `singly`.
    """

    step: str = READ
    applicant: Party | None = None
    representative: Party | None = None
    agent: Party | None = None
    second: Party | None = None
    known: dict[str, Any] = field(default_factory=dict)
    base: str = ""
    version: int | None = None
    bundle: int | None = None
    answers: dict[str, str] = field(default_factory=dict)
    carried: dict[str, Any] = field(default_factory=dict)
    judged: dict[str, dict[str, Any]] = field(default_factory=dict)
    row: int | None = None
    panel: str = ""
    delivery: str = "pickup"
    fetch: int = 0
    singly: bool = False
    mandate: str = ""
    handing: str = ""
    commitment: bool = False
    case: str = ""
    case_seq: int = 0
    undo: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, content: dict[str, Any]) -> "Sitting":
        """Return the sitting that was kept; names of an older program are left out."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in content.items() if name in known})

    def remember(self) -> None:
        """Keep the judgements as they are now, so that Alt+Z brings them back."""
        self.undo = [*self.undo, {"judged": deepcopy(self.judged), "row": self.row, "panel": self.panel}][
            -UNDOS:
        ]

    def undone(self) -> bool:
        """Bring back the judgements before the last change; False if there is none."""
        if not self.undo:
            return False
        last = self.undo.pop()
        self.judged, self.row, self.panel = last["judged"], last["row"], ""
        return True

    def step_back(self, last: Iterable[str]) -> None:
        """Go one step back; nothing that was said is lost. `last` are the keys of the question that was answered last."""
        if self.panel:
            self.panel = ""
        elif self.step in (ASK, CHECK) and self.answers and not self.case:
            self.step = ASK
            for key in last:
                self.answers.pop(key, None)
        elif self.step in (ASK, CHECK):
            self._to_items()
        elif self.step == ITEM:
            self.step = READ

    def lay_away(self) -> None:
        """Put the case on the table away; the person stays."""
        self.judged, self.row, self.undo, self.panel, self.case_seq = {}, None, [], "", 0
        self.handing = ""
        self._to_items()

    def _to_items(self) -> None:
        self.step, self.base, self.version, self.bundle, self.case = ITEM, "", None, None, ""
        self.answers, self.carried = {}, {}

    def among(self, base: str) -> None:
        """Turn to a base item of which the variant is asked first."""
        self.step, self.base, self.version, self.bundle = ASK, base, None, None

    def about(self, version: int) -> None:
        """Turn to an item; what was judged for another item falls away."""
        self._turn_to(version, None)

    def about_bundle(self, bundle: int) -> None:
        """Turn to a thing (一件事); its results come to the hall that received it."""
        self._turn_to(None, bundle)
        self.fetch = 0

    def _turn_to(self, version: int | None, bundle: int | None) -> None:
        if (version, bundle) != (self.version, self.bundle):
            self.judged, self.answers, self.row, self.undo = {}, {}, None, []
        self.step, self.version, self.bundle, self.base, self.panel = ASK, version, bundle, "", ""
        self.case, self.case_seq, self.commitment, self.carried = "", 0, False, {}


@dataclass
class Table:
    """A sitting with the session that keeps it; `intake` is None while nothing has been said yet."""

    sitting: Sitting
    intake: Intake | None = None

    @property
    def turn(self) -> int:
        """How often the session has been kept: a page drawn from an older one is told so."""
        return self.intake.turn if self.intake else 0

    @property
    def id(self) -> UUID | None:
        """The session's id."""
        return self.intake.pk if self.intake else None


def opened(actor: Actor) -> Table:
    """Return the clerk's open sitting, or an empty one; reads one row and writes none."""
    intake = (
        Intake.objects.filter(person=actor.person or 0, hall_id=actor.hall or 0, state="open")
        .order_by("-kept_at")
        .first()
    )
    return Table(Sitting.of(intake.opened()), intake) if intake else Table(Sitting())


def asked_for(actor: Actor, sent: dict[str, Any]) -> Table:
    """Return the sitting that a form was drawn from; Moved if it has changed since or is over."""
    table = opened(actor)
    seen, turn = str(sent.get("intake", "")), str(sent.get("turn", ""))
    if seen != str(table.id or "") or (table.intake and turn != str(table.turn)):
        raise Moved("这个接件会话在别处改动过，已经换成最新的。")
    return table


def keep(table: Table, *, by: Actor, at: datetime) -> None:
    """Keep the sitting as it now stands; the first time, the session begins."""
    intake = table.intake or cases.open_intake(by=by, at=at)
    content = {name: value for name, value in asdict(table.sitting).items() if value or name == "row"}
    intake.turn = cases.keep_intake(
        intake.pk, content, by=by, at=at, turn=intake.turn, label=label(table.sitting)
    )
    table.intake = intake


def label(sitting: Sitting) -> str:
    """Return the words under which a suspended sitting is found again: who, and for what."""

    name = sitting.applicant["name"] if sitting.applicant else "没读证"
    item = sitting.base
    if sitting.version:
        item = versions.facts(sitting.version).name
    elif sitting.bundle:
        item = bundles.facts(sitting.bundle).name
    return "　".join(part for part in (name, item) if part)[:120]


def suspended(actor: Actor) -> list[Intake]:
    """Return the clerk's suspended sittings, the longest waiting first."""
    return list(
        Intake.objects.filter(person=actor.person or 0, hall_id=actor.hall or 0, state="suspended").order_by(
            "kept_at"
        )
    )


def last_done(actor: Actor, day_began: datetime) -> Intake | None:
    """Return today's latest sitting if it ended with a case or a thing: after a reload its papers can be printed again."""
    latest = (
        Intake.objects.filter(person=actor.person or 0, hall_id=actor.hall or 0, kept_at__gte=day_began)
        .order_by("-kept_at")
        .first()
    )
    return latest if latest and latest.state == "done" else None
