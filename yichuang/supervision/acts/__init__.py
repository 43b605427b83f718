"""The verbs of supervision: a card is issued, answered, appealed, upheld or withdrawn."""

from yichuang.supervision.acts.cards import answer, appeal, issue, uphold, withdraw

__all__ = ["answer", "appeal", "issue", "uphold", "withdraw"]
