"""What the keeper does when an act asked for it, and by the clock."""

from yichuang.doors import letters, orderpapers, papers
from yichuang.doors.keeper import watch
from yichuang.journal.errands import HANDLERS
from yichuang.journal.sweeps import SWEEPS

HANDLERS["freeze"] = papers.freeze
HANDLERS["freeze_letter"] = letters.freeze
HANDLERS["freeze_order"] = orderpapers.freeze
SWEEPS["bill"] = watch.bill
SWEEPS["files"] = watch.seldom(watch.tidy_files)
SWEEPS["logs"] = watch.seldom(watch.tidy_logs)
