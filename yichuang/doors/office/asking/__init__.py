"""Questions at the office: what is to be answered, one question, one that is written down for a caller."""
