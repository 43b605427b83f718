"""A bulletin (通报) as the office and the public read it: page and PDF say the same."""

from typing import Any

from django.http import HttpResponse

from yichuang.figures.models import Bulletin
from yichuang.figures.registry import INDICATORS, NO_RECORD, NO_SOURCE
from yichuang.ground.pdf import Sheets
from yichuang.law.figures import FEW, UNITS, few

SILENT = frozenset(one.name for one in INDICATORS if one.missing)
OF_PERSONS = frozenset(one.name for one in INDICATORS if one.persons)


def told(row: Bulletin) -> dict[str, Any]:
    """Return what its page says."""
    content = row.told()
    lines = [_line(*figure) for figure in content["figures"]]
    return {"row": row, "lines": lines, "content": content, "title": title(row)}


def _line(name: str, unit: str, part: Any, whole: Any, rows: int | None, text: str | None) -> dict[str, str]:
    """A figure in words; a bulletin is for everybody, so few people are hidden in it."""
    if text is None:
        return {"name": name, "value": NO_SOURCE if name in SILENT else NO_RECORD, "of": ""}
    if name in OF_PERSONS and few(rows):
        return {"name": name, "value": f"不到{FEW}件，不公布", "of": ""}
    return {"name": name, "value": f"{text}{UNITS[unit]}", "of": f"{part}/{whole}"}


def title(row: Bulletin) -> str:
    """Return its title."""
    kind = "季度" if "Q" in row.period.name else "月度"
    return f"{row.period.name}政务服务{kind}通报"


def pdf(row: Bulletin) -> HttpResponse:
    """Return it as PDF."""
    said, sheets = told(row), Sheets()
    sheets.say(said["title"], "title", middle=True)
    sheets.say(row.number, middle=True)
    sheets.say(row.words)
    sheets.say("各项指标", "heading")
    sheets.table(["指标", "数值", "分子/分母"], [[line["name"], line["value"], line["of"]] for line in said["lines"]], [5, 2, 2])  # fmt: skip
    content = said["content"]
    if content["ranking"]:
        sheets.say(f"部门排名（{content['scheme']}）", "heading")
        sheets.table(["名次", "部门", "得分"], [[str(place), who, score] for place, who, score in content["ranking"]], [1, 5, 2])  # fmt: skip
    if content["talks"]:
        sheets.say(f"连续两个季度末位，约谈主要负责人、调整首席代表：{'、'.join(content['talks'])}。")
    if content["corrections"]:
        sheets.say(f"以前各期有{len(content['corrections'])}个数迟到更正，写在数据包里。")
    sheets.say(f"{row.issued_on.year}年{row.issued_on.month}月{row.issued_on.day}日")
    sheets.say(f"数据摘要（SM3）：{content['digest']}", "small")
    answer = HttpResponse(sheets.done(said["title"]), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="bulletin-{row.period.name}.pdf"'
    return answer
