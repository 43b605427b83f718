"""Figures at the office: the registry, a period, bulletins, appraisal sheets, outside assessments."""
