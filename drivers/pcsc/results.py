"""What the PC/SC service answers when it does not do what was asked, in groups and in words.

Source: PC/SC Workgroup specification part 5 and pcsclite.h.
"""

from typing import Final

_CANCELLED: Final = 0x80100002
_INVALID_HANDLE: Final = 0x80100003
_UNKNOWN_READER: Final = 0x80100009
_SHARING_VIOLATION: Final = 0x8010000B
_NO_SMARTCARD: Final = 0x8010000C
_PROTO_MISMATCH: Final = 0x8010000F
_COMM_ERROR: Final = 0x80100013
_READER_UNAVAILABLE: Final = 0x80100017
_NO_SERVICE: Final = 0x8010001D
_SERVICE_STOPPED: Final = 0x8010001E
_NO_READERS: Final = 0x8010002E
_UNSUPPORTED_CARD: Final = 0x80100065
_UNRESPONSIVE: Final = 0x80100066
_UNPOWERED: Final = 0x80100067
_REMOVED: Final = 0x80100069
_SECURITY: Final = 0x8010006A

_IN_SERVICE: Final = "the PC/SC service does not run; install and start pcscd"
_GONE: Final = "the reader is gone; check its cable"
_WORDS: Final = {
    _NO_SERVICE: _IN_SERVICE,
    _SERVICE_STOPPED: "the PC/SC service has stopped; start pcscd",
    _INVALID_HANDLE: "the PC/SC service has been started anew",
    _COMM_ERROR: "the PC/SC service does not answer; restart pcscd",
    _CANCELLED: "the PC/SC service was told to let go",
    _UNKNOWN_READER: _GONE,
    _READER_UNAVAILABLE: _GONE,
    _NO_READERS: _GONE,
    _SHARING_VIOLATION: "in use; stop the other program that holds the card",
    _SECURITY: "not permitted; allow the kiosk's user access to pcscd (polkit)",
}

LOST: Final = frozenset(_WORDS)
"""The reader or its service failed, not the card."""

GONE_CARD: Final = frozenset({_NO_SMARTCARD, _REMOVED})
MUTE_CARD: Final = frozenset({_PROTO_MISMATCH, _UNRESPONSIVE, _UNPOWERED, _UNSUPPORTED_CARD})


def is_one_of(group: frozenset[int], result: int) -> bool:
    """pyscard returns results with or without a sign, depending on the machine."""
    return result & 0xFFFFFFFF in group


def words_for(result: int) -> str:
    number = result & 0xFFFFFFFF
    return _WORDS.get(number, f"PC/SC result {number:08X}")
