"""Speed, measured as ratios to a hand-written SQL floor in the same run. `make bench`; never a test."""
