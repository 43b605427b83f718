"""Running terms of anything: start, stop, extend; colour and turning; local numbers (工作日时限)."""
