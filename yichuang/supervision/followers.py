"""What supervision does when something is on record or due."""

from yichuang.journal import streams
from yichuang.journal.errands import HANDLERS
from yichuang.journal.sweeps import FOLLOWING, SWEEPS, daily
from yichuang.supervision import escalating, feeding, sweeping, weekly

streams.PAPERS.append(escalating.printed)
SWEEPS["cards"] = sweeping.nightly
SWEEPS["orders"] = escalating.run
FOLLOWING["cards"] = sweeping.follow
HANDLERS["overseer"] = feeding.feed
SWEEPS["letters"] = daily("letters", weekly.run)
