"""Fees: a bill of a case, attempts to pay it, postage settled by the month (缴费)."""
