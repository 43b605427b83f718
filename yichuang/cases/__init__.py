"""The case: receive, accept, review, decide, hand over (办件)."""
