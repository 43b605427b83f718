"""What happens to a draft: begun, kept page by page, brought to a new version, dropped, handed in with its signature."""

from yichuang.drafts.acts.keeping import (
    Handing,
    Signing,
    acts_for,
    answer,
    begin,
    drop,
    fill,
    finish,
    hold,
    keep,
    release,
    renew,
    sweep,
)

__all__ = [
    "Handing",
    "Signing",
    "acts_for",
    "answer",
    "begin",
    "drop",
    "fill",
    "finish",
    "hold",
    "keep",
    "release",
    "renew",
    "sweep",
]
