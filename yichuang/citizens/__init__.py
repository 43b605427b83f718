"""Who applies: real-name accounts, the bodies and wards they act for, addresses, sign-in codes (办事人账户)."""
