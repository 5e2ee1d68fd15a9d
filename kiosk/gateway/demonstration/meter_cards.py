"""The demonstration's meter cards as data: whose they are, what may be bought, which script reads each."""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from kiosk.gateway.demonstration import memory_script
from kiosk.gateway.demonstration.card_script import Script
from kiosk.gateway.demonstration.chip_script import ChipKeys, read_chip, write_chip
from kiosk.gateway.demonstration.memory_script import MemoryKeys, read_memory, write_memory
from kiosk.gateway.demonstration.meter_records import REFERENCE_BYTES, card_key
from kiosk.wire.loads import CardFacts, CardRefusal


class CardTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one company; see the data file."""

    biller_id: str
    chip: Literal["cpu", "sle4442"]
    keys: str
    least_fen: int
    most_fen: int
    cap_fen: int
    presets_fen: tuple[int, ...]
    application: str = ""


class Written(msgspec.Struct, frozen=True):
    """What a session that writes is to bring onto the card."""

    load_ref: str
    amount_fen: int

    @property
    def reference(self) -> bytes:
        return hashlib.sha256(self.load_ref.encode()).digest()[:REFERENCE_BYTES]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    companies: tuple[CardTerms, ...]


@cache
def card_terms() -> tuple[CardTerms, ...]:
    content = resources.files("kiosk.gateway.demonstration").joinpath("meter_cards.toml").read_bytes()
    return msgspec.toml.decode(content, type=_File).companies


def number_of(terms: CardTerms, facts: CardFacts) -> str | CardRefusal:
    """The number that the card says it has, before it has proved anything."""
    identity = bytes.fromhex(facts.identity)
    if facts.kind != terms.chip:
        return "other_company"
    if facts.kind == "cpu":
        return identity.hex().rstrip("f") or "other_company"
    if memory_script.is_blank(identity):
        return "blank"
    return memory_script.number_on(identity) or "other_company"


def script_of(terms: CardTerms, number: str, challenge: bytes, order: Written | None) -> Callable[[], Script]:
    """To be played anew for every turn."""
    key = card_key(terms.keys, number)
    if terms.chip == "cpu":
        chip = ChipKeys(bytes.fromhex(terms.application), number, key, challenge)
        if order is None:
            return lambda: read_chip(chip)
        return lambda: write_chip(chip, order.reference, order.amount_fen)
    memory = MemoryKeys(number, key[:3])
    if order is None:
        return lambda: read_memory(memory)
    return lambda: write_memory(memory, order.reference, order.amount_fen)
