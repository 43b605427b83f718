"""Doors: one per audience. A door parses, calls one act and answers."""
