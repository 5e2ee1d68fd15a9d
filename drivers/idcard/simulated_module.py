"""A simulated SAM_V module: answers requests about the card that lies before it. Has no line of its own."""

from collections.abc import Callable
from functools import partial
from typing import Final

from drivers.card.simulated_cards import SimulatedCard
from drivers.idcard import frames
from drivers.idcard.frames import Request, RequestDecoder, encode_answer
from drivers.idcard.simulated_cards import PHOTO, SimulatedIdCard
from drivers.simulation.acts import Acts, HandAct, times_of
from drivers.simulation.faults import LineFaults

_SHORT_WORK_S: Final = 0.03
_READ_WORK_S: Final = 0.3
_BITS_PER_BYTE: Final = 10
_SHORT_ANSWER_BYTES: Final = 15
_READ_ANSWER_BYTES: Final = 1295
_NUMBER: Final = bytes.fromhex("05 00 01 00 CA 2C 33 01 87 D6 12 00 B1 CB 74 00")

_DONE: Final = 0x90
_FOUND: Final = 0x9F
_NOT_FOUND: Final = 0x80
_NOT_SELECTED: Final = 0x81
_NOT_READ: Final = 0x41
_WRONG_CARD_TYPE: Final = 0x40
_UNKNOWN_COMMAND: Final = 0x21


class SimulatedModule:
    """Implements `SharedModule`. Finds a card once per presentation, as real modules do; after a successful
    read it finds it no more, but reads it again, unless `reads_once`."""

    def __init__(self, baud_rate: int) -> None:
        self.faults = LineFaults()
        self.status = _DONE
        """0x60 makes it fail its self-test, 0x66 loses its authorisation."""
        self.reads_once = False
        self.refuse_next: list[int] = []
        """SW3 of the next answers, whatever is asked."""
        self._baud_rate = baud_rate
        self._decoder = RequestDecoder()
        self._read_already = False

    def receive(
        self,
        data: bytes,
        now_s: float,
        card: Callable[[], SimulatedCard | None],
        send: Callable[[float, Callable[[], bytes]], None],
    ) -> None:
        for request in self._decoder.feed(data):
            reading = request == frames.READ_CARD
            answer_bytes = _READ_ANSWER_BYTES if reading else _SHORT_ANSWER_BYTES
            work_s = _READ_WORK_S if reading else _SHORT_WORK_S
            due_s = now_s + work_s + answer_bytes * _BITS_PER_BYTE / self._baud_rate
            send(due_s + self.faults.late_s, partial(self._answer_with_faults, request, card))

    def card_presented(self) -> None:
        self._read_already = False

    def acts(self) -> Acts:
        return {
            "module_silent": HandAct("", "the module answers nothing", lambda words: self._hush(True)),
            "module_speaks": HandAct("", "it answers again", lambda words: self._hush(False)),
            "module_status": HandAct("HEX", "90 well, 60 broken, 66 not authorised", self._set_status),
            "module_answers": HandAct("HEX [TIMES]", "SW3 of its next answers", self._set_answers),
        }

    def _hush(self, silent: bool) -> None:
        self.faults.silent = silent

    def _set_status(self, words: list[str]) -> None:
        self.status = int(words[0], 16) & 0xFF

    def _set_answers(self, words: list[str]) -> None:
        self.refuse_next += [int(words[0], 16) & 0xFF] * times_of(words[1:])

    def _answer_with_faults(self, request: Request, card: Callable[[], SimulatedCard | None]) -> bytes:
        return self.faults.befall(self._answer(request, card()))

    def _answer(self, request: Request, card: SimulatedCard | None) -> bytes:
        if self.refuse_next:
            return encode_answer(self.refuse_next.pop(0))
        if self.status != _DONE:
            return encode_answer(self.status)
        match request:
            case frames.RESET:
                self._read_already = False
                return encode_answer(_DONE)
            case frames.MODULE_STATUS:
                return encode_answer(_DONE)
            case frames.MODULE_NUMBER:
                return encode_answer(_DONE, _NUMBER)
            case frames.FIND_CARD:
                found = self._feels(card) and not self._read_already
                return encode_answer(*((_FOUND, bytes(4)) if found else (_NOT_FOUND,)))
            case frames.SELECT_CARD:
                return self._select(card)
            case frames.READ_CARD:
                return self._read_out(card)
        return encode_answer(_UNKNOWN_COMMAND)

    def _feels(self, card: SimulatedCard | None) -> bool:
        if card is None or card.upside_down:
            return False
        return isinstance(card, SimulatedIdCard) or card.type_characters.startswith(b"0")

    def _select(self, card: SimulatedCard | None) -> bytes:
        if not self._feels(card) or self._read_already:
            return encode_answer(_NOT_SELECTED)
        if not isinstance(card, SimulatedIdCard):
            return encode_answer(_WRONG_CARD_TYPE)
        return encode_answer(_DONE, bytes(8))

    def _read_out(self, card: SimulatedCard | None) -> bytes:
        if not isinstance(card, SimulatedIdCard) or not self._feels(card) or card.damaged:
            return encode_answer(_NOT_READ)
        if self._read_already and self.reads_once:
            return encode_answer(_NOT_READ)
        self._read_already = True
        lengths = len(card.text).to_bytes(2) + len(PHOTO).to_bytes(2)
        return encode_answer(_DONE, lengths + card.text + PHOTO)
