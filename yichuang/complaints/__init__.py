"""Complaints: work orders of 12345 and of the hall, reports, what could not be done, errors found in the guides."""
