"""The office's desk for bundles (一件事): list, editor, trial plan, picture, versions."""
