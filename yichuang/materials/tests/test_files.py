"""Files: told by content, stored whole, owned by rows, swept when nobody owns them."""

import io
import os
import stat
import time
import zipfile
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from yichuang.journal.actor import system
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.materials import acts, kinds, store
from yichuang.materials.models import File

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
BY = system("189901")
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40
PDF = b"%PDF-1.7\n1 0 obj <</Type /Pages>> <</Type /Page>> <</Type/Page /X 1>>\n%%EOF"


def package(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return held.getvalue()


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME = tmp_path


def put(content, name="平面图.pdf"):
    return store.put([content[:9], content[9:]], name=name, size=len(content))


@pytest.mark.parametrize(
    ("content", "type", "pages"),
    [
        (PNG, "image/png", 1),
        (JPEG, "image/jpeg", 1),
        (PDF, "application/pdf", 2),
        (package("OFD.xml"), "application/ofd", None),
    ],
    ids=["png", "jpeg", "pdf", "ofd"],
)
def test_the_content_says_what_a_file_is(content, type, pages):
    stored = put(content, "随便什么.html")
    assert (stored.type, stored.pages, stored.size) == (type, pages, len(content))


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>", b"GIF89a", b"MZ\x90\0", b"<svg xmlns='x'/>", b"  %PDF-1.7", package("word/document.xml"),
        package("OFD.xml", "../../etc/passwd"), b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\nnot a picture",
    ],
    ids=["html", "gif", "exe", "svg", "late pdf", "docx", "climbing zip", "broken zip", "false png"],
)  # fmt: skip
def test_anything_else_is_refused_and_leaves_nothing(content, tmp_path):
    with pytest.raises(BadInput, match="平面图要JPG、PNG、PDF或OFD，现在是DWG"):
        put(content, "平面图.dwg")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_too_large_or_empty_is_told_in_megabytes(settings, tmp_path):
    limit = settings.DEPLOYMENT.upload_megabytes
    with pytest.raises(BadInput, match=f"平面图.pdf有31 MB，每份要小于{limit} MB"):
        store.put([], name="平面图.pdf", size=31 * store.MEGABYTE)
    with pytest.raises(BadInput, match="每份要小于"):
        store.put([PDF] + [b"\0" * store.MEGABYTE] * (limit + 1), name="平面图.pdf")
    with pytest.raises(BadInput, match="是空的"):
        store.put([], name="平面图.pdf")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_lies_under_its_digest_readable_by_this_account_only(tmp_path):
    stored = put(PDF)
    path = tmp_path / "files" / stored.sha256[:2] / stored.sha256[2:4] / stored.sha256
    assert path.read_bytes() == PDF and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(stored.sm3) == 64 and stored.sm3 != stored.sha256


def test_a_scanner_can_refuse(monkeypatch):
    monkeypatch.setattr(store, "SCANNERS", [lambda path: "这份文件带病毒，没有收下。"])
    with pytest.raises(BadInput, match="带病毒"):
        put(PDF)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"), ("C:\\图\\平面图.PDF", "平面图.pdf"), ("a.html", "a.html.pdf"), ("\u202efdp.exe", "fdp.exe.pdf"),
        ("", "文件.pdf"), ("..", "文件.pdf"), ("x" * 500, "x" * 120 + ".pdf"),
    ],
)  # fmt: skip
def test_a_name_keeps_no_folder_and_gets_its_right_ending(given, kept):
    assert acts.plain_name(given, kinds.PDF.type) == kept


@pytest.mark.django_db
def test_a_kept_file_goes_from_the_session_to_the_case_and_can_be_dropped_once():
    session, case = uuid4(), uuid4()
    file = acts.keep(session, put(PDF), by=BY, at=AT, name="平面图.pdf", place=3)
    assert acts.adopt(session, case, by=BY, at=AT) == 1
    with pytest.raises(NotThere):
        acts.drop(session, file.pk, by=BY, at=AT)
    acts.drop(case, file.pk, by=BY, at=AT)
    with pytest.raises(NotThere):
        acts.drop(case, file.pk, by=BY, at=AT)
    assert File.objects.get().dropped_at == AT


@pytest.mark.django_db
def test_a_subject_has_room_for_two_hundred_files(monkeypatch):
    monkeypatch.setattr(acts, "FILES_MOST", 1)
    case, stored = uuid4(), put(PDF)
    acts.keep(case, stored, by=BY, at=AT, name="一.pdf")
    with pytest.raises(BadInput, match="最多传1份"):
        acts.keep(case, stored, by=BY, at=AT, name="二.pdf")


@pytest.mark.django_db
def test_the_sweep_takes_orphans_and_dropped_files_and_leaves_shared_and_young_ones(tmp_path):
    case = uuid4()
    orphan, shared, young = put(PDF), put(PNG), put(JPEG)
    one = acts.keep(case, shared, by=BY, at=AT, name="一.png")
    acts.keep(uuid4(), shared, by=BY, at=AT, name="二.png")
    acts.drop(case, one.pk, by=BY, at=AT)
    for stored in (orphan, shared):
        path = next(tmp_path.rglob(stored.sha256))
        os.utime(path, (time.time() - 7200,) * 2)
    draft = tmp_path / "files" / "new" / "broken-off"
    draft.write_bytes(b"x")
    os.utime(draft, (time.time() - 7200,) * 2)
    assert acts.sweep(by=BY, at=AT) == {"removed": 2}
    with pytest.raises(FileNotFoundError):
        store.place().open(orphan.sha256)
    assert store.place().open(shared.sha256).read() == PNG and store.place().open(young.sha256).read() == JPEG
    assert not draft.exists()
