"""The same acts for machines (开放接口)."""
