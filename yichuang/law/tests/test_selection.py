"""Materials by answers, by what is on file, in record order."""

import pytest

from yichuang.law import BadInput
from yichuang.law.selection import HOWS, next_question, paths, select


def material(name, kind=None, any_of=(), required="必要", scenario=None, form="复印件"):
    source = {"kind": kind, "name": "或".join(any_of), "any_of": list(any_of)} if kind else None
    return {
        "name": name,
        "form": form,
        "copies": 1,
        "source": "申请人自备",
        "required": required,
        "obtainable_by": source,
        "scenario": scenario,
    }


def question(key, *values):
    return {"key": key, "question": f"{key}？", "options": [{"value": v, "label": v} for v in values]}


ITEM = {
    "name": "公司设立登记",
    "scenarios": [question("premises", "own", "lease", "online"), question("agent", "no", "yes")],
    "materials": [
        material("申请书", "系统生成", ["登记申请书"]),
        material("股东主体资格证明", "电子证照", ["居民身份证", "营业执照"]),
        material("任职文件"),
        material("不动产权证书", "电子证照", ["不动产权证书"], scenario={"premises": ["own"]}),
        material("租赁合同", scenario={"premises": ["lease"]}),
        material("完税信息", "数据共享", ["契税完税信息"]),
        material("授权委托书", scenario={"agent": ["yes"]}),
        material("代理人身份证明", "电子证照", ["居民身份证"], scenario={"agent": ["yes"]}),
        material("平面图", required="容缺后补"),
        material("装修照片", required="非必要", scenario={"premises": ["own", "lease"], "agent": ["no"]}),
    ],
}


def hows(chosen):
    return {one.name: one.how for one in chosen.materials}


def test_unanswered_questions_leave_conditional_materials_out():
    got = select(ITEM, {})
    assert [one.name for one in got.materials] == [
        "申请书",
        "股东主体资格证明",
        "任职文件",
        "完税信息",
        "平面图",
    ]
    assert got.questions_left == ("premises", "agent")


def test_answers_bring_in_their_materials_in_record_order():
    got = select(ITEM, {"agent": "yes", "premises": "lease"})
    assert [one.index for one in got.materials] == [0, 1, 2, 4, 5, 6, 7, 8]
    assert got.questions_left == ()


def test_all_conditions_of_a_material_must_hold():
    assert "装修照片" in hows(select(ITEM, {"premises": "own", "agent": "no"}))
    assert "装修照片" not in hows(select(ITEM, {"premises": "own", "agent": "yes"}))
    assert "装修照片" not in hows(select(ITEM, {"premises": "own"}))


def test_with_nothing_on_file_only_forms_are_waived():
    assert hows(select(ITEM, {"premises": "own", "agent": "no"})) == {
        "申请书": "generate",
        "股东主体资格证明": "submit",
        "任职文件": "submit",
        "不动产权证书": "submit",
        "完税信息": "submit",
        "平面图": "later",
        "装修照片": "submit",
    }


def test_any_one_licence_of_the_holder_waives():
    got = select(ITEM, {"premises": "own"}, ["营业执照", "不动产权证书"])
    assert hows(got)["股东主体资格证明"] == hows(got)["不动产权证书"] == "licence"
    assert got.materials[1].waived and "营业执照" in got.materials[1].why_zh


def test_the_applicants_card_does_not_waive_the_agents():
    assert hows(select(ITEM, {"agent": "yes"}, ["居民身份证"]))["代理人身份证明"] == "submit"
    assert hows(select(ITEM, {"agent": "yes"}, agent_licences=["居民身份证"]))["代理人身份证明"] == "licence"


@pytest.mark.parametrize(
    "name, own, agent, how",
    [
        ("法定代表人及经办人居民身份证", True, False, "submit"),
        ("法定代表人及经办人居民身份证", True, True, "licence"),
        ("法人或经办人居民身份证", True, False, "licence"),
        ("法人或经办人居民身份证", False, True, "licence"),
        ("委托代理人身份证明", True, False, "submit"),
    ],
)
def test_a_material_of_two_people_needs_what_its_name_says(name, own, agent, how):
    item = {"materials": [material(name, "电子证照", ["居民身份证"])]}
    card = ["居民身份证"]
    got = select(item, {}, card if own else [], agent_licences=card if agent else [])
    assert got.materials[0].how == how


@pytest.mark.parametrize(
    "name, how",
    [
        ("法定代表人居民身份证", "licence"),
        ("法定代表人（负责人）居民身份证", "licence"),
        ("法人或经办人居民身份证", "licence"),
        ("法定代表人、经办人居民身份证", "submit"),
        ("法定代表人、从业人员身份证明", "submit"),
        ("股东主体资格证明", "submit"),
    ],
)
def test_a_representatives_card_waives_what_is_about_him(name, how):
    item = {"materials": [material(name, "电子证照", ["居民身份证"])]}
    assert select(item, {}, representative_licences=["居民身份证"]).materials[0].how == how


def test_a_source_that_is_not_connected_is_said_and_the_material_asked_for():
    asked = select(ITEM, {}).materials[3]
    assert asked.how == "submit" and "未接通" in asked.why_zh
    assert hows(select(ITEM, {}, shared_sources=["契税完税信息"]))["完税信息"] == "share"


def test_what_was_checked_before_is_not_asked_for_again():
    assert hows(select(ITEM, {}, earlier=["任职文件"]))["任职文件"] == "share"


def test_a_commitment_replaces_a_material():
    assert hows(select(ITEM, {}, committed=["任职文件"]))["任职文件"] == "commit"


def test_a_later_material_on_file_need_not_come_later():
    item = {"materials": [material("营业执照", "电子证照", ["营业执照"], required="容缺后补")]}
    assert select(item, {}).materials[0].how == "later"
    assert select(item, {}, ["营业执照"]).materials[0].how == "licence"


@pytest.mark.parametrize(
    "answers, said",
    [
        ({"nothing": "yes"}, "premises、agent"),
        ({"premises": "rent"}, "own、lease、online"),
        ({"premises": ""}, "own"),
    ],
)
def test_an_unknown_key_or_value_is_refused_with_what_is_allowed(answers, said):
    with pytest.raises(BadInput, match=said):
        select(ITEM, answers)


def test_every_path_ends_in_a_list():
    found = list(paths(ITEM))
    assert len(found) == 6
    assert all(got.questions_left == () and got.materials for _answers, got in found)
    assert found[0][0] == {"premises": "own", "agent": "no"}


def test_an_item_without_questions_has_one_path():
    ((answers, got),) = paths({"materials": [material("申请书")], "scenarios": []})
    assert answers == {} and len(got.materials) == 1
    assert select({"materials": None, "scenarios": None}, {}).materials == ()


def test_questions_come_in_record_order():
    assert next_question(ITEM, {})["key"] == "premises"
    assert next_question(ITEM, {"agent": "no"})["key"] == "premises"
    assert next_question(ITEM, {"premises": "own"})["key"] == "agent"
    assert next_question(ITEM, {"premises": "own", "agent": "no"}) is None


def test_every_way_is_named():
    found = {one.how for _answers, got in paths(ITEM) for one in got.materials}
    assert found <= set(HOWS)
