"""What happens to a draft: begun, kept page by page, brought to a new version, dropped, handed in with its signature."""

from yichuang.drafts.acts.keeping import (
    Handing,
    Signing,
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
