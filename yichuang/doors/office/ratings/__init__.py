"""Ratings in the office: bad ones and their mending, the indicators of a month, and one's own in bulk."""
