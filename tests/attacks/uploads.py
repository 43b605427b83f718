"""Files that are not what they say, at the doors where applicants hand in: refused, or kept harmless and given back as downloads only."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.attacks.scene import PDF, Attack, Scene
from tests.bad.files import PNG, UPLOADS, packed
from yichuang.materials.kinds import BY_TYPE
from yichuang.materials.models import File

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
TRICKS = [
    *((what, upload.name, upload.read()) for what, upload, _ in UPLOADS),
    ("a PDF with a page in it", "a.pdf", PDF + b"<script>alert(1)</script>"), ("a picture with a page behind it", "a.png", PNG + b"<html><script>alert(1)</script>"),
    ("a photograph that is a program for a server", "a.php.jpg", JPEG + b"<?php system($_GET[0]);"), ("a page that begins like a picture", "a.html", JPEG + b"<html>"),
    ("a GIF", "a.gif", b"GIF89a<script>alert(1)</script>"), ("a drawing named as a picture", "a.png", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("an old Word file", "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("a bomb as OFD", "a.ofd", packed({"OFD.xml": b"\0" * 8_000_000})),
    ("a package of 6,000 parts as OFD", "a.ofd", packed({"OFD.xml": b"x"} | {str(n): b"" for n in range(6000)})),
    ("two endings", "a.pdf.exe", PDF), ("a name with NUL", "a\0.exe.pdf", PDF), ("a name of 200 characters", "长" * 196 + ".pdf", PDF),
    ("a name that breaks the header", 'a"\r\nSet-Cookie: x=1\r\n.pdf', PDF), ("a name that goes up", "../../../../tmp/evil.pdf", PDF),
    ("a name that goes up, backwards", "..\\..\\evil.pdf", PDF), ("a name of dots", "....", PDF), ("a name of a device", "CON.pdf", PDF),
    ("a name written from the right", "a\u202efdp.exe", PDF), ("a name with a tag", "<img src=x onerror=alert(1)>.pdf", PDF), ("a PDF behind other things", "a.pdf", b"junk" * 300 + PDF),
]  # fmt: skip


def _at_material(scene: Scene) -> str:
    return f"/apply/{scene.ids['draft']}/materials/{scene.place}/"


def _at_correction(scene: Scene) -> str:
    return f"/apply/correction/{scene.ids['code']}/"


def _at_question(scene: Scene) -> str:
    return "/questions/ask/"


def _try(where, field, name: str, content: bytes):  # type: ignore[no-untyped-def]
    def run(scene: Scene) -> str:
        before = set(File.objects.values_list("pk", flat=True))
        field_name = field(scene)
        sent = {
            field_name: SimpleUploadedFile("x.pdf", content, content_type="application/pdf"),
            "way": "upload",
            "then": "more",
            "about": "问",
            "text": "问",
        }
        sent[field_name].name = name
        page = scene.chen.post(where(scene), sent)
        if page.status_code >= 500:
            return f"broke the page: {page.status_code}"
        kept = File.objects.exclude(pk__in=before)
        return next(filter(None, (_harm(scene, row) for row in kept)), "")

    return run


def _harm(scene: Scene, row: File) -> str:
    """What is wrong with a file that was kept."""
    if row.type not in BY_TYPE or not row.name.endswith("." + BY_TYPE[row.type].ending):
        return f"kept as {row.type} {row.name!r}"
    if any(c in row.name for c in "/\\\r\n\0\u202e") or len(row.name) > 130 or ".." in row.name:
        return f"kept under the name {row.name!r}"
    if str(row.subject) != scene.ids["draft"]:
        return ""
    answer = scene.chen.get(f"/apply/{scene.ids['draft']}/files/{row.pk}/")
    held = answer.headers
    list(answer.streaming_content)
    safe = (
        held["Content-Disposition"].startswith("attachment") and held["X-Content-Type-Options"] == "nosniff" and "sandbox" in held["Content-Security-Policy"]
        and held["Content-Type"] == row.type
    )  # fmt: skip
    return "" if safe else "given back as a page"


DOORS = {
    "a material": (_at_material, lambda scene: "file"),
    "a correction": (
        _at_correction,
        lambda scene: f"m{min(scene.town.application('food-business-license-new').materials)}",
    ),
    "a question": (_at_question, lambda scene: "file"),
}
ATTACKS = [
    Attack("uploads", f"{what}, as {door}", _try(where, field, name, content))
    for door, (where, field) in DOORS.items()
    for what, name, content in TRICKS
]
