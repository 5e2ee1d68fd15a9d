"""What a scanner sent as one code, as text; never a guess at what a broken one was."""

from typing import Final

from drivers.scanner.chinese_text import chinese_text

LONGEST_BYTES: Final = 2048
"""A code of a bill or a phone has at most some hundreds; the largest QR code of all holds 2953."""

_NOISE_AT_THE_EDGES: Final = bytes([*range(0x20), 0x7F, 0xFF])
_CONTROLS_IN_CODES: Final = frozenset("\t\x1c\x1d\x1e\x1f\x04")
"""Separators of GS1 and ISO/IEC 15434 codes."""


def code_text(data: bytes) -> str | None:
    """None where the bytes are no text: a damaged code is shown again, a repaired one may be another's."""
    text = chinese_text(data.strip(_NOISE_AT_THE_EDGES)).strip()
    if not text or "\ufffd" in text:
        return None
    broken = any((sign < " " or sign == "\x7f") and sign not in _CONTROLS_IN_CODES for sign in text)
    return None if broken else text
