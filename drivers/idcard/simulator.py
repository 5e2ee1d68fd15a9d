"""A simulated identity-card reader: the SAM_V module inside a simulated CRT-310 slot, with a hand."""

from collections.abc import Callable
from functools import partial

from drivers.card.simulated_cards import SimulatedCard
from drivers.card.simulator import Crt310Simulator
from drivers.clock import DeviceClock
from drivers.idcard import frames
from drivers.idcard.frames import Request, RequestDecoder, encode_answer
from drivers.idcard.simulated_cards import PHOTO, SimulatedIdCard
from drivers.simulation.faults import LineFaults

_SHORT_WORK_S = 0.03
_READ_WORK_S = 0.3
_BITS_PER_BYTE = 10
_NUMBER = bytes.fromhex("05 00 01 00 CA 2C 33 01 87 D6 12 00 B1 CB 74 00")

_DONE = 0x90
_FOUND = 0x9F
_NOT_FOUND = 0x80
_NOT_SELECTED = 0x81
_NOT_READ = 0x41
_WRONG_CARD_TYPE = 0x40
_UNKNOWN_COMMAND = 0x21


class SamVSimulator:
    """Implements `SharedModule`. Finds a card once per presentation, as real modules do."""

    def __init__(self, baud_rate: int) -> None:
        self.faults = LineFaults()
        self.status = _DONE
        """0x60 makes it fail its self-test, 0x66 loses its authorisation."""
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
            answer_bytes = 1295 if request == frames.READ_CARD else 15
            work_s = _READ_WORK_S if request == frames.READ_CARD else _SHORT_WORK_S
            due_s = now_s + work_s + answer_bytes * _BITS_PER_BYTE / self._baud_rate
            send(due_s, partial(self._answer_with_faults, request, card))

    def card_presented(self) -> None:
        self._read_already = False

    def _answer_with_faults(self, request: Request, card: Callable[[], SimulatedCard | None]) -> bytes:
        return self.faults.befall(self._answer(request, card()))

    def _answer(self, request: Request, card: SimulatedCard | None) -> bytes:
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
                return encode_answer(*((_FOUND, bytes(4)) if self._feels(card) else (_NOT_FOUND,)))
            case frames.SELECT_CARD:
                return self._select(card)
            case frames.READ_CARD:
                return self._read_out(card)
        return encode_answer(_UNKNOWN_COMMAND)

    def _feels(self, card: SimulatedCard | None) -> bool:
        if card is None or card.upside_down or self._read_already:
            return False
        return isinstance(card, SimulatedIdCard) or card.type_characters.startswith(b"0")

    def _select(self, card: SimulatedCard | None) -> bytes:
        if not self._feels(card):
            return encode_answer(_NOT_SELECTED)
        if not isinstance(card, SimulatedIdCard):
            return encode_answer(_WRONG_CARD_TYPE)
        return encode_answer(_DONE, bytes(8))

    def _read_out(self, card: SimulatedCard | None) -> bytes:
        if not isinstance(card, SimulatedIdCard) or not self._feels(card) or card.damaged:
            return encode_answer(_NOT_READ)
        self._read_already = True
        lengths = len(card.text).to_bytes(2) + len(PHOTO).to_bytes(2)
        return encode_answer(_DONE, lengths + card.text + PHOTO)


class IdReaderSimulator(Crt310Simulator):
    """Implements `SimulatedPeer`; slot and module share the line at `baud_rate`."""

    def __init__(self, clock: DeviceClock, baud_rate: int = 38_400) -> None:
        self.module = SamVSimulator(baud_rate)
        super().__init__(clock, self.module)
