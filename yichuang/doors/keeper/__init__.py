"""The night watch: commands, loops; the clock enters here (值守)."""
