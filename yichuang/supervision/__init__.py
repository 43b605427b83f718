"""The office under supervision (效能监察): cards and what follows from them."""
