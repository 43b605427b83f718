"""What is done with figures: periods, bulletins, appraisal sheets, outside assessments."""

from yichuang.figures.acts.assessments import answer_finding, assess, check_finding, find
from yichuang.figures.acts.bulletins import issue_bulletin
from yichuang.figures.acts.periods import close, keep_reckoning, publish, refuse
from yichuang.figures.acts.sheets import adopt_scheme, score, set_scheme

__all__ = [
    "adopt_scheme", "answer_finding", "assess", "check_finding", "close", "find", "issue_bulletin", "keep_reckoning", "publish", "refuse",
    "score", "set_scheme",
]  # fmt: skip
