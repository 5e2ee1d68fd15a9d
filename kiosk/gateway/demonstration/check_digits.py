"""Numbers of the demonstration that pass the same checks as real ones."""

from kiosk.gateway.parties.biller_rules import NumberRule

# GB 11643-1999: weights of the first seventeen digits and the check character for each remainder.
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"


def id_number(seventeen_digits: str) -> str:
    """Region, birth date and sequence with the check character of GB 11643-1999."""
    weighted = sum(int(digit) * weight for digit, weight in zip(seventeen_digits, _ID_WEIGHTS, strict=True))
    return seventeen_digits + _ID_CHECK[weighted % 11]


def account_number(rule: NumberRule, serial: int) -> str:
    """The first valid account number at or after the serial; serials ten apart and more do not meet."""
    room = rule.length - len(rule.prefix)
    while True:
        number = f"{rule.prefix}{serial:0{room}d}"
        if rule.valid(number):
            return number
        serial += 1
