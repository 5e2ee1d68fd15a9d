"""Numbers residents type or show: account numbers and the codes on their phones. Pure rules."""

import re

from kiosk.session.rules import NumberRule, Rules


def is_pay_code(text: str, rules: Rules) -> bool:
    """Whether `text` has the shape of a phone's payment code (devices manual, section 6.4).

    Shapes collide with identity numbers and bill codes, so only the step at hand gives meaning.
    """
    return any(re.fullmatch(code.shape, text, re.ASCII) for code in rules.phone_codes)


def is_recharge_code(text: str, digits: int) -> bool:
    """Whether `text` can be what is printed on a recharge card whose codes have `digits` digits."""
    return digits > 0 and len(text) == digits and text.isascii() and text.isdigit()


def number_fits(rule: NumberRule, digits: str) -> bool:
    """Length and check digit. True where the utility publishes no check."""
    if len(digits) != rule.digits or not (digits.isascii() and digits.isdigit()):
        return False
    if rule.check is None:
        return True
    weights = rule.check.weights
    total = sum(int(digit) * weights[i % len(weights)] for i, digit in enumerate(digits))
    return total % rule.check.modulus == 0


def grouped(digits: str, group: int) -> str:
    """Digits in groups for reading aloud and comparing: "3102 6641 0"."""
    return " ".join(digits[i : i + group] for i in range(0, len(digits), group))


def payment_reference(payment_id: str) -> str:
    """What to ask about at the counter: the first twelve signs of a payment's id, "0193 ABCD 12EF"."""
    return grouped(payment_id.replace("-", "")[:12].upper(), 4)
