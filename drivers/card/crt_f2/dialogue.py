"""One command at a time with an F2 unit: frame, ACK, answer, ACK; NAK for a broken one; EOT to stop.

Knows the order of the bytes, not what the commands mean. 300 ms for ACK and EOT are the manual's.
"""

import logging
from typing import Final

from drivers.card.crt_f2.commands import RefusedF2
from drivers.card.crt_f2.frames import Control, Decoder, Frame, Message, encode
from drivers.card.listener import Listener
from drivers.card.who_answers import about_silence
from drivers.clock import DeviceClock
from drivers.owner import DeviceSilent
from drivers.transport import Transport

_log = logging.getLogger(__name__)

_ACK_TIMEOUT_S: Final = 0.3
_EOT_TIMEOUT_S: Final = 0.3
_HURRIED_EOT_TIMEOUT_S: Final = 0.03
_TRIES: Final = 3
_REPEATS: Final = 2
"""How often a broken answer is asked for again."""


class Dialogue:
    def __init__(self, line: Transport, clock: DeviceClock) -> None:
        self._line = line
        self._clock = clock
        self._listener: Listener[Message] = Listener(line, clock, Decoder)

    def ask(self, command: Frame, timeout_s: float, tries: int = _TRIES) -> Frame:
        """The positive answer. Raises `RefusedF2`, and `DeviceSilent` after `tries` without any."""
        heard = b""
        for _ in range(tries):
            answer = self._ask_once(command, timeout_s)
            if answer is not None:
                if answer.is_refusal:
                    raise RefusedF2(command, answer.error)
                return answer
            heard += self._listener.junk
            self.stop()
        raise DeviceSilent(about_silence("card transport", repr(command), tries, heard))

    def ask_once(self, command: Frame, timeout_s: float) -> Frame | None:
        """As `ask`, but executed once at most: None when nobody knows whether it was."""
        answer = self._ask_once(command, timeout_s)
        if answer is None:
            self.stop()
        elif answer.is_refusal:
            raise RefusedF2(command, answer.error)
        return answer

    def stop(self, *, hurried: bool = False) -> None:
        """Discontinue whatever runs, and forget whatever it still sends."""
        patience_s = _HURRIED_EOT_TIMEOUT_S if hurried else _EOT_TIMEOUT_S
        for _ in range(1 if hurried else 2):
            self._listener.forget()
            self._line.write(bytes([Control.EOT]))
            if self._hears(Control.EOT, patience_s):
                break
        self._listener.forget()

    def _ask_once(self, command: Frame, timeout_s: float) -> Frame | None:
        for _ in range(_TRIES):
            self._line.write(encode(command))
            match self._first_word(command):
                case Control.ACK:
                    return self._answer_to(command, timeout_s)
                case Frame() as answer:  # the ACK was lost on the way
                    return self._received(answer)
                case None:
                    return None
        return None  # it never understood the command

    def _first_word(self, command: Frame) -> Control | Frame | None:
        deadline_s = self._clock.monotonic_s() + _ACK_TIMEOUT_S
        while (message := self._next_message(deadline_s)) is not None:
            if message in {Control.ACK, Control.NAK} or _answers(message, command):
                return message
        return None

    def _answer_to(self, command: Frame, timeout_s: float) -> Frame | None:
        deadline_s = self._clock.monotonic_s() + timeout_s
        repeats_left = _REPEATS
        while (left_s := deadline_s - self._clock.monotonic_s()) > 0:
            message = self._listener.next(left_s, until_broken=repeats_left > 0)
            if isinstance(message, Frame) and message.answers(command):
                return self._received(message)
            if message is None and self._listener.junk and repeats_left:
                repeats_left -= 1
                self._listener.forget()
                self._line.write(bytes([Control.NAK]))
        return None

    def _received(self, answer: Frame) -> Frame:
        self._line.write(bytes([Control.ACK]))
        return answer

    def _hears(self, control: Control, timeout_s: float) -> bool:
        deadline_s = self._clock.monotonic_s() + timeout_s
        while (message := self._next_message(deadline_s)) is not None:
            if message is control:
                return True
            _log.debug("card transport: passed over %r while stopping it", message)
        return False

    def _next_message(self, deadline_s: float) -> Message | None:
        return self._listener.next(max(0.0, deadline_s - self._clock.monotonic_s()))


def _answers(message: Message, command: Frame) -> bool:
    return isinstance(message, Frame) and message.answers(command)
