"""What supervision does when something is on record or due."""

from yichuang.clock import redating
from yichuang.journal import streams
from yichuang.journal.errands import HANDLERS
from yichuang.journal.sweeps import FOLLOWING, SWEEPS, daily
from yichuang.supervision import acts, escalating, feeding, sweeping, weekly

streams.PAPERS.append(escalating.printed)
SWEEPS["cards"] = sweeping.nightly
SWEEPS["orders"] = escalating.run
FOLLOWING["cards"] = sweeping.follow
HANDLERS["overseer"] = feeding.feed
redating.WAYS["orders"] = redating.Way(acts.redate_order, escalating.waiting)
redating.WAYS["appeals"] = redating.Way(acts.redate_card, escalating.open_to_appeal)
SWEEPS["letters"] = daily("letters", weekly.run)
