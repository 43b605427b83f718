"""What went wrong elsewhere (peers.md 3.2), row by row, as far as issue 2 builds the thing.

Not yet, and why: re-basing 80 000 open cases (a case keeps its version; what is recounted is done by an errand that may
run twice, `cases/tests/test_recount.py`); a column on a table of 4 M rows (the schema has one migration a room, and no
installation to move); a form of 95 fields (no electronic forms in this issue); tickets and slots (queue, issue 4);
the mandate that is withdrawn half-way (a case has one agent, who is checked again at the hand-over; the act is missing);
refused or returned payment (no payments); 1 M rows of export and heavy reports (measured by `make bench`; here only that
the export is streamed and asks the same few queries). The daily figures of supervision are issue 3; the one daily job
there is, the signed bill, is here.
"""

import io
import json
import tarfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import town as towns
from tests.bad.asking import told
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Step
from yichuang.catalogue import versions
from yichuang.catalogue.models import Authorisation, Item, Version
from yichuang.clock import book
from yichuang.clock.models import Stop, Term
from yichuang.doors.desk import inbox
from yichuang.doors.keeper import keeping
from yichuang.ground.now import SHANGHAI, day_of
from yichuang.journal import bills, errands, stamps, sweeps
from yichuang.journal.models import Bill, Entry, Errand
from yichuang.journal.refusals import BadInput, Moved, WrongState
from yichuang.ratings.models import Rating

SLOW = "food-business-license-new"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def town(db: None) -> towns.Town:
    """The town, where the food licence takes 20 working days and may be reviewed by two departments."""
    made = towns.build()
    Version.objects.filter(item=made.items[SLOW]).update(statutory_days=20, committed_days=20)
    versions.forget()
    return made


@pytest.fixture
def enter(town: towns.Town) -> Callable[[str], Client]:
    """Sign a person of the cast in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(town.people[name], backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return signed_in


def on(text: str) -> datetime:
    """An instant of Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "days", "due"),
    [
        # Counted by hand with the notices: 1-3 January off, Sunday 4 January and Saturdays 14 and 28 February worked.
        ("2025-12-29 10:00", 20, "2026-01-27"),
        ("2026-01-30 10:00", 20, "2026-03-05"),
        ("2026-11-02 10:00", 60, None),
    ],
)
def test_due_days_over_month_end_new_year_and_a_year_without_notice(
    town: towns.Town, at: str, days: int, due: str | None
) -> None:
    Version.objects.filter(item=town.items[SLOW]).update(statutory_days=days, committed_days=days)
    versions.forget()
    case = town.case(SLOW, at=on(at))
    assert case.provisional is (due is None)
    assert due is None or case.promised_due_on == date.fromisoformat(due)


def test_a_second_stop_of_another_kind_never_counts_a_day_twice(town: towns.Town) -> None:
    case, wu = town.case(SLOW), town.actor("wu")
    due = case.promised_due_on
    cases.suspend(case.pk, by=wu, at=towns.MONDAY + DAY, name="检测", days=5)
    with pytest.raises(WrongState):
        cases.suspend(case.pk, by=wu, at=towns.MONDAY + DAY, name="专家评审", days=5)
    cases.resume(case.pk, by=wu, at=towns.MONDAY + 3 * DAY, result="检测合格")
    cases.suspend(case.pk, by=wu, at=towns.MONDAY + 3 * DAY, name="专家评审", days=5)
    cases.resume(case.pk, by=wu, at=towns.MONDAY + 4 * DAY, result="评审通过")
    # Stood still Tuesday to Friday of that week: after the 3rd, the 4th, 5th and 6th of March are taken out.
    row, calendar = Case.objects.get(pk=case.pk), book.calendar(stamps.current(), towns.REGION)
    assert Stop.objects.filter(subject=case.pk).count() == 2
    assert row.promised_due_on == calendar.after(due, 3)


