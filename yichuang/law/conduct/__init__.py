"""What the law says about the office's own conduct: cards, and the story of a case that they are read from."""
