"""Pages of the catalogue's desk: parse, one act, answer."""