def test_a_correction_is_asked_for_once(town: towns.Town) -> None:
    case = town.case(upto="filed")
    place = next(iter(town.application().materials))
    line = {"place": place, "reason": "2", "fields": {"page": "1"}}
    cases.ask_once(
        case.pk, by=town.actor("lin"), at=towns.MONDAY + HOUR, lines=[line], got=_others(town, place)
    )
    cases.hand_in(
        case.pk, by=town.actor("lin"), at=towns.MONDAY + DAY, places=[place], judgements={place: "got"}
    )
    seen = line | {"place": _others(town, place)[0]}
    with pytest.raises((WrongState, BadInput)):
        cases.ask_once(case.pk, by=town.actor("lin"), at=towns.MONDAY + DAY + HOUR, lines=[seen])
    assert Case.objects.get(pk=case.pk).round == 1


def _others(town: towns.Town, place: int) -> list[int]:
    return [one for one in town.application().materials if one != place]


@pytest.mark.parametrize(
    ("at", "received"),
    [
        ("2026-03-02 17:30", "2026-03-02"),
        ("2026-02-28 16:00", "2026-02-28"),
        ("2026-02-17 11:00", "2026-02-17"),
    ],
)
def test_what_comes_late_on_a_make_up_saturday_or_a_holiday_is_received_that_day(
    town: towns.Town, at: str, received: str
) -> None:
    case = town.case(upto="filed", at=on(at))
    notice = Term.objects.get(subject=case.pk, kind="notice")
    assert case.received_on == date.fromisoformat(received)
    # Saturday 28 February is worked: its five days are 2-6 March; what comes on 17 February waits for the 24th.
    ends = {"2026-03-02": "2026-03-09", "2026-02-28": "2026-03-06", "2026-02-17": "2026-02-28"}
    assert notice.due_on == date.fromisoformat(ends[received])


@pytest.mark.parametrize(("second", "day"), [("15:59:59", 2), ("16:00:00", 3)])
def test_the_day_turns_at_midnight_in_shanghai(town: towns.Town, second: str, day: int) -> None:
    at = datetime.fromisoformat(f"2026-03-02T{second}").replace(tzinfo=UTC)
    assert town.case(upto="filed", at=at).received_on == date(2026, 3, day)


def test_a_stop_moves_due_day_warning_day_step_and_days_used_alike(town: towns.Town) -> None:
    case, wu = town.case(SLOW), town.actor("wu")
    before = Step.objects.get(case=case, state="open").due_on
    cases.suspend(case.pk, by=wu, at=towns.MONDAY + DAY, name="检测", days=5)
    stopped = Case.objects.get(pk=case.pk)
    assert (stopped.colour, stopped.turns_on, Step.objects.get(case=case, state="open").due_on) == (
        "grey",
        None,
        None,
    )
    cases.resume(case.pk, by=wu, at=towns.MONDAY + 4 * DAY, result="合格")
    row, calendar = Case.objects.get(pk=case.pk), book.calendar(stamps.current(), towns.REGION)
    moved = calendar.after(case.promised_due_on, 3)
    assert row.promised_due_on == row.due_on == moved
    assert row.turns_on is not None and row.turns_on == calendar.after(case.turns_on, 3)
    assert Step.objects.get(case=case, state="open").due_on == calendar.after(before, 3)


def test_a_version_published_while_a_clerk_files_is_told_and_moves_no_case_on_file(town: towns.Town) -> None:
    before, open_, item = town.case(SLOW), town.application(SLOW), town.items[SLOW]
    new = Version.objects.get(pk=item.current_id)
    new.pk, new.number = None, 2
    new.save()
    Item.objects.filter(pk=item.pk).update(current=new)
    stamps.bump()
    with pytest.raises(WrongState, match="换了新版"):
        cases.receive(by=town.actor("lin"), at=towns.MONDAY, application=open_, then="accept")
    town.review(before.pk, towns.MONDAY + HOUR)
    assert Case.objects.get(pk=before.pk).version_id == item.current_id != town.case(SLOW).version_id


