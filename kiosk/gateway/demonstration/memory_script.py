"""How the demonstration's water company reads and writes its SLE4442 cards. Pure; see `card_script`.

 8 the company's mark · 16 the number, packed · 32 and 64 two places for purchases, written in turn, so that a
write torn in two leaves the last good one · 96 what the meter writes back.
A code is presented only to a card that has two tries left, and once in a session.
"""

from collections.abc import Generator
from typing import Final

import msgspec

from kiosk.gateway.demonstration.card_script import DONE, Say, Script, Seen, refused, standing_of
from kiosk.gateway.demonstration.meter_records import METER_BYTES, PURCHASE_BYTES, MeterRecord, Purchase
from kiosk.gateway.parties.prepaid_adapters import CardDone
from kiosk.wire.loads import CardAct, CardAnswer, MemoryCode, MemoryRead, MemoryTries, MemoryWrite

MARK: Final = bytes.fromhex("F0 57 41 54 01")
_MARK_AT, _NUMBER_AT, _METER_AT, _READ_BYTES = 8, 16, 96, 128
_PLACES: Final = (32, 64)
_TRIES: Final = 2
_FEWEST_TRIES_LEFT: Final = 2


class MemoryKeys(msgspec.Struct, frozen=True):
    """Of one card: its number and its code of three bytes."""

    number: str
    code: bytes

    def __repr__(self) -> str:
        return "MemoryKeys()"


def number_on(identity: bytes) -> str | None:
    """Of the protected part of a card; None where it does not bear the company's mark."""
    if identity[_MARK_AT : _MARK_AT + len(MARK)] != MARK:
        return None
    return identity[_NUMBER_AT : _NUMBER_AT + 8].hex().rstrip("f")


def is_blank(identity: bytes) -> bool:
    """As the chip's maker ships it: nothing behind the chip's own bytes."""
    return not identity[_MARK_AT:].strip(b"\xff")


def read_memory(keys: MemoryKeys) -> Script:
    memory = yield from _read(0, _READ_BYTES)
    if memory is None:
        return refused("damaged")
    if number_on(memory) != keys.number:
        return refused("other_card")
    meter = MeterRecord.from_bytes(memory[_METER_AT : _METER_AT + METER_BYTES])
    found = [Purchase.from_bytes(memory[place : place + PURCHASE_BYTES]) for place in _PLACES]
    purchases = [purchase for purchase in found if purchase is not None]
    if meter is None or not purchases:
        return refused("damaged")
    left = yield from _answered(MemoryTries())
    if left is None:
        return refused("damaged")
    newest = max(purchases, key=lambda each: each.load_no)
    return Seen(newest, meter, blocked=left[0].bit_count() < _FEWEST_TRIES_LEFT)


def write_memory(keys: MemoryKeys, reference: bytes, amount_fen: int) -> Script:
    seen = yield from read_memory(keys)
    if isinstance(seen, CardDone):
        return seen
    if seen.purchase.reference == reference:
        return CardDone("written")
    standing = standing_of(seen)
    if standing is not None:
        return refused(standing, proven=True)
    taken = yield Say(MemoryCode(keys.code.hex()))
    if taken.status != DONE:
        return refused("write_failed", proven=True)
    purchase = Purchase(seen.purchase.load_no + 1, amount_fen, reference)
    place = _PLACES[purchase.load_no % 2]
    yield Say(MemoryWrite(place, purchase.to_bytes().hex()), changes=True)
    after = yield from _read(0, _READ_BYTES)
    if after is None or number_on(after) != keys.number:
        return CardDone("unknown", "write_failed")
    written = after[place : place + PURCHASE_BYTES] == purchase.to_bytes()
    return CardDone("written") if written else refused("write_failed", proven=True)


def _read(address: int, length: int) -> Generator[Say, CardAnswer, bytes | None]:
    content = yield from _answered(MemoryRead(address, length))
    return content if content is not None and len(content) == length else None


def _answered(act: CardAct) -> Generator[Say, CardAnswer, bytes | None]:
    """Of what only reads: said again once."""
    for _ in range(_TRIES):
        answer = yield Say(act)
        if answer.status == DONE and answer.data:
            return bytes.fromhex(answer.data)
    return None
