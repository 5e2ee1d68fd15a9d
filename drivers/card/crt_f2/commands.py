"""The F2 commands and answers we use, by the names of the manual (CRT-591-M001 protocol, chapters 2 and 3).

Not among them: an initialisation that captures a card.
"""

from typing import Final

from drivers.card.card_transport import Refused
from drivers.card.crt_f2.frames import Frame, command
from drivers.status import Status

INIT_KEEP_CARD: Final = command(0x30, 0x33)
INIT_KEEP_CARD_COUNTED: Final = command(0x30, 0x37)
"""The same, and cards moved to the error bin are counted from now on."""
STATUS: Final = command(0x31, 0x30)
SENSORS: Final = command(0x31, 0x31)
MOVE_TO_CONTACTS: Final = command(0x32, 0x31)
HOLD_AT_GATE: Final = command(0x32, 0x30)
MOVE_TO_BIN: Final = command(0x32, 0x33)
EJECT: Final = command(0x32, 0x39)
ENTRY_ON: Final = command(0x33, 0x30)
ENTRY_OFF: Final = command(0x33, 0x31)
CHIP_TYPE: Final = command(0x50, 0x30)
CPU_RESET_EMV: Final = command(0x51, 0x30, b"\x30")
"""5 V as EMV has it."""
CPU_RESET_5V: Final = command(0x51, 0x30, b"\x33")
"""5 V for chips that EMV would refuse."""
CPU_OFF: Final = command(0x51, 0x31)
SERIAL_NUMBER: Final = command(0xA2, 0x30)
VERSION: Final = command(0xA4, 0x30)
BIN_COUNTER: Final = command(0xA5, 0x30)


def cpu_apdu(apdu: bytes) -> Frame:
    """The unit chooses T=0 or T=1 as the chip's answer to reset said."""
    return command(0x51, 0x39, apdu)


NO_CARD: Final = b"0"
AT_GATE: Final = b"1"
AT_RADIO_OR_CONTACTS: Final = b"2"
"""The values of st0."""
BIN_IS_FULL: Final = b"1"
"""The value of st2."""

NOT_INITIALISED: Final = "B0"
NOT_EMV: Final = "69"
MOVED_BY_HAND: Final = "45"
BIN_FULL: Final = "A1"
MISFIT: Final = frozenset({"13", "14"})
NO_CHIP: Final = frozenset({"61", "62", "65", "66", "67", "68", "69"})
"""What is answered when the chip does not, or is no chip that can."""
NO_MEMORY_CARDS: Final = frozenset({"00", "01", "03"})
"""The same of a unit that was built without them."""

ERRORS: Final = {
    "00": "command not defined",
    "01": "parameter wrong",
    "02": "commands out of order",
    "03": "not supported by this unit",
    "04": "error in the data",
    "05": "the contacts were not released",
    "10": "card jammed: open the unit and take it out",
    "12": "sensor fault: clean or replace the sensors",
    "13": "card too long",
    "14": "card too short",
    "40": "card cannot be recycled or captured",
    "41": "magnet of the contacts faulty",
    "43": "card cannot be brought to the contacts",
    "45": "card moved by hand",
    "50": "capture counter overflow",
    "51": "motor fault: something holds the card, or the motor is worn",
    "60": "supply of the chip is short-circuited",
    "61": "chip not activated",
    "62": "command not supported by the card",
    "65": "chip is switched off",
    "66": "command not meant for this card",
    "67": "transmission to the chip failed",
    "68": "chip does not answer",
    "69": "chip does not conform to EMV",
    "A0": "card stacker empty",
    "A1": "error bin full: empty it",
    "B0": "not initialised since power-on",
}
_STATUSES: Final = {
    "10": Status.MEDIA_JAMMED,
    "13": Status.MEDIA_JAMMED,
    "14": Status.MEDIA_JAMMED,
    "60": Status.SUPPLY_FAULT,
    BIN_FULL: Status.RETAIN_BIN_FULL,
    "B0": Status.NOT_INITIALISED,
}


class RefusedF2(Refused):
    """`error` is e1 e0 as the manual prints them."""

    def __init__(self, command: Frame, error: str) -> None:
        self.error = error
        meaning = ERRORS.get(error, "error code not in the manual")
        status = _STATUSES.get(error, Status.MODULE_FAULT)
        super().__init__(f"card transport: {command!r} refused with {error}: {meaning}", _code(error), status)


def _code(error: str) -> int:
    try:
        return int(error, 16)
    except ValueError:
        return -1
