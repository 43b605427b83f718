"""After approval at the office: grants to sign for, the three registers, draws from commitment to publication."""
