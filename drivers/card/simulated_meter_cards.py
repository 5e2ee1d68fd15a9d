"""Simulated meter cards with a chip: files that anybody reads, and one that only the company writes.

Speaks ISO 7816-4: SELECT, READ BINARY, GET CHALLENGE, INTERNAL and EXTERNAL AUTHENTICATE, UPDATE BINARY with
a seal. A write is whole or not at all, as such chips promise.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final

from drivers.card.meter_records import NEVER_IN_METER, NOTHING_BOUGHT, MeterRecord, Purchase, seal
from drivers.card.simulated_cards import SimulatedCard

OK: Final = bytes.fromhex("90 00")
_NOT_FOUND: Final = bytes.fromhex("6A 82")
_NOT_OPEN: Final = bytes.fromhex("69 82")
_BLOCKED: Final = bytes.fromhex("69 83")
_WRONG_SEAL: Final = bytes.fromhex("69 88")
_WRONG_LENGTH: Final = bytes.fromhex("67 00")
_UNKNOWN_COMMAND: Final = bytes.fromhex("6D 00")
_RESET_ANSWER: Final = bytes.fromhex("3B 69 00 00 44 48 4D 45 54 45 52 01 00")
_NUMBER, _PURCHASE, _METER = 0x81, 0x82, 0x83
"""READ BINARY with a short file identifier in its third byte."""
_MOST_TRIES: Final = 3


@dataclass
class SimulatedMeterCard(SimulatedCard):
    """`purchase` is what was bought last, `meter` what the meter wrote when it last saw the card."""

    type_characters: bytes = b"10"
    application: bytes = b""
    number: str = field(default="", repr=False)
    key: bytes = field(default=b"", repr=False)
    purchase: Purchase = field(default=NOTHING_BOUGHT, repr=False)
    meter: MeterRecord = field(default=NEVER_IN_METER, repr=False)
    tries: int = _MOST_TRIES
    fetched: bool = False
    """Says how much there is (61 xx) before it says it, as some cards of the protocol T=0 do."""
    dies_after: int | None = None
    """Answers so many more commands, then none until its next reset."""
    lost_answers: int = 0
    """So many of the next answers get lost, of commands that were carried out."""
    _selected: bool = False
    _open: bool = False
    _challenge: bytes = field(default=b"", repr=False)
    _challenges: int = 0
    _waiting: bytes = field(default=b"", repr=False)

    def cold_reset(self) -> bytes:
        self._selected = self._open = False
        self._challenge = b""
        if self.dies_after == 0:
            self.dies_after = None
        return b"" if self.upside_down else _RESET_ANSWER

    def transmit(self, apdu: bytes) -> bytes:
        if self.dies_after == 0:
            return b""
        if self.dies_after is not None:
            self.dies_after -= 1
        response = self._fetched(apdu) if apdu[1] == 0xC0 else self._obeyed(apdu)
        if self.fetched and len(response) > 2 and apdu[1] != 0xC0:
            self._waiting = response[:-2]
            response = bytes([0x61, len(self._waiting)])
        if self.lost_answers:
            self.lost_answers -= 1
            return b""
        return response

    def visit_meter(self, at_s: int) -> bool:
        bought = self.purchase.load_no > self.meter.load_no
        if bought:
            self.meter = self.meter.after(self.purchase, at_s)
        return bought

    def _fetched(self, apdu: bytes) -> bytes:
        return self._waiting[: apdu[4]] + OK

    def _obeyed(self, apdu: bytes) -> bytes:
        instruction, data = apdu[1], apdu[5:]
        if instruction == 0xA4:
            self._open = False
            self._selected = bool(self.application) and data[: apdu[4]] == self.application
            return OK if self._selected else _NOT_FOUND
        if not self._selected:
            return _NOT_FOUND
        match instruction:
            case 0xB0:
                return self._read(apdu)
            case 0x84:
                return self._new_challenge() + OK
            case 0x88 if not self.tries:
                return _BLOCKED
            case 0x88:
                return seal(self.key, b"card", data[:8]) + OK
            case 0x82:
                return self._authenticate(data[:8])
            case 0xD6:
                return self._update(apdu)
        return _UNKNOWN_COMMAND

    def _read(self, apdu: bytes) -> bytes:
        packed = bytes.fromhex(self.number + "F" * (len(self.number) % 2))
        files = {_NUMBER: packed, _PURCHASE: self.purchase.to_bytes(), _METER: self.meter.to_bytes()}
        content = files.get(apdu[2])
        return _NOT_FOUND if content is None else content[apdu[3] : apdu[3] + apdu[4]] + OK

    def _new_challenge(self) -> bytes:
        self._challenges += 1
        self._challenge = hashlib.sha256(f"{self.number} {self._challenges}".encode()).digest()[:8]
        return self._challenge

    def _authenticate(self, proof: bytes) -> bytes:
        if not self.tries:
            return _BLOCKED
        self._open = bool(self._challenge) and proof == seal(self.key, b"company", self._challenge)
        self.tries = _MOST_TRIES if self._open else self.tries - 1
        return OK if self._open else bytes([0x63, 0xC0 | self.tries])

    def _update(self, apdu: bytes) -> bytes:
        record, proof = apdu[5:-8], apdu[-8:]
        if not self._open:
            return _NOT_OPEN
        if proof != seal(self.key, self._challenge, apdu[:5], record):
            return _WRONG_SEAL
        purchase = Purchase.from_bytes(record)
        if apdu[2] != _PURCHASE or purchase is None:
            return _WRONG_LENGTH
        self.purchase = purchase
        return OK
