"""The applicant's own room: sign-in, cases, bodies, agents, messages (我的空间)."""
