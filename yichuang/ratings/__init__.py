"""The applicant's verdict (好差评)."""
