"""The vague-word lint on a corpus of element values: bad ones with their findings, good ones without any."""

import pytest

from yichuang.law import BadInput
from yichuang.law.wording import ELEMENTS, Finding, lint

# element, text, the hard findings in text order
BAD = [
    ("material", "身份证等材料", ["等材料"]),
    ("material", "户口簿、结婚证等相关材料", ["等相关材料"]),
    ("material", "房屋租赁合同等有关材料", ["等有关材料"]),
    ("material", "营业执照等证明材料", ["等证明材料"]),
    ("material", "主要设备设施、操作流程等文件", ["等文件"]),
    ("material", "其他材料", ["其他材料"]),
    ("material", "其它材料", ["其它材料"]),
    ("material", "其他相关材料", ["其他相关材料"]),
    ("material", "其它有关材料", ["其它有关材料"]),
    ("material", "其他证明材料", ["其他证明材料"]),
    ("material", "其他需要提交的材料", ["其他需要提交的"]),
    ("material", "其他应当提交的文件", ["其他应当提交的"]),
    ("material", "法律、法规规定的其他材料", ["法律、法规规定的其他", "其他材料"]),
    ("material", "法律法规规定的其他文件", ["法律法规规定的其他"]),
    ("material", "法律、行政法规规定的其他材料", ["法律、行政法规规定的其他", "其他材料"]),
    ("material", "法律、法规、规章规定的其他文件", ["法律、法规、规章规定的其他"]),
    ("condition", "法律、法规规定的其他条件", ["法律、法规规定的其他", "其他条件"]),
    ("condition", "符合其他条件", ["其他条件"]),
    ("condition", "其他情形", ["其他情形"]),
    ("condition", "有下列其它情形的", ["其它情形"]),
    ("material", "有关证明", ["有关证明"]),
    ("material", "持有独生子女相关证明", ["相关证明"]),
    ("condition", "经相关部门同意", ["相关部门"]),
    ("condition", "由有关部门出具", ["有关部门"]),
    ("material_note", "由有关单位盖章", ["有关单位"]),
    ("material_note", "由相关单位出具", ["相关单位"]),
    ("material", "必要的材料", ["必要的材料"]),
    ("material", "必要的证明", ["必要的证明"]),
    ("material", "必要的证明材料", ["必要的证明材料"]),
    ("material_note", "视情况提交", ["视情况"]),
    ("condition", "酌情放宽年龄", ["酌情"]),
    ("condition", "有适当的场所", ["适当"]),
    ("condition", "原则上应为本地户籍", ["原则上"]),
    ("condition", "一般情况下需本人到场", ["一般情况下"]),
    ("condition", "特殊情况除外", ["特殊情况"]),
    ("material", "照片若干", ["若干"]),
    ("material_note", "请尽快补交", ["尽快"]),
    ("condition", "发生变化的应及时申报", ["及时"]),
    ("condition", "在合理期限内办理", ["合理期限"]),
    ("condition", "在规定时间内提出", ["规定时间内"]),
    ("condition", "符合有关规定", ["有关规定"]),
    ("condition", "符合国家相关规定", ["相关规定"]),
    ("condition", "按规定建设预处理设施", ["按规定"]),
    ("condition", "按照规定缴纳费用", ["按照规定"]),
    ("material_note", "按要求填写", ["按要求"]),
    ("material_note", "材料齐全有效", ["齐全有效"]),
    ("condition", "卫生设施符合要求", ["符合要求"]),
    ("condition", "有符合规定的公司名称", ["符合规定的"]),
    ("condition", "有相应的场地和设备", ["相应的"]),
    ("material", "污水预处理设施有关材料", ["有关材料"]),
    ("material", "与变更事项有关的材料", ["有关的材料"]),
    ("material", "与申请事项有关的案件材料", ["有关的案件材料"]),
    ("material", "有关财务状况的说明材料", ["有关财务状况的说明材料"]),
    ("material", "居住地址证明（房屋租赁合同、产权证等）", ["等）"]),
    ("material", "就业证明(劳动合同等)", ["等)"]),
    ("condition", "申请人有固定住所、收入等。", ["等。"]),
    ("name", "医疗机构执业登记等有关材料核验", ["等有关材料"]),
    ("name", "其他情形的变更登记", ["其他情形"]),
    ("condition", "原则上由相关部门按规定办理", ["原则上", "相关部门", "按规定"]),
    ("material", "身份证、护照等材料及其他材料", ["等材料", "其他材料"]),
    ("material_name", "居民身份证等材料", ["等材料"]),
    ("material_note", "特殊情况下可酌情减免", ["特殊情况", "酌情"]),
    ("condition", "具备必要的材料和若干技术人员", ["必要的材料", "若干"]),
    ("material_note", "（户口簿、出生医学证明等）原件", ["等）"]),
]
GOOD = [
    ("name", "公司设立登记"),
    ("name", "食品经营许可证新办"),
    ("name", "城乡居民基本医疗保险参保登记"),
    ("name", "公众聚集场所投入使用、营业前消防安全检查（告知承诺）"),
    ("name", "国有建设用地使用权及房屋所有权转移登记（存量房）"),
    ("name", "灵活就业人员企业职工基本养老保险参保登记"),
    ("name", "企业基本存款账户开立"),
    ("name", "高等学校教师资格认定"),
    ("name", "特种设备使用登记"),
    ("name", "林木采伐许可证核发"),
    ("name", "出生登记（3周岁内国内出生新生儿上户）"),
    ("name", "职业技能等级证书补贴申领"),
    ("material", "居民身份证"),
    ("material", "公司登记（备案）申请书"),
    ("material", "公司章程"),
    ("material", "住所使用证明（不动产权证书）"),
    ("material", "法定代表人、董事、监事、经理任职文件"),
    ("material", "授权委托书"),
    ("material", "营业执照副本复印件"),
    ("material", "居民户口簿首页和本人页"),
    ("material", "近六个月银行流水"),
    ("material", "2寸白底证件照片 2 张"),
    ("material", "房屋租赁合同"),
    ("material", "结婚证或者离婚证"),
    ("material", "建设工程规划许可证"),
    ("material", "职工花名册（含姓名、身份证号码、岗位）"),
    ("material", "食品安全管理制度文本"),
    ("material", "经营场所平面图（标注面积和功能分区）"),
    ("material", "出生医学证明"),
    ("material", "离婚判决书和生效证明"),
    ("material", "验资报告"),
    ("material", "法人变更决定书"),
    ("material", "建筑材料检测报告"),
    ("material", "装修材料清单"),
    ("material", "无犯罪记录证明"),
    ("material", "残疾人证"),
    ("condition", "年满 18 周岁"),
    ("condition", "在本区连续居住满 6 个月"),
    ("condition", "注册资本 100 万元（含）以上"),
    ("condition", "有 5 名（含 5 名）以上持证人员"),
    ("condition", "自受理之日起 5 个工作日内作出决定"),
    ("condition", "户籍在本区，且参保缴费满 12 个月"),
    ("condition", "股东人数为 1 至 50 人"),
    ("condition", "2025年5月10日后登记的婚姻"),
    ("condition", "没有未结清的欠税"),
    ("condition", "申请人是房屋所有权人"),
    ("condition", "场所面积 50 平方米以上（含 50 平方米）"),
    ("condition", "男女双方均达到法定婚龄：男 22 周岁，女 20 周岁"),
    ("condition", "取得教师资格证书，学历达到大学本科"),
    ("condition", "机动车在检验有效期内"),
    ("condition", "离职原因是用人单位解除劳动合同"),
    ("condition", "办理以下三项之一：新办、变更、注销"),
    ("material_note", "原件当场核验后退还"),
    ("material_note", "提交复印件 1 份，加盖公章"),
    ("material_note", "在第 3 页右下角签字"),
    ("material_note", "照片为白底，50 KB 至 200 KB"),
    ("material_note", "由市场监督管理局出具，有效期 6 个月"),
    ("material_note", "委托他人办理的，另交授权委托书 1 份"),
    ("material_note", "以及时间、地点和参加人签名"),
    ("material_note", "外文资料附中文译本，由翻译机构盖章"),
    ("material_note", "扫描件为 PDF，每页 300 dpi"),
    ("material_note", "依据《食品经营许可和备案管理办法》第十二条"),
    ("quoted_law", "法律、法规规定的其他材料；有关部门应当按规定及时办理等。"),
    ("quoted_law", "申请人应当提交身份证等相关材料。"),
]


