"""Signing in and out of staff, second factor, choice of post (登录)."""
