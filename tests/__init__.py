"""The whole house under test: harness, house rules, walks."""
