"""The issue desk: results arrive, are handed over or posted (统一出件)."""
