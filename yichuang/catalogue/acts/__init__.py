"""The acts of the catalogue, in the order of a version's life: draft, submit, publish, retire; import; the written lists."""

from yichuang.catalogue.acts.bundle_versions import (
    draft_bundle,
    drop_bundle,
    hand_back_bundle,
    keep_bundle,
    publish_bundle,
    retire_bundle,
    submit_bundle,
)
from yichuang.catalogue.acts.drafting import draft, drop_draft, hand_back, keep_draft, submit
from yichuang.catalogue.acts.importing import ImportRefused, import_
from yichuang.catalogue.acts.lists import authorise, end_entrustment, entrust, revoke
from yichuang.catalogue.acts.places import settle_department
from yichuang.catalogue.acts.publishing import answer_basis, name, publish, reside, retire
from yichuang.catalogue.acts.turns import NotReady
from yichuang.catalogue.acts.words import count_searches, equate, settle_search

__all__ = [
    "ImportRefused", "NotReady", "answer_basis", "authorise", "count_searches", "draft", "draft_bundle", "drop_bundle", "drop_draft", "end_entrustment",
    "entrust", "equate", "hand_back", "hand_back_bundle", "import_", "keep_bundle", "keep_draft", "name", "publish", "publish_bundle", "reside", "retire",
    "retire_bundle", "revoke", "settle_department", "settle_search", "submit", "submit_bundle",
]  # fmt: skip
