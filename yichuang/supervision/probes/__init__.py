"""One file for each rule: RULE, NAME, CARD, BASIS, HOP, APPEAL; `find` says in SQL whom time alone may have made late, `judge`
decides on a story. Whoever was touched by an act is judged by all of them anyway, so `find` is None for what only acts can do.
"""
