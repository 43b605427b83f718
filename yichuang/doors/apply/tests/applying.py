"""A citizen at the pages of an application: fills in what is asked, hands in what is wanted, looks it over."""

import re
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import CHEN_ID, FIRM_CODE
from yichuang.doors.apply import sheet
from yichuang.doors.citizen import Citizen
from yichuang.drafts.models import Draft
from yichuang.ground.now import now
from yichuang.law import identity

OTHER_ID = identity.synthetic_resident_id("189901", date(1980, 3, 2), 33)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n"


def begin(
    client: Client, key: str, *, who: str = "self", consent: str = "yes", at: str = "new", **answers: str
) -> Draft:
    """Begin an application for an item, or `at` things for a thing; returns its draft."""
    answer = client.post(f"/apply/{at}/{key}/", {"who": who, "consent": consent, **answers})
    assert answer.status_code == 302, answer.content.decode()
    return Draft.objects.get(pk=re.findall(r"/apply/([0-9a-f-]{36})/", answer["Location"])[0])


def seen(draft: Draft) -> sheet.Sheet:
    """Return the application as its pages see it now."""
    draft = Draft.objects.get(pk=draft.pk)
    ties = tuple(draft.account.ties.all())
    return sheet.find(Citizen(draft.account, ties), draft.pk, now())


def sample(field: Any) -> str:
    """Return a value that this field takes."""
    given = {
        "number": str(field.least or 1), "money": "100", "phone": "13800000000", "email": "chen@example.org", "yesno": "yes",
        "address": "示例区幸福路1号", "date": "2026-03-02", "document": CHEN_ID, "uscc": FIRM_CODE,
    }  # fmt: skip
    if field.options:
        return str(field.options[0][0])
    return given.get(field.type, "示例内容".ljust(field.least or 0, "A"))


def fill(client: Client, draft: Draft) -> None:
    """Answer the questions that are left and every page of the form."""
    while (asked := seen(draft).next_question) is not None:
        post(client, draft, f"questions/{asked.key}/", answer=asked.options[0][0])
    for group in seen(draft).groups:
        own = seen(draft)
        values = {
            f.key: own.values.get(f.key) or sample(f)
            for f in group.fields
            if f.required or own.values.get(f.key)
        }
        post(client, draft, f"form/{group.key}/", **values)


def give(client: Client, draft: Draft) -> None:
    """Hand in a file for every material that waits for one, and choose to be posted."""
    for row in seen(draft).waiting:
        post(client, draft, f"materials/{row.place}/", way="upload", file=SimpleUploadedFile("a.pdf", PDF))
    post(
        client,
        draft,
        "delivery/",
        way="pickup",
        name="陈秀英",
        phone="13800000000",
        address="示例区幸福路1号",
    )


def post(client: Client, draft: Draft, page: str, **typed: Any) -> Any:
    """Send a page and expect to be led on."""
    answer = client.post(f"/apply/{draft.pk}/{page}", {"turn": Draft.objects.get(pk=draft.pk).turn, **typed})
    assert answer.status_code == 302, (
        page,
        re.findall(r'class="error"[^>]*>(.*?)</p>', answer.content.decode(), re.S),
    )
    return answer


def file(client: Client, draft: Draft) -> Any:
    """Look it over and file it; returns the page of the confirmation."""
    assert client.get(f"/apply/{draft.pk}/check/").status_code == 200
    answer = client.post(f"/apply/{draft.pk}/check/", {"idempotency_key": str(draft.pk)})
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"])
