"""What watching machines and `yichuang check` are told: well, not well and why; counted; logged without numbers."""

import json
import logging
import os
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as django_settings

from tests.town import CHEN_ID, MONDAY
from yichuang.cases.models import Case, Party
from yichuang.clock import acts as clock
from yichuang.doors.keeper import health, watch
from yichuang.ground import logs, now, vault
from yichuang.journal import errands, sweeps
from yichuang.journal.models import Errand

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 2, tzinfo=UTC)


def told(at=AT, **more):
    return {one.name: one for one in health.look(at, **more)}


@pytest.fixture
def set_clock(monkeypatch):
    return lambda at: monkeypatch.setattr(now, "clock", lambda: at)


def test_a_house_where_all_is_well_says_so(town):
    sweeps.run(AT)
    found = told()
    assert all(one.well for one in found.values()), [one for one in found.values() if not one.well]
    assert found.keys() == {"settings", "migrations", "calendar", "disk", "keys", "queue", "sweeps"}


def test_check_prints_one_line_each_and_ends_with_its_verdict(town, yichuang):
    code, out, _ = yichuang("check")
    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[1] for row in rows] == ["settings", "migrations", "calendar", "disk", "keys", "queue"]
    assert code == (1 if any(row[0] == "不行" for row in rows) else 0)
    code, out, _ = yichuang("check", "--running")
    assert code == 1 and "不行\tsweeps\t" in out and "colours" in out


@pytest.mark.parametrize(
    ("day", "well", "warns"),
    [(date(2026, 10, 31), True, False), (date(2026, 11, 1), False, True), (date(2027, 1, 1), False, False)],
)
def test_a_missing_year_is_a_warning_first_and_a_failure_from_new_year(town, day, well, warns):
    one = told(datetime(day.year, day.month, day.day, 2, tzinfo=UTC))["calendar"]
    assert (one.well, one.warns and not one.well) == (well, warns)


def test_an_imported_notice_silences_the_warning(town):
    at = datetime(2026, 11, 10, 2, tzinfo=UTC)
    clock.import_notice(by=town.actor("xi"), at=at, text="year = 2027\nwork = []\n", source="通知")
    assert told(at)["calendar"].well


def test_a_queue_that_stands_still_is_a_failure_and_tells_its_age(town):
    Errand.objects.create(region="189901", kind="notice", key="k", args="{}", made_at=AT, not_before=AT)
    assert told(AT + timedelta(seconds=60))["queue"].well
    one = told(AT + timedelta(hours=5))["queue"]
    assert not one.well and not one.warns and "5小时" in one.sentence and "1条" in one.sentence


@pytest.mark.parametrize("lost", ["cipher", "index"])
def test_keys_that_do_not_fit_what_is_kept_are_found(town, lost):
    case = town.case()
    assert told()["keys"].well
    if lost == "cipher":
        one = Party.objects.get(case=case, role="applicant")
        Party.objects.update(number=one.number.replace("sm4-", "sm4-9", 1))
    else:
        Case.objects.update(applicant_index="0" * 32)
    assert not told()["keys"].well and "keys 目录" in told()["keys"].sentence


def test_keys_that_others_can_read_are_found(town):
    path = django_settings.HOME / "keys" / "index"
    vault.index("x")
    kept = path.stat().st_mode
    path.chmod(0o644)
    try:
        assert not told()["keys"].well
    finally:
        path.chmod(kept)


def test_pages_of_developers_and_a_door_without_tls_are_found(db, settings):
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"debug": True})
    assert not told()["settings"].well
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(
        update={"debug": False, "origin": "http://zw.example.gov.cn"}
    )
    assert told()["settings"].warns and not told()["settings"].well


def test_ready_says_why_not(client, set_clock):
    set_clock(AT)
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").status_code == 200
    set_clock(datetime(2027, 2, 1, tzinfo=UTC))
    answer = client.get("/readyz")
    assert answer.status_code == 503 and "2027年" in answer.json()["calendar"]


def test_metrics_are_for_this_machine_and_tell_the_queue(client, set_clock):
    set_clock(AT)
    Errand.objects.create(
        region="189901", kind="notice", key="k", args="{}", made_at=AT, not_before=AT - timedelta(seconds=90)
    )
    lines = client.get("/metrics").content.decode().splitlines()
    assert "yichuang_errand_oldest_seconds 90.0" in lines and "yichuang_errand_given_up 0" in lines
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 403
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="10.1.2.3").status_code == 403


def test_a_log_line_is_one_json_object_and_hides_personal_numbers():
    logs.begin("r-1")
    logs.about("case-1")
    record = logging.makeLogRecord({
        "name": "yichuang.x", "levelname": "INFO", "msg": "证件 %s 手机 %s\n第二行", "args": (CHEN_ID, "13800001234"),
        "created": AT.timestamp(), "facts": {"who": CHEN_ID},
    })  # fmt: skip
    text = logs.Lines().format(record)
    logs.begin("-")
    line = json.loads(text)
    assert "\n" not in text and CHEN_ID not in text and "13800001234" not in text
    assert (line["request"], line["subject"], line["at"]) == (
        "r-1",
        "case-1",
        "2026-06-01T02:00:00.000+00:00",
    )
    assert line["message"] == f"证件 {CHEN_ID[:6]}********{CHEN_ID[14:]} 手机 138****1234\n第二行"


def test_a_trace_in_the_log_hides_numbers_too():
    try:
        raise ValueError(f"bad number {CHEN_ID}")
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "x", "exc_info": (type(error), error, error.__traceback__)})
    assert CHEN_ID not in logs.Lines().format(record)


def test_logs_are_kept_their_days_and_then_taken_away(settings, tmp_path):
    settings.HOME = tmp_path
    folder = tmp_path / "logs"
    folder.mkdir()
    kept = settings.DEPLOYMENT.log_days
    days = [AT.date() - timedelta(days=n) for n in (0, kept - 1, kept, kept + 1, kept + 400)]
    for day in days:
        (folder / f"{day}.jsonl").write_text("{}\n")
    (folder / "notes.txt").write_text("not a day")
    assert watch.tidy_logs(AT) == 2
    assert {path.name for path in folder.iterdir()} == {*(f"{day}.jsonl" for day in days[:3]), "notes.txt"}


def test_several_processes_share_the_file_of_a_day(tmp_path):
    one, two = logs.DayFile(tmp_path), logs.DayFile(tmp_path)
    for handler, word in ((one, "a"), (two, "b"), (one, "c")):
        handler.setFormatter(logs.Lines())
        handler.emit(logging.makeLogRecord({"msg": word, "created": AT.timestamp()}))
    lines = (tmp_path / "2026-06-01.jsonl").read_text().splitlines()
    os.close(one.file)
    os.close(two.file)
    assert [json.loads(line)["message"] for line in lines] == ["a", "b", "c"]


def test_errands_that_ended_are_counted(town, client, set_clock):
    set_clock(MONDAY + timedelta(hours=1))
    town.case()
    errands.drain(MONDAY + timedelta(hours=1))
    told = client.get("/metrics").content.decode()
    assert 'yichuang_errands_total{kind="notice",state="confirmed"}' in told
    assert 'yichuang_acts_total{act="cases.receive",outcome="done"}' in told
