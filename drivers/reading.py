"""What passes on a device's line, message by message, in words: for traces, for a technician, for tests.

Every codec has a `LineReader` for both directions. It never raises, whatever arrives, and holds no more than
one longest frame.
"""

from typing import Literal, Protocol, TypeAlias

import msgspec

Side: TypeAlias = Literal["host", "device", "either"]
"""Who speaks; "either" where the bytes alone do not tell, as for a single ACK."""


class Reading(msgspec.Struct, frozen=True):
    """One message. `valid` False: bytes that are no message of the protocol, given as the payload.

    `name` is stable and lower case ("find_card", "vend_valid"). `payload` is what the envelope carries,
    without preamble, length and checksum. `personal` marks a payload that may hold a person's data.
    """

    valid: bool
    name: str
    payload: bytes = b""
    side: Side = "either"
    personal: bool = False

    def __repr__(self) -> str:
        return f"Reading({self.name}, {len(self.payload)} bytes{'' if self.valid else ', not valid'})"


class LineReader(Protocol):
    def feed(self, data: bytes) -> list[Reading]:
        """What is complete now. Noise before a message comes as one reading that is not valid."""
        ...

    def line_fell_silent(self) -> list[Reading]:
        """No more bytes are coming: what is left is not valid, but good messages may stand behind it."""
        ...
