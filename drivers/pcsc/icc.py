"""A card in a reader that speaks CCID: power, and APDUs there and back.

A relay: knows ISO 7816 status words, not what any application means.
"""

from collections.abc import Callable
from typing import Final

from drivers.clock import DeviceClock
from drivers.owner import DeviceSilent
from drivers.pcsc import ccid
from drivers.pcsc.ccid import Icc, Kind, Message, SlotChange
from drivers.transport import Transport

_ANSWER_S: Final = 5.0
_TRIES: Final = 3
_DONE: Final = b"\x90\x00"
_GET_RESPONSE: Final = bytes.fromhex("00 C0 00 00")


class CardGone(Exception):
    """There is no card (any more)."""


class CardMute(Exception):
    """A card is there and does not answer its reset."""


class CardBroken(Exception):
    """It answered its reset and then failed."""


class ReaderDialogue:
    """One line's questions and answers. `changed` is told when a card comes or goes, whenever that is said.

    Every method may raise `DeviceSilent` and `TransportLost`.
    """

    def __init__(
        self, name: str, line: Transport, clock: DeviceClock, changed: Callable[[bool], None]
    ) -> None:
        self._name = name
        self._line = line
        self._clock = clock
        self._changed = changed
        self._decoder = ccid.Decoder()
        self._sequence = 0

    def listen(self, seconds: float) -> list[Message]:
        """What the reader answers within so long; changes of the card are told on the way."""
        data = self._line.read(seconds)
        heard = self._decoder.feed(data) if data else self._decoder.line_fell_silent()
        for one in heard:
            if isinstance(one, SlotChange):
                self._changed(one.present)
        return [one for one in heard if isinstance(one, Message)]

    def card_present(self) -> bool:
        return self._ask(Kind.GET_SLOT_STATUS, tries=_TRIES).icc is not Icc.ABSENT

    def power_on(self) -> bytes:
        """The answer to reset. Raises `CardGone` and `CardMute`."""
        answer = self._ask(Kind.ICC_POWER_ON)
        if answer.icc is Icc.ABSENT:
            raise CardGone
        if answer.fault is not None:
            raise CardMute
        return answer.data

    def power_off(self) -> None:
        self._ask(Kind.ICC_POWER_OFF)

    def transmit(self, apdu: bytes) -> bytes | None:
        """The response without its status words; None when the card refuses. Raises as `power_on`."""
        response = self.exchange(apdu)
        if response[-2:-1] == b"\x6c":  # wrong length asked for: the card says the right one
            response = self.exchange(apdu[:-1] + response[-1:])
        if response[-2:-1] == b"\x61":  # T=0: the answer has to be fetched
            response = self.exchange(_GET_RESPONSE + response[-1:])
        return response[:-2] if response[-2:] == _DONE else None

    def exchange(self, apdu: bytes) -> bytes:
        """The response with its status words, asked for once. Raises `CardGone` and `CardBroken`."""
        answer = self._ask(Kind.XFR_BLOCK, apdu)
        if answer.icc is Icc.ABSENT:
            raise CardGone
        if answer.fault is not None:
            raise CardBroken
        return answer.data

    def _ask(self, kind: Kind, data: bytes = b"", tries: int = 1) -> Message:
        """Only questions are asked again: a card may have obeyed what it did not confirm."""
        for _ in range(tries):
            self._sequence = (self._sequence + 1) % 256
            self._line.write(ccid.encode(Message(kind, self._sequence, data)))
            deadline_s = self._clock.monotonic_s() + _ANSWER_S
            while (left_s := deadline_s - self._clock.monotonic_s()) > 0:
                for answer in self.listen(left_s):
                    if answer.sequence == self._sequence and answer.kind in {
                        Kind.DATA_BLOCK,
                        Kind.SLOT_STATUS,
                    }:
                        return answer
        raise DeviceSilent(
            f"{self._name}: no answer; check the reader's cable, then restart the service pcscd"
        )
