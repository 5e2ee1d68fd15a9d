"""Masking at the source: what a screen others can see may show of a person."""

MOST_STARS = 3


def mask_name(name: str) -> str:
    """Two characters keep the first, longer names the first and the last; not how long a name is."""
    if len(name) < 2:
        return "*"
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * min(MOST_STARS, len(name) - 2) + name[-1]


def mask_number(number: str) -> str:
    """The first three and the last four, enough to compare with the bill in one's hand."""
    if len(number) <= 7:
        return "*" * (len(number) - 2) + number[-2:]
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def mask_code(code: str) -> str:
    """The last four digits of a recharge card's code, nothing of what cannot be one."""
    if len(code) <= 8 or not (code.isascii() and code.isdigit()):
        return "*" * len(code)
    return "*" * (len(code) - 4) + code[-4:]
