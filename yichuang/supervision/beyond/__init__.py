"""Rules about something else than a case, one file each: RULE, NAME, CARD, BASIS, HOP, APPEAL as a probe, ABOUT and TABLE for whom, and
`judge` on the entries of one chain.
"""
