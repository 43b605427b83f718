"""The form of an item, as an integrator reads it."""

from typing import Any

import pytest

from tests.town import Town
from yichuang.catalogue import forms

pytestmark = pytest.mark.django_db


def test_the_form_names_the_element_type_and_condition_of_every_field(ask: Any, town: Town) -> None:
    told = ask("lin", "GET", "/items/company-establishment/form").json()
    fields = {field["key"]: field for group in told["groups"] for field in group["fields"]}
    assert told["applicants"] == ["person", "body"]
    assert fields["place_address"]["when"] == {"premises": ["own", "lease"]}
    assert fields["body_uscc"]["kind"] == "body"
    assert fields["firm_kind"]["options"] == forms.library()["elements"]["firm_kind"]["options"]
    assert fields["person_name"]["locked"] is True


def test_the_form_of_no_item_is_not_there(ask: Any, town: Town) -> None:
    assert ask("lin", "GET", "/items/nothing/form").status_code == 404
