"""What is being filled in before there is a case: drafts, filled forms, signatures (网上草稿)."""
