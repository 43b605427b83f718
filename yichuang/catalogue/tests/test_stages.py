"""Stages: every packaged item has one, a record's own word counts more, saving untouched writes none."""

from yichuang.catalogue import schema, seed, stages


def test_every_packaged_item_stands_in_a_stage_of_those_it_is_for():
    for record in seed.items():
        whose = {stages.PERSON if one == "自然人" else stages.BODY for one in record["service_objects"]}
        found = {one.whose for one in stages.STAGES if one.name in stages.of(record)}
        assert found & whose, record["id"]


def test_what_the_record_says_counts_more_than_the_table():
    record = {"id": "company-establishment", "stages": ["注销", "创业"]}
    assert stages.of(record) == ("创业", "注销")
    assert stages.of({"id": "company-establishment", "stages": []}) == ()
    assert stages.of({"id": "of-another-place"}) == ()


def test_an_edit_that_leaves_the_stages_alone_writes_none():
    before = {"id": "company-establishment"}
    assert "stages" not in stages.kept(stages.filled(before), before)
    assert stages.kept({**before, "stages": ["准入"]}, before)["stages"] == ["准入"]


def test_a_stage_nobody_knows_is_refused():
    record = {**seed.items()[0], "stages": ["退场"]}
    assert [one.element for one in schema.problems(record)] == ["stages"]
