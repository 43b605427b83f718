"""The verbs of the room: a verdict, what is done about a bad one, and what was tried that may not be."""

from yichuang.ratings.acts.mending import answer, call_back, mend, publish, remind, take_call, verify
from yichuang.ratings.acts.rating import CHANNELS, REASONS, WHOLE, WORDS_MOST, rate
from yichuang.ratings.acts.redating import redate
from yichuang.ratings.acts.reviewing import appeal, exclude, review_appeal
from yichuang.ratings.acts.tries import note_look, note_try

__all__ = [
    "CHANNELS", "REASONS", "WHOLE", "WORDS_MOST", "answer", "appeal", "call_back", "exclude", "mend", "note_look", "note_try",
    "publish", "rate", "redate", "remind", "review_appeal", "take_call", "verify",
]  # fmt: skip
