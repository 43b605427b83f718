"""Organisations, persons, posts, delegations, sign-in (机构、人员与岗位)."""
