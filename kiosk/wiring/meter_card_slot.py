"""The card reader as a place where a meter card is read and written: steps of the wire, answers of a chip."""

import logging
from threading import Event
from typing import Final, Protocol

from drivers.card import chip
from drivers.card.chip import UNKNOWN, ChipAnswer, ChipCommand
from drivers.card.port import Answered, CardHeld
from kiosk.wire.loads import (
    ApduStep,
    CardAct,
    CardAnswer,
    CardFacts,
    MemoryCode,
    MemoryRead,
    MemoryTries,
    MemoryWrite,
)

_log = logging.getLogger(__name__)

_LONGEST_S: Final = 15.0
"""A driver answers every step within a few seconds, also when its line is gone; one that hangs does not."""


class ChipReader(Protocol):
    def exchange(self, command: ChipCommand, answered: Answered) -> None: ...


class DriverCardSlot:
    """Implements `MeterCardSlot`. Waits in the caller's thread for the driver's."""

    def __init__(self, reader: ChipReader, longest_s: float = _LONGEST_S) -> None:
        self._reader = reader
        self._longest_s = longest_s

    def carry_out(self, step_no: int, act: CardAct) -> CardAnswer:
        heard, answers = Event(), [UNKNOWN]

        def answered(answer: ChipAnswer) -> None:
            answers.append(answer)
            heard.set()

        self._reader.exchange(command_of(act), answered)
        if not heard.wait(self._longest_s):
            _log.error("the card reader's driver has not answered step %d", step_no)
        return told(step_no, answers[-1])


def facts_of(held: CardHeld) -> CardFacts:
    """What the card says to anybody."""
    return CardFacts(held.chip.kind.value, held.chip.reset_answer.hex(), held.identity.hex())


def command_of(act: CardAct) -> ChipCommand:
    match act:
        case ApduStep(command):
            return chip.Apdu(bytes.fromhex(command))
        case MemoryRead(address, length):
            return chip.MemoryRead(address, length)
        case MemoryCode(code):
            return chip.MemoryCode(bytes.fromhex(code))
        case MemoryWrite(address, data):
            return chip.MemoryWrite(address, bytes.fromhex(data))
        case MemoryTries():
            return chip.MemoryTries()


def told(step_no: int, answer: ChipAnswer) -> CardAnswer:
    if answer.gone:
        return CardAnswer(step_no, gone=True)
    status = None if answer.status is None else answer.status.hex()
    return CardAnswer(step_no, answer.data.hex(), status)
