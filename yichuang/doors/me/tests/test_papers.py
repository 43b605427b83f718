"""One's own papers: what is on file, what was retrieved, and taking back what one does not want any more."""

from django.test import Client

from tests.town import CHEN_ID
from tests.walks import papers
from yichuang.journal import stamps
from yichuang.materials.models import Earlier
from yichuang.registers.models import Consent

PAGE = "/my/papers/"


def test_the_page_says_what_is_on_file_how_far_trusted_and_what_was_retrieved(
    town, django_assert_max_num_queries
):
    papers.scene(town)
    town.licence("居民身份证")
    client = town.enter(Client())
    stamps.forget()
    with django_assert_max_num_queries(16):
        page = client.get(PAGE).content.decode()
    for words in (
        "居民身份证",
        "窗口验过原件",
        "学历证书",
        "人口基础信息库",
        "本人同意",
        "查到了",
        "为办理“社会保障卡补领”，调取您的",
    ):
        assert words in page, words
    assert CHEN_ID not in page


def test_a_paper_is_used_no_more_after_one_question(town):
    words = papers.scene(town)
    client = town.enter(Client())
    ending = f"{PAGE}earlier/{words['earlier']}/ending/"
    assert "不再重复使用“学历证书”" in client.get(ending).content.decode()
    assert client.post(ending).status_code == 302 and Earlier.objects.get().withdrawn_at
    assert (
        client.get(ending).status_code == 404 and "还没有可以再用的材料" in client.get(PAGE).content.decode()
    )


def test_a_consent_is_taken_back_after_one_question(town):
    words = papers.scene(town)
    client = town.enter(Client())
    ending = f"{PAGE}consents/{words['consent']}/ending/"
    assert client.get(ending).status_code == 200 and client.post(ending).status_code == 302
    assert Consent.objects.get().withdrawn_at and "已撤回" in client.get(PAGE).content.decode()


def test_a_stranger_signs_in_and_somebody_else_sees_nothing(town):
    words = papers.scene(town)
    assert Client().get(PAGE).status_code == 302
    wang = town.enter(Client(), town.account("王芳", "189901198501010076", phone="13900000000"))
    assert wang.get(f"{PAGE}earlier/{words['earlier']}/ending/").status_code == 404
    assert "学历证书" not in wang.get(PAGE).content.decode()
