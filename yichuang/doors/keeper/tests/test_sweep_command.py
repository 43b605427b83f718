"""`yichuang sweep`: all that is due by then is done, and done once."""

import json
from datetime import UTC, datetime, timedelta

from yichuang.cases.models import Case
from yichuang.journal.models import Entry

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def test_what_is_due_is_done_and_a_second_run_does_nothing(town, yichuang):
    cases = [town.case(at=AT) for _ in range(3)]
    late = (AT + timedelta(days=30)).isoformat()
    code, out, err = yichuang("sweep", "--at", late)
    told = json.loads(out)
    assert (code, err, told["trouble"]) == (0, "", {})
    assert told["done"]["colours"] == 3 and Case.objects.filter(colour="red").count() == len(cases)
    entries = Entry.objects.count()
    again = json.loads(yichuang("sweep", "--at", late)[1])["done"]
    assert set(again) == set(told["done"]) and not any(again.values())
    assert Entry.objects.count() == entries


def test_one_kind_alone(town, yichuang):
    town.case(at=AT)
    code, out, _ = yichuang("sweep", "--at", (AT + timedelta(days=30)).isoformat(), "--only", "colours")
    assert code == 0 and json.loads(out)["done"] == {"colours": 1}


def test_a_wrong_name_time_or_the_future_is_told(town, yichuang):
    assert yichuang("sweep", "--only", "moon")[0] == 2
    code, _, err = yichuang("sweep", "--at", "2026-03-02T10:00")
    assert code == 2 and "时区" in err
    code, _, err = yichuang("sweep", "--at", "2999-03-02T10:00+08:00")
    assert code == 1 and "还没有到" in err
