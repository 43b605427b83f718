"""The verbs after approval: registers, grants, draws, results."""

from yichuang.inspections.acts.drawing import abandon, commit, correct, run
from yichuang.inspections.acts.grants import push, redirect, sign
from yichuang.inspections.acts.registers import (
    add_line,
    assign_body,
    declare,
    end_check,
    end_interest,
    enter,
    grade,
    list_check,
    qualify,
    release,
    strike,
)
from yichuang.inspections.acts.results import begin, publish, remind, replace, report

__all__ = [
    "abandon", "add_line", "assign_body", "begin", "commit", "correct", "declare", "end_check", "end_interest", "enter", "grade", "list_check",
    "publish", "push", "qualify", "redirect", "release", "remind", "replace", "report", "run", "sign", "strike",
]  # fmt: skip
