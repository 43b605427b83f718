"""The verbs of the room: work orders, their call-back, errors found in guides."""

from yichuang.complaints.acts.desk import dispatch, extend, pass_out, remind, reveal, take_over
from yichuang.complaints.acts.ending import call_back, close, rate_answer, reopen, withdraw
from yichuang.complaints.acts.flaws import answer_flaw, find_flaw, mend_flaw, take_flaw
from yichuang.complaints.acts.intake import attach, receive
from yichuang.complaints.acts.redating import redate
from yichuang.complaints.acts.unit import answer, ask_extension, assist, give_back, record_handling, sign_for

__all__ = [
    "answer", "answer_flaw", "ask_extension", "assist", "attach", "call_back", "close", "dispatch", "extend", "find_flaw", "give_back", "mend_flaw",
    "pass_out", "rate_answer", "receive", "record_handling", "redate", "remind", "reopen", "reveal", "sign_for", "take_flaw", "take_over", "withdraw",
]  # fmt: skip
