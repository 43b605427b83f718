"""What is installed is pinned, hashed, and the same for running and for testing."""

import re

import pytest

from tests.house.plan import ROOT

FOLDER = ROOT / "requirements"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)")


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(page):
    """Return {name: version}, and check that each pin carries a hash."""
    found, bare = {}, []
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (FOLDER / page).read_text())
    for block in blocks:
        match = PIN.match(block)
        if match:
            found[plain(match[1])] = match[2]
            if "--hash=sha256:" not in block:
                bare.append(match[1])
    assert not bare, f"{page}: without a hash: {', '.join(bare)}"
    return found


def wanted(page):
    lines = (FOLDER / page).read_text().splitlines()
    return {
        plain(re.split(r"[\[=<>~! ;]", line)[0]) for line in lines if line and not line.startswith(("-", "#"))
    }


@pytest.mark.parametrize("name", ["run", "test"])
def test_what_is_wanted_is_pinned(name):
    assert wanted(f"{name}.in") <= set(pins(f"{name}.txt")), "Run: make lock"


def test_tests_run_on_what_is_run():
    running, testing = pins("run.txt"), pins("test.txt")
    assert {name: testing.get(name) for name in running} == running, "Run: make lock"


@pytest.mark.parametrize("name", ["run", "test"])
def test_no_option_stands_in_a_lock(name):
    options = [line for line in (FOLDER / f"{name}.txt").read_text().splitlines() if line.startswith("-")]
    assert not options
