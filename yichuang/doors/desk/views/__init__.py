"""The desk: list and case, the judging, the smaller acts, acceptance by the department, many at once."""
