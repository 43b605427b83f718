"""Who lives and works in the demo town. Every name is invented; numbers are synthetic (area codes beginning with 18)."""

from datetime import date
from typing import NamedTuple

from yichuang.law.identity import synthetic_resident_id, synthetic_uscc

AREA = "189901"


class Staff(NamedTuple):
    """A named person of the cast: sign-in name, name, organisation, kind of post, title."""

    username: str
    name: str
    body: str
    kind: str
    title: str


CENTRE = "示例区政务服务中心"
GOVERNMENT = "示例区人民政府"
NAMED = (
    Staff("lin", "林敏", CENTRE, "clerk", "综合窗口"),
    Staff("lan", "兰青", CENTRE, "clerk", "综合窗口"),
    Staff("ye", "叶通", CENTRE, "clerk", "跨域通办专窗"),
    Staff("fan", "范晓", CENTRE, "clerk", "综合窗口"),
    Staff("yang", "杨静", CENTRE, "issue", "统一出件"),
    Staff("dao", "陶引", CENTRE, "guide", "导办"),
    Staff("wu", "吴强", "市场监督管理局", "reviewer", "审查岗"),
    Staff("sun", "孙丽", "市场监督管理局", "approver", "审批岗"),
    Staff("qi", "祁连", "市场监督管理局", "chief", "首席代表"),
    Staff("gao", "高峰", "市场监督管理局", "head", "局长"),
    Staff("zheng", "郑勇", "消防救援大队", "reviewer", "审查岗"),
    Staff("feng", "冯涛", "消防救援大队", "approver", "审批岗"),
    Staff("tang", "唐卫", "卫生健康局", "reviewer", "审查岗"),
    Staff("bai", "白洁", "卫生健康局", "approver", "审批岗"),
    Staff("luo", "罗刚", GOVERNMENT, "government", "区长"),
    Staff("he", "何编", CENTRE, "editor", "事项管理"),
    Staff("hua", "华审", CENTRE, "editor", "事项复核"),
    Staff("guo", "郭督", CENTRE, "supervisor", "督查"),
    Staff("xi", "席统", CENTRE, "sysadmin", "系统管理员"),
    Staff("an", "安全", CENTRE, "secadmin", "安全管理员"),
    Staff("ji", "纪审", CENTRE, "audadmin", "审计管理员"),
    Staff("hu", "胡无", "", "", ""),
)
OFFICERS = ("严查", "方正明", "秦守则", "石公允", "路巡")
SURNAMES = "赵钱李周王刘陈张黄何马朱徐郭彭曾田董潘袁蔡蒋余杜叶程魏苏吕丁沈任姚卢傅钟姜崔谭廖汪陆金石戴贾韦夏邱侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万覃武戚莫孔向汤"
GIVEN = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "磊",
    "军",
    "洋",
    "艳",
    "勇",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "霞",
    "平",
    "刚",
    "桂英",
    "建华",
    "志强",
    "秀兰",
    "海燕",
    "文博",
    "雨桐",
    "子涵",
    "思远",
    "国庆",
)
# Names that most people take for a woman's: the number says so too.
WOMEN = ("芳", "娜", "敏", "静", "艳", "娟", "霞", "英", "兰", "燕", "桐", "雪", "花", "艾尼瓦尔")
UNUSUAL = (
    "欧阳建国",
    "阿卜杜热西提·买买提依明",
    "迪丽热巴·迪力木拉提·艾尼瓦尔",
    "仇𬱟",
    "㛃雪",
    "司马相如意",
    "单于飞",
    "解语花",
    "尉迟恭敬",
    "尼加提·吐尔逊·阿布都热合曼",
)
FIRMS = (
    "鑫味餐饮",
    "平江面馆",
    "云上科技",
    "瑞丰农业",
    "启明教育",
    "安居建设",
    "顺达物流",
    "康宁药房",
    "星海文化",
    "绿源环保",
    "恒通机电",
    "百味食品",
    "华茂商贸",
    "蓝湾酒店",
    "天和汽修",
)
ROADS = ("人民路", "幸福路", "平江路", "书院街", "长青路", "学府路", "滨河路", "建设路")
TOWNS = ("青禾镇", "白石镇", "柳溪街道")
VILLAGES = (("青禾镇", "桃源村"), ("柳溪街道", "书香社区"))


class Citizen(NamedTuple):
    """An invented person or firm."""

    name: str
    number: str
    kind: str
    phone: str
    address: str


def citizens(count: int = 120) -> list[Citizen]:
    """Return invented citizens, the long and rare names first."""
    made = []
    for n in range(count):
        name = UNUSUAL[n] if n < len(UNUSUAL) else SURNAMES[n * 7 % len(SURNAMES)] + GIVEN[n * 5 % len(GIVEN)]
        born = date(1940 + n * 13 % 66, 1 + n % 12, 1 + n * 7 % 28)
        made.append(
            Citizen(
                name,
                synthetic_resident_id(AREA, born, n * 2 + (not name.endswith(WOMEN))),
                "person",
                f"1380000{n:04d}",
                f"示例区{ROADS[n % len(ROADS)]}{n + 1}号",
            )
        )
    return made


def firms() -> list[Citizen]:
    """Return invented firms."""
    return [
        Citizen(
            f"示例区{name}有限公司",
            synthetic_uscc(AREA, 5000 + n),
            "body",
            f"0189-88{n:05d}",
            f"示例区{ROADS[n % len(ROADS)]}{100 + n}号",
        )
        for n, name in enumerate(FIRMS)
    ]


# Citizens with accounts; they sign in by telephone (town/accounts.py).
CHEN = Citizen(
    "陈秀英",
    synthetic_resident_id(AREA, date(1979, 5, 12), 522),
    "person",
    "13900000001",
    "示例区幸福路1号",
)
ZHOU = Citizen(
    "周敏",
    synthetic_resident_id(AREA, date(1990, 3, 8), 524),
    "person",
    "13900000002",
    "示例区人民路9号",
)
LI = Citizen(
    "李国强",
    synthetic_resident_id(AREA, date(1951, 9, 1), 527),
    "person",
    "13900000003",
    "示例区平江路8号",
)
CHILD = ("陈小雨", synthetic_resident_id(AREA, date(2019, 5, 1), 528))
