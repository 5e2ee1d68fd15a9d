"""One command at a time with a CRT-310: frame, ACK, ENQ, answer; EOT to abandon.

Knows the order of the bytes, not what the commands mean. The manual prints no timeouts; those here are
generous for a device that answers within milliseconds and moves a card in about a second.
"""

import contextlib
import logging
from typing import Final

from drivers.card.card_transport import Refused
from drivers.card.crt310.commands import refusal
from drivers.card.crt310.frames import Control, Decoder, Frame, Message, encode
from drivers.card.listener import Listener
from drivers.card.who_answers import about_silence
from drivers.clock import DeviceClock
from drivers.owner import DeviceSilent
from drivers.transport import Transport

_log = logging.getLogger(__name__)

_ACK_TIMEOUT_S: Final = 0.3
_EOT_TIMEOUT_S: Final = 0.06
_HURRY_S: Final = 0.03
_TRIES: Final = 3


class Dialogue:
    def __init__(self, line: Transport, clock: DeviceClock) -> None:
        self._line = line
        self._clock = clock
        self._listener: Listener[Message] = Listener(line, clock, Decoder)

    def ask(self, command: Frame, timeout_s: float, tries: int = _TRIES) -> bytes:
        """The data of the answer. Raises `Refused`, and `DeviceSilent` after `tries` without one."""
        heard = b""
        for attempt in range(tries):
            if attempt:
                heard += self._listener.junk
                self.abandon()
            self._line.write(encode(command))
            if not self._acknowledged(_ACK_TIMEOUT_S):
                continue
            self._line.write(bytes([Control.ENQ]))
            answer = self._answer_to(command, timeout_s)
            if answer is not None:
                return answer
        raise DeviceSilent(about_silence("card transport", repr(command), tries, heard + self._listener.junk))

    def ask_once(self, command: Frame, timeout_s: float) -> bytes | None:
        """As `ask`, but executed once at most: None when nobody knows whether it was. Before ENQ nothing is
        executed, so that a frame which was not acknowledged is said again."""
        for attempt in range(_TRIES):
            if attempt:
                self.abandon()
            self._line.write(encode(command))
            if self._acknowledged(_ACK_TIMEOUT_S):
                self._line.write(bytes([Control.ENQ]))
                answer = self._answer_to(command, timeout_s)
                if answer is None:
                    self.abandon()
                return answer
        raise DeviceSilent(about_silence("card transport", repr(command), _TRIES, self._listener.junk))

    def insist(self, command: Frame, timeout_s: float) -> None:
        """Have it executed if the transport hears it and will, and do not wait for more than that."""
        self.forget()
        self._line.write(encode(command))
        if self._acknowledged(_HURRY_S):
            self._line.write(bytes([Control.ENQ]))
            with contextlib.suppress(Refused):
                self._answer_to(command, timeout_s)

    def abandon(self, *, hurried: bool = False) -> None:
        """Cancel whatever runs, and forget whatever it still sends."""
        self.forget()
        self._line.write(bytes([Control.EOT]))
        deadline_s = self._clock.monotonic_s() + (_HURRY_S if hurried else _EOT_TIMEOUT_S)
        while (message := self._next_message(deadline_s)) not in {Control.EOT, None}:
            _log.debug("card transport: passed over %r while cancelling", message)
        self.forget()

    def forget(self) -> None:
        self._listener.forget()

    def _acknowledged(self, timeout_s: float) -> bool:
        """Anything but ACK and NAK belongs to an earlier command and is passed over."""
        deadline_s = self._clock.monotonic_s() + timeout_s
        while (message := self._next_message(deadline_s)) is not None:
            if isinstance(message, Control) and message in {Control.ACK, Control.NAK}:
                return message is Control.ACK
        return False

    def _answer_to(self, command: Frame, timeout_s: float) -> bytes | None:
        deadline_s = self._clock.monotonic_s() + timeout_s
        while (message := self._next_message(deadline_s)) is not None:
            if not isinstance(message, Frame):
                continue
            if message.refuses(command):
                raise refusal(command, message.data[0])
            if (message.command, message.parameter) == (command.command, command.parameter):
                return message.data
        return None

    def _next_message(self, deadline_s: float) -> Message | None:
        return self._listener.next(max(0.0, deadline_s - self._clock.monotonic_s()))
