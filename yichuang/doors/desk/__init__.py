"""The department's officers: review and decision (后台审批)."""
