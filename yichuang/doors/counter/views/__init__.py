"""The views of the window: the bench and its moves, the ways out, cases on file, what devices send."""
