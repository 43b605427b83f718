"""One thing: one form, many items, one progress (一件事)."""
