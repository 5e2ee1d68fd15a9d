"""What ID-003 frames mean, by who sends them: 40 to 45 are commands from the host and states from the unit.

Pure. The codes are those on which the public implementations agree (TerminalClient, Portalum.Id003,
JCMBillAcceptorID003); the maker's own document is not public.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import Final

import msgspec

from drivers.cash.id003.frames import Frame
from drivers.cash.port import RefusalReason
from drivers.events import Identity


class Ask(IntEnum):
    """What a host may send."""

    STATUS = 0x11
    RESET = 0x40
    STACK1 = 0x41
    """Vend valid is said as soon as the note has passed the stacker's lever."""
    STACK2 = 0x42
    """Vend valid is said when the note lies in the cash box."""
    RETURN = 0x43
    HOLD = 0x44
    """Keep the note in escrow for another ten seconds."""
    WAIT = 0x45
    ACK = 0x50
    GET_DENOMINATIONS = 0x80
    GET_SECURITY = 0x81
    GET_COMM_MODE = 0x82
    GET_INHIBIT = 0x83
    GET_DIRECTION = 0x84
    GET_OPTIONAL_FUNCTIONS = 0x85
    GET_BARCODE_FUNCTION = 0x86
    GET_BARCODE_INHIBIT = 0x87
    GET_VERSION = 0x88
    GET_BOOT_VERSION = 0x89
    GET_CURRENCY = 0x8A
    SET_DENOMINATIONS = 0xC0
    """Two bytes; a bit that is 1 switches its denomination off, the lowest is escrow code 61."""
    SET_SECURITY = 0xC1
    SET_COMM_MODE = 0xC2
    SET_INHIBIT = 0xC3
    SET_DIRECTION = 0xC4
    SET_OPTIONAL_FUNCTIONS = 0xC5
    SET_BARCODE_FUNCTION = 0xC6
    SET_BARCODE_INHIBIT = 0xC7


class State(IntEnum):
    """What a unit may be in, answered to `Ask.STATUS`."""

    IDLE = 0x11
    ACCEPTING = 0x12
    ESCROW = 0x13
    STACKING = 0x14
    VEND_VALID = 0x15
    """The note is the machine's; said until the host acknowledges it."""
    STACKED = 0x16
    REJECTING = 0x17
    RETURNING = 0x18
    HOLDING = 0x19
    DISABLED = 0x1A
    INITIALISE = 0x1B
    POWER_UP = 0x40
    POWER_UP_BILL_IN_ACCEPTOR = 0x41
    POWER_UP_BILL_IN_STACKER = 0x42
    STACKER_FULL = 0x43
    STACKER_OPEN = 0x44
    JAM_ACCEPTOR = 0x45
    JAM_STACKER = 0x46
    PAUSE = 0x47
    """Another note was pushed in too early."""
    CHEATED = 0x48
    FAILURE = 0x49
    COMM_ERROR = 0x4A
    INVALID_COMMAND = 0x4B


STATES: Final = frozenset(State)
POWER_UPS: Final = frozenset(
    {State.POWER_UP, State.POWER_UP_BILL_IN_ACCEPTOR, State.POWER_UP_BILL_IN_STACKER}
)

ACCEPT_ON: Final = Frame(Ask.SET_INHIBIT, b"\x00")
ACCEPT_OFF: Final = Frame(Ask.SET_INHIBIT, b"\x01")
LOW_SECURITY: Final = Frame(Ask.SET_SECURITY, bytes(2))
POLLED: Final = Frame(Ask.SET_COMM_MODE, b"\x00")
ALL_DIRECTIONS: Final = Frame(Ask.SET_DIRECTION, b"\x00")
POWER_RECOVERY: Final = Frame(Ask.SET_OPTIONAL_FUNCTIONS, b"\x02\x00")

ESCROW_CODES: Final = range(0x61, 0x69)
BARCODE: Final = 0x6F
"""In place of an escrow code: a ticket with a barcode, which is no money here."""