def test_finished_cases_do_not_hide_the_open_one(town: towns.Town) -> None:
    done = town.case(upto="delivered")
    steps = Step.objects.filter(case=done, kind="review")
    for n in range(inbox.PAGE * 3):
        row = steps[0]
        row.pk, row.key = None, f"old{n}"
        row.save(force_insert=True)
    case, wu = town.case(), town.actor("wu")
    found = inbox.page(inbox.box_named(wu, "all"), wu, towns.MONDAY.date())
    assert [row.case.pk for row in found.rows] == [case.pk] and found.next == ""


def test_two_hundred_grants_are_not_two_hundred_queries(
    town: towns.Town, enter: Callable[[str], Client]
) -> None:
    town.case(upto="reviewed")
    client = enter("sun")
    client.get("/desk/")

    def asked() -> int:
        stamps.bump()
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/desk/").status_code == 200
        return len(seen)

    few = asked()
    for n in range(200):
        Authorisation.objects.create(
            region=towns.REGION, item=town.items[SLOW], decision="approve", post=town.posts["sun"], document=f"示例〔2020〕{n}号",
            starts_on=towns.BEGIN,
        )  # fmt: skip
    assert asked() == few


def test_of_two_clerks_at_the_same_case_the_second_is_told_and_keeps_what_was_typed(
    town: towns.Town, enter: Callable[[str], Client]
) -> None:
    case = town.case()
    cases.supplement(case.pk, by=town.actor("lin"), at=towns.MONDAY + HOUR, what="先到的说明")
    page = enter("lin").post(
        f"/counter/cases/{case.pk}/supplement/", {"what": "后到的一份说明", "expected": str(case.seq)}
    )
    assert page.status_code == 409 and "后到的一份说明" in told(page)
    with pytest.raises(Moved):
        cases.withdraw(case.pk, by=town.actor("lin"), at=towns.MONDAY + HOUR, why="不办了", expected=case.seq)


def test_what_was_just_written_is_read_at_once(town: towns.Town, enter: Callable[[str], Client]) -> None:
    wu, sun = enter("wu"), enter("sun")
    case = town.case()
    assert str(case.pk) in told(wu.get("/desk/")) and str(case.pk) not in told(sun.get("/desk/"))
    cases.conclude(case.pk, by=town.actor("wu"), at=towns.MONDAY + HOUR, step="review", verdict="pass")
    assert str(case.pk) not in told(wu.get("/desk/")) and str(case.pk) in told(sun.get("/desk/"))


