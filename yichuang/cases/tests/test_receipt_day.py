"""The day of receipt: the day itself, or by local rule the next working day for what comes on line on a day off."""

from datetime import date, datetime
from uuid import UUID

import pytest

from tests.town import Town
from yichuang.cases import acts as cases
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case
from yichuang.catalogue import versions
from yichuang.catalogue.models import Version
from yichuang.clock import acts as clock
from yichuang.clock.models import Term
from yichuang.journal import stamps

KEY = "food-business-license-new"
OPTIONAL = 4
SUNDAY = datetime.fromisoformat("2026-03-08T02:00:00+00:00")


def rule(town: Town, value: str) -> None:
    clock.set_number(
        by=town.actor("xi"), at=datetime.fromisoformat("2026-03-02T02:00:00+00:00"), name="receive_rollover", value=value, unit="开关",
        basis="《示例规定》第五条", starts_on=date(2026, 3, 2),
    )  # fmt: skip
    stamps.forget()


@pytest.mark.parametrize(
    ("value", "channel", "received", "answer_by"),
    [
        ("", "api", "2026-03-08", "2026-03-13"),
        ("0", "api", "2026-03-08", "2026-03-13"),
        ("1", "api", "2026-03-09", "2026-03-16"),
        ("1", "counter", "2026-03-08", "2026-03-13"),
    ],
)
def test_what_comes_on_a_sunday(town: Town, value: str, channel: str, received: str, answer_by: str) -> None:
    if value:
        rule(town, value)
    made = cases.receive(by=town.actor("lin"), at=SUNDAY, application=town.application(KEY, channel=channel))
    case = Case.objects.get(pk=UUID(made["id"]))
    term = Term.objects.get(subject=case.pk, kind="notice")
    assert (case.received_on, term.due_on) == (date.fromisoformat(received), date.fromisoformat(answer_by))
    assert case.filed_at == SUNDAY


def test_a_gap_closes_two_working_days_before_a_promise_in_natural_days(town: Town) -> None:
    town.rewrite(KEY, day_kind="自然日", statutory_days=30, committed_days=20)
    Version.objects.filter(item__key=KEY).update(day_kind="自然日")
    versions.forget()
    answers = {q["key"]: q["options"][0]["value"] for q in town.version(KEY).record["scenarios"]}
    answers |= {"same_address": "no"}
    gap = {**town.application(KEY, answers=answers).materials, OPTIONAL: Judgement("gap")}
    case = town.case(
        KEY, at=datetime.fromisoformat("2026-03-02T02:00:00+00:00"), answers=answers, materials=gap
    )
    assert case.promised_due_on == date(2026, 3, 23)
    assert Term.objects.get(subject=case.pk, kind="gap").due_on == date(2026, 3, 19)
