"""Every setting is documented, and an unknown one is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tools.settings_page import PAGE, page
from yichuang.settings import Deployment, read_environment


@pytest.mark.parametrize("name", sorted(Deployment.model_fields))
def test_a_setting_says_what_it_is(name):
    assert Deployment.model_fields[name].description


def test_the_page_of_settings_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: .venv/bin/python -m tools.settings_page"


def test_an_unknown_setting_is_refused_with_the_known_ones():
    with pytest.raises(ImproperlyConfigured, match=r"YICHUANG_HOMEE.*YICHUANG_HOME"):
        read_environment({"YICHUANG_HOMEE": "x"})


def test_a_wrong_value_is_refused_by_name():
    with pytest.raises(ImproperlyConfigured, match="YICHUANG_IDLE_MINUTES"):
        read_environment({"YICHUANG_IDLE_MINUTES": "1"})
