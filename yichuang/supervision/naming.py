"""What each rule is called on pages and in commands."""

from functools import cache

from yichuang.supervision import drift
from yichuang.supervision.others import all_rules
from yichuang.supervision.probing import all_probes


@cache
def rules() -> dict[str, tuple[str, str]]:
    """Return the name and the articles of every rule, in the order of the rules."""
    found = {probe.rule: (probe.name, probe.basis) for probe in all_probes()}
    found |= {rule.rule: (rule.name, rule.basis) for rule in all_rules()}
    found[drift.RULE] = (drift.NAME, drift.BASIS)
    return dict(sorted(found.items()))


def name_of(rule: str) -> str:
    """Return the Chinese name of a rule, the rule itself where there is none."""
    return rules().get(rule, (rule, ""))[0]
