"""The verbs after approval: registers, grants, draws, results."""

from yichuang.inspections.acts.drawing import abandon, commit, correct, run, unseal
from yichuang.inspections.acts.grading import (
    answer_objection,
    grade,
    mend_finding,
    raise_objection,
    regrade,
)
from yichuang.inspections.acts.grants import push, recall, redirect, sign
from yichuang.inspections.acts.registers import (
    add_line,
    assign_body,
    declare,
    end_check,
    end_interest,
    end_line,
    enter,
    list_check,
    qualify,
    release,
    strike,
)
from yichuang.inspections.acts.results import begin, publish, remind, replace, report

__all__ = [
    "abandon", "add_line", "answer_objection", "assign_body", "begin", "commit", "correct", "declare", "end_check", "end_interest", "end_line", "enter", "grade", "list_check", "mend_finding",
    "publish", "push", "qualify", "raise_objection", "recall", "redirect", "regrade", "release", "remind", "replace", "report", "run", "sign", "strike", "unseal",
]  # fmt: skip
