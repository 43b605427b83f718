"""`yichuang plan`: the contract, the words, and exit 2 with a sentence for wrong usage."""

import argparse
import json

import pytest

from yichuang.catalogue import acts, seed, versions
from yichuang.catalogue.tests.cast import AT, REGION
from yichuang.doors.keeper.commands import plan
from yichuang.journal import stamps
from yichuang.journal.actor import system

pytestmark = pytest.mark.django_db
SHOP, START = "open-restaurant", ("--start", "2026-03-02")
COMPANY = ("--answer", "subject=company", "size=normal", "fire=general")


@pytest.fixture(autouse=True)
def _bundles():
    stamps.forget()
    versions.forget()
    found = [one for one in seed.bundles() if one["id"] in (SHOP, "utility-connection")]
    wanted = {member["item_id"] for one in found for member in one["members"]}
    acts.import_(
        by=system(REGION), at=AT, records=[*(one for one in seed.items() if one["id"] in wanted), *found]
    )


@pytest.fixture
def run(capsysbinary):
    """Run a command line; return exit code, standard output, standard error."""

    def run(*words):
        parser = argparse.ArgumentParser()
        plan.add(parser.add_subparsers(required=True))
        args = parser.parse_args(["plan", *words])
        code = args.run(args)
        told = capsysbinary.readouterr()
        return code, told.out.decode(), told.err.decode()

    return run


def told(run, *words):
    code, out, err = run(*words, "--json")
    assert (code, err, out.count("\n")) == (0, "", 1)
    return json.loads(out)


def test_it_prints_the_contract(run):
    made = told(run, SHOP, *START, *COMPANY, "--skip", "food-handler-health-cert")
    food = next(one for one in made["members"] if one["item"] == "food-business-license-new")
    assert food == {
        "item": "food-business-license-new", "after": ["company-establishment"], "starts_on": "2026-03-03", "due_on": "2026-03-17", "days": 10,
    }  # fmt: skip
    assert (made["joint_due_on"], made["joint_due_certain"]) == ("2026-03-17", True)
    assert made["critical_path"] == ["company-establishment", "food-business-license-new"]
    licence = next(one for one in made["materials"] if one["name"] == "营业执照")
    assert licence["how"] == "feed" and "signboard-management" in licence["used_by"]
    assert made["saved"] == {
        "materials_before": 18,
        "materials_after": 16,
        "visits_before": None,
        "visits_after": None,
    }
    assert made["unresolved_groups"] == [] and "signboard-management.replace" in made["questions_left"]
    assert made["ceiling"]["verdict"] == "within" and made["shorten"][0]["item"] == "company-establishment"


def test_the_bundle_may_stand_first_or_last_and_go_by_its_theme_code(run):
    one = told(run, SHOP, *START, *COMPANY)
    assert one == told(run, *START, *COMPANY, SHOP) == told(run, "43TCN0003", *START, *COMPANY)
    assert told(run, *START, *COMPANY, "--choose", "fire=fire-safety-check-commit", SHOP) != one
    assert "signboard-management" not in str(
        told(run, *START, *COMPANY, "--skip", "signboard-management", SHOP)["members"]
    )


def test_an_answer_for_an_item_brings_its_papers(run):
    before, after = (
        told(run, SHOP, *START, *COMPANY, f"company-establishment.agent={word}") for word in ("no", "yes")
    )
    more = {one["name"] for one in after["materials"]} - {one["name"] for one in before["materials"]}
    assert more == {"授权委托书", "代理人身份证明"}


def test_several_values_are_several_answers(run):
    made = told(
        run, "utility-connection", *START, "--answer", "pick=water", "pick=gas", "--answer", "line=no"
    )
    assert [one["item"] for one in made["members"]] == ["water-supply-install", "gas-supply-install"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gone", *START), "gone"),
        ((SHOP, *START, "--answer", "gone=x"), "subject"),
        ((SHOP, *START, "--answer", "subject=gone"), "individual"),
        ((SHOP, *START, "--answer", "subject=company", "subject=existing"), "只能选一个"),
        ((SHOP, *START, "--answer", "company-establishment.gone=x"), "premises"),
        ((SHOP, *START, "--answer", "company-establishment.agent=gone"), "yes"),
        ((SHOP, *START, "--answer", "subject"), "subject"),
        ((SHOP, *START, "--choose", "gone=x"), "licence"),
        ((SHOP, *START, "--choose", "fire=signboard-management"), "fire-safety-check-general"),
        ((SHOP, *START, "--choose", "fire=a", "fire=b"), "只能选一项"),
        ((SHOP, *START, "--skip", "food-business-license-new"), "必须办"),
        ((SHOP, *START, "--skip", "gone"), "signboard-management"),
        ((SHOP, "--start", "2026-3-2"), "2026-3-2"),
        ((SHOP, "--start", "20260302"), "20260302"),
        ((SHOP, "--start", "1999-01-04"), "1999"),
        (START, "哪个一件事"),
    ],
)
def test_wrong_usage_exits_2_with_a_sentence(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "") and said in err and err.endswith("。\n")


def test_without_a_start_it_is_wrong_usage(run):
    with pytest.raises(SystemExit, match="2"):
        run(SHOP)


def test_in_words_it_says_what_whom_and_when(run):
    out = run(SHOP, *START, *COMPANY)[1]
    assert out.startswith("开办餐饮店一件事（第 1 版，市场监督管理局牵头）\n")
    assert (
        "2026-03-03 至 2026-03-17 食品经营许可证新办（10 个工作日）" in out
        and "最早办结日：2026-03-17\n" in out
    )
    assert "✓ 营业执照（必要，办好前一项自动带入，免交）" in out and "材料：分开办 20 份，一起办 18 份" in out
    assert "还没定下选哪一项：licence、food、fire" in run(SHOP, *START)[1]
