"""People, posts and halls in the office."""
