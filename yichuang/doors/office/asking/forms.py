"""The forms of questions: one written down for a caller, one handed over."""

from typing import Any

from django import forms

from yichuang.doors.fields import line, offer, pick
from yichuang.journal.actor import Actor
from yichuang.law.asking import SOURCES
from yichuang.people.models import Organisation, Post

BY_STAFF = ("guide", "phone", "window", "callback")


def words(
    label: str, longest: int, *, required: bool = True, hint: str = "", rows: int = 4
) -> forms.CharField:
    """Return a field of several lines."""
    told = {"required": f"没填{label}", "max_length": f"{label}最长{longest}个字"}
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=hint, error_messages=told, widget=box
    )


class NewForm(forms.Form):
    """A question that somebody asks at the guide desk, a window or by telephone."""

    source = forms.ChoiceField(
        label="从哪里问的", choices=[pair for pair in SOURCES if pair[0] in BY_STAFF], initial="guide", widget=forms.RadioSelect,
    )  # fmt: skip
    about = line("问什么", 60, hint="一句话，例如“开小饭馆要多大面积”")
    text = words("说得细一点", 1000, required=False)
    item = line("哪个事项", 200, required=False, hint="写事项全名；不知道就空着")
    caller = line("怎么称呼", 50, required=False)
    phone = line("电话", 20, required=False, hint="要回电、要发短信才留")
    department = pick("请哪个部门答", required=False, hint="空着就由事项的部门答；没有事项的由您答")
    answer = words("当场答了什么", 1000, required=False, hint="当场答了就写在这里，不用再跟")


class KnownForm(forms.Form):
    """An answer for everybody."""

    question = line("问", 120, hint="照大家的说法写")
    answer = words("答", 1000, rows=6, hint="写明数字、单位、条款；不写任何人的姓名和号码")
    basis = line("依据的文件和条款", 200)
    keywords = line("别的说法", 200, required=False, hint="用空格隔开")


class NewKnownForm(KnownForm):
    """A new answer, with what it is about."""

    item = line("哪个事项", 200, required=False, hint="写事项全名；不针对事项就空着")
    department = pick("归哪个部门管", required=False, hint="空着就归事项的部门，或者归您的部门")


class HandOverForm(forms.Form):
    """Another body or post answers from here."""

    department = pick("转给哪个部门", required=False)
    post = pick("转给哪个岗位", required=False, hint="空着就由这个部门的岗位答")
    outside = line("转到外单位", 60, required=False, hint="例如12345；转出以后这里就结束")
    reason = words("为什么转", 200, rows=2)


def fill(form: forms.Form, actor: Actor) -> None:
    """Let the form offer the bodies and posts of the region."""
    bodies = Organisation.objects.filter(
        region=actor.region, valid_to=None, kind__in=["department", "centre", "town"]
    )
    rows: dict[str, Any] = {"department": bodies.order_by("kind", "name").values_list("pk", "name")}
    if "post" in form.fields:
        posts: Any = Post.objects.filter(
            region=actor.region, closed_on=None, kind__in=ANSWERING
        ).select_related("organisation")
        rows["post"] = [(post.pk, str(post)) for post in posts.order_by("organisation__name", "pk")]
    offer(form, **rows)


ANSWERING = ("clerk", "issue", "guide", "reviewer", "approver", "chief", "head", "supervisor")