REJECT_REASONS: Final[Mapping[int, tuple[str, RefusalReason]]] = {
    0x71: ("insertion", RefusalReason.INVALID_NOTE),
    0x72: ("magnetic", RefusalReason.INVALID_NOTE),
    0x73: ("note left in head", RefusalReason.TRANSPORT_FAILURE),
    0x74: ("calibration", RefusalReason.INVALID_NOTE),
    0x75: ("conveying", RefusalReason.TRANSPORT_FAILURE),
    0x76: ("discrimination", RefusalReason.INVALID_NOTE),
    0x77: ("photo pattern", RefusalReason.INVALID_NOTE),
    0x78: ("photo level", RefusalReason.INVALID_NOTE),
    0x79: ("inhibited", RefusalReason.VALUE_NOT_ENABLED),
    0x7B: ("operation", RefusalReason.TRANSPORT_FAILURE),
    0x7C: ("note left in transport", RefusalReason.TRANSPORT_FAILURE),
    0x7D: ("length", RefusalReason.INVALID_NOTE),
    0x7E: ("colour", RefusalReason.INVALID_NOTE),
}
"""The maker's word and ours. 7A, 7F, 98 and 9B are said to exist, too; nobody says what they mean."""

FAILURES: Final[Mapping[int, str]] = {
    0xA2: "stack motor",
    0xA5: "transport motor speed",
    0xA6: "transport motor",
    0xA7: "aligning motor",
    0xAB: "cash box not ready",
    0xAC: "optical sensor",
    0xAD: "magnetic sensor",
    0xAF: "validation head removed",
    0xB0: "boot ROM",
    0xB1: "external ROM",
    0xB2: "ROM",
    0xB3: "external ROM writing",
}
CASH_BOX_NOT_READY: Final = 0xAB
"""Passes by itself: busy, not a fault."""


class Denomination(msgspec.Struct, frozen=True):
    """One line of the currency table. `country` is the maker's own number; `face` is in its main unit."""

    country: int
    face: int


class NoCurrency(Exception):
    """The unit's currency table cannot be used; says why, for an engineer."""


def currency_table(data: bytes) -> dict[int, Denomination]:
    """Escrow code to denomination. Items are code, country, value, power of ten; a value of 0 is unused.

    Raises `NoCurrency` for what is no such table.
    """
    if len(data) % 4:
        raise NoCurrency(f"a currency table of {len(data)} bytes is not made of items of four")
    table: dict[int, Denomination] = {}
    for start in range(0, len(data), 4):
        code, country, value, exponent = data[start : start + 4]
        if value == 0:
            continue
        if code not in ESCROW_CODES or code in table or exponent > 6:
            raise NoCurrency(f"the currency table has an impossible item {data[start : start + 4].hex(' ')}")
        table[code] = Denomination(country, value * 10**exponent)
    return table


def values_fen(table: Mapping[int, Denomination], country: int | None) -> dict[int, int]:
    """Escrow code to fen, of the notes of `country`; None takes the one country the table speaks of.

    Raises `NoCurrency` where that leaves nothing, or where several countries leave it open.
    """
    countries = {denomination.country for denomination in table.values()}
    if country is None:
        if len(countries) > 1:
            listed = ", ".join(f"{each:02X}" for each in sorted(countries))
            raise NoCurrency(f"the unit knows notes of several countries ({listed}): set `country_code`")
        country = next(iter(countries), None)
    found = {code: each.face * 100 for code, each in table.items() if each.country == country}
    if not found:
        wanted = "any country" if country is None else f"country {country:02X}"
        raise NoCurrency(f"the unit knows no note of {wanted}: check its note data and `country_code`")
    return found


def switched_off(codes: Mapping[int, int], wanted_fen: frozenset[int]) -> Frame:
    """The setting that leaves only the wanted notes on."""
    on = sum(1 << code - ESCROW_CODES.start for code, value_fen in codes.items() if value_fen in wanted_fen)
    return Frame(Ask.SET_DENOMINATIONS, bytes([~on & 0xFF, 0xFF]))


_PROTOCOL_WORD: Final = re.compile(r"\b(ID-?003|BDP|OP003)", re.IGNORECASE)
_LONGEST_WORDS: Final = 60


def identity(version: bytes) -> Identity:
    """Who a unit says it is: "U(CHN)-24-SS ID003-05V1.10-33 23MAY08 1A2B" and the like.

    The makers write this text in several dialects and it decides nothing, so every text will do: what
    stands before the protocol's name is the model, the rest is the firmware.
    """
    text = "".join(chr(byte) if 0x20 <= byte < 0x7F else " " for byte in version)
    text = " ".join(text.split())[:_LONGEST_WORDS]
    protocol = _PROTOCOL_WORD.search(text)
    at = protocol.start() if protocol else -1
    model = text[:at].strip(" -,") if at > 0 else text.partition(" ")[0]
    firmware = text[at:] if at > 0 else text.partition(" ")[2]
    return Identity(model=model, firmware=firmware)
