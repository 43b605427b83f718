"""E-licences on file: issue, verify, revoke, reuse (电子证照)."""
