"""What is done with figures: a period reckoned, closed, published; what somebody tried afterwards."""

from yichuang.figures.acts.periods import close, keep_reckoning, publish, refuse

__all__ = ["close", "keep_reckoning", "publish", "refuse"]
