"""Work orders at the office: what waits for whom, one order with its steps, one that is written down, errors found in guides."""
