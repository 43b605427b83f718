"""One act per request: the session ends with the case that came of it, corrections are received and accepted at once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case, Paper
from yichuang.ground.ids import uuid7
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, Moved, NotYours, WrongState
from yichuang.materials.models import File, Material


def kinds_of(case: UUID | str) -> list[str]:
    return sorted(Paper.objects.filter(case=case).values_list("kind", flat=True))


def judged(place: int, one: Judgement) -> dict[int, Judgement]:
    return {n: Judgement("got") for n in (2, 3, 4, 7)} | {place: one}


def asked(town: Town) -> UUID:
    made = cases.receive(
        by=town.actor("lin"), at=MONDAY, then="ask_once",
        application=town.application(materials=judged(3, Judgement("faulty", "1"))),
    )  # fmt: skip
    return UUID(made["id"])


def file_of(subject: UUID) -> File:
    kept: dict[str, Any] = {
        "name": "图.png",
        "type": "image/png",
        "size": 3,
        "sha256": "0",
        "sm3": "0",
        "kept_at": MONDAY,
    }
    return File.objects.create(id=uuid7(), region="189901", subject=subject, **kept)


def test_the_session_ends_with_its_case_and_forgets_the_numbers(town: Town) -> None:
    by = town.actor("lin")
    intake = cases.open_intake(by=by, at=MONDAY)
    cases.keep_intake(intake.pk, {"applicant": {"number": "1"}}, by=by, at=MONDAY, turn=0)
    file = file_of(intake.pk)
    made = cases.receive(
        by=by, at=MONDAY, application=town.application(), then="accept", intake=intake.pk, key="k"
    )
    intake.refresh_from_db()
    file.refresh_from_db()
    assert (intake.state, str(intake.case_id), intake.opened()) == ("done", made["id"], {})
    assert str(file.subject) == made["id"]


def test_a_session_that_is_over_files_nothing_more(town: Town) -> None:
    by = town.actor("lin")
    intake = cases.open_intake(by=by, at=MONDAY)
    cases.receive(by=by, at=MONDAY, application=town.application(), intake=intake.pk)
    with pytest.raises(Moved):
        cases.receive(by=by, at=MONDAY, application=town.application(), intake=intake.pk)
    assert Case.objects.count() == 1


def test_corrections_are_received_and_accepted_in_one_sitting(town: Town) -> None:
    case = asked(town)
    by = town.actor("lin")
    made = cases.hand_in(case, by=by, at=MONDAY + timedelta(days=1), judgements={3: "got"}, then="accept")
    assert made["state"] == "accepted" and made["number"]
    assert list(Entry.objects.filter(subject=case).values_list("act", flat=True))[-2:] == [
        "cases.hand_in",
        "cases.accept",
    ]
    assert kinds_of(case) == ["acceptance", "one_time_notice"]


def test_corrections_alone_give_a_receipt(town: Town) -> None:
    case = asked(town)
    made = cases.hand_in(case, by=town.actor("lin"), at=MONDAY + timedelta(days=1))
    assert made["state"] == "filed" and kinds_of(case) == ["filing_receipt", "one_time_notice"]


def test_the_second_act_of_a_sitting_asks_for_its_own_powers(town: Town) -> None:
    case = asked(town)
    with pytest.raises(NotYours):
        cases.hand_in(case, by=town.chen, at=MONDAY + timedelta(days=1), judgements={3: "got"}, then="accept")
    assert Case.objects.get(pk=case).state == "correcting"


def test_what_was_corrected_on_the_spot_has_its_entry_and_its_paper(town: Town) -> None:
    made = cases.receive(
        by=town.actor("lin"), at=MONDAY, then="accept",
        application=town.application(materials=judged(3, Judgement("got", corrected="补写了日期"))),
    )  # fmt: skip
    assert kinds_of(made["id"]) == ["acceptance", "corrected"]
    assert Entry.objects.filter(subject=made["id"], act="cases.correct_on_spot").exists()


def test_an_optional_material_may_stay_out_but_a_necessary_one_may_not(town: Town) -> None:
    answers = {"premises": "own", "preapproval": "yes", "agent": "no"}
    made = cases.receive(
        by=town.actor("lin"), at=MONDAY, then="accept",
        application=town.application(answers=answers, materials=judged(6, Judgement("na"))),
    )  # fmt: skip
    assert Material.objects.get(subject=made["id"], place=6).state == "na"
    with pytest.raises(BadInput, match="必要材料"):
        cases.receive(
            by=town.actor("lin"),
            at=MONDAY,
            application=town.application(materials=judged(3, Judgement("na"))),
        )


def test_a_door_cannot_waive_what_nothing_on_file_waives(town: Town) -> None:
    with pytest.raises(WrongState, match="任职文件"):
        cases.receive(
            by=town.actor("lin"),
            at=MONDAY,
            then="accept",
            application=town.application(materials=judged(3, Judgement("waived"))),
        )
