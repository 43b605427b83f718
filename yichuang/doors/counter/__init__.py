"""The window: intake, one-time notice, papers (综合窗口)."""
