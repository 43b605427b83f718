"""Made-up contents for the pattern page: every shared part once."""

from datetime import date
from typing import Any

from django import forms


class Sample(forms.Form):
    """A field of each kind; bound with mistakes, it shows the error summary and the inline errors."""

    phone = forms.CharField(
        label="手机号码",
        help_text="办好了发短信告诉您",
        error_messages={"required": "请填写手机号码"},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    note = forms.CharField(label="想说明的情况", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    street = forms.ChoiceField(label="哪个街道", choices=[("1", "平江街道"), ("2", "双塔街道")])
    place = forms.ChoiceField(
        label="在哪里经营？",
        help_text="问这个，是因为门店、摊点和网店要的材料不一样",
        choices=[
            ("shop", "固定门店"),
            ("stall", "流动摊点"),
            ("web", "只在网上卖，没有门店"),
            ("unsure", "我不确定"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择在哪里经营"},
    )
    agree = forms.BooleanField(label="我填的内容和交的材料是真实的", required=False)


MATERIALS = [
    {
        "id": "m1",
        "name": "食品经营许可申请书",
        "source": "系统生成",
        "state": "waived",
        "why": "系统按您的回答生成",
    },
    {"id": "m2", "name": "营业执照", "source": "电子证照", "state": "waived", "why": "从电子证照库调取"},
    {
        "id": "m3",
        "name": "经营场所平面图",
        "source": "自备",
        "state": "open",
        "current": True,
        "form": "原件",
        "copies": 1,
        "note": "标出每个房间的长和宽，手绘也行",
        "sample_href": "#sample",
    },
    {
        "id": "m4",
        "name": "食品安全管理制度文本",
        "source": "自备",
        "state": "fix",
        "word": "要补：过了有效期",
        "form": "复印件",
        "copies": 1,
        "why": "缺“从业人员健康管理”一章。照样本第3项补上",
    },
    {
        "id": "m5",
        "name": "房屋租赁合同",
        "source": "自备",
        "state": "gap",
        "word": "容缺：12月3日",
        "form": "复印件",
        "copies": 1,
    },
    {"id": "m6", "name": "从业人员健康证明", "source": "部门核验", "state": "ok"},
    {"id": "m7", "name": "委托书", "source": "自备", "state": "off"},
]
CHARTS = [
    {
        "id": "where", "kind": "stack", "title": "哪个部门慢", "sentence": "卫生健康局有1件超期。", "described": "两个部门在办件的剩余时限：市场监督管理局超期0件、1天内4件、更多52件；卫生健康局超期1件、1天内3件、更多30件。",
        "first": "部门", "columns": [{"name": "超期", "tone": "over"}, {"name": "1天内", "tone": "soon"}, {"name": "2到3天", "tone": "near"}, {"name": "更多", "tone": "more"}],
        "rows": [{"name": "卫生健康局", "href": "#w", "values": [{"number": 1, "href": "#w1"}, 3, 9, 30]}, {"name": "市场监督管理局", "values": [0, 4, 18, 52]}],
    },
    {
        "id": "when", "kind": "lines", "title": "什么时候挤", "sentence": "10点收件最多，8件。", "described": "每小时收件和受理：9点收5件、受理4件；10点收8件、受理6件；11点收3件、受理5件。",
        "first": "几点", "columns": [{"name": "收件", "tone": "first"}, {"name": "受理", "tone": "second"}],
        "rows": [{"name": "9点", "values": [5, 4]}, {"name": "10点", "values": [8, 6]}, {"name": "11点", "values": [3, 5]}],
    },
]  # fmt: skip
ROWS = [
    {"id": "c1", "href": "#c1", "days": -1, "due": date(2026, 11, 20), "item": "公共场所卫生许可（延续）", "who": "李秀英", "number": "000141", "stage": "审查", "card": "red"},
    {"id": "c2", "href": "#c2", "days": 1, "due": date(2026, 11, 24), "item": "食品经营许可（新办）", "who": "示例区鑫味餐饮有限公司", "number": "000137", "stage": "审查", "card": "yellow", "current": True},
    {"id": "c3", "href": "#c3", "days": 3, "due": date(2026, 11, 26), "item": "食品经营许可（变更）", "who": "平江面馆", "number": "000139", "stage": "审查"},
    {"id": "c4", "href": "#c4", "days": None, "due": None, "item": "食品经营许可（新办）", "who": "阿卜杜热西提·阿卜杜克热木", "number": "000122", "stage": "专家评审"},
]  # fmt: skip


def samples() -> dict[str, Any]:
    """Return the context of the pattern page."""
    return {
        "form": Sample(),
        "wrong": Sample({"note": "", "street": "1"}, auto_id="wrong_%s"),
        "materials": MATERIALS,
        "rows": ROWS,
        "day": date(2026, 11, 27),
        "tasks": [
            {"name": "核对经营者信息", "href": "#t1", "state": "done"},
            {"name": "上传经营场所平面图", "href": "#t2", "state": "new"},
            {"name": "上传食品安全管理制度", "href": "#t3", "state": "half"},
            {"name": "核对并提交", "state": "later"},
        ],
        "answers": [
            {"label": "姓名", "value": "欧阳建国", "tag": "已从电子证照预填"},
            {"label": "证件号码", "value": "189901 ******** 2814"},
            {"label": "手机", "value": "138 0000 0000", "href": "#phone"},
            {"label": "经营场所平面图", "value": "平面图.pdf，1.2 MB", "href": "#plan", "action": "更换"},
        ],
        "events": [
            {"what": "已提交", "when": "2026年11月21日（周六）10:02", "state": "past"},
            {"what": "市场监管局告诉您是否受理", "when": "2026年11月27日（周五）前", "state": "now"},
            {"what": "受理后5个工作日内办结"},
            {"what": "决定后1个工作日内送到窗口，再寄出"},
        ],
        "person": {
            "name": "欧阳建国", "sex": "男", "checked": "人证一致", "number": "189901198803072814", "address": "示例区平江街道梧桐巷12号",
            "licences": ["居民身份证，部门核发", "居民户口簿，部门核发", "营业执照（鑫味餐饮），部门核发"], "history": "近一年2件", "open_cases": 0,
        },
        "ticket": {"current": "A027", "waiting": 6, "held": 1, "minutes": "00:41"},
        "steps": [{"name": "读证", "state": "done"}, {"name": "选事项", "state": "done"}, {"name": "问情形", "state": "done"},
                  {"name": "核材料", "state": "now"}, {"name": "出凭证"}],
        "rules": [{"label": "受理条件", "value": "有营业执照；场所已确定"}, {"label": "法定时限", "value": "20个工作日"},
                  {"label": "承诺时限", "value": "5个工作日"}, {"label": "收费", "value": "不收费"}, {"label": "审查", "value": "市场监管局食品科"}],
        "reasons": [{"value": "missing", "label": "没带", "sentence": "没有交经营场所平面图。请交原件1份"}, {"value": "unclear", "label": "不清楚"},
                    {"value": "unsigned", "label": "没签字或没盖章"}, {"value": "expired", "label": "过期"}, {"value": "differs", "label": "不一致"},
                    {"value": "lacking", "label": "缺内容"}, {"value": "other", "label": "写明别的原因"}],
        "scenario": [{"value": "s", "label": "不满50平方米"}, {"value": "m", "label": "50到150平方米"}, {"value": "l", "label": "超过150平方米"}],
        "chips": [{"name": "全部", "count": 12, "href": "?f=all", "current": True}, {"name": "超期", "count": 1, "href": "?f=over", "kind": "err"},
                  {"name": "剩1天", "count": 2, "href": "?f=soon", "kind": "warn"}, {"name": "市场监管局", "href": "?f=", "count": None, "removable": True}],
        "points": [{"id": "p1", "text": "执照经营范围含“餐饮服务”", "state": "yes", "by": "系统核验"}, {"id": "p2", "text": "平面图有尺寸和比例", "state": "yes", "by": "赵青"},
                   {"id": "p3", "text": "制度文本含7项必备内容", "state": "no", "by": "赵青", "why": "缺从业人员健康管理，第十二条"},
                   {"id": "p4", "text": "操作间与污染源距离不小于25米", "current": True}],
        "phrases": ["符合《食品经营许可审查通则》第十一条，建议准予。", "现场与平面图一致。"],
        "charts": CHARTS,
        "kpis": [{"name": "红牌", "card": "red", "number": 3, "note": "超期没办", "href": "#red"}, {"name": "黄牌", "card": "yellow", "number": 11, "note": "将超期", "href": "#yellow"},
                 {"name": "今日受理", "number": 412, "note": "比上周六多6%", "href": "#today"}, {"name": "按时办结率", "number": "99.2%", "note": "近30天", "href": "#ontime"},
                 {"name": "一次办成率", "number": "91.4%", "note": "目标90%", "href": "#once"}, {"name": "差评待整改", "number": 2, "note": "最早剩9天", "href": "#bad"}],
        "changes": [{"element": "承诺时限", "old": "7个工作日", "new": "5个工作日"}, {"element": "材料4", "old": "房产证或租赁合同", "new": "场地使用证明", "worse": "比旧版模糊"},
                    {"element": "审查要点3"}],
        "findings": [{"words": "等相关材料", "repair": "说不清要交什么。逐份列出，或删去", "rule": "用词第1条"}, {"words": "以上", "repair": "没写含不含", "rule": "用词第31条", "soft": True}],
        "files": [{"name": "平面图.pdf", "size": 1258291, "pages": 2, "remove_href": "#remove"}],
        "options": [{"value": "1", "text": "食品经营许可", "note": "市场监管局，5个工作日"}, {"value": "2", "text": "食品生产许可", "note": "市场监管局，10个工作日"}],
        "numbers": [{"label": "申请编号", "value": "189901-20261121-000137"}, {"label": "查询码", "value": "7K4M-29PX"}],
        "effects": ["申请人收到决定书和理由", "60日内可以申请行政复议"],
        "areas": [{"name": "接件", "href": "#a1", "current": True}, {"name": "流转", "href": "#a2", "count": 12}, {"name": "限时", "href": "#a3"},
                  {"name": "出证", "href": "#a4", "count": 3}, {"name": "督办", "href": "#a5"}, {"name": "评价", "href": "#a6"}],
    }  # fmt: skip
