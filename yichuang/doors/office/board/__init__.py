"""The board of supervision, its lists, the wall page."""
