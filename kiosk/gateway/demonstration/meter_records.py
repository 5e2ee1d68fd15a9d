"""What stands on the demonstration's meter cards, byte for byte, as their company has it. Pure.

Invented, after what is public of such cards: frames `68 ... sum 16`, a count of purchases that rises by one,
a record that the meter writes back. The layouts and keys of real cards are their companies' own.
"""

import hashlib
import hmac
from typing import Final

import msgspec

_HEAD, _TAIL = 0x68, 0x16
REFERENCE_BYTES: Final = 8
PURCHASE_BYTES: Final = 19
METER_BYTES: Final = 16
_ACTIVATED: Final = 0x01


class Purchase(msgspec.Struct, frozen=True):
    """The load on the card: written by the company, fetched by the meter. `reference` is a digest."""

    load_no: int
    amount_fen: int
    reference: bytes = bytes(REFERENCE_BYTES)

    def to_bytes(self) -> bytes:
        return _framed(self.load_no.to_bytes(4) + self.amount_fen.to_bytes(4) + self.reference)

    @classmethod
    def from_bytes(cls, record: bytes) -> "Purchase | None":
        """None for bytes that are no such record, as one that was torn is not."""
        body = _unframed(record, PURCHASE_BYTES)
        if body is None:
            return None
        return cls(int.from_bytes(body[:4]), int.from_bytes(body[4:8]), body[8:])


class MeterRecord(msgspec.Struct, frozen=True):
    """What the meter last wrote: the load it took over, what is left in it, and when that was."""

    load_no: int = 0
    balance_fen: int = 0
    at_s: int = 0
    activated: bool = True

    @classmethod
    def from_bytes(cls, record: bytes) -> "MeterRecord | None":
        body = _unframed(record, METER_BYTES)
        if body is None:
            return None
        return cls(
            int.from_bytes(body[1:5]),
            int.from_bytes(body[5:9], signed=True),
            int.from_bytes(body[9:13]),
            bool(body[0] & _ACTIVATED),
        )


def seal(key: bytes, *parts: bytes) -> bytes:
    """Eight bytes that only a holder of the key can make: of a challenge, or of a command that is to be
    believed. Stands in for the block ciphers of real cards."""
    return hmac.digest(key, b"".join(parts), hashlib.sha256)[:8]


def card_key(company: str, number: str) -> bytes:
    """A card's own key, as a company derives it from its master key; invented, for invented cards."""
    return hashlib.sha256(f"demonstration {company} {number}".encode()).digest()[:16]


def _framed(body: bytes) -> bytes:
    return bytes([_HEAD, *body, sum(body) % 256, _TAIL])


def _unframed(record: bytes, length: int) -> bytes | None:
    framed = len(record) == length and record[0] == _HEAD and record[-1] == _TAIL
    return record[1:-2] if framed and sum(record[1:-2]) % 256 == record[-2] else None
