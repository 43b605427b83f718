"""`yichuang due` and `yichuang identify`: one answer a line, in order, and nothing that ends the command."""

import json

import pytest

DUE = [
    ("1", {"start": "2024-03-04", "days": 20}, "2024-04-01"),
    ("2", {"start": "2025-01-17", "days": 20}, "2025-02-20"),
    ("3a", {"start": "2026-02-06", "days": 5}, "2026-02-13"),
    ("3b", {"start": "2026-02-06", "days": 10}, "2026-02-27"),
    ("3c", {"start": "2026-02-06", "days": 20}, "2026-03-12"),
    ("4", {"start": "2026-02-13", "days": 1}, "2026-02-14"),
    ("6", {"start": "2025-09-26", "days": 10}, "2025-10-16"),
    ("7", {"start": "2024-09-27", "days": 10}, "2024-10-16"),
    ("8", {"start": "2024-05-11", "days": 5}, "2024-05-17"),
    ("10", {"start": "2026-03-08", "days": 5}, "2026-03-13"),
    ("11a", {"start": "2024-12-02", "days": 45}, "2025-02-10"),
    ("11b", {"start": "2024-12-02", "days": 45, "extend": 15}, "2025-03-03"),
    ("12", {"start": "2026-01-12", "days": 20, "extend": 10}, "2026-02-28"),
    ("14", {"start": "2026-04-28", "days": 20}, "2026-05-28"),
    ("15", {"start": "2026-05-25", "days": 20}, "2026-06-23"),
    ("17", {"start": "2024-01-15", "days": 20, "stops": [["2024-01-29", "2024-02-20"]]}, "2024-03-05"),
    ("20", {"start": "2025-03-03", "days": 10, "stops": [["2025-03-06", "2025-03-06"]]}, "2025-03-17"),
    ("21", {"start": "2025-03-03", "days": 20, "stops": [["2025-03-06", "2025-03-12"], ["2025-03-20", "2025-03-25"]]}, "2025-04-10"),
    ("23", {"start": "2025-03-03", "days": 5, "stops": [["2025-03-10", "2025-03-17"]]}, "2025-03-10"),
    ("25", {"start": "2025-04-30", "days": 10}, "2025-05-19"),
    ("26", {"start": "2026-02-12", "days": 10}, "2026-03-04"),
    ("27", {"start": "2025-01-01", "days": 30, "unit": "natural"}, "2025-02-05"),
    ("29", {"start": "2026-06-12", "days": 5}, "2026-06-22"),
    ("30", {"start": "2025-01-20", "days": 10}, "2025-02-08"),
    ("31", {"start": "2020-01-17", "days": 10}, "2020-02-07"),
    ("32", {"start": "2019-04-26", "days": 3}, "2019-04-30"),
    ("37", {"start": "2025-12-25", "days": 15}, "2026-01-16"),
    ("38", {"start": "2026-09-30", "days": 1}, "2026-10-08"),
    ("44", {"start": "2026-09-18", "days": 20}, "2026-10-22"),
    ("0 working", {"start": "2026-02-22", "days": 0}, "2026-02-22"),
    ("0 natural", {"start": "2026-02-22", "days": 0, "unit": "natural"}, "2026-02-22"),
]  # fmt: skip
WRONG = [
    ('{"start":"2025-01-17","days":-1}', "小于 0"),
    ('{"start":"2025-01-17","days":1.5}', "整数"),
    ('{"start":"2025-01-17","days":"3"}', "整数"),
    ('{"start":"2025-01-17","days":true}', "整数"),
    ('{"start":"2025-01-17","days":null}', "整数"),
    ('{"start":"2014-12-31","days":1}', "2015-01-01"),
    ('{"start":"2025-02-30","days":1}', "2025-02-30"),
    ('{"start":20250117,"days":1}', "start"),
    ('{"start":"2025-01-17"}', "days"),
    ('{"days":1}', "start"),
    ('{"start":"2025-01-17","days":1,"unit":"weeks"}', "working"),
    ('{"start":"2025-01-17","days":1,"stops":"x"}', "stops"),
    ('{"start":"2025-01-17","days":1,"stops":[["2025-01-20"]]}', "起"),
    ('{"start":"2025-01-17","days":1,"stops":[["2025-01-22","2025-01-20"]]}', "早于"),
    ('{"start":"2025-01-17","days":1,"extend":-2}', "小于 0"),
    ('{"start":"2025-01-17","days":1,"hours":2}', "hours"),
    ('{"start":"2027-12-01","days":100}', "2027-12-31"),
    ('{"start":"2025-01-17","days":100000000000000000000}', "2027-12-31"),
    ('{"start":"\\ud800","days":1}', "start"),
    ('{"\\ud800":1,"start":"2025-01-17","days":1}', "不认识"),
    ("[1]", "JSON 对象"),
    ("[" * 5000, "JSON"),
    ("二十天", "JSON"),
    ("", "JSON"),
]


def test_every_worked_example_comes_out_in_the_order_it_went_in(answers):
    told = answers("due", stdin="\n".join(json.dumps(asked) for _, asked, _ in DUE))
    assert {name: one["due"] for (name, _, _), one in zip(DUE, told, strict=True)} == {
        n: day for n, _, day in DUE
    }
    assert {one["status"] for one in told} == {"published"}


