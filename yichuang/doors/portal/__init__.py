"""The applicant's pages (网上大厅)."""
