"""The searches of the day are counted in, so that editors see what people do not find."""

from yichuang.catalogue.searches import bring_in
from yichuang.journal.sweeps import SWEEPS

SWEEPS["searches"] = bring_in
