"""Issue 4: the API plans every packaged bundle as `yichuang plan` does, for the first and the last way through its questions."""

import argparse
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests import town as towns
from yichuang.catalogue import seed
from yichuang.doors.keeper.commands import plan as command
from yichuang.people import tokens
from yichuang.people.models import Integrator, Token

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("end", [0, -1], ids=["first", "last"])
def test_the_plan_over_the_api_is_the_one_of_the_command(capsysbinary: Any, end: int) -> None:
    town, raw = towns.build(), tokens.make()
    town.bundle(*(record["id"] for record in seed.bundles()))
    Token.objects.create(
        integrator=Integrator.objects.create(region=towns.REGION, name="示例系统"), person=town.people["lin"], post=town.posts["lin"],
        digest=tokens.digest_of(raw), hint=raw[:8], made_at=towns.MONDAY,
    )  # fmt: skip
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers(required=True))
    for record in seed.bundles():
        answers = [f"{q['key']}={q['options'][end]['value']}" for q in record["scenarios"]]
        words = ["plan", record["id"], "--start", "2026-03-02", "--json"]
        args = parser.parse_args([*words, "--answer", *answers] if answers else words)
        assert args.run(args) == 0
        query = urlencode({"start": "2026-03-02", "answer": answers}, doseq=True)
        told = Client().get(
            f"/api/v1/bundles/{record['id']}/plan?{query}", headers={"Authorization": f"Bearer {raw}"}
        )
        assert told.json() == json.loads(capsysbinary.readouterr().out), record["id"]
