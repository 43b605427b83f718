"""The catalogue's desk in the office: find, write, check, publish items; the gate, the debts, the written lists."""
