"""Papers handed in: judged, waived, missing, files (材料与补正)."""
