"""What the law says: working days, terms, cards, states, powers. No Django, no clock, no ids."""


class Unlawful(ValueError):
    """Input on which the law cannot be applied at all; its text is the sentence a clerk or citizen reads."""


class BadInput(Unlawful):
    """Input that is malformed: wrong type, out of range, contradicting itself."""


class BeyondCalendar(BadInput):
    """A day before the first year of the calendar, or after the year that may still be reckoned provisionally."""
