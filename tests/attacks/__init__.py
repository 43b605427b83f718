"""Attacks tried on the real doors (issue 3, Shows 5): none succeeds, each that is plainly one is on record."""
