"""Bad lines, files and words for the keeper's commands: one answer a line, a sentence for each, no trace, nothing changed."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import town as towns
from tests.bad.asking import DIGITS, HUGE, LEAKS, LONG, NUL, OVERRIDE, QUOTE, SAYS, SCRIPT, UP, tally
from tests.bad.files import WORKBOOKS
from yichuang.doors.keeper.main import main

Run = Callable[..., tuple[int, str, str]]
GOOD = {"start": "2025-01-17", "days": 20}
DUE: list[Any] = [
    "", "{", "[]", "null", "1", '"x"', "{}", NUL, SCRIPT, QUOTE, "[" * 5000, '{"start": NaN}', b"\xff\xfe", '{"start": "2025-01-17"}', '{"days": 5}',
    GOOD | {"start": ""}, GOOD | {"start": "2025-02-30"}, GOOD | {"start": "0000-01-01"}, GOOD | {"start": "9999-12-31"}, GOOD | {"start": "2014-12-31"},
    GOOD | {"start": "2100-01-01"}, GOOD | {"start": 20250117}, GOOD | {"start": None}, GOOD | {"start": f"2025-01-1{DIGITS}"}, GOOD | {"start": "２０２５-01-17"},
    GOOD | {"days": -1}, GOOD | {"days": 1.5}, GOOD | {"days": "20"}, GOOD | {"days": True}, GOOD | {"days": None}, GOOD | {"days": HUGE}, GOOD | {"days": []},
    GOOD | {"unit": "years"}, GOOD | {"unit": None}, GOOD | {"unit": LONG}, GOOD | {"extend": -1}, GOOD | {"extend": "x"}, GOOD | {"extend": HUGE},
    GOOD | {"stops": "x"}, GOOD | {"stops": [[]]}, GOOD | {"stops": [["2025-01-22", "2025-01-20"]]}, GOOD | {"stops": [["x", "y"]]}, GOOD | {"stops": [[None, None]]},
    GOOD | {"stop": []}, GOOD | {OVERRIDE: 1},
]  # fmt: skip
NUMBERS: list[str | bytes] = [
    "", "0", "-1", NUL.replace("\n", ""), SCRIPT, QUOTE, UP, LONG, "1" * 100_000, "11010519491231002x0", "110105194912310021",
    "999999999999999999", "９１３１００００ＭＡ１ＦＬ", "1" * 43, "1" * 31, b"\xff\xfe", OVERRIDE, DIGITS * 18,
]  # fmt: skip
LINT: list[str | bytes] = [
    "",
    "{",
    "[]",
    '{"element": 5, "text": []}',
    '{"text": "x"}',
    '{"element": "moon", "text": "x"}',
    b"\xff",
    "[" * 5000,
]
WORDS = [
    ("guide", "moon", "--json"), ("guide", UP, "--json"), ("guide", "", "--json"), ("guide", "company-establishment", "--answer", "moon=1", "--json"),
    ("guide", "company-establishment", "--answer", "premises=moon", "--json"), ("guide", "company-establishment", "--answer", "premises", "--json"),
    ("guide", "company-establishment", "--filed-on", "9999-12-31", "--json"), ("guide", "company-establishment", "--filed-on", "0000-01-01", "--json"),
    ("guide", "company-establishment", "--filed-on", DIGITS, "--json"),
]  # fmt: skip


@pytest.fixture
def run(db: None, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with these lines on standard input; return its exit code and what it told."""

    def go(*words: str, lines: list[Any] = []) -> tuple[int, str, str]:  # noqa: B006
        texts = [
            one if isinstance(one, bytes) else (one if isinstance(one, str) else json.dumps(one)).encode()
            for one in lines
        ]
        monkeypatch.setattr(
            "sys.stdin", io.TextIOWrapper(io.BytesIO(b"".join(text + b"\n" for text in texts)))
        )
        try:
            code = main(list(words))
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsysbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return go


def test_every_bad_line_of_due_gets_one_error_with_a_sentence(run: Run) -> None:
    code, out, err = run("due", lines=DUE)
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, len(answers)) == (0, len(DUE)) and not LEAKS.search(err)
    wrong = [
        (asked, told)
        for asked, told in zip(DUE, answers, strict=True)
        if list(told) != ["error"] or not re.search("[一-龥]{2}", told["error"])
    ]
    assert not wrong and not [told for told in answers if LEAKS.search(str(told).replace(SCRIPT, ""))]


def test_every_strange_number_gets_one_verdict_with_its_reason(run: Run) -> None:
    code, out, err = run("identify", lines=NUMBERS)
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, len(answers)) == (0, len(NUMBERS)) and not LEAKS.search(err)
    wrong = [
        told
        for told in answers
        if "error" not in told and (told["valid"] or not SAYS.search(str(told["why"])))
    ]
    assert not wrong


def test_every_bad_line_of_lint_gets_one_answer(run: Run) -> None:
    code, out, err = run("catalogue", "lint", lines=LINT)
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, len(answers)) == (0, len(LINT)) and not LEAKS.search(err)
    assert (
        all(SAYS.search(told["error"]) for told in answers if "error" in told)
        and sum("error" in told for told in answers) >= 6
    )


@pytest.mark.parametrize("words", WORDS, ids=lambda words: " ".join(words)[:60])
def test_wrong_words_of_guide_end_with_two_and_a_sentence(run: Run, words: tuple[str, ...]) -> None:
    towns.build()
    code, out, err = run(*words)
    assert code == 2 and not out and SAYS.search(err) and not LEAKS.search(err)


def test_every_bad_file_is_refused_whole_with_a_sentence(run: Run, tmp_path: Path) -> None:
    towns.build()
    before, wrong = tally(), []
    for n, (what, upload, _) in enumerate(row for row in WORKBOOKS if row[0] != "above the limit"):
        upload.seek(0)
        path = tmp_path / f"{n}.{upload.name.rpartition('.')[2]}"
        path.write_bytes(upload.read())
        code, out, err = run("catalogue", "import", str(path))
        if code != 1 or not SAYS.search(out + err) or LEAKS.search((out + err).replace(str(tmp_path), "")):
            wrong.append((what, code, (out + err)[:200]))
    assert not wrong and tally() == before


@pytest.mark.parametrize(
    "words",
    [
        ("catalogue", "import", "/no/such/file"),
        ("restore", "/no/such/file"),
        ("journal", "verify", "--before", "x"),
    ],
)
def test_what_is_not_there_is_told(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert code in (1, 2) and not LEAKS.search((out + err).replace("/no/such/file", ""))


def test_no_restore_from_what_is_no_backup(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evil").write_bytes(b"PK\x03\x04" * 100)
    code, out, err = run("restore", str(tmp_path / "evil"))
    assert code == 1 and SAYS.search(out + err)
