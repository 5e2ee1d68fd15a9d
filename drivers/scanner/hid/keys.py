"""The keys of a US keyboard by their Linux codes, there and back, as scanners type them.

Source: linux/input-event-codes.h; scanners are set to the US layout when they leave the factory.
"""

from typing import Final

ENTER: Final = 28
TAB: Final = 15
KEYPAD_ENTER: Final = 96
SUFFIXES: Final = {ENTER: "\r", TAB: "\t", KEYPAD_ENTER: "\r"}
SHIFTS: Final = frozenset({42, 54})
ALTS: Final = frozenset({56, 100})
SHIFT: Final = 42
ALT: Final = 56

_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
PLAIN: Final = {first + at: sign for first, plain, _ in _ROWS for at, sign in enumerate(plain)}
SHIFTED: Final = {first + at: sign for first, _, shifted in _ROWS for at, sign in enumerate(shifted)}

KEYPAD: Final = dict(zip((82, 79, 80, 81, 75, 76, 77, 71, 72, 73), "0123456789", strict=True))
"""Digits of the number pad."""

_GBK_FROM: Final = 0xA000


def alt_sign(digits: str) -> str:
    """What Alt and digits on the number pad stand for; "" for nothing.

    Scanners send the number of a sign in Unicode or in GBK; above 9FFFh no Chinese sign of Unicode is left,
    and the 6763 common ones of GBK begin at B0A1h.
    """
    number = int(digits[:6]) if digits.isdecimal() else 0
    if 0x20 <= number < 0x100:
        return chr(number)
    if _GBK_FROM <= number <= 0xFEFE:
        return number.to_bytes(2).decode("gbk", "replace")
    return chr(number) if 0x100 <= number < _GBK_FROM else ""