def test_the_example_of_the_contract_with_its_reasons(answers):
    [told] = answers("due", stdin=json.dumps(
        {"start": "2025-01-17", "days": 20, "unit": "working", "stops": [["2025-01-20", "2025-01-22"]], "extend": 10}
    ))  # fmt: skip
    why = {day: (kind, reason) for day, kind, reason in told.pop("why")}
    assert told == {"due": "2025-03-10", "status": "published", "excluded": 2}
    assert (min(why), max(why), len(why)) == ("2025-01-18", "2025-03-10", 52)
    assert [why[f"2025-01-{day}"][0] for day in (18, 20, 21, 22, 26)] == [
        "skipped",
        "counted",
        "stopped",
        "stopped",
        "counted",
    ]
    assert why["2025-01-28"] == ("skipped", "春节") and why["2025-01-26"][1] == "调休上班"
    assert sum(kind == "counted" for kind, _ in why.values()) == 30


def test_wrong_lines_are_told_apart_and_the_right_ones_between_are_answered(answers):
    right = '{"start":"2025-03-03","days":1}'
    lines = [line for wrong, _ in WRONG for line in (wrong, right)]
    told = answers("due", stdin="\n".join(lines))
    assert [one["due"] for one in told[1::2]] == ["2025-03-04"] * len(WRONG)
    for (line, said), one in zip(WRONG, told[::2], strict=True):
        assert one.keys() == {"error"} and said in one["error"], line


def test_a_year_without_notice_is_provisional_and_an_open_stop_ends_today(answers):
    asked = [
        '{"start":"2026-12-30","days":5}',
        '{"start":"2026-03-02","days":3,"stops":[["2026-03-03",null]]}',
    ]
    provisional, open_ = answers("due", "--at", "2026-03-06", stdin="\n".join(asked))
    assert (provisional["due"], provisional["status"]) == ("2027-01-07", "provisional")
    assert (open_["due"], open_["excluded"]) == ("2026-03-10", 3)


def test_natural_days_move_with_each_stopped_day(answers):
    asked = {"start": "2025-03-03", "days": 10, "unit": "natural", "stops": [["2025-03-05", "2025-03-08"]]}
    assert [one["due"] for one in answers("due", stdin=json.dumps(asked))] == ["2025-03-17"]


def test_lines_of_windows_and_bytes_of_no_text(answers):
    told = answers(
        "due",
        stdin=b'\xef\xbb\xbf{"start":"2025-03-03","days":1}\r\n\xff\xfe\n{"start":"2025-03-03","days":2}',
    )
    assert [one.get("due") for one in told] == ["2025-03-04", None, "2025-03-05"] and "UTF-8" in told[1][
        "error"
    ]
    assert answers("due", stdin=b"") == []


IDENTIFY = [
    ("11010519491231002X", "resident-id", True),
    ("440524188001010014", "resident-id", True),
    ("34052419800101001X", "resident-id", True),
    ("511902189602290012", "resident-id", True),
    ("511902188502290010", "resident-id", False),
    ("110105194913310021", "resident-id", False),
    ("110105209912310029", "resident-id", False),
    ("110105194912310021", "uscc", False),
    ("810000199408230021", "residence-permit", True),
    ("830000199201300022", "residence-permit", True),
    ("820000199209290020", "residence-permit", False),
    ("911124198108030024", "foreign-permanent-id", True),
    ("91350100M000100Y43", "uscc", True),
    ("11330800MB0R57773W", "uscc", True),
    ("11370800MB28559185", "uscc", False),
    ("91350100I000100Y43", "uscc", False),
    ("11370800MB285591843370117002011", "item-code", True),
    ("11370800MB285591848370117002011", "item-code", False),
    ("370117002011", "item-code", True),
    ("12441500196720244T3442199806003202206230068", "case-number", True),
    ("12441500196720244T3442199806003202213230068", "case-number", False),
    ("110105491231002", None, False),
    ("91350100M000100Y433", None, False),
    ("abc", None, False),
    ("", None, False),
]


def test_every_number_is_told_what_it_is_and_why_not(answers):
    told = answers("identify", "--at", "2026-11-24", stdin="".join(f"{text}\n" for text, _, _ in IDENTIFY))
    assert [(one["kind"], one["valid"]) for one in told] == [(kind, valid) for _, kind, valid in IDENTIFY]
    assert all(one["valid"] or one["why"] for one in told)
    assert [list(one) for one in told] == [["text", "kind", "valid", "why"]] * len(IDENTIFY)


@pytest.mark.parametrize(
    "text", [" 11010519491231002x ", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X"]
)
def test_a_number_is_told_as_it_is_written_properly(answers, text):
    assert answers("identify", stdin=text) == [
        {"text": "11010519491231002X", "kind": "resident-id", "valid": True, "why": None}
    ]


def test_future_is_after_the_day_that_was_told(answers):
    lines = "110105209912310029"
    assert not answers("identify", "--at", "2099-12-30", stdin=lines)[0]["valid"]
    assert answers("identify", "--at", "2099-12-31", stdin=lines)[0]["valid"]


@pytest.mark.parametrize(
    "words",
    [(), ("nope",), ("due", "--at", "2026-02-30"), ("identify", "--at", "x"), ("due", "extra"), ("run", "--port", "abc"),
     ("run", "--port", "70000"), ("catalogue",), ("journal", "export", "--subject", "x"), ("init",), ("demo",)],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_ends_with_2_and_says_so_on_the_other_stream(yichuang, words):
    code, out, err = yichuang(*words)
    assert (code, out) == (2, "") and "usage" in err
