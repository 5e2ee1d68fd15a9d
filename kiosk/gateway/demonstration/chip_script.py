"""How the demonstration's companies read and write a meter card with a chip. Pure; see `card_script`.

Public files are read first; the card proves itself; the company proves itself to the card; one write, whole
or not at all, is believed only when it has been read back.
"""

from collections.abc import Generator
from typing import Final

import msgspec

from kiosk.gateway.demonstration.card_script import DONE, Say, Script, Seen, refused, standing_of
from kiosk.gateway.demonstration.meter_records import (
    METER_BYTES,
    PURCHASE_BYTES,
    MeterRecord,
    Purchase,
    seal,
)
from kiosk.gateway.parties.prepaid_adapters import CardDone
from kiosk.wire.loads import ApduStep, CardAnswer

_NUMBER_BYTES: Final = 16
_BLOCKED: Final = "6983"
_TRIES: Final = 2
"""A step that only reads is said again once, on a chip that was reset in between."""


class ChipKeys(msgspec.Struct, frozen=True):
    """Of one card: the company's application on it, its number and key, and this session's question to it."""

    application: bytes
    number: str
    key: bytes
    challenge: bytes

    def __repr__(self) -> str:
        return "ChipKeys()"


def read_chip(keys: ChipKeys) -> Script:
    for _ in range(_TRIES):
        found = yield from _looked_at(keys)
        if found is not None:
            return found
    return refused("damaged")


def write_chip(keys: ChipKeys, reference: bytes, amount_fen: int) -> Script:
    seen = yield from read_chip(keys)
    if isinstance(seen, CardDone):
        return seen
    if seen.purchase.reference == reference:
        return CardDone("written")
    standing = standing_of(seen)
    if standing is not None:
        return refused(standing, proven=True)
    challenge = yield from _opened(keys)
    if isinstance(challenge, CardDone):
        return challenge
    purchase = Purchase(seen.purchase.load_no + 1, amount_fen, reference)
    yield Say(ApduStep(_update(keys, challenge, purchase)), changes=True)
    after = yield from read_chip(keys)
    if isinstance(after, CardDone):
        return CardDone("unknown", "write_failed")
    return CardDone("written") if after.purchase == purchase else refused("write_failed", proven=True)


def _looked_at(keys: ChipKeys) -> Generator[Say, CardAnswer, Seen | CardDone | None]:
    """None where the card did not answer."""
    files: list[bytes] = []
    for command in _public(keys):
        answer = yield Say(ApduStep(command.hex()))
        if answer.status is None:
            return None
        if answer.status != DONE:
            return refused("damaged" if files else "other_company")
        files.append(bytes.fromhex(answer.data))
    _, number, purchase_record, meter_record = files
    purchase, meter = Purchase.from_bytes(purchase_record), MeterRecord.from_bytes(meter_record)
    if not number.hex().startswith(keys.number):
        return refused("other_card")
    if purchase is None or meter is None:
        return refused("damaged")
    proof = yield Say(ApduStep(_internal_authenticate(keys.challenge)))
    if proof.status is None:
        return None
    if proof.status == _BLOCKED:
        return Seen(purchase, meter, blocked=True)
    genuine = proof.status == DONE and proof.data == seal(keys.key, b"card", keys.challenge).hex()
    return Seen(purchase, meter) if genuine else refused("other_company")


def _public(keys: ChipKeys) -> tuple[bytes, ...]:
    """SELECT, and READ BINARY of number, purchase and what the meter wrote."""
    return (
        bytes([0x00, 0xA4, 0x04, 0x00, len(keys.application)]) + keys.application,
        bytes([0x00, 0xB0, 0x81, 0x00, _NUMBER_BYTES]),
        bytes([0x00, 0xB0, 0x82, 0x00, PURCHASE_BYTES]),
        bytes([0x00, 0xB0, 0x83, 0x00, METER_BYTES]),
    )


def _internal_authenticate(challenge: bytes) -> str:
    return (bytes([0x00, 0x88, 0x00, 0x01, len(challenge)]) + challenge).hex()


def _opened(keys: ChipKeys) -> Generator[Say, CardAnswer, bytes | CardDone]:
    """GET CHALLENGE, EXTERNAL AUTHENTICATE: tried once, for a card blocks itself after wrong ones."""
    asked = yield Say(ApduStep("0084000008"))
    challenge = bytes.fromhex(asked.data)
    if asked.status != DONE or len(challenge) != 8:
        return refused("damaged", proven=True)
    proof = seal(keys.key, b"company", challenge)
    opened = yield Say(ApduStep((bytes.fromhex("0082000108") + proof).hex()))
    if opened.status == DONE:
        return challenge
    return refused("blocked" if opened.status == _BLOCKED else "write_failed", proven=True)


def _update(keys: ChipKeys, challenge: bytes, purchase: Purchase) -> str:
    """UPDATE BINARY with a seal over head and record."""
    record = purchase.to_bytes()
    head = bytes([0x04, 0xD6, 0x82, 0x00, len(record) + 8])
    return (head + record + seal(keys.key, challenge, head, record)).hex()