def texts(findings):
    return [found.text for found in findings]


@pytest.mark.parametrize("element, text, found", BAD)
def test_a_vague_value_is_blocked_for_the_exact_words(element, text, found):
    got = lint(element, text).hard
    assert texts(got) == found
    assert all(text[f.start : f.end] == f.text and f.hint for f in got)


@pytest.mark.parametrize("element, text", GOOD)
def test_a_clear_value_is_not_blocked(element, text):
    assert lint(element, text).hard == ()


def test_the_corpus_is_large_enough():
    assert len({text for _e, text, _f in BAD}) >= 60 and len({text for _e, text in GOOD}) >= 60


@pytest.mark.parametrize(
    "text, found",
    [
        ("身份证、户口簿等", ["等"]),
        ("有一定开办资金", ["一定"]),
        ("主要负责人身份证明", ["主要"]),
        ("符合养老机构基本条件", ["基本"]),
        ("约 30 分钟左右", ["左右"]),
        ("近期免冠照片", ["近期"]),
        ("可能影响食品安全的", ["可能"]),
        ("如需代办，带授权委托书", ["如需"]),
        ("总投资25%以上", ["以上"]),
        ("3周岁以下婴幼儿", ["以下"]),
        ("总投资25%以上（含25%）", []),
        ("提交以下材料：居民身份证", []),
        ("清算结束之日起30日内申请", ["30日"]),
        ("三十日内申请", ["三十日"]),
        ("15 个日内", ["15 个日"]),
        ("10个工作日内、20个自然日内", []),
        ("2026年11月27日", []),
        ("本人、配偶或者子女到场", ["或者"]),
        ("本人或者配偶或者子女到场", ["或者"]),
        ("本人或者配偶到场", []),
        ("二级等级证书、高等学校、平等协商、等额选举", []),
        ("城乡居民基本医疗保险", []),
    ],
)
def test_soft_words_warn(text, found):
    got = lint("condition", text)
    assert (texts(got.hard), texts(got.soft)) == ([], found)


def test_a_note_on_copies_gives_their_number():
    assert texts(lint("material_note", "提交营业执照复印件").soft) == ["复印件"]
    assert lint("material_note", "提交营业执照复印件 1 份").soft == ()
    assert lint("material", "营业执照复印件").soft == ()


def test_a_soft_word_inside_a_hard_one_is_not_told_twice():
    got = lint("material", "身份证等材料，主要负责人签字")
    assert (texts(got.hard), texts(got.soft)) == (["等材料"], ["主要"])


def test_findings_stand_in_text_order_with_place_and_hint():
    got = lint("condition", "原则上由相关部门按规定办理").hard
    assert got[1] == Finding("相关部门", 4, "写出部门或单位的全名")
    assert [f.start for f in got] == sorted(f.start for f in got)


def test_an_unknown_element_is_refused():
    with pytest.raises(BadInput, match="material_name"):
        lint("title", "身份证")
    assert all(lint(element, "").hard == () for element in ELEMENTS)


def test_a_very_long_text_is_read_in_one_go():
    assert len(lint("condition", "等。" * 50_000).hard) == 50_000
    assert len(lint("condition", "有关" * 50_000 + "1" * 50_000).hard) == 0
    assert len(lint("material_note", "提交" * 50_000).soft) == 0
