"""What supervision does when something is due or on record."""

from yichuang.journal import streams
from yichuang.journal.errands import HANDLERS
from yichuang.journal.sweeps import SWEEPS
from yichuang.supervision import escalating, feeding

streams.PAPERS.append(escalating.printed)
SWEEPS["orders"] = escalating.run
HANDLERS["overseer"] = feeding.feed
