"""Pages of people and halls: parse, one act, answer."""
