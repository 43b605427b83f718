"""Two hundred bad inputs, tried through every door."""
