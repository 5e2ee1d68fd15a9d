"""One command at a time with a CRT-310: frame, ACK, ENQ, answer; EOT to abandon.

Knows the order of the bytes, not what the commands mean. The manual prints no timeouts; those here are
generous for a device that answers within milliseconds and moves a card in about a second.
"""

import logging

from drivers.card.commands import REFUSALS
from drivers.card.frames import Control, Decoder, Frame, Message, encode
from drivers.clock import DeviceClock
from drivers.owner import DeviceSilent
from drivers.transport import Transport

_log = logging.getLogger(__name__)

_ACK_TIMEOUT_S = 0.3
_EOT_TIMEOUT_S = 0.06
_TRIES = 3


class CardUnitFault(Exception):
    """A unit of a card reader talks but does not do its work; the text says why, for an engineer."""


class Refused(CardUnitFault):
    """The transport answered that it will not do this; `code` is the manual's error byte."""

    def __init__(self, command: Frame, code: int) -> None:
        self.code = code
        meaning = REFUSALS.get(code, "error code not in the manual")
        super().__init__(f"card transport: {command!r} refused with {code:02X}: {meaning}")


class Dialogue:
    def __init__(self, line: Transport, clock: DeviceClock) -> None:
        self._line = line
        self._clock = clock
        self._decoder = Decoder()
        self._arrived: list[Message] = []

    def ask(self, command: Frame, timeout_s: float, tries: int = _TRIES) -> bytes:
        """The data of the answer. Raises `Refused`, and `DeviceSilent` after `tries` without one."""
        for attempt in range(tries):
            if attempt:
                self.abandon()
            self._line.write(encode(command))
            if self._next_control(_ACK_TIMEOUT_S) is not Control.ACK:
                continue
            self._line.write(bytes([Control.ENQ]))
            answer = self._next_answer(command, timeout_s)
            if answer is not None:
                return answer
        raise DeviceSilent(
            f"card transport: no answer to {command!r} in {tries} tries; check cable and power"
        )

    def abandon(self) -> None:
        """Cancel whatever runs, and forget whatever it still sends."""
        self.forget()
        self._line.write(bytes([Control.EOT]))
        deadline_s = self._clock.monotonic_s() + _EOT_TIMEOUT_S
        while (message := self._next_message(deadline_s)) not in {Control.EOT, None}:
            _log.debug("card transport: passed over %r while cancelling", message)
        self.forget()

    def forget(self) -> None:
        self._line.drain()
        self._decoder = Decoder()
        self._arrived.clear()

    def _next_control(self, timeout_s: float) -> Control | None:
        """ACK or NAK; anything else belongs to an earlier command and is passed over."""
        deadline_s = self._clock.monotonic_s() + timeout_s
        while (message := self._next_message(deadline_s)) is not None:
            if isinstance(message, Control) and message in {Control.ACK, Control.NAK}:
                return message
        return None

    def _next_answer(self, command: Frame, timeout_s: float) -> bytes | None:
        deadline_s = self._clock.monotonic_s() + timeout_s
        while (message := self._next_message(deadline_s)) is not None:
            if not isinstance(message, Frame):
                continue
            if message.refuses(command):
                raise Refused(command, message.data[0])
            if (message.command, message.parameter) == (command.command, command.parameter):
                return message.data
        return None

    def _next_message(self, deadline_s: float) -> Message | None:
        while not self._arrived:
            left_s = deadline_s - self._clock.monotonic_s()
            data = self._line.read(max(0.0, left_s))
            self._arrived += self._decoder.feed(data) if data else self._decoder.line_fell_silent()
            if not data and not self._arrived:
                return None
        return self._arrived.pop(0)