def test_a_channel_down_for_a_day_is_visible_and_holds_up_no_case(
    town: towns.Town, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    (tmp_path / "keys").mkdir()
    (tmp_path / "outbox").write_text("a file where the folder should be")
    case = town.case()
    while errands.drain(towns.MONDAY + HOUR):
        pass
    waiting = Errand.objects.filter(subject=case.pk, kind="notice")
    assert set(waiting.values_list("state", flat=True)) <= {"waiting", "failed"} and all(
        e.tries for e in waiting
    )
    town.review(case.pk, towns.MONDAY + DAY)
    assert Case.objects.get(pk=case.pk).state == "reviewed"
    (tmp_path / "outbox").unlink()
    for hours in range(24, 72, 8):
        while errands.drain(towns.MONDAY + hours * HOUR):
            pass
    assert set(waiting.values_list("state", flat=True)) <= {"sent", "confirmed"}


def test_the_daily_bill_run_twice_bills_each_day_once(town: towns.Town) -> None:
    town.case()
    recorded = Entry.objects.latest("recorded_at").recorded_at
    first = bills.catch_up(day_of(recorded), at=recorded + 2 * DAY)
    assert first > 0 and bills.catch_up(day_of(recorded), at=recorded + 2 * DAY) == 0
    days = list(Bill.objects.filter(region=towns.REGION).values_list("day", flat=True))
    assert len(days) == len(set(days))


def test_an_export_is_streamed_with_the_same_few_queries(
    town: towns.Town, enter: Callable[[str], Client]
) -> None:
    client = enter("guo")

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as seen:
            answer = client.get("/office/cases/export.csv")
            assert answer.streaming
            return len(seen), told(answer).count("\n")

    town.case()
    asked()
    few, one = asked()
    for _ in range(5):
        town.case()
    assert asked() == (few, one + 5)


def test_a_hundred_and_fifty_clerks_sign_in_from_one_hall_within_a_minute(town: towns.Town) -> None:
    names = [
        name for name, post in town.posts.items() if post.kind not in ("sysadmin", "secadmin", "audadmin")
    ]
    codes = {
        Client().post("/entrance/login/", {"login": names[n % len(names)], "password": towns.PASSWORD}, REMOTE_ADDR="203.0.113.7").status_code
        for n in range(150)
    }  # fmt: skip
    assert codes == {302}


def test_who_gives_no_rating_is_counted_as_none(town: towns.Town) -> None:
    case = town.case(upto="delivered")
    Client().get(f"/leave/?code={case.query_code}")
    cases.close(case.pk, by=town.night, at=towns.MONDAY + 20 * DAY)
    assert Case.objects.get(pk=case.pk).state == "closed" and not Rating.objects.exists()


def test_a_rule_that_is_configured_and_never_runs_is_named(town: towns.Town) -> None:
    assert set(sweeps.silent(towns.MONDAY)) == set(sweeps.SWEEPS)


def test_an_expression_in_the_catalogue_is_only_text(
    town: towns.Town, enter: Callable[[str], Client]
) -> None:
    said = "{{ 7|add:42 }}{% debug %}${7*7}{case.__class__}{0.__init__.__globals__}"
    version = Version.objects.get(item=town.items[SLOW])
    record = version.content | {"name": said, "note": said}
    record["materials"][0]["name"] = said
    Version.objects.filter(pk=version.pk).update(record=json.dumps(record))
    Item.objects.filter(pk=version.item_id).update(name=said, base=said)
    versions.forget()
    stamps.bump()
    case, lin = town.case(SLOW, upto="decided"), enter("lin")
    for page in (
        f"/items/{SLOW}/",
        f"/items/{SLOW}/notice/",
        f"/p/{case.query_code}",
        f"/counter/cases/{case.pk}/",
    ):
        answer = lin.get(page, follow=True)
        text = told(answer)
        assert answer.status_code == 200 and "{% debug %}${7*7}{case.__class__}" in text, page
        assert ">49" not in text and "__builtins__" not in text, page


def test_a_backup_with_a_way_up_is_refused_whole(tmp_path: Path) -> None:
    evil, room = tmp_path / "evil.tar", tmp_path / "room"
    room.mkdir()
    with tarfile.open(evil, "w") as tar:
        info = tarfile.TarInfo("../outside")
        info.size = 1
        tar.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(keeping.Unfit, match="备份"):
        keeping._unpack(evil, room)
    assert not (tmp_path / "outside").exists()


def test_both_opinions_are_kept_where_parallel_steps_join(town: towns.Town) -> None:
    route = [
        {"key": "market", "name": "市场监管审查", "post": "review"},
        {"key": "fire", "name": "消防审查", "post": "review", "department": "消防救援大队"},
        {"key": "approve", "name": "决定", "post": "approve", "after": ["market", "fire"]},
    ]  # fmt: skip
    version = Version.objects.get(item=town.items[SLOW])
    Version.objects.filter(pk=version.pk).update(record=json.dumps({**version.content, "route": route}))
    Authorisation.objects.create(
        region=towns.REGION, item=town.items[SLOW], decision="review", post=town.posts["zheng"], document="示例授权书",
        starts_on=towns.BEGIN,
    )  # fmt: skip
    versions.forget()
    stamps.bump()
    case = town.case(SLOW)
    for who, step in (("zheng", "fire"), ("wu", "market")):
        cases.conclude(
            case.pk,
            by=town.actor(who),
            at=towns.MONDAY + HOUR,
            step=step,
            verdict="pass",
            opinion=f"{step}：符合条件",
        )
    kept = dict(Step.objects.filter(case=case, kind="review").values_list("key", "opinion"))
    assert kept == {"fire": "fire：符合条件", "market": "market：符合条件"}
    assert Entry.objects.filter(subject=case.pk, act="cases.conclude").count() == 2
    assert Case.objects.get(pk=case.pk).state == "reviewed"
