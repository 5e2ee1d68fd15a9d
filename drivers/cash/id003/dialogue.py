"""One question at a time to an ID-003 unit; silence is told only when it has lasted."""

from typing import Final

from drivers.cash.id003.frames import Booting, Decoder, Frame, Message, encode
from drivers.cash.id003.messages import STATES, Ask, State
from drivers.clock import DeviceClock
from drivers.owner import DeviceSilent
from drivers.transport import Transport

_ANSWER_S: Final = 0.3
_SILENT_S: Final = 5.0
_BOOTS_WITHIN_S: Final = 30.0
"""What says 00 for longer does not boot: a line at another baud rate brings nothing but 00, too."""
_OPERATIONS: Final = {Ask.RESET, Ask.STACK1, Ask.STACK2, Ask.RETURN, Ask.HOLD, Ask.WAIT}


class Dialogue:
    """There are no sequence numbers, so an answer is taken for the question whose kind it fits; others are
    late ones and passed over."""

    def __init__(self, line: Transport, clock: DeviceClock) -> None:
        self.booting = False
        """Whether the last thing heard was the single 00 of a unit that is not ready to talk."""
        self._line = line
        self._clock = clock
        self._decoder = Decoder()
        self._heard_at_s = self._answered_at_s = clock.monotonic_s()
        self._heard_noise = False

    def ask(self, question: Frame) -> Frame | None:
        """The answer; None for a single unanswered question. Raises `DeviceSilent` when that has lasted."""
        self._line.drain()
        self._line.write(encode(question))
        deadline_s = self._clock.monotonic_s() + _ANSWER_S
        while (left_s := deadline_s - self._clock.monotonic_s()) > 0:
            for message in self._next_messages(left_s):
                if isinstance(message, Frame) and _fits(message, question):
                    return message
        self._fail_if_silent()
        return None

    def say(self, frame: Frame) -> None:
        """For what is never answered: the host's ACK."""
        self._line.write(encode(frame))

    def _next_messages(self, timeout_s: float) -> list[Message]:
        data = self._line.read(timeout_s)
        messages = self._decoder.feed(data) if data else self._decoder.line_fell_silent()
        for message in messages:
            if isinstance(message, Frame | Booting):
                self.booting = isinstance(message, Booting)
                self._heard_at_s = self._clock.monotonic_s()
                if not self.booting:
                    self._answered_at_s = self._heard_at_s
            else:
                self._heard_noise = True
        return messages

    def _fail_if_silent(self) -> None:
        now_s = self._clock.monotonic_s()
        if self.booting and now_s - self._answered_at_s >= _BOOTS_WITHIN_S:
            raise DeviceSilent(
                f"note acceptor: says for {_BOOTS_WITHIN_S:.0f} s that it is booting; "
                "check this port's baud rate and model, then the unit"
            )
        if now_s - self._heard_at_s < _SILENT_S:
            return
        if self._heard_noise:
            raise DeviceSilent(
                "note acceptor: answers, but not in ID-003; check this port's model and baud rate"
            )
        raise DeviceSilent(f"note acceptor: no answer for {_SILENT_S:.0f} s; check its power and cable")


def _fits(answer: Frame, question: Frame) -> bool:
    if question.code == Ask.STATUS:
        return answer.code in STATES
    if answer.code == State.INVALID_COMMAND:
        return True
    return answer.code == (Ask.ACK if question.code in _OPERATIONS else question.code)
