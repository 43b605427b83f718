"""What the keeper does when an act asked for it."""

from yichuang.doors import papers
from yichuang.journal.errands import HANDLERS

HANDLERS["freeze"] = papers.freeze
