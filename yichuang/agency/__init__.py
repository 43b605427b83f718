"""Help desk and project agents: mandates, plans, home visits (帮办代办)."""
