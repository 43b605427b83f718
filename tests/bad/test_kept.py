"""What is on record stays, and what goes out runs nowhere: earlier photographs, spreadsheets, repeated requests."""

import csv
import io
import re
import zipfile
from typing import Any

import pytest

from tests import town as towns
from tests.bad.asking import FORMULA, Scene, told
from tests.bad.files import PNG, upload
from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.doors.counter.tests.conftest import Hands
from yichuang.journal.models import Entry
from yichuang.materials.models import File


@pytest.fixture
def scene(db: None) -> Scene:
    """The town with its cases."""
    return Scene(towns.build())


def test_a_photograph_handed_in_before_stays_and_one_of_this_sitting_may_go(scene: Scene) -> None:
    case = scene.names["filed"]
    before = File.objects.create(
        region=towns.REGION, subject=case, place=0, name="营业执照.png", type="image/png", size=1, sha256="1" * 64, sm3="1" * 64,
        by_person=scene.town.people["lin"].pk, kept_at=towns.MONDAY,
    )  # fmt: skip
    client = scene.client("lin")
    hands = Hands(client)
    hands.send("item", item=f"case:{case}")
    client.post("/counter/photos/0/", hands.said | {"file": upload("a.png", PNG + b"\0" * 30)})
    mine = File.objects.filter(subject=case).exclude(pk=before.pk).get()
    answer = client.post(f"/counter/photos/{before.pk}/removal/", hands.said)
    assert answer.status_code == 404 and "以前交来的不能删" in told(answer)
    assert client.post(f"/counter/photos/{mine.pk}/removal/", hands.said).status_code in (200, 302)
    assert list(File.objects.filter(subject=case, dropped_at=None)) == [before]


def test_nothing_that_is_exported_runs_in_a_spreadsheet(scene: Scene) -> None:
    for start in ("=", "+", "-", "@", "\t=", "\r="):
        Item.objects.filter(pk=scene.names["item"]).update(name=f"{start}{FORMULA}")
        rows = list(
            csv.reader(io.StringIO(told(scene.client("guo").get("/office/cases/export.csv"))), strict=True)
        )
        assert len(rows) > 1 and not [
            cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))
        ]
    book = zipfile.ZipFile(io.BytesIO(scene.client("he").get("/office/catalogue/export.xlsx").content))
    assert not [
        name for name in book.namelist() if name.startswith("xl/worksheets/") and b"<f>" in book.read(name)
    ]


@pytest.mark.parametrize(
    ("who", "path", "fields"),
    [
        ("wu", "/desk/cases/{accepted}/judgement/", {"do": "pass", "step": "review", "opinion": "符合条件，同意。"}),
        ("sun", "/desk/cases/{reviewed}/decision/", {"opinion": "准予"}),
        ("yang", "/issue/cases/{ready}/handover/", {"receiver_number": towns.CHEN_ID, "checked-document": "1", "checked-person": "1", "checked-result": "1"}),
        ("guo", "/office/cases/{accepted}/voidance/", {"why": "录入有误，重新办理"}),
    ],
)  # fmt: skip
def test_a_form_sent_twice_acts_once_and_another_content_under_its_key_is_refused(
    scene: Scene, who: str, path: str, fields: dict[str, Any]
) -> None:
    client, key = scene.client(who), {"idempotency_key": "form-1"}
    fields = fields | dict.fromkeys(
        re.findall(
            r'type="radio" name="([^"]+)"', told(client.get(scene.fill(path.rsplit("/", 2)[0] + "/")))
        ),
        "yes",
    )
    assert client.post(scene.fill(path), fields | key).status_code in (200, 302)
    done = Entry.objects.count()
    assert client.post(scene.fill(path), fields | key).status_code in (200, 302)
    assert Entry.objects.count() == done and Case.objects.count() == 5
    changed = {
        name: f"{value}，另外" if name in ("opinion", "why") else value for name, value in fields.items()
    }
    if changed != fields:
        answer = client.post(scene.fill(path), changed | key)
        assert answer.status_code == 422 and "幂等键" in told(answer)
    assert Entry.objects.count() == done
