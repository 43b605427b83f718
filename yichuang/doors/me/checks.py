"""What the base registers say about a citizen: who they are, which body they represent, whose parent they are.

Each asks with the citizen's own consent, keeps the evidence, and returns it for the act; a refusal says what else to do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from yichuang.citizens.acts import Evidence
from yichuang.doors import brake, citizen
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.refusals import BadInput, Refused
from yichuang.law import realname, sources
from yichuang.law.codes import normalise
from yichuang.registers import acts as registers
from yichuang.registers import book

A_DAY = (10, 86400)
# One sentence for every way in which it does not match, so that nobody learns here what a register holds.
DIFFERS = "和登记对不上。照证件再核对一遍；都对的话，带证件到窗口，几分钟办好。"


def is_connected(who: citizen.Citizen, register: str, at: datetime) -> bool:
    """Tell whether this register can be asked today."""
    return book.connection(stamps.current(), who.account.region, register, day_of(at)) is not None


def person(who: citizen.Citizen, name: str, number: str, at: datetime) -> Evidence:
    """Compare name, number and the telephone of the account with the citizens register."""
    facts, evidence = _ask(who, sources.CITIZENS, number, "实名", ("name", "phone"), at)
    phone = vault.unlock(who.account.phone)
    if facts.get("name") != name.strip() or not phone or facts.get("phone") != phone:
        raise BadInput(f"姓名、证件号码、手机号码{DIFFERS}", field="number")
    return evidence


def firm(who: citizen.Citizen, number: str, at: datetime) -> tuple[str, Evidence]:
    """Return the name of the body that the register says this citizen represents."""
    register = sources.register_of(number, "body")
    if register is None:
        raise BadInput("统一社会信用代码要18位，照营业执照再核对一遍。", field="number")
    facts, evidence = _ask(who, register, number, "登记法定代表人", ("name", "representative_number"), at)
    if normalise(facts.get("representative_number", "")) != who.account.clear_number() or not facts.get(
        "name"
    ):
        raise BadInput(f"法定代表人{DIFFERS}", field="number")
    return facts["name"], evidence


def child(who: citizen.Citizen, name: str, number: str, at: datetime) -> Evidence:
    """See whether the citizens register names this child among the citizen's own."""
    facts, evidence = _ask(who, sources.CITIZENS, who.account.clear_number(), "登记监护人", ("children",), at)
    said = facts.get("children", "")
    if number not in said or name.strip() not in said:
        raise BadInput(f"孩子的姓名、号码{DIFFERS}", field="number")
    return evidence


def _ask(
    who: citizen.Citizen, register: str, number: str, what: str, elements: Iterable[str], at: datetime
) -> tuple[Mapping[str, str], Evidence]:
    if not brake.allowed("registers.me", str(who.account.pk), most=A_DAY[0], seconds=A_DAY[1], at=at):
        raise Refused("今天核对得太多了。明天再来，或者带证件到窗口。", field="number")
    named = sources.REGISTERS[register]
    shown = sources.retrieving_words(what, [sources.ELEMENTS[register][one] for one in elements])
    # The asker stands for this one number only, and for as long as the question takes.
    by = replace(who.actor(), holders=frozenset({vault.index(number)}))
    consent = registers.consent(
        number=number, item=what, things=[named], shown=shown, given=True, by=by, at=at
    )
    said = registers.ask(
        register, number=number, purpose=what, item=what, consent=consent, elements=elements, by=by, at=at
    )
    if said.outcome == sources.DOWN:
        raise Refused(f"“{named}”现在没有应答。过一会儿再核对，或者带证件到窗口。", field="number")
    return said.facts, Evidence("register", named, str(said.evidence or ""), realname.MATCHED)
