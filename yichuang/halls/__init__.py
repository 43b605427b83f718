"""Halls, zones, windows and who sits there (政务大厅)."""
