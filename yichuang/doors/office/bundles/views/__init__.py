"""The pages of the desk for bundles."""
