"""The applicant's desk: drafts filled in, signed, filed, corrected (网上申请)."""
