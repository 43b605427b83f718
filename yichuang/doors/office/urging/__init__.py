"""Cards and orders at the office: lists, one card, one order, the forms behind their buttons."""
