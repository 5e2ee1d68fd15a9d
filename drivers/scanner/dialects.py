"""What differs between makes of code scanners on a line, as data."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from drivers.scanner import honeywell, newland
from drivers.scanner.code_stream import PlainDecoder
from drivers.scanner.hid.typed_codes import TypingDecoder
from drivers.scanner.messages import ScannerDecoder


class Dialect(msgspec.Struct, frozen=True):
    """Empty bytes where a make has no such command. `silence_s` without a byte ends a code without suffix.

    `identity` asks for the fields of an `Identity`, by their names.
    """

    decoder: Callable[[], ScannerDecoder]
    trigger_on: bytes = b""
    trigger_off: bytes = b""
    trigger_echo: str = ""
    """What stands in the answer to a trigger; "" where there is none."""
    question: bytes = b""
    identity: Mapping[str, bytes] = {}
    silence_s: float = 0.05
    words: str = "codes"
    """What a technician calls this dialect."""


NEWLAND: Final = Dialect(
    decoder=newland.NewlandDecoder,
    trigger_on=newland.encode(newland.TRIGGER_ON),
    trigger_off=newland.encode(newland.TRIGGER_OFF),
    trigger_echo="SCNTRG",
    question=newland.encode(newland.ASK_MODE),
    identity={field: newland.encode(command) for field, command in newland.IDENTITY.items()},
    words="Newland's unified command set",
)
HONEYWELL: Final = Dialect(
    decoder=honeywell.HoneywellDecoder,
    trigger_on=honeywell.TRIGGER_ON,
    trigger_off=honeywell.TRIGGER_OFF,
    question=honeywell.ASK,
    words="Honeywell's serial commands",
)
UNCOMMANDED: Final = Dialect(decoder=PlainDecoder)
KEYBOARD: Final = Dialect(decoder=TypingDecoder, silence_s=0.1, words="a keyboard's events")
