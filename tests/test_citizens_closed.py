"""The two doors of citizens ask by themselves: a stranger is led to the sign-in from every address but it and a paper's code."""

import pytest
from django.test import Client

from tests.house.test_doors import address, routes

OPEN = ("my/sign-in/", "my/sign-out/", "apply/correction/", "my/awake/")
METHODS = ("get", "post")


@pytest.mark.django_db
def test_a_stranger_is_led_to_the_sign_in() -> None:
    closed = [
        route for route in routes() if route.startswith(("my/", "apply/")) and not route.startswith(OPEN)
    ]
    stranger, let_in = Client(raise_request_exception=False), []
    for route in closed:
        answers = {method: getattr(stranger, method)(address(route)) for method in METHODS}
        let_in += [
            f"{method} /{route} answered {answer.status_code}"
            for method, answer in answers.items()
            if answer.status_code != 405
            and not (answer.status_code == 302 and "/my/sign-in/" in answer["Location"])
        ]
    assert closed and not let_in, "\n".join(let_in)
