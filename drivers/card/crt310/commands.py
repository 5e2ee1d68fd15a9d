"""The CRT-310 commands and answers we use, by the names of the manual (protocol V3.0, chapters 7 and 8)."""

from typing import Final

import msgspec

from drivers.card.card_transport import Refused
from drivers.card.crt310.frames import Frame
from drivers.card.position import Position
from drivers.status import Status
from drivers.vocabulary import DeviceState

RESET_KEEP_CARD: Final = Frame(0x30, 0x30)
RESET_EJECT_FRONT: Final = Frame(0x30, 0x31)
SERIAL_NUMBER: Final = Frame(0x30, 0x3A)
STOP_AT_RADIO: Final = Frame(0x2E, 0x32)
STOP_AT_CONTACTS: Final = Frame(0x2E, 0x33)
OPEN_ENTRY: Final = Frame(0x2F, 0x33, b"\x31")
"""Front by the switch, rear closed."""
CLOSE_ENTRY: Final = Frame(0x2F, 0x31, b"\x31")
"""Front and rear closed; both stand open after a reset."""
STATUS: Final = Frame(0x31, 0x30)
CARD_TYPE: Final = Frame(0x31, 0x31)
EJECT_FRONT: Final = Frame(0x32, 0x30)
HOLD_AT_FRONT: Final = Frame(0x32, 0x31)
CAPTURE: Final = Frame(0x32, 0x33)
"""Out at the rear, released: into a box behind the unit, which has no sensor of its own."""
CONTACTS_ON: Final = Frame(0x33, 0x30)
CONTACTS_OFF: Final = Frame(0x33, 0x31)
CPU_COLD_RESET: Final = Frame(0x37, 0x30)
CPU_APDU_T0: Final = Frame(0x37, 0x31)
CPU_APDU_T1: Final = Frame(0x37, 0x32)
LAMP_ON: Final = Frame(0x46, 0x30)
LAMP_OFF: Final = Frame(0x46, 0x31)
LEND_LINE: Final = Frame(0xFA, 0x30)
"""Hand the serial line to the third-party module; the transport keeps silent."""
TAKE_LINE_BACK: Final = Frame(0xFA, 0x31)

DONE: Final = ord("Y")
NOT_DONE: Final = ord("N")
NO_CARD: Final = ord("E")
WRONG_POSITION: Final = ord("W")
CPU_T0: Final = ord("Y")
CPU_T1: Final = ord("Z")

REFUSALS: Final = {
    0x00: "unknown command",
    0x01: "parameter out of range",
    0x02: "cannot execute: option not fitted, or wrong state",
    0x04: "error in the data",
    0x05: "supply outside 10.8-14.5 V: check the power supply",
    0x06: "card of abnormal length inside: remove it",
    0x07: "main power is off: running on the backup supply",
}
_STATUSES: Final = {
    0x05: Status.SUPPLY_FAULT,
    0x06: Status.MEDIA_JAMMED,
    0x07: Status.BACKUP_SUPPLY,
}
_ON_BACKUP_SUPPLY: Final = 0x07


def refusal(command: Frame, code: int) -> Refused:
    """The negative answer to `command` with the manual's error byte."""
    meaning = REFUSALS.get(code, "error code not in the manual")
    reason = f"card transport: {command!r} refused with {code:02X}: {meaning}"
    refused = Refused(reason, code, _STATUSES.get(code, Status.MODULE_FAULT))
    if code == _ON_BACKUP_SUPPLY:
        refused.state = DeviceState.POWER_OFF
    return refused


POSITIONS: Final = {
    0x46: Position.LONG_CARD,
    0x47: Position.SHORT_CARD,
    0x48: Position.EJECTED,
    0x49: Position.HELD_AT_FRONT,
    0x4A: Position.INSIDE,
    0x4B: Position.AT_CONTACTS,
    0x4C: Position.HELD_AT_REAR,
    0x4D: Position.CAPTURED,
    0x4E: Position.EMPTY,
}
"""The first status byte."""

_CODES: Final = {position: code for code, position in POSITIONS.items()}
_OPEN: Final = 0x4A
_CLOSED: Final = 0x4E


class TransportStatus(msgspec.Struct, frozen=True):
    position: Position
    entry_open: bool
    rear_open: bool

    @classmethod
    def from_bytes(cls, data: bytes) -> "TransportStatus":
        """S1 S2 S3 of the status answer. Raises `ValueError` for a byte the manual does not have."""
        if len(data) != 3 or data[0] not in POSITIONS:
            raise ValueError(f"{data.hex(' ').upper()} is not one of the manual's")
        return cls(POSITIONS[data[0]], entry_open=data[1] != _CLOSED, rear_open=data[2] != _CLOSED)

    def to_bytes(self) -> bytes:
        ways = [_OPEN if is_open else _CLOSED for is_open in (self.entry_open, self.rear_open)]
        return bytes([_CODES[self.position], *ways])
