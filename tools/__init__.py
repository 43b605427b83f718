"""Set-up, checks and the pages made from code."""
