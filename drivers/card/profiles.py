"""Which IC cards the slot knows, as data: how to find the application, how to read its number.

Reads only; a utility's keys never come here. The layouts of real meter cards are the utilities' own: replace
the demonstration profiles by those of the contracts.
"""

from typing import Final

import msgspec


class CardProfile(msgspec.Struct, frozen=True):
    """`read_apdu` brings the card number as packed decimal digits, padded with F to whole bytes."""

    kind: str
    select_apdu: bytes
    read_apdu: bytes
    number_length: int

    def number_in(self, record: bytes) -> str | None:
        """None when the record is not a number of this kind."""
        digits = record.hex()[: self.number_length]
        return digits if len(digits) == self.number_length and digits.isdecimal() else None


_READ_FIRST_FILE: Final = bytes.fromhex("00 B0 81 00 10")

DEMONSTRATION_PROFILES: Final = (
    CardProfile("gas", bytes.fromhex("00 A4 04 00 05 F0 47 41 53 01"), _READ_FIRST_FILE, 11),
    CardProfile("electricity", bytes.fromhex("00 A4 04 00 05 F0 45 4C 45 01"), _READ_FIRST_FILE, 13),
    CardProfile("citizen", bytes.fromhex("00 A4 04 00 05 F0 43 49 54 01"), _READ_FIRST_FILE, 16),
)
"""Synthetic applications (proprietary identifiers starting with F0)."""
