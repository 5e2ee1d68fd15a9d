"""How the bench hides what people's codes say."""

from drivers.numbers import CitizenNumber, citizen_number

_SHOWN = 2


def masked_code(text: str) -> str:
    """The first two characters: enough to tell one kind of code from another, too few to use it."""
    return text[:_SHOWN] + "*" * max(0, len(text) - _SHOWN)


def without_citizen_number(text: str) -> str:
    """`text`, masked where it is a person's citizen number; other codes are what the technician came for."""
    return masked_code(text) if isinstance(citizen_number(text), CitizenNumber) else text
