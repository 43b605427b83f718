"""Every act signed, timed and chained; errands that follow from it (全程留痕)."""
