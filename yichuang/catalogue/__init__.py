"""Items and their versions: basis, conditions, materials, terms, route (事项清单)."""
